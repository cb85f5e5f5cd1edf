//! What the only owner of a value may do with it.
//!
//! The count alone does not say who the only pointer is, since a weak pointer may become an owner at
//! any time. [`Ref::get_mut`] first keeps new weak pointers from being made, which it can only if
//! there are none. [`Ref::try_unwrap`] and [`Ref::make_mut`] take the only owner away instead: from
//! then on no weak pointer becomes one.

use core::alloc::Layout;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use alloc::alloc::handle_alloc_error;
use allocator_api2::alloc::{Allocator, Global};

use super::Ref;
use super::block::{self, Counts};
use super::clone_to_uninit::CloneToUninit;
use super::coerce::with_address;
use super::count::{RefCount, WeakCount};
use super::death::{self, Release};
use crate::count::Decref;

impl<T: ?Sized, C: RefCount, A: Allocator> Ref<T, C, A> {
    /// The value, for writing, if no other pointer to it exists, a weak one neither.
    #[inline]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        if !this.is_alone() {
            return None;
        }
        // SAFETY: invariants 1 and 2: no other pointer exists, and `this` is borrowed exclusively.
        Some(unsafe { this.value.as_mut() })
    }

    /// The value, for writing, whoever else points to it.
    ///
    /// # Safety
    ///
    /// While the reference lives, no other pointer to the value is dereferenced.
    #[inline]
    pub unsafe fn get_mut_unchecked(this: &mut Self) -> &mut T {
        // SAFETY: the caller's promise.
        unsafe { this.value.as_mut() }
    }

    /// Whether no other pointer to the value exists, a weak one neither.
    #[inline]
    pub fn is_unique(this: &Self) -> bool {
        this.is_alone()
    }

    #[inline]
    fn is_alone(&self) -> bool {
        let Counts { strong, weak } = self.counts();
        if !weak.lock() {
            return false;
        }
        let alone = strong.is_unique();
        weak.unlock();
        alone
    }
}

impl<T: ?Sized + CloneToUninit + 'static, C: RefCount> Ref<T, C> {
    /// The value, for writing; cloned into a new block if it has other owners. A slice or `str` may
    /// be the value, too.
    ///
    /// If weak pointers are all that is left besides, the value moves to a new block without a
    /// clone, and they are dead.
    ///
    /// ```
    /// use refcount::Rc;
    ///
    /// let mut data = Rc::new(5);
    /// *Rc::make_mut(&mut data) += 1;
    /// let other = Rc::clone(&data);
    /// *Rc::make_mut(&mut data) += 1;
    /// assert_eq!((*data, *other), (7, 6));
    ///
    /// let mut text: Rc<str> = Rc::from("text");
    /// let other = Rc::clone(&text);
    /// Rc::make_mut(&mut text).make_ascii_uppercase();
    /// assert_eq!((&*text, &*other), ("TEXT", "text"));
    /// ```
    pub fn make_mut(this: &mut Self) -> &mut T {
        let counts = this.counts();
        if !counts.strong.take_unique() {
            *this = Self::cloned(this);
        } else if counts.weak.is_alone() {
            counts.strong.revive();
        } else {
            this.leave_weak();
        }
        // SAFETY: `this` is the only pointer, found or made, and is borrowed exclusively.
        unsafe { this.value.as_mut() }
    }

    /// Moves the value to a block of its own. The count says that it has no owner.
    #[cold]
    fn leave_weak(&mut self) {
        let counts = Counts { strong: C::new(), weak: C::Weak::new(false) };
        let layout = Layout::for_value(&**self);
        let place = match block::allocate::<C, Global>(layout, counts, Global) {
            Ok(place) => place,
            Err(layout) => {
                self.counts().strong.revive();
                handle_alloc_error(layout)
            }
        };
        // SAFETY: the value is initialised, and moves; the places are those of two blocks.
        unsafe { place.copy_from_nonoverlapping(self.value.cast(), layout.size()) };
        let value = with_address(self.value.as_ptr(), place.as_ptr());
        drop(Release::<T, C, Global>::new(self.value));
        // SAFETY: the address of a block.
        self.value = unsafe { NonNull::new_unchecked(value) };
    }
}

impl<T, C: RefCount, A: Allocator> Ref<T, C, A> {
    /// Moves the value out if `this` is its only owner. Weak pointers to it are dead then.
    ///
    /// # Errors
    ///
    /// `this` itself, if the value has other owners or is immortal.
    #[inline]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        if this.counts().strong.take_unique() {
            // SAFETY: the only owner has been taken away.
            Ok(unsafe { Self::take(this) })
        } else {
            Err(this)
        }
    }

    /// Moves the value out if `this` is its last owner, else drops `this`.
    ///
    /// Of several threads that call this at once, each with one of all the owners, exactly one gets
    /// the value, unless it is immortal or its count is a biased one: then its own thread may be the
    /// one that drops it.
    #[inline]
    pub fn into_inner(this: Self) -> Option<T> {
        match this.counts().strong.decref() {
            // SAFETY: the last owner has gone.
            Decref::Dead => Some(unsafe { Self::take(this) }),
            Decref::Alive => {
                let _counted = ManuallyDrop::new(this);
                None
            }
            Decref::Queued => {
                death::hand_over::<T, C, A>(ManuallyDrop::new(this).value);
                None
            }
        }
    }

    /// Moves the value out if `this` is its only owner, else clones it.
    #[inline]
    pub fn unwrap_or_clone(this: Self) -> T
    where
        T: Clone,
    {
        Self::try_unwrap(this).unwrap_or_else(|this| T::clone(&this))
    }

    /// Moves the value out of a block without owners.
    ///
    /// # Safety
    ///
    /// The strong count says that there are no owners, which has just been found out here.
    #[inline]
    unsafe fn take(this: Self) -> T {
        let value: NonNull<T> = ManuallyDrop::new(this).value;
        let _release = Release::<T, C, A>::new(value);
        // SAFETY: the caller's promise: nobody else destroys the value.
        unsafe { value.read() }
    }
}
