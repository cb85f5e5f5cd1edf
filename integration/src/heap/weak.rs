//! Weak references: objects that know another without owning it.
//!
//! A weak reference is an object of the heap. The list of those that point at one referent hangs
//! in the heap's side table, so an object without weak references pays one bit for them. When the
//! referent dies, all of its weak references are cleared first; then the callbacks of those that
//! are still owned run, newest first.
//!
//! # Invariants
//! 1. A linked node belongs to a living weak-reference object; the object's drop unlinks it.
//! 2. The collector word's weak-reference bit is set on exactly the objects with a list in the table.
//!
//! # Source
//! `Objects/weakrefobject.c`; `handle_weakrefs` in `Python/gc.c`.

use core::any::{Any, TypeId};
use core::cell::{Cell, RefCell};
use core::fmt;
use core::marker::PhantomData;
use core::ptr::NonNull;

use refcount::{Count, WeakNode, WeakTable};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::detection::CallingOut;
use super::header::Header;
use super::inner::Inner;
use super::{Gc, Heap, OutOfMemory, Promise, Trace, Tracer, Value, read, trace_fields};
use crate::object::Kind;

/// A weak-reference object.
#[repr(C)]
pub struct WeakRef {
    node: WeakNode<Header>,
    callback: RefCell<Option<Value>>,
    extra: RefCell<Option<Value>>,
    hash: Cell<Option<i64>>,
}

/// A node stands at the start of its payload, right behind the header.
const NODE_OFFSET: usize = size_of::<Header>() + core::mem::offset_of!(WeakRef, node);
const _: () = assert!(NODE_OFFSET == 16);
const _: () = assert!(super::gc::Place::<WeakRef>::INLINE);

impl WeakRef {
    /// The object referred to, or nothing once it has died or begun to.
    pub fn upgrade(&self) -> Option<Value> {
        let referent = self.node.referent()?;
        // SAFETY: a linked referent's block has not been given back: its death clears the node.
        if unsafe { referent.as_ref() }.count.count() == 0 {
            return None;
        }
        // SAFETY: the referent is alive and owned.
        Some(unsafe { Value::from_borrowed(referent) })
    }

    /// Whether the referent is gone.
    pub fn is_dead(&self) -> bool {
        self.node.referent().is_none()
    }

    /// What will be called when the referent dies.
    pub fn callback(&self) -> Option<Value> {
        if self.is_dead() { None } else { self.callback.borrow().clone() }
    }

    /// A part of the weak reference that the language keeps with it, untracked and owned by
    /// nobody else: what makes it an object of a subclass.
    pub fn extra(&self) -> &RefCell<Option<Value>> {
        &self.extra
    }

    /// The referent's hash, kept from the first time it was asked for.
    pub fn hash(&self) -> &Cell<Option<i64>> {
        &self.hash
    }

    /// Forgets the referent, and gives the callback out.
    fn detach(&self) -> Option<Value> {
        if let Some(referent) = self.node.referent() {
            unlink(referent, NonNull::from(&self.node));
        }
        self.callback.take()
    }

    fn node_of(header: NonNull<Header>) -> NonNull<WeakNode<Header>> {
        // SAFETY: a weak-reference object's block is longer than its header.
        unsafe { header.cast::<u8>().add(NODE_OFFSET) }.cast()
    }

    fn header_of(node: NonNull<WeakNode<Header>>) -> NonNull<Header> {
        // SAFETY: invariant 1: the node stands behind the header of an object.
        unsafe { node.cast::<u8>().sub(NODE_OFFSET) }.cast()
    }
}

impl Drop for WeakRef {
    fn drop(&mut self) {
        drop(self.detach());
    }
}

impl Trace for WeakRef {
    const KIND: Kind = Kind::WeakRef;

    // SAFETY: `trace` only reads, and passes on what is owned here.
    const PROMISE: Promise<Self> = unsafe { Promise::exact() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.callback.trace(tracer);
        read(&self.extra, |extra| {
            if let Some(extra) = extra {
                extra.trace_referents(tracer);
            }
        });
    }

    fn clear_references(&self) {
        drop(self.detach());
        let extra = self.extra.borrow().clone();
        if let Some(extra) = extra {
            extra.clear_referents();
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_dead() { "weakref (dead)" } else { "weakref" })
    }
}

impl fmt::Debug for WeakRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakRef").field("dead", &self.is_dead()).finish_non_exhaustive()
    }
}

