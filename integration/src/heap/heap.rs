//! `Heap`: the handle through which objects are made, collected and counted.
//!
//! Cloning a handle is cheap and gives the same heap. A heap belongs to one thread. Collections
//! run only where [`Heap::collect`] or [`Heap::safepoint`] is called, never inside an allocation.

use core::fmt;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use cyclegc::{Generation, Outcome, Reason};
use refcount::Count;

use super::gc::{Inline, Outline, Place};
use super::header::Header;
use super::inner::Inner;
use super::{Gc, HeapAlloc, HeapVec, OutOfMemory, Runtime, Trace, Value};
use std::rc::Rc;

/// A heap of counted, cycle-collected objects.
///
/// # Examples
/// ```
/// use integration::Heap;
///
/// let heap = Heap::new();
/// let answer = heap.alloc(42_i64)?;
/// assert_eq!(*answer, 42);
/// assert_eq!(heap.live_objects(), 1);
/// drop(answer);
/// assert_eq!(heap.live_objects(), 0);
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub struct Heap {
    inner: NonNull<Inner>,
}

impl Heap {
    /// A heap without a limit.
    pub fn new() -> Self {
        Self::with_budget(usize::MAX)
    }

    /// A heap that takes at most `bytes` bytes for arenas and for blocks over 512 bytes.
    /// Arenas count whole, a mebibyte each.
    pub fn with_budget(bytes: usize) -> Self {
        Self { inner: Inner::new(bytes) }
    }

    /// Changes the limit. One below what is in use refuses everything until enough is free.
    pub fn set_budget(&self, bytes: usize) {
        self.inner().blocks.source().set_budget(bytes);
    }

    /// How many bytes of the limit are used.
    pub fn budget_used(&self) -> usize {
        self.inner().blocks.source().used()
    }

    pub(crate) fn from_inner(inner: &Inner) -> Self {
        inner.add_handle();
        Self { inner: NonNull::from(inner) }
    }

    /// A handle that is not counted: the caller must not drop it.
    pub(crate) fn uncounted(inner: &Inner) -> Self {
        Self { inner: NonNull::from(inner) }
    }

    /// The heap of an object.
    pub(crate) fn of(header: NonNull<Header>) -> Self {
        // SAFETY: callers hold an owner of the object, so its block is not given back.
        Self::from_inner(unsafe { Inner::of(header) })
    }

    /// The heap of an object, for the length of a call.
    pub(crate) fn lent_by(value: &Value) -> ManuallyDrop<Self> {
        // SAFETY: the value keeps the object.
        unsafe { Inner::of(value.header()) }.lend()
    }

    #[inline(always)]
    pub(crate) fn inner(&self) -> &Inner {
        // SAFETY: a handle keeps the state.
        unsafe { self.inner.as_ref() }
    }

    /// Whether both are handles of one heap.
    pub fn same(&self, other: &Self) -> bool {
        self.inner == other.inner
    }

    /// Moves a value into the heap. The collector tracks it from here on if its type says so.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the OS or the budget refuses; the value is dropped then.
    #[inline]
    pub fn alloc<T: Trace>(&self, value: T) -> Result<Gc<T>, OutOfMemory> {
        let gc = self.alloc_untracked(value)?;
        if T::COLLECTABLE && T::TRACKED_AT_BIRTH {
            self.inner().track(gc.header())?;
        }
        Ok(gc)
    }

    /// Moves a value into the heap without telling the collector yet: see [`Gc::track`].
    ///
    /// # Errors
    /// As [`Heap::alloc`].
    #[inline]
    pub fn alloc_untracked<T: Trace>(&self, value: T) -> Result<Gc<T>, OutOfMemory> {
        let inner = self.inner();
        let header = if Place::<T>::INLINE {
            let class = const { class_of(Place::<T>::BLOCK.size()) };
            let block = inner.blocks.alloc_class(class).ok_or(OutOfMemory)?.cast::<Inline<T>>();
            let header = Header::new(Gc::<T>::VTABLE);
            // SAFETY: the block's class has room for an `Inline<T>`, suitably aligned.
            unsafe { block.write(Inline { header, payload: value }) };
            block.cast::<Header>()
        } else {
            self.alloc_outline(value)?
        };
        inner.note_type::<T>();
        inner.note_born(header);
        #[cfg(feature = "object-events")]
        super::events::born(header);
        // SAFETY: the header was written with a count of one, which the pointer takes over.
        Ok(unsafe { Gc::from_owned(header) })
    }

