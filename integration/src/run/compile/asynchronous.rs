//! `async for`: each value is awaited, and `StopAsyncIteration` from the awaiting ends the loop.
//!
//! `[iterator]` stays on the stack for as long as the loop runs. A region guards the awaiting alone,
//! so that a `StopAsyncIteration` of the body is not mistaken for the end.
//!
//! Source: `Python/compile.c`, `compiler_async_for`, `compiler_async_comprehension_generator`.

use ruff_python_ast as ast;

use super::block::BlockKind;
use super::codegen::Codegen;
use super::unit::Label;
use crate::run::code::Op;

impl<'a> Codegen<'a> {
    /// `async for`
    pub(super) fn async_for_statement(&mut self, s: &'a ast::StmtFor) {
        let (next, done, exit) = (self.unit.label(), self.unit.label(), self.unit.label());
        self.expr(&s.iter);
        self.unit.op(Op::GetAiter);
        self.await_next(next, done);
        let region = self.unit.region;
        self.in_block(BlockKind::For { next, exit }, region, |this| {
            this.store(&s.target);
            this.body(&s.body);
        });
        self.unit.jump(Op::Jump, next);
        self.unit.bind(done);
        self.unit.op(Op::EndAsyncFor);
        self.body(&s.orelse);
        self.unit.bind(exit);
    }

    /// `[iterator] -> [iterator, v]` The next value of an asynchronous iterator, at the label
    /// `next`. What the awaiting raises goes to `done` as `[iterator, e]`, where
    /// [`Op::EndAsyncFor`] must stand.
    pub(super) fn await_next(&mut self, next: Label, done: Label) {
        self.unit.bind(next);
        let outer = self.unit.enter_region(done, 0);
        self.unit.op(Op::GetAnext);
        self.delegate();
        self.unit.region = outer;
    }
}