impl Heap {
    /// A weak reference to `referent`. Without a callback the one that exists is shared.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn weakref(
        &self,
        referent: &Value,
        callback: Option<Value>,
    ) -> Result<Gc<WeakRef>, OutOfMemory> {
        let shareable = callback.is_none();
        if shareable && let Some(node) = table_of(referent).basic(referent.header()) {
            let header = WeakRef::header_of(node);
            // SAFETY: invariant 1: a linked node's object is not freed yet.
            if unsafe { header.as_ref() }.count.count() > 0 {
                // SAFETY: the object is alive and owned.
                let value = unsafe { Value::from_borrowed(header) };
                if let Ok(shared) = value.downcast() {
                    return Ok(shared);
                }
            }
        }
        self.new_weakref(referent, callback, shareable)
    }

    /// A weak reference of its own to `referent`, never shared: for subclasses and proxies.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn unshared_weakref(
        &self,
        referent: &Value,
        callback: Option<Value>,
    ) -> Result<Gc<WeakRef>, OutOfMemory> {
        self.new_weakref(referent, callback, false)
    }

    fn new_weakref(
        &self,
        referent: &Value,
        callback: Option<Value>,
        basic: bool,
    ) -> Result<Gc<WeakRef>, OutOfMemory> {
        let weakref = self.alloc(WeakRef {
            node: WeakNode::new(),
            callback: RefCell::new(callback),
            extra: RefCell::new(None),
            hash: Cell::new(None),
        })?;
        let node = WeakRef::node_of(weakref.header());
        // SAFETY: the node is unlinked, stays where it is, and is unlinked by its object's drop;
        // the referent is alive and clears its list when it dies.
        unsafe { table_of(referent).link(referent.header(), node, basic) }
            .map_err(|_| OutOfMemory)?;
        referent.header_ref().word.set_has_weakrefs(true);
        Ok(weakref)
    }

    /// How many weak references to the object there are.
    pub fn weakref_count(&self, referent: &Value) -> usize {
        table_of(referent).count(referent.header())
    }

    /// The weak references to the object: the shared one first, then newest to oldest.
    pub fn weakrefs(&self, referent: &Value) -> Vec<Value> {
        let mut found = Vec::new();
        table_of(referent).nodes(referent.header(), |node| {
            let header = WeakRef::header_of(node);
            // SAFETY: invariant 1: a linked node's object is not freed yet.
            if unsafe { header.as_ref() }.count.count() > 0 {
                // SAFETY: the object is alive and owned.
                found.push(unsafe { Value::from_borrowed(header) });
            }
        });
        found
    }
}

/// The table that weak references to an object are in: that of the referent's heap, whichever heap
/// the weak reference itself stands in.
fn table_of(referent: &Value) -> &WeakTable<Header> {
    // SAFETY: the value keeps the object.
    unsafe { &Inner::of(referent.header()).weak }
}

/// Takes a linked node out of the list of its referent.
fn unlink(referent: NonNull<Header>, node: NonNull<WeakNode<Header>>) {
    // SAFETY: a linked referent's block has not been given back.
    let inner = unsafe { Inner::of(referent) };
    // SAFETY: the node is linked in the table of its referent's heap.
    if unsafe { inner.weak.unlink(node) } {
        // SAFETY: as above.
        unsafe { referent.as_ref() }.word.set_has_weakrefs(false);
    }
}

/// Takes a weak reference that has lost its last owner out of its list, before its destruction can
/// be deferred: a deferred object has no count that a walk over the list could ask for.
#[inline]
pub(crate) fn unlink_dying(dead: NonNull<Header>) {
    // SAFETY: the object's block has not been given back.
    let vtable = unsafe { dead.as_ref() }.vtable;
    if vtable.kind == Kind::WeakRef && vtable.type_id == TypeId::of::<WeakRef>() {
        let node = WeakRef::node_of(dead);
        // SAFETY: the payload is an intact `WeakRef`, whose node stands there.
        if let Some(referent) = unsafe { node.as_ref() }.referent() {
            unlink(referent, node);
        }
    }
}

/// Clears the list of `referent`; weak references that are owned and have a callback, and that
/// `calls_back` does not rule out, are added to `queue`.
fn clear_list(
    inner: &Inner,
    referent: NonNull<Header>,
    queue: &mut Vec<Gc<WeakRef>>,
    calls_back: impl Fn(NonNull<Header>) -> bool,
) {
    // SAFETY: the closure runs no code of the host: it counts and pushes.
    unsafe {
        inner.weak.clear(referent, |node| {
            let header = WeakRef::header_of(node);
            let Some(weakref) = borrowed(header) else { return };
            if weakref.callback.borrow().is_some() && calls_back(header) {
                queue.push(weakref);
            } else {
                // The count does not fall to zero here: whoever owned the object still does.
                drop(weakref);
            }
        });
    }
    // SAFETY: the referent's block has not been given back.
    unsafe { referent.as_ref() }.word.set_has_weakrefs(false);
}

/// A further owner of a weak-reference object, unless it is dying itself.
fn borrowed(header: NonNull<Header>) -> Option<Gc<WeakRef>> {
    // SAFETY: a linked node's object is not freed yet.
    if unsafe { header.as_ref() }.count.count() == 0 {
        return None;
    }
    // SAFETY: the object is alive and owned.
    unsafe { Value::from_borrowed(header) }.downcast().ok()
}

