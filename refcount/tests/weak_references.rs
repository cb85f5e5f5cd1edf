//! Python's weak references over the crate's parts: a small host, and what CPython's do on it.
//!
//! The host has objects with counts, weak references that are counted objects themselves, and
//! callbacks. Expected answers are those of CPython's `weakref.ref`.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use refcount::{Count, Decref, HashError, LocalCount, WeakHash, WeakNode, WeakTable};

struct Object {
    count: LocalCount,
    value: i64,
    hashable: bool,
}

type Callback = Box<dyn FnMut(&Host, usize)>;

struct Reference {
    count: LocalCount,
    node: WeakNode<Object>,
    hash: WeakHash,
    callback: RefCell<Option<Callback>>,
}

/// Objects and references by number; they stay in place until the host is dropped.
#[derive(Default)]
struct Host {
    objects: RefCell<Vec<NonNull<Object>>>,
    references: RefCell<Vec<NonNull<Reference>>>,
    table: WeakTable<Object>,
    called: RefCell<Vec<usize>>,
}

impl Host {
    fn object(&self, value: i64) -> usize {
        let object = Object { count: LocalCount::new(), value, hashable: value >= 0 };
        self.objects.borrow_mut().push(NonNull::from(Box::leak(Box::new(object))));
        self.objects.borrow().len() - 1
    }

    fn get(&self, object: usize) -> &Object {
        let object = self.objects.borrow()[object];
        // SAFETY: objects live as long as the host.
        unsafe { object.as_ref() }
    }

    fn reference(&self, reference: usize) -> &Reference {
        let reference = self.references.borrow()[reference];
        // SAFETY: references live as long as the host.
        unsafe { reference.as_ref() }
    }

    /// `ref(object)`.
    fn weak(&self, object: usize) -> usize {
        let referent = self.objects.borrow()[object];
        let shared = self.table.basic(referent);
        let number = |node: &NonNull<WeakNode<Object>>| self.number(*node);
        let living = |reference: &usize| self.reference(*reference).count.count() > 0;
        match shared.as_ref().map(number).filter(living) {
            Some(reference) => {
                self.reference(reference).count.incref();
                reference
            }
            None => self.link(object, None),
        }
    }

    /// `ref(object, callback)`, which notes that it was called and then runs `then`.
    fn weak_with(&self, object: usize, then: impl FnMut(&Host, usize) + 'static) -> usize {
        self.link(object, Some(Box::new(then)))
    }

    fn link(&self, object: usize, callback: Option<Callback>) -> usize {
        let basic = callback.is_none();
        let reference = Box::leak(Box::new(Reference {
            count: LocalCount::new(),
            node: WeakNode::new(),
            hash: WeakHash::new(),
            callback: RefCell::new(callback),
        }));
        let node = NonNull::from(&reference.node);
        self.references.borrow_mut().push(NonNull::from(reference));
        let referent = self.objects.borrow()[object];
        // SAFETY: a new node, in place until the host is dropped.
        unsafe { self.table.link(referent, node, basic) }.expect("memory");
        self.references.borrow().len() - 1
    }

    fn number(&self, node: NonNull<WeakNode<Object>>) -> usize {
        let is = |reference: &NonNull<Reference>| {
            // SAFETY: references live as long as the host.
            NonNull::from(unsafe { &reference.as_ref().node }) == node
        };
        self.references.borrow().iter().position(is).expect("a reference of this host")
    }

    /// Drops an owner of a weak reference.
    fn drop_reference(&self, reference: usize) {
        let reference = self.reference(reference);
        if reference.count.decref() == Decref::Dead {
            // SAFETY: the node is alive, and no visit is going on.
            unsafe { self.table.unlink(NonNull::from(&reference.node)) };
            drop(reference.callback.take());
        }
    }

    /// Drops the owner of an object: its references are cleared, then their callbacks called.
    fn kill(&self, object: usize) {
        let referent = self.objects.borrow()[object];
        assert_eq!(self.get(object).count.decref(), Decref::Dead);
        let mut calls = Vec::new();
        let cleared = |node| {
            let number = self.number(node);
            let reference = self.reference(number);
            // A reference that is dying itself does not call back.
            if reference.callback.borrow().is_some() && reference.count.try_incref() {
                calls.push(number);
            }
        };
        // SAFETY: the closure frees and links nothing.
        unsafe { self.table.clear(referent, cleared) };
        for number in calls {
            let callback = self.reference(number).callback.take();
            if let Some(mut callback) = callback {
                self.called.borrow_mut().push(number);
                callback(self, number);
            }
            self.drop_reference(number);
        }
    }

    fn referent(&self, reference: usize) -> Option<i64> {
        let object = self.reference(reference).node.referent()?;
        // SAFETY: objects live as long as the host.
        Some(unsafe { object.as_ref() }.value)
    }

