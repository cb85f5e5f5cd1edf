//! `except*`: each handler takes its part of a group of exceptions, and the rest goes on.
//!
//! The handlers run one after the other over `[previous, e, raised, rest]`: the exception handled
//! so far, the group as it came, the exceptions that handlers raised, and what no handler has taken
//! yet. At the end one exception is made of `raised` and `rest`, or none is left.
//!
//! Source: `Python/compile.c`, `compiler_try_star_except`.

use ruff_python_ast::{self as ast, ExceptHandler};
use ruff_text_size::Ranged;

use super::block::BlockKind;
use super::codegen::{Access, Codegen};
use super::unit::Label;
use crate::run::code::{Const, Op};

impl<'a> Codegen<'a> {
    /// `try` with `except*`.
    pub(super) fn try_star(&mut self, s: &'a ast::StmtTry) {
        let (failed, cleanup) = (self.unit.label(), self.unit.label());
        let (nothing, exit) = (self.unit.label(), self.unit.label());
        let outer = self.unit.enter_region(failed, 0);
        self.in_block(BlockKind::Try, outer, |this| this.body(&s.body));
        self.unit.region = outer;
        self.body(&s.orelse);
        self.unit.jump(Op::Jump, exit);

        self.unit.bind(failed);
        self.unit.enter_region(cleanup, 0);
        self.unit.op(Op::PushExcInfo);
        self.unit.op(Op::BuildList(0));
        self.unit.op(Op::Copy(2));
        for handler in &s.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            self.at(handler.start(), |this| this.star_handler(handler));
        }
        self.unit.op(Op::ListAppend(1));
        self.unit.op(Op::PrepareReraiseStar);
        self.jump_if_none(nothing);
        self.unit.region = outer;
        self.unit.op(Op::Swap(2));
        self.unit.op(Op::PopExcept);
        self.unit.op(Op::Reraise);
        self.unit.bind(nothing);
        self.unit.op(Op::Pop);
        self.unit.op(Op::PopExcept);
        self.unit.jump(Op::Jump, exit);
        self.restore_and_reraise(cleanup);
        self.unit.bind(exit);
    }

    /// One handler: `[raised, rest] -> [raised, rest]`.
    fn star_handler(&mut self, handler: &'a ast::ExceptHandlerExceptHandler) {
        let (failed, next) = (self.unit.label(), self.unit.label());
        let no_match = self.unit.label();
        let Some(types) = &handler.type_ else { return };
        self.expr(types);
        self.unit.op(Op::CheckGroupMatch);
        self.jump_if_none(no_match);
        match &handler.name {
            Some(name) => self.variable(&name.id, Access::Store),
            None => self.unit.op(Op::Pop),
        }
        let guard = self.unit.enter_region(failed, 0);
        self.body(&handler.body);
        self.unit.region = guard;
        self.unbind_name(handler);
        self.unit.jump(Op::Jump, next);
        self.unit.bind(failed);
        self.unbind_name(handler);
        self.unit.op(Op::ListAppend(2));
        self.unit.jump(Op::Jump, next);
        self.unit.bind(no_match);
        self.unit.op(Op::Pop);
        self.unit.bind(next);
    }

    fn unbind_name(&mut self, handler: &ast::ExceptHandlerExceptHandler) {
        if let Some(name) = &handler.name {
            self.unbind(&name.id);
        }
    }

    /// `[v] -> [v]` Jumps when `v` is `None`.
    fn jump_if_none(&mut self, to: Label) {
        self.unit.op(Op::Copy(1));
        self.unit.load_const(Const::None);
        self.unit.op(Op::Is(false));
        self.unit.jump(Op::PopJumpIfTrue, to);
    }
}
