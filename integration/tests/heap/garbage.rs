//! Garbage that is cleared in one go, since there is much of it and nobody can tell the order.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use integration::{Gc, Heap, Trace, Tracer, Value, Weak};

use super::{Log, Node, Result, assert_empty, panic_of};

/// More than are cleared one by one.
const MANY: usize = 20_000;

/// What a payload does when it is cleared, told its number.
type Clearing = Rc<dyn Fn(usize, &Gc<Plain>)>;

/// A payload without a destructor of its own.
struct Plain {
    number: usize,
    refs: RefCell<Vec<Value>>,
    clearing: Option<Clearing>,
}

impl Trace for Plain {
    const DROPS_UNSEEN: bool = true;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.refs.trace(tracer);
    }

    fn clear_references(&self) {
        let next = self.refs.borrow().first().and_then(Value::to::<Self>);
        if let (Some(clearing), Some(next)) = (&self.clearing, next) {
            clearing(self.number, &next);
        }
        self.refs.take();
    }
}

/// A ring of many that refer to the next and to one far away, held by what is answered.
fn many(heap: &Heap, clearing: Option<&Clearing>) -> Result<Gc<Plain>> {
    let plain = |number| {
        heap.alloc(Plain { number, refs: RefCell::default(), clearing: clearing.cloned() })
    };
    let all: Vec<Gc<Plain>> = (0..MANY).map(plain).collect::<Result<_>>()?;
    for (number, one) in all.iter().enumerate() {
        let others = [&all[(number + 1) % MANY], &all[number * 7_919 % MANY]];
        one.refs.borrow_mut().extend(others.map(Gc::to_value));
    }
    Ok(all[0].clone())
}

#[test]
fn all_of_it_goes_with_what_it_alone_owns() -> Result {
    let heap = Heap::new();
    let first = many(&heap, None)?;
    let text = heap.alloc(String::from("owned by a member"))?;
    let live = Node::named(&heap, "live")?;
    first.refs.borrow_mut().extend([text.into_value(), live.to_value()]);
    let weak = Weak::new(&first)?;
    drop(first);
    let outcome = heap.collect()?;
    assert_eq!((outcome.collected, outcome.freed), (MANY, MANY));
    assert!(weak.upgrade().is_none());
    assert_eq!(live.owners(), 1);
    drop((live, weak));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn members_are_cleared_in_the_order_in_which_they_were_made() -> Result {
    let heap = Heap::new();
    let (expected, neighbours) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let (seen, whole) = (expected.clone(), neighbours.clone());
    let clearing: Clearing = Rc::new(move |number, next| {
        assert_eq!(seen.replace(number + 1), number);
        whole.set(whole.get() + next.refs.borrow().len());
    });
    drop(many(&heap, Some(&clearing))?);
    assert_eq!(heap.collect()?.freed, MANY);
    assert_eq!(expected.get(), MANY);
    assert_eq!(neighbours.get(), 2 * (MANY - 1), "each sees the next one whole but the last");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_member_cloned_out_lives_on_cleared() -> Result {
    let heap = Heap::new();
    let saved = Rc::new(RefCell::new(Vec::new()));
    let place = saved.clone();
    let clearing: Clearing = Rc::new(move |number, next| {
        if number % 5_000 == 0 {
            place.borrow_mut().push(next.clone());
        }
    });
    drop(many(&heap, Some(&clearing))?);
    let outcome = heap.collect()?;
    assert_eq!((outcome.collected, outcome.freed), (MANY, MANY - 4));
    for (index, one) in saved.take().into_iter().enumerate() {
        assert_eq!((one.number, one.owners()), (index * 5_000 + 1, 1));
        assert!(one.refs.borrow().is_empty() && one.as_value().is_tracked());
    }
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_panic_while_clearing_loses_nobody() -> Result {
    let heap = Heap::new();
    let fails = Rc::new(Cell::new(true));
    let failing = fails.clone();
    let clearing: Clearing =
        Rc::new(move |number, _| assert!(number != 9_000 || !failing.get(), "not this one"));
    drop(many(&heap, Some(&clearing))?);
    assert!(panic_of(|| heap.collect()).contains("not this one"));
    fails.set(false);
    let left = heap.live_objects();
    assert!((1..MANY).contains(&left), "some have gone: {left}");
    assert_eq!(heap.collect()?.freed, left);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_collection_of_another_heap_from_within_changes_nothing() -> Result {
    let (heap, other) = (Heap::new(), Heap::new());
    drop(many(&other, None)?);
    let (ran, inner) = (Rc::new(Cell::new(0)), other.clone());
    let freed = ran.clone();
    let clearing: Clearing = Rc::new(move |number, _| {
        if number % 1_000 == 0 {
            freed.set(freed.get() + inner.collect().expect("there is memory").freed);
        }
    });
    drop(many(&heap, Some(&clearing))?);
    assert_eq!(heap.collect()?.freed, MANY);
    assert_eq!(ran.get(), MANY);
    assert_empty(&heap);
    assert_empty(&other);
    Ok(())
}

#[test]
fn deaths_that_show_keep_the_order_of_clearing_one_by_one() -> Result {
    let heap = Heap::new();
    let log = Log::default();
    let first = many(&heap, None)?;
    let second = first.refs.borrow()[0].to::<Plain>().expect("a member");
    for (member, name) in [(&second, "of the second"), (&first, "of the first")] {
        let node = Node::named(&heap, name)?;
        node.tell_drop(&log);
        node.as_value().untrack();
        member.refs.borrow_mut().push(node.into_value());
    }
    drop((first, second));
    assert_eq!(heap.collect()?.freed, MANY);
    assert_eq!(log.take(), "of the first of the second");
    assert_empty(&heap);
    Ok(())
}
