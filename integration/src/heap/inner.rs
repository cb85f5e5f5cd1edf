//! The state of a heap: its pools, its collector, its trashcan, its weak references.
//!
//! Handles, buffers and objects all point at one `Inner`. Who keeps it:
//!
//! ```text
//!   Heap (handle)   --+
//!   HeapAlloc       --+-->  Inner  <-- arena headers (one word each, found by a mask)
//!   living objects  --+
//! ```
//!
//! When the last handle goes, a final collection runs; when then or later nothing is left, the
//! state goes, and every arena with it. An immortal object is never gone: it keeps the state until
//! the process ends, since nobody counts who still points at it.
//!
//! # Invariants
//! 1. `pins` counts buffers' handles and living objects, immortal ones included, `dying` the
//!    destructions on the stack; the state lives while `handles + pins + dying` is not zero.
//! 2. The owner word of each arena points at the state.
//! 3. No code of the host runs while one of the cells here is borrowed.

use core::cell::{Cell, RefCell};
use core::fmt;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use cyclegc::{Collector, Generation, Outcome, Reason};
use pymalloc::{Limited, OsArenas};
use refcount::{Trashcan, WeakTable};

use super::detection::{self, Detecting};
use super::free_list::FreeLists;
use super::header::Header;
use super::{Heap, OutOfMemory, Runtime, Trace, Value};

/// The states that immortal objects keep, so that a leak checker finds a pointer to them.
static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Where the heap gets its arenas: the OS, within a budget.
pub(crate) type Source = Limited<OsArenas>;

/// The state behind every handle of one heap.
pub(crate) struct Inner {
    /// The pools, for objects and their buffers.
    pub(crate) blocks: pymalloc::Heap<Source>,
    /// The generations.
    pub(crate) gc: Collector<Header>,
    /// What is dead and waits for its destruction.
    pub(crate) trashcan: Trashcan<Header>,
    /// Who refers weakly to whom.
    pub(crate) weak: WeakTable<Header>,
    /// What runs finalizers and callbacks that are not Rust.
    pub(crate) runtime: RefCell<Option<Rc<dyn Runtime>>>,
    /// What could not be collected, or was saved from it.
    pub(crate) garbage: RefCell<Vec<Value>>,
    /// Objects that are never counted again.
    pub(crate) immortals: RefCell<Vec<NonNull<Header>>>,
    /// What is not counted because CPython would reuse it.
    pub(crate) free_lists: FreeLists,
    /// How many lists are being sorted. Until all are, a list that gets empty keeps room, by which
    /// its sort sees that it was changed.
    pub(crate) sorts: Cell<u32>,
    /// Whether every object that can be tracked is of a type that has promised to be exact.
    exact: Cell<bool>,
    /// The clock of collections.
    pub(crate) started: Instant,
    handles: Cell<usize>,
    pins: Cell<usize>,
    born: Cell<u64>,
    dying: Cell<usize>,
}

impl Inner {
    /// A heap's state, with one handle that the caller takes over.
    pub(crate) fn new(budget: usize) -> NonNull<Self> {
        let inner = Box::new(Self {
            blocks: pymalloc::Heap::with_source(Limited::new(OsArenas, budget)),
            gc: Collector::new(),
            trashcan: Trashcan::new(),
            weak: WeakTable::new(),
            runtime: RefCell::new(None),
            garbage: RefCell::new(Vec::new()),
            immortals: RefCell::new(Vec::new()),
            free_lists: FreeLists::new(),
            sorts: Cell::new(0),
            exact: Cell::new(true),
            started: Instant::now(),
            handles: Cell::new(1),
            pins: Cell::new(0),
            born: Cell::new(0),
            dying: Cell::new(0),
        });
        let inner = NonNull::from(Box::leak(inner));
        // SAFETY: the state was leaked just now.
        let state = unsafe { inner.as_ref() };
        state.blocks.set_owner(inner.as_ptr().cast_const().cast());
        inner
    }

    /// The state of the heap that an object lives in.
    ///
    /// # Safety
    /// `header` heads an object whose block has not been given back.
    #[inline(always)]
    pub(crate) unsafe fn of<'a>(header: NonNull<Header>) -> &'a Self {
        // SAFETY: header invariant 1: the block is one of a pool.
        let owner = unsafe { pymalloc::Heap::<Source>::owner_of(header.cast()) };
        // SAFETY: invariant 2, and the object pins the state.
        unsafe { &*owner.cast::<Self>() }
    }

    #[inline(always)]
    pub(crate) fn pin(&self) {
        self.pins.set(self.pins.get() + 1);
    }

    /// Gives a pin back; the last one frees the state.
    ///
    /// # Safety
    /// The caller owns a pin of a living state, and does not use the state afterwards.
    #[inline(always)]
    pub(crate) unsafe fn unpin(inner: NonNull<Self>) {
        // SAFETY: the caller's pin keeps the state alive up to here.
        let this = unsafe { inner.as_ref() };
        this.pins.set(this.pins.get() - 1);
        if this.handles.get() == 0 {
            // SAFETY: the caller does not use the state afterwards.
            unsafe { Self::free_if_empty(inner) };
        }
    }

    pub(crate) fn add_handle(&self) {
        self.handles.set(self.handles.get() + 1);
    }

    /// Gives a handle back; the last one collects and frees what it can.
    ///
    /// # Safety
    /// The caller owns a handle of a living state, and does not use the state afterwards.
    pub(crate) unsafe fn drop_handle(inner: NonNull<Self>) {
        let _handle = LastUse(inner);
        // SAFETY: the caller's handle keeps the state alive up to here.
        let this = unsafe { inner.as_ref() };
        if this.handles.get() == 1 {
            this.tear_down();
        }
    }

