//! The trashcan of a thread: where the last drops of all its `Ref`s, of any type, are bounded.
//!
//! The list of a [`Trashcan`] tells in which order dead blocks were put aside, not what they hold,
//! and where their counts were there is room for the link alone. So each thread keeps what they
//! hold beside the list, as runs: "the last 3 blocks are `A`, the 2 before them `B`". As both are
//! stacks they stay in step. A block that is pointed to by more than an address (`dyn Trait`,
//! slices), or whose counts are still needed because weak pointers look at them, is a run of its
//! own that holds the pointer and the link.
//!
//! One run is kept in place: as long as the blocks that wait are of one type, or one block waits at
//! a time as in a linear chain, nothing is allocated. If there is no memory for another run, the
//! block is destroyed at once, one level deeper than the bound.
//!
//! It has no destructor, so it works while the thread's other variables are being destroyed.
//!
//! # Invariants
//! 1. The lengths of the runs add up to the number of blocks on the list.
//! 2. A block's run is pushed right before the block and popped right after it.

use alloc::vec::Vec;
use core::cell::RefCell;
use core::mem::{self, ManuallyDrop};
use core::ptr::{NonNull, fn_addr_eq};

use allocator_api2::alloc::Allocator;

use super::super::block::{self, Dead};
use super::super::count::{RefCount, WeakCount};
use super::drop_value;
use crate::any_pointer::AnyPointer;
use crate::trashcan::{Dealloc, Trashcan};

/// Drops the value of a block that is found by its header.
type DropThin = unsafe fn(NonNull<Dead>);

/// Drops the value of a block that is found by the pointer.
type DropAny = unsafe fn(AnyPointer);

/// How to destroy a block.
#[derive(Clone, Copy)]
enum How {
    Thin(DropThin),
    Any(DropAny, AnyPointer),
}

/// Blocks that were put aside one after the other.
enum Run {
    /// So many of one type, linked through their headers.
    Thin(DropThin, usize),
    /// One, and the link.
    Any(DropAny, AnyPointer, Option<NonNull<Dead>>),
}

/// What the blocks on the list hold.
struct Runs {
    last: Option<Run>,
    earlier: Vec<Run>,
}

impl Runs {
    /// Notes a block that is about to be put aside. `false` when there is no memory.
    fn push(&mut self, how: How) -> bool {
        if let (Some(Run::Thin(last, len)), How::Thin(drop_thin)) = (&mut self.last, how)
            && fn_addr_eq(*last, drop_thin)
        {
            *len += 1;
            return true;
        }
        if self.last.is_some() && self.earlier.try_reserve(1).is_err() {
            return false;
        }
        self.earlier.extend(self.last.take());
        self.last = Some(match how {
            How::Thin(drop_thin) => Run::Thin(drop_thin, 1),
            How::Any(drop_any, pointer) => Run::Any(drop_any, pointer, None),
        });
        true
    }

    /// What the block was that has just been taken off the list.
    fn pop(&mut self) -> Option<How> {
        let how = match self.last.as_mut()? {
            Run::Thin(drop_thin, len) if *len > 1 => {
                *len -= 1;
                return Some(How::Thin(*drop_thin));
            }
            Run::Thin(drop_thin, _) => How::Thin(*drop_thin),
            Run::Any(drop_any, pointer, _) => How::Any(*drop_any, *pointer),
        };
        self.last = self.earlier.pop();
        if self.earlier.is_empty() {
            self.earlier = Vec::new();
        }
        Some(how)
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

/// Destroys what was put aside.
struct Waiting<'a>(&'a RefCell<Runs>);

// SAFETY: rule 1: the link of a thin run is the header of a block whose counts nobody reads again,
// that of another run is in the run. A run may move with its link when others are pushed; what was
// written is found again, and the trashcan keeps no address of a link. Rule 2: all blocks are put
// aside by `put_aside`, and every value of the type finds what they hold in the same runs.
unsafe impl Dealloc for Waiting<'_> {
    type Object = Dead;

    unsafe fn dealloc(&self, dead: NonNull<Dead>) {
        let noted = self.0.borrow_mut().pop();
        match noted {
            // SAFETY: invariant 2: the function is that of the block's type.
            Some(How::Thin(drop_waiting)) => unsafe { drop_waiting(dead) },
            // SAFETY: as above, and the pointer is that of the block's value.
            Some(How::Any(drop_any, pointer)) => unsafe { drop_any(pointer) },
            None => unreachable!("invariant 1: every block has a run"),
        }
    }

