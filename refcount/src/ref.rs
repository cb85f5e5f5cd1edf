//! `Ref<T, C, A>`: a counted pointer to a Rust value, over any count and allocator.
//!
//! The value lies behind the two counts and the allocator ([`block`]). Cloning and dropping a
//! pointer are an increment and a decrement; the last drop destroys the value through the thread's
//! [`Trashcan`](crate::Trashcan), so that a chain of any length is dropped on any stack ([`death`]).
//! Weak pointers are counted apart and keep the memory, but not the value ([`weak`]).
//!
//! ```text
//!  Ref, Weak ----------------------------.
//!                                        v
//!  | allocator, if it has a size | counts | value ... |
//! ```
//!
//! Putting a drop aside lets the value live on after the drop has returned, as far as the outermost
//! drop on the stack. A value that borrows could outlive its loan there. So the usual constructors
//! ask for `T: 'static`, and those that do not mark the block as one that is never put aside. That
//! is also why the pointers are invariant in `T`: with a `Ref<&'static str>` for a `Ref<&'a str>`,
//! `get_mut` could put a borrow into a block that is not marked.
//!
//! Cycles of `Ref`s leak.
//!
//! # Invariants
//! 1. While a `Ref` to a block exists, its strong count includes it, or is immortal, and the value
//!    is initialised.
//! 2. While a `Weak` to a block exists, or its value is not yet destroyed, the weak count includes
//!    that, or stands still, and the memory of the block is not freed.
//! 3. Nobody else has access to the counts: the types give out the value, not the header.
//! 4. A block whose value or allocator is not `'static` says so in its weak count.

mod block;
mod clone_to_uninit;
mod coerce;
mod collect;
mod count;
mod death;
mod from;
mod impls;
mod new;
mod raw;
#[cfg(feature = "serde")]
mod serde;
mod uninit;
mod unique;
mod weak;

#[cfg(test)]
mod tests;

use core::marker::PhantomData;
use core::ptr::{self, NonNull};

use allocator_api2::alloc::{Allocator, Global};

use self::block::Counts;
pub use self::clone_to_uninit::CloneToUninit;
pub use self::count::{AtomicWeakCount, LocalWeakCount, RefCount, WeakCount};
pub use self::weak::Weak;
use crate::atomic::AtomicCount;
#[cfg(feature = "std")]
use crate::biased::BiasedCount;
use crate::count::Decref;
use crate::local::LocalCount;

/// A counted pointer to a `T`. Which threads may own it depends on the count `C`.
///
/// It mirrors the standard library's `Rc` and `Arc`, and is one word wide for a sized `T`, whatever
/// the allocator. It dereferences to the value. Its functions are associated, so that they do not
/// hide the value's methods.
///
/// A drop nested in 50 other last drops returns before the value is destroyed: that happens when
/// the outermost of them ends. Without the feature `std`, which knows threads, drops nest as deep
/// as the values do.
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
/// # let nodes = if cfg!(feature = "std") { 100_000 } else { 1_000 };
/// let mut list = None;
/// for value in 0..nodes {
///     list = Some(Rc::new(Node { value, next: list.take() }));
/// }
/// assert_eq!(list.as_ref().map(|head| head.value), Some(nodes - 1));
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
/// and a value that borrows asks for the constructor that says so:
///
/// ```compile_fail,E0597
/// let text = String::from("short-lived");
/// let value = refcount::Rc::new(text.as_str());
/// ```
///
/// ```
/// let text = String::from("short-lived");
/// let value = refcount::Rc::new_borrowing(text.as_str());
/// assert_eq!(value.len(), 11);
/// ```
pub struct Ref<T: ?Sized, C: RefCount = LocalCount, A: Allocator = Global> {
    value: NonNull<T>,
    /// Makes the type invariant in `T`, and takes `Send` and `Sync` away until they are shown.
    of: PhantomData<(*mut T, C, A)>,
}

/// A [`Ref`] for one thread.
pub type Rc<T, A = Global> = Ref<T, LocalCount, A>;

/// A [`Ref`] that threads may share.
pub type Arc<T, A = Global> = Ref<T, AtomicCount, A>;

/// A [`Ref`] that threads may share, cheap for the one that makes it.
#[cfg(feature = "std")]
pub type Brc<T, A = Global> = Ref<T, BiasedCount, A>;

