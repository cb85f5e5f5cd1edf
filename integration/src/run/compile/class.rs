//! Classes and modules: bodies that run in a namespace.
//!
//! A class body sets `__module__`, `__qualname__`, `__firstlineno__`, its docstring, and at its end
//! `__static_attributes__` (what methods set on `self`). If a method needs the class, for `super()`
//! or `__class__`, the body makes a cell, leaves it as `__classcell__` and returns it.
//! `__build_class__` gets the body as a function, the name, and the arguments of the statement.
//!
//! Source: `Python/compile.c`, `compiler_class`.

use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt};
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::Ranged;

use super::codegen::{Access, Codegen};
use super::function::{after_docstring, docstring};
use super::type_params::{GENERIC_BASE, TYPE_PARAMS};
use crate::run::code::{CodeKind, Const, Op};

impl<'a> Codegen<'a> {
    /// `class`
    pub(super) fn class(&mut self, s: &'a ast::StmtClassDef) {
        self.decorators(&s.decorator_list);
        if let Some(params) = &s.type_params {
            self.enter_type_params(params, 0);
            self.generic_base();
        }
        self.unit.op(Op::LoadBuildClass);
        let scope = self.scopes.at(s.range());
        self.push_unit(CodeKind::Class, scope, &[], Some(&s.name.id));
        self.unit.class = Some(s.name.id.as_str().into());
        self.class_body(s);
        self.make_function(0);
        self.unit.load_const(Const::from(s.name.id.as_str()));
        let last = s.type_params.as_ref().map(|_| GENERIC_BASE);
        match (&s.arguments, last) {
            (Some(arguments), _) => self.call_with(arguments, 2, last),
            (None, Some(last)) => {
                self.variable(last, Access::Load);
                self.unit.op(Op::Call(3));
            }
            (None, None) => self.unit.op(Op::Call(2)),
        }
        if s.type_params.is_some() {
            self.leave_type_params();
            self.unit.op(Op::Call(0));
        }
        self.decorate(&s.decorator_list);
        self.at_name(&s.name, |this| this.variable(&s.name.id, Access::Store));
    }

    fn class_body(&mut self, s: &'a ast::StmtClassDef) {
        self.prologue();
        self.variable("__name__", Access::Load);
        self.variable("__module__", Access::Store);
        let qualname = self.unit.qualname.clone();
        self.set("__qualname__", Const::Str(qualname));
        self.set("__firstlineno__", Const::Int(self.unit.first_line.into()));
        if s.type_params.is_some() {
            self.variable(TYPE_PARAMS, Access::Load);
            self.variable("__type_params__", Access::Store);
        }
        self.namespace_body(&s.body);
        self.unit.stay_on_line();
        let names = self.unit.static_attributes.iter().cloned().map(Const::Str);
        let names = Const::Tuple(names.collect());
        self.set("__static_attributes__", names);
        match self.unit.cell("__class__").filter(|_| self.has_class_cell()) {
            Some(cell) => {
                self.unit.op(Op::LoadClosure(cell));
                self.unit.op(Op::Copy(1));
                self.variable("__classcell__", Access::Store);
            }
            None => self.unit.load_const(Const::None),
        }
        self.unit.op(Op::Return);
    }

    /// The statements of a class or a module.
    pub(super) fn namespace_body(&mut self, body: &'a [Stmt]) {
        let mut finder = Annotations(false);
        finder.visit_body(body);
        if finder.0 {
            self.unit.op(Op::SetupAnnotations);
        }
        if let Some(text) = docstring(body) {
            self.at(body[0].start(), |this| this.set("__doc__", Const::Str(text)));
        }
        self.body(after_docstring(body));
    }

    fn set(&mut self, name: &str, value: Const) {
        self.unit.load_const(value);
        self.variable(name, Access::Store);
    }

    fn has_class_cell(&self) -> bool {
        self.scopes.get(self.unit.scope).needs_class_cell
    }
}

/// Finds out whether a body annotates a variable, inner functions and classes aside.
struct Annotations(bool);

impl StatementVisitor<'_> for Annotations {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::AnnAssign(_) => self.0 = true,
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            _ => walk_stmt(self, stmt),
        }
    }
}
