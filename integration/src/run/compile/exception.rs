//! `try` and `with`: regions, handlers, and code that runs on every way out.
//!
//! A handler starts with `[e]` on the stack and makes it `[previous, e]`, where `previous` is the
//! exception handled so far. A second region guards the handler, so that `previous` is restored if
//! the handler raises. A `finally` is compiled twice or more: for the normal end, for each jump out
//! (see [`super::block`]), and for an exception.
//!
//! Source: `Python/compile.c`, `compiler_try_finally`, `compiler_try_except`, `compiler_with`.

use ruff_python_ast::{self as ast, ExceptHandler, Stmt, WithItem};
use ruff_text_size::Ranged;

use super::block::BlockKind;
use super::codegen::{Access, Codegen};
use super::unit::Label;
use crate::run::code::Op;

impl<'a> Codegen<'a> {
    /// `try`
    pub(super) fn try_statement(&mut self, s: &'a ast::StmtTry) {
        if s.finalbody.is_empty() {
            self.try_except(s);
        } else {
            self.try_finally(s);
        }
    }

    fn try_finally(&mut self, s: &'a ast::StmtTry) {
        let (failed, cleanup, exit) = (self.unit.label(), self.unit.label(), self.unit.label());
        let outer = self.unit.enter_region(failed, 0);
        self.in_block(BlockKind::Finally(&s.finalbody), outer, |this| {
            if s.handlers.is_empty() {
                this.body(&s.body);
            } else {
                this.try_except(s);
            }
        });
        self.unit.region = outer;
        self.body(&s.finalbody);
        self.unit.jump(Op::Jump, exit);

        self.unit.bind(failed);
        self.unit.enter_region(cleanup, 0);
        self.unit.op(Op::PushExcInfo);
        self.in_block(BlockKind::FinallyEnd, outer, |this| this.body(&s.finalbody));
        self.unit.op(Op::Reraise);
        self.unit.region = outer;
        self.restore_and_reraise(cleanup);
        self.unit.bind(exit);
    }

    fn try_except(&mut self, s: &'a ast::StmtTry) {
        if s.is_star {
            return self.try_star(s);
        }
        let (failed, cleanup, exit) = (self.unit.label(), self.unit.label(), self.unit.label());
        let outer = self.unit.enter_region(failed, 0);
        self.in_block(BlockKind::Try, outer, |this| this.body(&s.body));
        self.unit.region = outer;
        self.body(&s.orelse);
        self.unit.jump(Op::Jump, exit);

        self.unit.bind(failed);
        self.unit.enter_region(cleanup, 0);
        self.unit.op(Op::PushExcInfo);
        for handler in &s.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            self.at(handler.start(), |this| this.handler(handler, outer, exit));
        }
        self.unit.op(Op::Reraise);
        self.unit.region = outer;
        self.restore_and_reraise(cleanup);
        self.unit.bind(exit);
    }

    /// One `except`, with `[previous, e]` on the stack before and, if it does not match, after it.
    fn handler(
        &mut self,
        handler: &'a ast::ExceptHandlerExceptHandler,
        outer: Option<usize>,
        exit: Label,
    ) {
        let next = self.unit.label();
        if let Some(types) = &handler.type_ {
            self.expr(types);
            self.unit.op(Op::CheckExcMatch);
            self.unit.jump(Op::PopJumpIfFalse, next);
        }
        let guard = self.unit.region;
        if let Some(name) = &handler.name {
            let failed = self.unit.label();
            self.variable(&name.id, Access::Store);
            self.unit.enter_region(failed, 0);
            let block = BlockKind::Except(Some(name.id.as_str().into()));
            self.in_block(block, outer, |this| this.body(&handler.body));
            self.unit.region = outer;
            self.unit.op(Op::PopExcept);
            self.unbind(&name.id);
            self.unit.jump(Op::Jump, exit);
            self.unit.bind(failed);
            self.unit.region = guard;
            self.unbind(&name.id);
            self.unit.op(Op::Reraise);
        } else {
            self.unit.op(Op::Pop);
            self.in_block(BlockKind::Except(None), outer, |this| this.body(&handler.body));
            self.unit.region = outer;
            self.unit.op(Op::PopExcept);
            self.unit.jump(Op::Jump, exit);
        }
        self.unit.region = guard;
        self.unit.bind(next);
    }

    /// `with`, one item inside the other.
    pub(super) fn with_statement(
        &mut self,
        items: &'a [WithItem],
        body: &'a [Stmt],
        is_async: bool,
    ) {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        let (failed, exit) = (self.unit.label(), self.unit.label());
        let line = self.source.line(item.context_expr.start());
        self.expr(&item.context_expr);
        self.at(item.start(), |this| {
            if is_async {
                this.unit.op(Op::BeforeAsyncWith);
                this.unit.op(Op::GetAwaitable);
                this.delegate();
            } else {
                this.unit.op(Op::BeforeWith);
            }
        });
        let outer = self.unit.enter_region(failed, 1);
        self.in_block(BlockKind::With { line, is_async }, outer, |this| {
            match &item.optional_vars {
                Some(target) => this.store(target),
                None => this.unit.op(Op::Pop),
            }
            this.with_statement(rest, body, is_async);
        });
        self.unit.region = outer;
        self.at(item.start(), |this| {
            this.call_exit(is_async);
            this.unit.jump(Op::Jump, exit);
            this.unit.bind(failed);
            this.exit_with_exception(exit, is_async);
        });
        self.unit.bind(exit);
    }

    /// `[exit, e]`: calls `exit` with the exception, which it may swallow.
    fn exit_with_exception(&mut self, exit: Label, is_async: bool) {
        let (cleanup, swallowed) = (self.unit.label(), self.unit.label());
        let outer = self.unit.enter_region(cleanup, 0);
        self.unit.op(Op::PushExcInfo);
        self.unit.op(Op::WithExceptStart);
        if is_async {
            self.unit.op(Op::GetAwaitable);
            self.delegate();
        }
        self.unit.jump(Op::PopJumpIfTrue, swallowed);
        self.unit.op(Op::Reraise);
        self.unit.bind(swallowed);
        self.unit.op(Op::Pop);
        self.unit.region = outer;
        self.unit.op(Op::PopExcept);
        self.unit.op(Op::Pop);
        self.unit.jump(Op::Jump, exit);
        self.restore_and_reraise(cleanup);
    }

    /// `[previous, e]`: what a handler does when it raises.
    pub(super) fn restore_and_reraise(&mut self, cleanup: Label) {
        self.unit.bind(cleanup);
        self.unit.op(Op::Copy(2));
        self.unit.op(Op::PopExcept);
        self.unit.op(Op::Reraise);
    }
}