const _: () = assert!(size_of::<Rc<u64>>() == size_of::<usize>());
const _: () = assert!(size_of::<Option<Arc<u64>>>() == size_of::<usize>());
const _: () = assert!(size_of::<Option<Rc<str>>>() == 2 * size_of::<usize>());

// SAFETY: a `Ref` sent away shares its value and allocator with those that stay (`Sync`), may be
// the one that destroys them (`Send`), and counts with them (`C`, and `Count`, rule 4).
unsafe impl<T, C, A> Send for Ref<T, C, A>
where
    T: ?Sized + Send + Sync,
    C: RefCount + Send + Sync,
    A: Allocator + Send + Sync,
{
}

// SAFETY: `&Ref` gives `&T` and `&A`, and by cloning a `Ref`: as above.
unsafe impl<T, C, A> Sync for Ref<T, C, A>
where
    T: ?Sized + Send + Sync,
    C: RefCount + Send + Sync,
    A: Allocator + Send + Sync,
{
}

impl<T: ?Sized, C: RefCount, A: Allocator> Ref<T, C, A> {
    /// Whether both point to the same value.
    ///
    /// As in the standard library the addresses are compared, and nothing else.
    #[inline]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        ptr::addr_eq(this.value.as_ptr(), other.value.as_ptr())
    }

    /// The number of owners, or a number from [`FIRST_IMMORTAL`](crate::FIRST_IMMORTAL) on.
    #[inline]
    pub fn strong_count(this: &Self) -> usize {
        this.counts().strong.count() as usize
    }

    /// The number of weak pointers.
    #[inline]
    pub fn weak_count(this: &Self) -> usize {
        this.counts().weak.pointers() as usize
    }

    /// Whether the value is immortal: dropping its owners does not destroy it.
    #[inline]
    pub fn is_immortal(this: &Self) -> bool {
        this.counts().strong.is_immortal()
    }

    /// Makes the value immortal: cloning and dropping its owners writes nothing from now on.
    ///
    /// Its memory is never given back.
    pub fn make_immortal(this: &Self) {
        this.counts().strong.make_immortal();
    }

    /// A weak pointer to the value.
    ///
    /// ```
    /// use refcount::Rc;
    ///
    /// let five = Rc::new(5);
    /// let weak = Rc::downgrade(&five);
    /// assert_eq!(weak.upgrade(), Some(Rc::clone(&five)));
    /// drop(five);
    /// assert_eq!(weak.upgrade(), None);
    /// ```
    #[inline]
    pub fn downgrade(this: &Self) -> Weak<T, C, A> {
        let counts = this.counts();
        counts.strong.set_maybe_weak();
        counts.weak.incref_by_owner();
        // SAFETY: the weak pointer that was just counted.
        unsafe { Weak::from_value(this.value) }
    }

    /// The allocator that the block came from.
    #[inline]
    pub fn allocator(this: &Self) -> &A {
        // SAFETY: invariant 1 and 2: the block is not freed while `this` is borrowed.
        unsafe { block::allocator::<T, C, A>(this.value) }
    }

    /// A pointer to a block that it shall own a reference to.
    ///
    /// # Safety
    ///
    /// The strong count includes the new pointer.
    #[inline]
    unsafe fn from_value(value: NonNull<T>) -> Self {
        Self { value, of: PhantomData }
    }

    #[inline]
    fn counts(&self) -> &Counts<C> {
        // SAFETY: invariant 1: the block is alive while `self` is.
        unsafe { block::counts::<T, C, A>(self.value) }
    }

    /// What follows from a decrement that was not answered with `Alive`.
    #[inline(never)]
    fn last(&mut self, left: Decref) {
        if left == Decref::Dead {
            // SAFETY: the last owner has gone, and this is where its `Dead` was answered.
            unsafe { death::destroy::<T, C, A>(self.value) };
        } else {
            death::hand_over::<T, C, A>(self.value);
        }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Clone for Ref<T, C, A> {
    #[inline]
    fn clone(&self) -> Self {
        self.counts().strong.incref();
        Self { value: self.value, of: PhantomData }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Drop for Ref<T, C, A> {
    #[inline]
    fn drop(&mut self) {
        let left = self.counts().strong.decref();
        if left != Decref::Alive {
            self.last(left);
        }
    }
}
