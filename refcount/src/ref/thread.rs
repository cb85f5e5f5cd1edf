//! The trashcan of a thread: where the last drops of all its `Ref`s, of any type, are bounded.
//!
//! The list of a [`Trashcan`] tells in which order dead blocks were put aside, not what type they
//! have, and their one word of header is taken by the link. So each thread keeps the types beside
//! the list, as runs: "the last 3 blocks are `A`, the 2 before them `B`". As both are stacks they
//! stay in step. One run is kept in place: as long as the blocks that wait are of one type, or one
//! block waits at a time as in a linear chain, nothing is allocated. If there is no memory for
//! another run, the block is destroyed at once, one level deeper than the bound.
//!
//! It has no destructor, so it works while the thread's other variables are being destroyed.
//!
//! # Invariants
//! 1. The lengths of the runs add up to the number of blocks on the list.
//! 2. A block's run is pushed right before the block and popped right after it.

use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::mem::ManuallyDrop;
use core::ptr::{NonNull, fn_addr_eq};

use super::block::{Block, Dead};
use crate::count::Count;
use crate::trashcan::{Dealloc, Trashcan};

/// Drops the value of a dead block and frees it: [`Block::drop_dead`] of its type.
type DropDead = unsafe fn(NonNull<Dead>);

/// Blocks of one type that were put aside one after the other.
struct Run {
    drop_dead: DropDead,
    len: usize,
}

/// The types of the blocks on the list.
struct Runs {
    last: Option<Run>,
    earlier: Vec<Run>,
}

impl Runs {
    /// Notes the type of a block that is about to be put aside. `false` when there is no memory.
    fn push(&mut self, drop_dead: DropDead) -> bool {
        if let Some(last) = &mut self.last {
            if fn_addr_eq(last.drop_dead, drop_dead) {
                last.len += 1;
                return true;
            }
            if self.earlier.try_reserve(1).is_err() {
                return false;
            }
            self.earlier.extend(self.last.take());
        }
        self.last = Some(Run { drop_dead, len: 1 });
        true
    }

    /// The type of the block that was just taken off the list.
    fn pop(&mut self) -> Option<DropDead> {
        let last = self.last.as_mut()?;
        let drop_dead = last.drop_dead;
        last.len -= 1;
        if last.len == 0 {
            self.last = self.earlier.pop();
            if self.earlier.is_empty() {
                self.earlier = Vec::new();
            }
        }
        Some(drop_dead)
    }
}

struct ThreadTrashcan {
    trashcan: Trashcan<Dead>,
    runs: RefCell<Runs>,
}

std::thread_local! {
    static TRASHCAN: ManuallyDrop<ThreadTrashcan> = const {
        ManuallyDrop::new(ThreadTrashcan {
            trashcan: Trashcan::new(),
            runs: RefCell::new(Runs { last: None, earlier: Vec::new() }),
        })
    };
}

/// Destroys the block it was made for, then those that were put aside.
struct Destroy<'a> {
    first: Cell<Option<DropDead>>,
    runs: &'a RefCell<Runs>,
}

// SAFETY: rule 1: the link is the header of a block whose count is not read again. Rule 2: every
// value of the type finds the types of what is on the list in the same runs.
unsafe impl Dealloc for Destroy<'_> {
    type Object = Dead;

    #[inline]
    unsafe fn dealloc(&self, dead: NonNull<Dead>) {
        let noted = self.first.take().or_else(|| self.runs.borrow_mut().pop());
        let Some(drop_dead) = noted else { unreachable!("invariant 1: every block has a run") };
        // SAFETY: the function is that of the block's type: the first call is for the block this
        // was made for, and invariant 2 keeps the others in step.
        unsafe { drop_dead(dead) };
    }

    unsafe fn link(&self, dead: NonNull<Dead>) -> NonNull<Option<NonNull<Dead>>> {
        // SAFETY: the block is not destroyed yet, so the field is inside it.
        let next = unsafe { &raw mut (*dead.as_ptr()).next };
        // SAFETY: a field's address is not null.
        unsafe { NonNull::new_unchecked(next) }
    }
}

/// Destroys `block`, now or when the outermost destruction of this thread ends.
///
/// # Safety
///
/// `block` has no owners, and nobody else destroys it.
pub(super) unsafe fn destroy<T, C: Count>(block: NonNull<Block<T, C>>) {
    let drop_dead: DropDead = Block::<T, C>::drop_dead;
    let dead = block.cast::<Dead>();
    TRASHCAN.with(|thread| {
        let trashcan = &thread.trashcan;
        if trashcan.depth() >= Trashcan::<Dead>::MAX_DEPTH
            // An allocator that drops a `Ref` while the runs grow finds them borrowed.
            && !thread.runs.try_borrow_mut().is_ok_and(|mut runs| runs.push(drop_dead))
        {
            // SAFETY: the function is that of the block's type, and the caller's promise.
            unsafe { drop_dead(dead) };
            return;
        }
        let dealloc = Destroy { first: Cell::new(Some(drop_dead)), runs: &thread.runs };
        // SAFETY: the caller's promise; a block does not move.
        unsafe { trashcan.destroy(&dealloc, dead) };
    });
}
