//! `Ref<T, C>`: a counted pointer to a Rust value, one word wide, over any [`Count`].
//!
//! The value lies behind an 8-byte header whose only content is the count. Cloning and dropping are
//! an increment and a decrement; the last drop destroys the value through the thread's
//! [`Trashcan`](crate::Trashcan), so that a chain of any length is dropped on any stack.
//!
//! ```text
//!  Ref -> | count | pad | value ... |      alive
//!         |  next dead  | value ... |      dead, put aside until the outermost drop ends
//! ```
//!
//! Putting a drop aside lets the value live on after the drop has returned, as far as the outermost
//! drop on the stack. A value that borrows could outlive its loan there, hence `T: 'static`.
//!
//! There are no weak references to a `Ref`, and cycles leak.
//!
//! # Invariants
//! 1. While a `Ref` to a block exists, the block's count includes it, or is immortal.
//! 2. Nobody else has access to the count: the type gives out the value, not the header.

mod block;
mod impls;
mod thread;

#[cfg(test)]
mod tests;

use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::ptr::NonNull;

use self::block::Block;
use crate::atomic::AtomicCount;
use crate::count::{Count, Decref};
use crate::error::OutOfMemory;
use crate::local::LocalCount;

/// A counted pointer to a `T`. Which threads may own it depends on the count `C`.
///
/// It dereferences to the value. Its functions are associated, so that they do not hide the value's
/// methods.
///
/// A drop nested in 50 other last drops returns before the value is destroyed: that happens when
/// the outermost of them ends.
///
/// # Examples
///
/// ```
/// use refcount::Rc;
///
/// struct Node {
///     value: u32,
///     next: Option<Rc<Node>>,
/// }
///
/// let mut list = None;
/// for value in 0..100_000 {
///     list = Some(Rc::new(Node { value, next: list.take() }));
/// }
/// assert_eq!(list.as_ref().map(|head| head.value), Some(99_999));
/// drop(list); // Uses no more stack than 50 nodes need.
/// ```
///
/// An `Rc` stays on its thread:
///
/// ```compile_fail,E0277
/// let value = refcount::Rc::new(1);
/// std::thread::spawn(move || drop(value));
/// ```
///
/// and a value that borrows cannot be counted:
///
/// ```compile_fail,E0597
/// let text = String::from("short-lived");
/// let value = refcount::Rc::new(text.as_str());
/// ```
pub struct Ref<T: 'static, C: Count = LocalCount> {
    block: NonNull<Block<T, C>>,
    owns: PhantomData<Block<T, C>>,
}

/// A [`Ref`] for one thread.
pub type Rc<T> = Ref<T, LocalCount>;

/// A [`Ref`] that threads may share.
pub type Arc<T> = Ref<T, AtomicCount>;

const _: () = assert!(size_of::<Rc<u64>>() == size_of::<usize>());
const _: () = assert!(size_of::<Option<Rc<u64>>>() == size_of::<usize>());

// SAFETY: a `Ref` sent away shares its value with those that stay (`T: Sync`), may be the one that
// destroys it (`T: Send`), and counts with them (`C: Sync`, and `Count`, rule 4).
unsafe impl<T: Send + Sync, C: Count + Send + Sync> Send for Ref<T, C> {}

// SAFETY: `&Ref` gives `&T`, and by cloning a `Ref`: as above.
unsafe impl<T: Send + Sync, C: Count + Send + Sync> Sync for Ref<T, C> {}

impl<T, C: Count> Ref<T, C> {
    /// Moves `value` into a block of its own, with one owner.
    ///
    /// When there is no memory this ends as every Rust allocation does, in
    /// [`handle_alloc_error`](std::alloc::handle_alloc_error).
    #[inline]
    pub fn new(value: T) -> Self {
        let block = Block::new(value).unwrap_or_else(|_| Block::<T, C>::out_of_memory());
        Self { block, owns: PhantomData }
    }

