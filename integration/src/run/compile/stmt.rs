//! Statements that steer: conditions, loops, returns, assertions, and the bodies of blocks.
//!
//! What follows a `return` or another jump is compiled too, for its effect on scopes and errors,
//! and dropped by the assembler, since no path leads there.
//!
//! Source: `Python/compile.c`, `compiler_visit_stmt`.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::block::BlockKind;
use super::codegen::{Access, Codegen};
use super::constant::constant;
use crate::run::code::{Const, Op};

impl<'a> Codegen<'a> {
    /// Statements in order.
    pub(super) fn body(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.at(stmt.start(), |this| this.statement(stmt));
        }
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Expr(s) => {
                if constant(&s.value).is_none() {
                    self.expr(&s.value);
                    self.unit.op(Op::Pop);
                }
            }
            Stmt::Assign(s) => self.assign(&s.targets, &s.value),
            Stmt::AugAssign(s) => self.augmented(s),
            Stmt::AnnAssign(s) => self.annotated(s),
            Stmt::Delete(s) => s.targets.iter().for_each(|target| self.delete(target)),
            Stmt::Return(s) => self.return_statement(s.value.as_deref()),
            Stmt::If(s) => self.if_statement(s),
            Stmt::For(s) if s.is_async => self.async_for_statement(s),
            Stmt::For(s) => self.for_statement(s),
            Stmt::While(s) => self.while_statement(s),
            Stmt::Break(_) => self.leave_loop(true),
            Stmt::Continue(_) => self.leave_loop(false),
            Stmt::Try(s) => self.try_statement(s),
            Stmt::With(s) => self.with_statement(&s.items, &s.body, s.is_async),
            Stmt::Raise(s) => {
                let mut parts = 0;
                for part in [&s.exc, &s.cause].into_iter().flatten() {
                    self.expr(part);
                    parts += 1;
                }
                self.unit.op(Op::Raise(parts));
            }
            Stmt::Assert(s) => self.assertion(s),
            Stmt::FunctionDef(s) => self.function(s),
            Stmt::ClassDef(s) => self.class(s),
            Stmt::Import(s) => self.import(s),
            Stmt::ImportFrom(s) => self.import_from(s),
            Stmt::Match(s) => self.match_statement(s),
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => {}
            Stmt::TypeAlias(s) => self.type_alias(s),
            Stmt::IpyEscapeCommand(_) => {
                unreachable!("{stmt:?} is refused before")
            }
        }
    }

    fn return_statement(&mut self, value: Option<&'a Expr>) {
        let known = match value {
            None => Some(Const::None),
            Some(value) => constant(value),
        };
        if let (Some(value), None) = (value, &known) {
            self.expr(value);
        }
        self.leave_function(known.is_none());
        let region = self.unit.region.take();
        if let Some(known) = known {
            self.unit.load_const(known);
        }
        self.unit.op(Op::Return);
        self.unit.region = region;
    }

    fn if_statement(&mut self, s: &'a ast::StmtIf) {
        let end = self.unit.label();
        let mut next = self.unit.label();
        self.jump_if(&s.test, next, false);
        self.body(&s.body);
        for clause in &s.elif_else_clauses {
            self.unit.jump(Op::Jump, end);
            self.unit.bind(next);
            next = self.unit.label();
            if let Some(test) = &clause.test {
                self.at(test.start(), |this| this.jump_if(test, next, false));
            }
            self.body(&clause.body);
        }
        self.unit.bind(next);
        self.unit.bind(end);
    }

    fn for_statement(&mut self, s: &'a ast::StmtFor) {
        let (next, done, exit) = (self.unit.label(), self.unit.label(), self.unit.label());
        self.searched(&s.iter);
        self.unit.op(Op::GetIter);
        self.unit.bind(next);
        self.unit.jump(Op::ForIter, done);
        let region = self.unit.region;
        self.in_block(BlockKind::For { next, exit }, region, |this| {
            this.store(&s.target);
            this.body(&s.body);
        });
        self.unit.jump(Op::Jump, next);
        self.unit.bind(done);
        self.body(&s.orelse);
        self.unit.bind(exit);
    }

    fn while_statement(&mut self, s: &'a ast::StmtWhile) {
        let (next, done, exit) = (self.unit.label(), self.unit.label(), self.unit.label());
        let again = self.unit.label();
        self.unit.bind(next);
        self.jump_if(&s.test, done, false);
        self.unit.bind(again);
        let region = self.unit.region;
        self.in_block(BlockKind::While { next, exit }, region, |this| this.body(&s.body));
        // The test stands a second time behind the body, as CPython has it: a collection that
        // became due in the body runs after the test, when the loop jumps back.
        self.jump_if(&s.test, done, false);
        self.unit.jump(Op::Jump, again);
        self.unit.bind(done);
        self.body(&s.orelse);
        self.unit.bind(exit);
    }

    fn assertion(&mut self, s: &'a ast::StmtAssert) {
        let end = self.unit.label();
        self.jump_if(&s.test, end, true);
        self.unit.op(Op::LoadAssertionError);
        if let Some(message) = &s.msg {
            self.expr(message);
            self.unit.op(Op::Call(1));
        }
        self.unit.op(Op::Raise(1));
        self.unit.bind(end);
    }

    fn import(&mut self, s: &'a ast::StmtImport) {
        for alias in &s.names {
            let parts: Vec<&str> = alias.name.id.split('.').collect();
            self.unit.load_const(Const::Int(0));
            self.unit.load_const(Const::None);
            let name = self.unit.name(&alias.name.id.as_str().into());
            self.unit.op(Op::ImportName(name));
            let Some(asname) = &alias.asname else {
                self.variable(parts[0], Access::Store);
                continue;
            };
            for (i, part) in parts.iter().enumerate().skip(1) {
                if i > 1 {
                    self.unit.op(Op::Swap(2));
                    self.unit.op(Op::Pop);
                }
                let part = self.unit.name(&(*part).into());
                self.unit.op(Op::ImportFrom(part));
            }
            self.variable(&asname.id, Access::Store);
            if parts.len() > 1 {
                self.unit.op(Op::Pop);
            }
        }
    }

    fn import_from(&mut self, s: &'a ast::StmtImportFrom) {
        let module = s.module.as_ref().map_or("", |module| module.id.as_str());
        if module == "__future__" {
            return;
        }
        let names: Vec<Const> = s.names.iter().map(|a| Const::from(a.name.id.as_str())).collect();
        self.unit.load_const(Const::Int(s.level.into()));
        self.unit.load_const(Const::Tuple(names.into()));
        let module = self.unit.name(&module.into());
        self.unit.op(Op::ImportName(module));
        if s.names.iter().any(|alias| alias.name.id == "*") {
            return self.unit.op(Op::ImportStar);
        }
        for alias in &s.names {
            let name = self.unit.name(&alias.name.id.as_str().into());
            self.unit.op(Op::ImportFrom(name));
            self.variable(&alias.asname.as_ref().unwrap_or(&alias.name).id, Access::Store);
        }
        self.unit.op(Op::Pop);
    }
}