    /// A handle for the length of a call; it takes no part in the counting of handles, so that a
    /// heap whose handles are gone is not taken down for each finalizer.
    pub(crate) fn lend(&self) -> ManuallyDrop<Heap> {
        ManuallyDrop::new(Heap::uncounted(self))
    }

    /// Drops everything the state itself refers to, and collects the cycles that are left.
    fn tear_down(&self) {
        drop(self.runtime.take());
        drop(self.garbage.take());
        let immortals = self.immortals.borrow().clone();
        for header in immortals {
            // SAFETY: immortal objects stay until the state is freed.
            let vtable = unsafe { header.as_ref() }.vtable;
            // SAFETY: the function is the one of the object's own vtable.
            unsafe { (vtable.clear)(header) };
        }
        let _ = self.collect(Generation::Old, Reason::Shutdown);
    }

    #[cold]
    unsafe fn free_if_empty(inner: NonNull<Self>) {
        // SAFETY: the caller vouches for a living state.
        let this = unsafe { inner.as_ref() };
        if this.pins.get() != 0 || this.dying.get() != 0 {
            return;
        }
        // SAFETY: the state came from a box, and the caller does not use it afterwards.
        drop(unsafe { Box::from_raw(inner.as_ptr()) });
    }

    /// Remembers what follows for the whole heap from an object's type. Costs nothing where that
    /// is nothing.
    #[inline(always)]
    pub(crate) fn note_type<T: Trace>(&self) {
        if const { T::COLLECTABLE && !T::PROMISE.is_exact() } {
            self.exact.set(false);
        }
    }

    /// Whether all objects of this heap tell exactly what they refer to, to any thread.
    #[inline(always)]
    pub(crate) fn is_exact(&self) -> bool {
        self.exact.get()
    }

    /// Counts a new object.
    #[inline(always)]
    pub(crate) fn note_born(&self, header: NonNull<Header>) {
        self.pin();
        self.born.set(self.born.get() + 1);
        // SAFETY: the header was written by the caller.
        let vtable = unsafe { header.as_ref() }.vtable;
        if !vtable.counted {
            return;
        }
        if vtable.free_listed
            // SAFETY: the function is the one of the object's own vtable.
            && let Some(list) = unsafe { (vtable.free_list)(header) }
            && self.free_lists.take(list)
        {
            return;
        }
        self.gc.note_alloc();
    }

    /// Remembers an object that will never die.
    pub(crate) fn keep_forever(&self, header: NonNull<Header>) {
        let mut immortals = self.immortals.borrow_mut();
        if immortals.is_empty() {
            let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push(core::ptr::from_ref(self).addr());
        }
        immortals.push(header);
    }

    /// Runs a collection, unless one is looking at objects already.
    pub(crate) fn collect(
        &self,
        generation: Generation,
        reason: Reason,
    ) -> Result<Outcome, OutOfMemory> {
        if detection::is_running() {
            return Ok(Outcome::nothing(generation, reason));
        }
        let _detecting = Detecting::enter();
        self.gc.collect_for(self, generation, reason).map_err(|_| OutOfMemory)
    }

    /// Runs the collection that is due. A refused reservation is no error here: the collection
    /// is tried again with the next allocation.
    pub(crate) fn collect_due(&self) {
        if !detection::is_running() {
            let _detecting = Detecting::enter();
            let _ = self.gc.collect_due(self);
        }
    }

    /// Lets the collector track an object.
    #[inline]
    pub(crate) fn track(&self, header: NonNull<Header>) -> Result<(), OutOfMemory> {
        self.gc.track(self, header).map_err(|_| OutOfMemory)
    }

    /// Living objects and buffers.
    pub(crate) fn pins(&self) -> usize {
        self.pins.get()
    }

    /// Objects allocated since the heap exists.
    pub(crate) fn born(&self) -> u64 {
        self.born.get()
    }

    /// The host's runtime, if one is set.
    pub(crate) fn runtime(&self) -> Option<Rc<dyn Runtime>> {
        self.runtime.borrow().clone()
    }
}

/// Keeps the state while an object dies, and gives it up also when a destructor panics.
pub(crate) struct Death(NonNull<Inner>);

impl Death {
    #[inline(always)]
    pub(crate) fn of_one_in(inner: &Inner) -> Self {
        inner.dying.set(inner.dying.get() + 1);
        Self(NonNull::from(inner))
    }
}

impl Drop for Death {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: invariant 1: `dying`, counted up where the guard was made, keeps the state.
        let this = unsafe { self.0.as_ref() };
        this.dying.set(this.dying.get() - 1);
        if this.handles.get() == 0 {
            // SAFETY: the guard is the last that the death uses.
            unsafe { Inner::free_if_empty(self.0) };
        }
    }
}

/// A handle on its way out, given back also when taking the heap down panics.
struct LastUse(NonNull<Inner>);

impl Drop for LastUse {
    fn drop(&mut self) {
        // SAFETY: the handle that is given back here has kept the state alive.
        let this = unsafe { self.0.as_ref() };
        this.handles.set(this.handles.get() - 1);
        if this.handles.get() == 0 {
            // SAFETY: whoever gave the handle up does not use the state afterwards.
            unsafe { Inner::free_if_empty(self.0) };
        }
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").field("pins", &self.pins.get()).finish_non_exhaustive()
    }
}