    /// As [`new`](Self::new), for programs that go on without memory.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] when there is none; `value` is dropped then.
    #[inline]
    pub fn try_new(value: T) -> Result<Self, OutOfMemory> {
        let block = Block::new(value).map_err(|(error, _)| error)?;
        Ok(Self { block, owns: PhantomData })
    }

    /// Whether both point to the same value.
    #[inline]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.block == other.block
    }

    /// The number of owners, or a number from [`FIRST_IMMORTAL`](crate::FIRST_IMMORTAL) on.
    #[inline]
    pub fn strong_count(this: &Self) -> u32 {
        this.count().count()
    }

    /// Whether the value is immortal: dropping its owners does not destroy it.
    #[inline]
    pub fn is_immortal(this: &Self) -> bool {
        this.count().is_immortal()
    }

    /// Makes the value immortal: cloning and dropping its owners writes nothing from now on.
    ///
    /// Its memory is never given back.
    pub fn make_immortal(this: &Self) {
        this.count().make_immortal();
    }

    /// The value, for writing, if `this` is its only owner.
    #[inline]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        if !this.count().is_unique() {
            return None;
        }
        let value = Block::value(this.block);
        // SAFETY: invariant 1: no other `Ref` exists, and `this` is borrowed exclusively.
        Some(unsafe { &mut *value.as_ptr() })
    }

    /// The value, for writing; cloned into a new block if it has other owners.
    pub fn make_mut(this: &mut Self) -> &mut T
    where
        T: Clone,
    {
        if !this.count().is_unique() {
            *this = Self::new(T::clone(this));
        }
        let value = Block::value(this.block);
        // SAFETY: `this` is the only owner, found or made, and is borrowed exclusively.
        unsafe { &mut *value.as_ptr() }
    }

    /// Moves the value out if `this` is its only owner.
    ///
    /// # Errors
    ///
    /// `this` itself, if the value has other owners or is immortal.
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        if !this.count().is_unique() {
            return Err(this);
        }
        let block = ManuallyDrop::new(this).block;
        let value = Block::value(block);
        // SAFETY: invariant 1: `this` was the only owner, and it no longer drops the value.
        let value = unsafe { value.read() };
        // SAFETY: the value has moved out, and nobody points to the block any more.
        unsafe { Block::free(block) };
        Ok(value)
    }

    /// The address of the value.
    #[inline]
    pub fn as_ptr(this: &Self) -> *const T {
        Block::value(this.block).as_ptr()
    }

    /// Gives up the pointer but not its ownership, which [`from_raw`](Self::from_raw) takes back.
    #[inline]
    pub fn into_raw(this: Self) -> *const T {
        let this = ManuallyDrop::new(this);
        Self::as_ptr(&this)
    }

    /// Takes ownership back from [`into_raw`](Self::into_raw).
    ///
    /// # Safety
    ///
    /// `value` came from `into_raw` of the same `Ref` type, and this is the only `from_raw` of it.
    #[inline]
    pub unsafe fn from_raw(value: *const T) -> Self {
        // SAFETY: the caller's promise: `value` is the value of a live block.
        let block = unsafe { Block::from_value(value) };
        Self { block, owns: PhantomData }
    }

    #[inline]
    fn count(&self) -> &C {
        // SAFETY: invariant 1: the block is alive while `self` is.
        unsafe { Block::count(self.block) }
    }

    #[cold]
    #[inline(never)]
    fn destroy(&mut self) {
        if mem::needs_drop::<T>() {
            // SAFETY: the last owner has gone, and this is where its `Dead` was answered.
            unsafe { thread::destroy(self.block) };
        } else {
            // SAFETY: as above; the value has nothing to drop.
            unsafe { Block::free(self.block) };
        }
    }
}

impl<T, C: Count> Clone for Ref<T, C> {
    #[inline]
    fn clone(&self) -> Self {
        self.count().incref();
        Self { block: self.block, owns: PhantomData }
    }
}

impl<T, C: Count> Drop for Ref<T, C> {
    #[inline]
    fn drop(&mut self) {
        if self.count().decref() == Decref::Dead {
            self.destroy();
        }
    }
}