/// Calls the queued weak references back, and answers how many of them had no other owner left.
///
/// # Panics
/// With the first panic of a callback, after all of them have been called.
fn call_back(inner: &Inner, queue: Vec<Gc<WeakRef>>) -> usize {
    let mut reclaimed = 0;
    let mut panic = None;
    for weakref in queue {
        let call = || call_one(inner, &weakref);
        if let Err(payload) = catch_unwind(AssertUnwindSafe(call)) {
            keep_first(&mut panic, payload);
        }
        reclaimed += usize::from(weakref.owners() == 1);
    }
    match panic {
        Some(payload) if !std::thread::panicking() => resume_unwind(payload),
        _ => reclaimed,
    }
}

fn call_one(inner: &Inner, weakref: &Gc<WeakRef>) {
    let Some(callback) = weakref.callback.take() else { return };
    if let Some(native) = callback.get::<Callback>() {
        (native.0)(weakref);
    } else if let Some(runtime) = inner.runtime() {
        runtime.weakref_callback(weakref, &callback);
    }
}

fn keep_first(first: &mut Option<Box<dyn Any + Send>>, payload: Box<dyn Any + Send>) {
    if first.is_none() {
        *first = Some(payload);
    } else {
        // Dropping the value of a panic may panic once more.
        core::mem::forget(payload);
    }
}

/// Clears and calls back the weak references of an object that dies by its count.
pub(crate) fn clear_dying(inner: &Inner, dead: NonNull<Header>) {
    let mut queue = Vec::new();
    clear_list(inner, dead, &mut queue, |_| true);
    call_back(inner, queue);
}

/// Clears and calls back the weak references of an unreachable set: those among the set are
/// cleared and never called.
pub(crate) fn clear_unreachable(
    inner: &Inner,
    unreachable: &cyclegc::Unreachable<'_, Inner>,
) -> usize {
    let mut queue = Vec::new();
    for object in unreachable.iter() {
        // SAFETY: members of the unreachable set are alive until they are cleared.
        let header = unsafe { object.as_ref() };
        if header.vtable.kind == Kind::WeakRef
            && let Some(weakref) = borrowed(object)
            && let Some(referent) = weakref.node.referent()
        {
            unlink(referent, WeakRef::node_of(object));
        }
        if header.word.has_weakrefs() {
            clear_list(inner, object, &mut queue, |weakref| !unreachable.contains(weakref));
        }
    }
    if queue.is_empty() {
        unreachable.nothing_called();
        return 0;
    }
    let _out = CallingOut::enter();
    call_back(inner, queue)
}

/// A callback written in Rust.
pub(crate) struct Callback(Box<Called>);

/// What a callback is called with.
type Called = dyn Fn(&Gc<WeakRef>);

impl Trace for Callback {
    const COLLECTABLE: bool = false;
    fn trace(&self, _: &mut Tracer<'_>) {}
}

/// A weak pointer to an object whose type is known.
///
/// # Examples
/// ```
/// use integration::{Heap, Weak};
///
/// let heap = Heap::new();
/// let strong = heap.alloc(7_i64)?;
/// let weak = Weak::new(&strong)?;
/// assert_eq!(weak.upgrade().map(|n| *n), Some(7));
/// drop(strong);
/// assert!(weak.upgrade().is_none());
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub struct Weak<T: Trace> {
    weakref: Gc<WeakRef>,
    payload: PhantomData<T>,
}

impl<T: Trace> Weak<T> {
    /// A weak pointer to the object.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new(strong: &Gc<T>) -> Result<Self, OutOfMemory> {
        let weakref = Heap::lent_by(strong.as_value()).weakref(strong.as_value(), None)?;
        Ok(Self { weakref, payload: PhantomData })
    }

    /// A weak pointer that calls back once the object has died. It is not called when the weak
    /// pointer goes first.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn with_callback(
        strong: &Gc<T>,
        callback: impl Fn(&Gc<WeakRef>) + 'static,
    ) -> Result<Self, OutOfMemory> {
        let heap = Heap::lent_by(strong.as_value());
        let callback = heap.alloc(Callback(Box::new(callback)))?.into_value();
        let weakref = heap.weakref(strong.as_value(), Some(callback))?;
        Ok(Self { weakref, payload: PhantomData })
    }

    /// The object, while it lives.
    pub fn upgrade(&self) -> Option<Gc<T>> {
        self.weakref.upgrade().and_then(|value| value.downcast().ok())
    }

    /// The weak-reference object behind the pointer.
    pub fn as_weakref(&self) -> &Gc<WeakRef> {
        &self.weakref
    }
}

impl<T: Trace> Clone for Weak<T> {
    fn clone(&self) -> Self {
        Self { weakref: self.weakref.clone(), payload: PhantomData }
    }
}

impl<T: Trace> Trace for Weak<T> {
    trace_fields!(weakref);
}

impl<T: Trace> fmt::Debug for Weak<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(Weak)")
    }
}
