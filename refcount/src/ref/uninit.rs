//! Blocks whose value is made after them.

use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use allocator_api2::alloc::Global;

use super::Ref;
use super::count::RefCount;
use super::new::allocate;

impl<T: 'static, C: RefCount> Ref<T, C> {
    /// A block for a value that is still to be written.
    ///
    /// ```
    /// use refcount::Rc;
    ///
    /// let mut five = Rc::<u32>::new_uninit();
    /// Rc::get_mut(&mut five).unwrap().write(5);
    /// // SAFETY: it has just been written.
    /// let five = unsafe { five.assume_init() };
    /// assert_eq!(*five, 5);
    /// ```
    pub fn new_uninit() -> Ref<MaybeUninit<T>, C> {
        let place = allocate::<C, Global>(Layout::new::<T>(), false, Global);
        // SAFETY: a new block has one owner, and this kind of value is made already.
        unsafe { Ref::from_value(place.cast()) }
    }
}

impl<T: 'static, C: RefCount> Ref<[T], C> {
    /// A block for `len` values that are still to be written.
    ///
    /// # Panics
    ///
    /// If so many values are more than memory can hold.
    pub fn new_uninit_slice(len: usize) -> Ref<[MaybeUninit<T>], C> {
        // Half of what a layout may span, so that the counts go in front for certain.
        let fits = |layout: &Layout| layout.size() <= usize::MAX / 4;
        let Some(layout) = Layout::array::<T>(len).ok().filter(fits) else {
            panic!("{len} values of {} bytes are more than memory can hold", size_of::<T>());
        };
        let place = allocate::<C, Global>(layout, false, Global);
        // SAFETY: a new block has one owner, and this kind of value is made already.
        unsafe { Ref::from_value(NonNull::slice_from_raw_parts(place.cast(), len)) }
    }
}

impl<T, C: RefCount> Ref<MaybeUninit<T>, C> {
    /// The pointer to the value, once it is written.
    ///
    /// # Safety
    ///
    /// The value is initialised.
    pub unsafe fn assume_init(self) -> Ref<T, C> {
        // SAFETY: the same block, whose value is now a `T`.
        unsafe { Ref::from_raw_any(Self::into_raw(self).cast()) }
    }
}

impl<T, C: RefCount> Ref<[MaybeUninit<T>], C> {
    /// The pointer to the values, once all are written.
    ///
    /// # Safety
    ///
    /// All values are initialised.
    pub unsafe fn assume_init(self) -> Ref<[T], C> {
        // SAFETY: the same block, whose values are now `T`s.
        unsafe { Ref::from_raw_any(Self::into_raw(self) as *const [T]) }
    }
}