    unsafe fn link(&self, dead: NonNull<Dead>) -> NonNull<Option<NonNull<Dead>>> {
        // The block is the last on the list, so its run is the last one.
        if let Some(Run::Any(_, _, link)) = &mut self.0.borrow_mut().last {
            return NonNull::from(link);
        }
        // SAFETY: the block is not destroyed yet, so the field is inside it.
        let next = unsafe { &raw mut (*dead.as_ptr()).next };
        // SAFETY: a field's address is not null.
        unsafe { NonNull::new_unchecked(next) }
    }
}

/// Destroys `value` now, or when the outermost destruction of this thread ends.
///
/// # Safety
///
/// As for [`destroy`](super::destroy).
#[inline]
pub(super) unsafe fn destroy<T: ?Sized, C: RefCount, A: Allocator>(value: NonNull<T>) {
    TRASHCAN.with(|thread| {
        let depth = thread.trashcan.depth();
        if depth >= Trashcan::<Dead>::MAX_DEPTH {
            // SAFETY: the caller's promise.
            unsafe { put_aside::<T, C, A>(thread, value) };
            return;
        }
        // SAFETY: the caller's promise.
        let destroy = || unsafe { drop_value::<T, C, A>(value) };
        thread.trashcan.nest(&Waiting(&thread.runs), depth, destroy);
    });
}

/// Lets `value` wait for the outermost destruction if it may and there is memory, else destroys it.
///
/// # Safety
///
/// As for [`destroy`].
#[cold]
unsafe fn put_aside<T: ?Sized, C: RefCount, A: Allocator>(
    thread: &ThreadTrashcan,
    value: NonNull<T>,
) {
    // SAFETY: the caller's promise: the block is not put aside yet.
    let counts = unsafe { block::counts::<T, C, A>(value) };
    let how = if is_thin::<T>() && counts.weak.is_alone() {
        How::Thin(drop_waiting::<T, C, A>)
    } else {
        How::Any(drop_any::<T, C, A>, AnyPointer::new(value))
    };
    if counts.weak.borrows()
        // An allocator that drops a `Ref` while the runs grow finds them borrowed.
        || !thread.runs.try_borrow_mut().is_ok_and(|mut runs| runs.push(how))
    {
        // SAFETY: the caller's promise.
        unsafe { drop_value::<T, C, A>(value) };
        return;
    }
    // SAFETY: the caller's promise.
    let dead = unsafe { block::dead::<T, C, A>(value) };
    // SAFETY: the caller's promise; a block does not move.
    unsafe { thread.trashcan.defer(&Waiting(&thread.runs), dead) };
}

/// Whether a pointer to a `T` is an address and nothing else.
const fn is_thin<T: ?Sized>() -> bool {
    size_of::<NonNull<T>>() == size_of::<NonNull<()>>()
}

/// Drops the value of a block that has waited: the link lies where its counts were.
///
/// # Safety
///
/// As for [`destroy`]; `dead` is the header of the block, to which no pointer is left, and `T` is
/// thin.
unsafe fn drop_waiting<T: ?Sized, C: RefCount, A: Allocator>(dead: NonNull<Dead>) {
    // SAFETY: the header of a block has room for its counts, and the link is not read again.
    unsafe { block::put_back::<C>(dead) };
    // SAFETY: the caller's promise.
    let address = unsafe { block::value::<C, A>(dead) };
    // SAFETY: a pointer to a `T` is an address.
    let value = unsafe { mem::transmute_copy::<NonNull<()>, NonNull<T>>(&address) };
    // SAFETY: the caller's promise.
    unsafe { drop_value::<T, C, A>(value) };
}

/// # Safety
///
/// As for [`destroy`]; `pointer` is that of a `T`, the value.
unsafe fn drop_any<T: ?Sized, C: RefCount, A: Allocator>(pointer: AnyPointer) {
    // SAFETY: the caller's promise.
    let value = unsafe { pointer.cast::<T>() };
    // SAFETY: the caller's promise.
    unsafe { drop_value::<T, C, A>(value) };
}