    fn hash(&self, reference: usize) -> Result<i64, HashError<&'static str>> {
        let reference = self.reference(reference);
        reference.hash.get(&reference.node, |object| {
            // SAFETY: objects live as long as the host.
            let object = unsafe { object.as_ref() };
            if object.hashable { Ok(object.value) } else { Err("unhashable") }
        })
    }

    fn equal(&self, a: usize, b: usize) -> bool {
        let compare = |a: NonNull<Object>, b: NonNull<Object>| {
            // SAFETY: objects live as long as the host.
            let a = unsafe { a.as_ref() };
            // SAFETY: as above.
            let b = unsafe { b.as_ref() };
            Ok::<_, ()>(a.value == b.value)
        };
        let (a, b) = (&self.reference(a).node, &self.reference(b).node);
        a.equals(b, compare).expect("no error")
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        for reference in self.references.take() {
            // SAFETY: leaked boxes, each once; the table is not used any more.
            drop(unsafe { Box::from_raw(reference.as_ptr()) });
        }
        for object in self.objects.take() {
            // SAFETY: as above.
            drop(unsafe { Box::from_raw(object.as_ptr()) });
        }
    }
}

#[test]
fn a_reference_without_callback_is_made_once() {
    let host = Host::default();
    let object = host.object(1);
    let (a, b) = (host.weak(object), host.weak(object));
    assert_eq!(a, b);
    assert_eq!(host.reference(a).count.count(), 2);
    assert_ne!(host.weak_with(object, |_, _| ()), host.weak_with(object, |_, _| ()));
    host.drop_reference(a);
    assert_eq!(host.weak(object), a, "still owned");
    host.drop_reference(a);
    host.drop_reference(a);
    assert_ne!(host.weak(object), a, "gone; another is made");
}

#[test]
fn callbacks_run_newest_first_when_all_are_cleared() {
    let host = Host::default();
    let object = host.object(7);
    let basic = host.weak(object);
    let all_dead = |host: &Host, _| {
        for reference in 0..host.references.borrow().len() {
            assert_eq!(host.referent(reference), None, "cleared before the first callback");
        }
    };
    let callbacks = [(); 3].map(|()| host.weak_with(object, all_dead));
    assert_eq!(host.referent(basic), Some(7));
    host.kill(object);
    let mut newest_first = callbacks;
    newest_first.reverse();
    assert_eq!(*host.called.borrow(), newest_first);
}

#[test]
fn a_reference_that_dies_first_never_calls_back() {
    let host = Host::default();
    let object = host.object(7);
    let (a, b) = (host.weak_with(object, |_, _| ()), host.weak_with(object, |_, _| ()));
    host.drop_reference(b);
    host.kill(object);
    assert_eq!(*host.called.borrow(), [a]);
}

#[test]
fn a_callback_may_drop_references_whose_callbacks_are_due() {
    let host = Host::default();
    let object = host.object(7);
    let old = host.weak_with(object, |_, _| ());
    let new = host.weak_with(object, move |host, _| host.drop_reference(old));
    host.kill(object);
    // The pending call owns the older reference, as CPython's list of calls does.
    assert_eq!(*host.called.borrow(), [new, old]);
    assert_eq!(host.reference(old).count.count(), 0);
}

#[test]
fn a_callback_may_make_references_to_other_objects_and_kill_them() {
    let host = Host::default();
    let (first, second) = (host.object(1), host.object(2));
    let inner = host.weak_with(second, |_, _| ());
    let seen = std::rc::Rc::new(Cell::new(None));
    let found = seen.clone();
    let outer = host.weak_with(first, move |host, own| {
        let more = host.weak_with(second, |_, _| ());
        host.kill(second);
        found.set(Some((own, more)));
    });
    host.kill(first);
    let (own, more) = seen.get().expect("called");
    assert_eq!((own, &*host.called.borrow()), (outer, &vec![outer, more, inner]));
}

#[test]
fn a_hash_is_kept_and_outlives_the_referent() {
    let host = Host::default();
    let object = host.object(42);
    let (asked, unasked) = (host.weak(object), host.weak_with(object, |_, _| ()));
    assert_eq!(host.hash(asked), Ok(42));
    host.kill(object);
    assert_eq!(host.hash(asked), Ok(42));
    assert_eq!(host.hash(unasked), Err(HashError::Gone));
    let unhashable = host.object(-1);
    let reference = host.weak(unhashable);
    assert_eq!(host.hash(reference), Err(HashError::Referent("unhashable")));
    host.kill(unhashable);
    assert_eq!(host.hash(reference), Err(HashError::Gone), "an error is not kept");
}

#[test]
fn references_are_equal_as_their_referents_while_both_live() {
    let host = Host::default();
    let (a, b, other) = (host.object(5), host.object(5), host.object(6));
    let refs = [a, b, other].map(|object| host.weak(object));
    let again = host.weak_with(a, |_, _| ());
    assert!(host.equal(refs[0], refs[1]) && host.equal(refs[0], again));
    assert!(!host.equal(refs[0], refs[2]));
    host.kill(b);
    assert!(!host.equal(refs[0], refs[1]), "one is dead");
    host.kill(a);
    assert!(!host.equal(refs[0], again), "both are dead, and two");
    assert!(host.equal(again, again));
}
