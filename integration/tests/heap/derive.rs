//! `#[derive(Trace)]`: types that are traced, cleared and released without a line of their own.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::marker::PhantomData;

use integration::{Gc, Heap, HeapVec, Trace, Value, Weak};

use super::{Log, Result, assert_empty};

#[derive(Trace, Default)]
struct Node {
    name: String,
    next: RefCell<Option<Gc<Node>>>,
    all: RefCell<Vec<Value>>,
    once: OnceCell<Gc<Node>>,
    place: Place,
    inner: RefCell<Inner>,
    marks: Cell<u32>,
}

/// All in one cell.
#[derive(Trace, Default)]
struct Inner {
    first: Option<Gc<Node>>,
    rest: VecDeque<Gc<Node>>,
    #[expect(clippy::box_collection, reason = "boxes are traced as well")]
    rows: [Box<Vec<Value>>; 2],
}

#[derive(Trace, Default)]
enum Place {
    #[default]
    Nowhere,
    At(RefCell<Option<Value>>, u8),
    Between {
        left: RefCell<HeapVec<Value>>,
        right: (String, RefCell<Option<Value>>),
    },
}

#[derive(Trace)]
struct Of<T, const N: usize>([RefCell<Option<T>>; N], PhantomData<T>);

#[derive(Trace)]
struct Unit;

#[derive(Trace)]
struct Skips<T: Copy + 'static>(
    RefCell<Option<Value>>,
    #[trace(skip)] T,
    #[trace(skip)] fn(u8) -> u8,
);

#[derive(Trace)]
struct SkipsText(RefCell<Option<Value>>, #[trace(skip)] std::rc::Rc<str>);

#[derive(Trace)]
#[trace(drop, finalize = tell)]
struct Told {
    me: RefCell<Option<Value>>,
    #[trace(skip)]
    log: Log,
}

fn tell(this: &Gc<Told>, _: &Heap) {
    this.log.say("finalized");
}

impl Drop for Told {
    fn drop(&mut self) {
        self.log.say("dropped");
    }
}

/// What a type has promised.
fn promise<T: Trace>() -> String {
    format!("{:?}", T::PROMISE)
}

/// A node whose references all lead to itself.
fn knot(heap: &Heap) -> Result<Gc<Node>> {
    let places = [
        Place::At(RefCell::default(), 1),
        Place::Between { left: RefCell::new(heap.vec()), right: Default::default() },
        Place::Nowhere,
    ];
    let mut last = None;
    for place in places {
        let node = heap.alloc(Node { place, ..Node::default() })?;
        let other = last.replace(node.clone()).unwrap_or_else(|| node.clone());
        node.next.replace(Some(other.clone()));
        node.all.borrow_mut().push(node.to_value());
        if !Gc::ptr_eq(&node, &other) {
            // One that referred to itself from there could not be cleared.
            assert!(node.once.set(other.clone()).is_ok());
        }
        match &node.place {
            Place::Nowhere => {}
            Place::At(cell, _) => drop(cell.replace(Some(node.to_value()))),
            Place::Between { left, right } => {
                left.borrow_mut().push(node.to_value());
                right.1.replace(Some(other.to_value()));
            }
        }
        let mut inner = node.inner.borrow_mut();
        inner.first = Some(node.clone());
        inner.rest.push_back(other.clone());
        inner.rows[1].push(node.to_value());
        drop(inner);
        other.all.borrow_mut().push(node.to_value());
    }
    Ok(last.expect("there are three"))
}

#[test]
fn everything_is_traced_and_released() -> Result {
    let heap = Heap::new();
    drop(knot(&heap)?);
    assert!(heap.collector().allows_threads());
    assert_eq!(heap.collect()?.freed, 3);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn everything_in_cells_is_cleared() -> Result {
    let heap = Heap::new();
    let node = knot(&heap)?;
    Node::clear_references(&node);
    assert!(node.next.borrow().is_none() && node.all.borrow().is_empty());
    let inner = node.inner.borrow();
    assert!(inner.first.is_none() && inner.rest.is_empty() && inner.rows[1].is_empty());
    drop(inner);
    // Who is watched is cleared instead of released; what is no cell is kept until it dies.
    let weak = Weak::new(&node)?;
    drop(node);
    let outcome = heap.collect()?;
    assert_eq!(outcome.collected, 3);
    assert_eq!(outcome.freed, 3);
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_cell_drops_what_it_held_when_it_is_not_borrowed_any_more() -> Result {
    let heap = Heap::new();
    let held =
        heap.alloc(Of::<Gc<Node>, 2>([RefCell::default(), RefCell::default()], PhantomData))?;
    let log = Log::default();
    let told = heap.alloc(Told { me: RefCell::default(), log: log.clone() })?;
    let node = heap.alloc(Node::default())?;
    node.all.borrow_mut().push(told.into_value());
    held.0[1].replace(Some(node));
    Of::clear_references(&held);
    assert!(held.0[1].borrow().is_none());
    assert_eq!(log.take(), "finalized dropped");
    drop(held);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_type_promises_what_its_fields_do() {
    assert_eq!(promise::<Node>(), "releasable");
    assert_eq!(promise::<Place>(), "releasable");
    assert_eq!(promise::<Of<Value, 3>>(), "releasable");
    assert_eq!(promise::<Of<super::Node, 3>>(), "none");
    assert_eq!(promise::<Skips<u8>>(), "releasable");
    assert_eq!(promise::<SkipsText>(), "exact");
    assert_eq!(promise::<Told>(), "exact");
}

#[test]
fn a_type_that_refers_to_nothing_is_not_tracked() -> Result {
    const { assert!(!Unit::COLLECTABLE && Node::COLLECTABLE) };
    const { assert!(!<Of<String, 1>>::COLLECTABLE && <Of<Value, 1>>::COLLECTABLE) };
    let heap = Heap::new();
    let unit = heap.alloc(Unit)?;
    assert!(!unit.as_value().is_tracked());
    Ok(())
}

#[test]
fn destructors_and_finalizers_run() -> Result {
    let heap = Heap::new();
    let log = Log::default();
    let told = heap.alloc(Told { me: RefCell::default(), log: log.clone() })?;
    told.me.replace(Some(told.to_value()));
    drop(told);
    assert_eq!(heap.collect()?.finalized, 1);
    assert_eq!(log.take(), "finalized dropped");
    let skips = heap.alloc(Skips(RefCell::default(), 7_u8, |n| n + 1))?;
    skips.0.replace(Some(skips.to_value()));
    let text = heap.alloc(SkipsText(RefCell::default(), "text".into()))?;
    text.0.replace(Some(skips.to_value()));
    skips.0.replace(Some(text.to_value()));
    assert_eq!(((skips.2)(skips.1), &*text.1), (8, "text"));
    drop((skips, text));
    assert_eq!(heap.collect()?.freed, 2);
    assert_empty(&heap);
    Ok(())
}