    #[cold]
    fn alloc_outline<T: Trace>(&self, value: T) -> Result<NonNull<Header>, OutOfMemory> {
        let inner = self.inner();
        let layout = core::alloc::Layout::new::<T>();
        let payload = inner.blocks.alloc(layout).ok_or(OutOfMemory)?.cast::<T>();
        let Some(block) = inner.blocks.alloc(Place::<T>::BLOCK) else {
            // SAFETY: the payload's memory was allocated above with this layout.
            unsafe { inner.blocks.dealloc(payload.cast(), layout) };
            return Err(OutOfMemory);
        };
        // SAFETY: the memory was allocated for a `T`.
        unsafe { payload.write(value) };
        let block = block.cast::<Outline<T>>();
        let header = Header::new(Gc::<T>::VTABLE);
        // SAFETY: the block was allocated for an `Outline<T>`.
        unsafe { block.write(Outline { header, payload }) };
        Ok(block.cast())
    }

    /// An allocator for buffers of objects of this heap.
    pub fn allocator(&self) -> HeapAlloc {
        HeapAlloc::new(self.inner())
    }

    /// An empty growable array whose items stand in this heap.
    pub fn vec<T>(&self) -> HeapVec<T> {
        HeapVec::new_in(self.allocator())
    }

    /// Collects every generation: Python's `gc.collect()`.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the collector cannot reserve its working memory; nothing was done.
    pub fn collect(&self) -> Result<Outcome, OutOfMemory> {
        self.collect_generation(Generation::Old)
    }

    /// Collects one generation and the younger ones. Inside a collection, of this heap or
    /// from a [`Trace::trace`] of any, this does nothing and answers zeros.
    ///
    /// # Errors
    /// As [`Heap::collect`].
    pub fn collect_generation(&self, generation: Generation) -> Result<Outcome, OutOfMemory> {
        self.inner().collect(generation, Reason::Asked)
    }

    /// Collects every generation because the program ends: the hooks around collections are not
    /// called.
    #[cfg(feature = "runner")]
    pub(crate) fn collect_at_shutdown(&self) {
        // Without memory for a collection the garbage is left to the end of the heap.
        let _ = self.inner().collect(Generation::Old, Reason::Shutdown);
    }

    /// A place where a collection may run, if one is due. Costs a compare when none is.
    #[inline]
    pub fn safepoint(&self) {
        if self.inner().gc.is_due() {
            self.collect_due();
        }
    }

    /// Whether a safepoint would run a collection.
    #[inline]
    pub fn is_collection_due(&self) -> bool {
        self.inner().gc.is_due()
    }

    #[cold]
    fn collect_due(&self) {
        // A refused reservation is no error here: it is tried again with the next allocation.
        self.inner().collect_due();
    }

    /// Sets what runs finalizers and callbacks of a language on top of the heap.
    pub fn set_runtime(&self, runtime: Option<Rc<dyn Runtime>>) {
        let before = self.inner().runtime.replace(runtime);
        drop(before);
    }

    /// Objects saved from collection and not taken by a runtime: Python's `gc.garbage`.
    pub fn take_garbage(&self) -> Vec<Value> {
        self.inner().garbage.take()
    }

    /// Makes an object of this heap, or of another, immortal: it is not counted any more and
    /// never freed. Nobody can know then who still points at it, so its heap, and what it refers
    /// to, stay until the process ends.
    pub fn make_immortal(&self, value: &Value) {
        if !value.is_immortal() {
            // SAFETY: the value keeps the object.
            unsafe { Inner::of(value.header()) }.keep_forever(value.header());
            value.header_ref().count.make_immortal();
        }
    }

    /// Objects that are immortal.
    pub fn immortal_objects(&self) -> usize {
        self.inner().immortals.borrow().len()
    }

    /// Objects that live, immortal ones included, and buffers that stand in the heap.
    pub fn live_objects(&self) -> usize {
        self.inner().pins()
    }

    /// Objects allocated since the heap exists.
    pub fn born_objects(&self) -> u64 {
        self.inner().born()
    }

    /// What the pools hold.
    pub fn memory(&self) -> pymalloc::Stats {
        self.inner().blocks.stats()
    }
}

const fn class_of(size: usize) -> pymalloc::SizeClass {
    match pymalloc::SizeClass::of(size) {
        Some(class) => class,
        None => panic!("an inline object is at most 512 bytes long"),
    }
}

impl Default for Heap {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for Heap {
    fn clone(&self) -> Self {
        Self::from_inner(self.inner())
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // SAFETY: the handle is given back once.
        unsafe { Inner::drop_handle(self.inner) };
    }
}

impl fmt::Debug for Heap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heap").field("live_objects", &self.live_objects()).finish()
    }
}

impl Heap {
    /// What runs finalizers and callbacks of a language on top of the heap, if one is set.
    pub fn runtime(&self) -> Option<Rc<dyn Runtime>> {
        self.inner().runtime()
    }
}
