//! Blocks: what `return`, `break` and `continue` have to undo on their way out.
//!
//! Each statement that keeps values on the stack or has code to run at its end is a block while its
//! body is compiled. A jump out emits the end of every block it leaves, innermost first; the code
//! for a block's end runs in the region around that block, so a `finally` is not guarded by itself.
//!
//! Source: `Python/compile.c`, `compiler_unwind_fblock`.

use std::rc::Rc;

use ruff_python_ast::Stmt;

use super::codegen::{Access, Codegen};
use super::unit::Label;
use crate::run::code::{Const, Op};

/// A statement around the current place.
#[derive(Clone, Debug)]
pub(super) struct Block<'a> {
    pub(super) kind: BlockKind<'a>,
    /// The region of the exception table around the block.
    pub(super) outer: Option<usize>,
}

/// What kind of statement, and what its end needs.
#[derive(Clone, Debug)]
pub(super) enum BlockKind<'a> {
    /// `while`: nothing on the stack.
    While { next: Label, exit: Label },
    /// `for`: the iterator is on the stack.
    For { next: Label, exit: Label },
    /// The body of a `try` with `except`: nothing to do but leave its region.
    Try,
    /// The body of a `try` with `finally`: the end runs these statements.
    Finally(&'a [Stmt]),
    /// A `finally` that runs because of an exception: `[previous, e]`.
    FinallyEnd,
    /// The body of a `with`: `[exit]`, which the end calls; the line is that of the `with`.
    With { line: u32, is_async: bool },
    /// The body of an `except`: `[previous]`; the name it binds is unbound at the end.
    Except(Option<Rc<str>>),
    /// Runs a `finally` on the way out with a return value below: `[v]`.
    Value,
}

impl<'a> Codegen<'a> {
    /// Compiles `walk` inside a block whose region around is `outer`.
    pub(super) fn in_block(
        &mut self,
        kind: BlockKind<'a>,
        outer: Option<usize>,
        walk: impl FnOnce(&mut Self),
    ) {
        self.unit.blocks.push(Block { kind, outer });
        walk(self);
        self.unit.blocks.pop();
    }

    /// `return`, with its value, if any, on the stack when `has_value`.
    pub(super) fn leave_function(&mut self, has_value: bool) {
        self.leave_blocks(has_value, |_| false);
    }

    /// `break` or `continue`.
    ///
    /// # Panics
    /// There is no loop; the checks refuse such a source.
    pub(super) fn leave_loop(&mut self, is_break: bool) {
        let is_loop =
            |b: &Block<'_>| matches!(b.kind, BlockKind::While { .. } | BlockKind::For { .. });
        let index = self.unit.blocks.iter().rposition(is_loop).expect("a loop around");
        let (next, exit, is_for) = match self.unit.blocks[index].kind {
            BlockKind::While { next, exit } => (next, exit, false),
            BlockKind::For { next, exit } => (next, exit, true),
            _ => unreachable!("the block is a loop"),
        };
        let region = self.unit.region;
        self.leave_blocks(false, is_loop);
        if let Some(inner) = self.unit.blocks.get(index + 1) {
            self.unit.region = inner.outer;
        }
        if is_break && is_for {
            self.unit.op(Op::Pop);
        }
        self.unit.jump(Op::Jump, if is_break { exit } else { next });
        self.unit.region = region;
    }

    /// Emits the ends of the blocks around, up to the first that `stops`.
    fn leave_blocks(&mut self, has_value: bool, stops: impl Fn(&Block<'_>) -> bool) {
        let blocks = self.unit.blocks.clone();
        let region = self.unit.region;
        while let Some(block) = self.unit.blocks.pop() {
            if stops(&block) {
                break;
            }
            self.end_block(&block, has_value);
        }
        self.unit.blocks = blocks;
        self.unit.region = region;
    }

    /// Emits the end of one block, which is no longer among the blocks around.
    fn end_block(&mut self, block: &Block<'a>, has_value: bool) {
        match &block.kind {
            BlockKind::While { .. } => {}
            BlockKind::Try => self.unit.region = block.outer,
            BlockKind::For { .. } | BlockKind::Value => self.pop_below(has_value),
            BlockKind::Finally(body) => {
                self.unit.region = block.outer;
                if has_value {
                    let region = self.unit.region;
                    self.in_block(BlockKind::Value, region, |this| this.body(body));
                } else {
                    self.body(body);
                }
                self.unit.region = block.outer;
            }
            BlockKind::FinallyEnd => {
                self.pop_below(has_value);
                self.unit.region = block.outer;
                self.swap_if(has_value);
                self.unit.op(Op::PopExcept);
            }
            BlockKind::With { line, is_async } => {
                self.unit.region = block.outer;
                let line = std::mem::replace(&mut self.unit.line, *line);
                self.swap_if(has_value);
                self.call_exit(*is_async);
                self.unit.line = line;
            }
            BlockKind::Except(name) => {
                self.unit.region = block.outer;
                self.swap_if(has_value);
                self.unit.op(Op::PopExcept);
                if let Some(name) = name {
                    self.unbind(name);
                }
            }
        }
    }

    /// Calls the `__exit__` on top of the stack as at a normal end, and drops what it returns.
    pub(super) fn call_exit(&mut self, is_async: bool) {
        for _ in 0..3 {
            self.unit.load_const(Const::None);
        }
        self.unit.op(Op::Call(3));
        if is_async {
            self.unit.op(Op::GetAwaitable);
            self.delegate();
        }
        self.unit.op(Op::Pop);
    }

    /// Unbinds the name of an `except ... as`, whether or not it is still bound.
    pub(super) fn unbind(&mut self, name: &str) {
        self.unit.load_const(Const::None);
        self.variable(name, Access::Store);
        self.variable(name, Access::Delete);
    }

    fn swap_if(&mut self, has_value: bool) {
        if has_value {
            self.unit.op(Op::Swap(2));
        }
    }

    fn pop_below(&mut self, has_value: bool) {
        self.swap_if(has_value);
        self.unit.op(Op::Pop);
    }
}
