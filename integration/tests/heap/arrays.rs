//! Objects with their items behind them: tuples and strings, in one block or in two.

use std::cell::Cell;

use integration::{Heap, Value};

use super::{Log, Node, Result, assert_empty, panic_of};

/// An iterator that says it has `says` items, and does something before each.
struct Says<F> {
    says: usize,
    next: F,
}

impl<F: FnMut() -> Option<Value>> Iterator for Says<F> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        (self.next)()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.says, Some(self.says))
    }
}

impl<F: FnMut() -> Option<Value>> ExactSizeIterator for Says<F> {}

#[test]
fn tuples_of_any_length_keep_their_items() -> Result {
    let heap = Heap::new();
    for len in (0..70).chain([1000, 100_000]) {
        let mut items = Vec::new();
        for number in 0..len {
            items.push(heap.alloc(i64::from(number))?.into_value());
        }
        let tuple = heap.tuple(items.into_iter())?;
        let numbers = tuple.items().iter().filter_map(Value::get::<i64>);
        assert!(numbers.copied().eq(0..i64::from(len)));
    }
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_iterator_that_panics_leaves_nothing_behind() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    for len in [3, 20, 100, 1000] {
        let node = Node::named(&heap, "item")?;
        node.tell_drop(&log);
        let left = Cell::new(len - 1);
        let panic = panic_of(|| {
            let items = Says {
                says: len,
                next: || {
                    assert!(left.get() != 0, "iterator");
                    left.set(left.get() - 1);
                    Some(node.to_value())
                },
            };
            heap.tuple(items)
        });
        assert_eq!(panic, "iterator");
        assert_eq!(node.owners(), 1);
        drop(node);
        assert_eq!(log.take(), "item");
        assert_empty(&heap);
    }
    Ok(())
}

#[test]
fn an_iterator_with_fewer_items_than_it_says_panics_and_with_more_is_cut() -> Result {
    let heap = Heap::new();
    let item = heap.alloc(1_i64)?.into_value();
    for says in [2_usize, 10, 100] {
        let mut left: usize = says - 1;
        let next = || {
            left = left.checked_sub(1)?;
            Some(item.clone())
        };
        let panic = panic_of(|| heap.tuple(Says { says, next }));
        assert_eq!(panic, "an iterator yielded fewer items than its length");
        assert_eq!(item.owners(), 1);
        let tuple = heap.tuple(Says { says, next: || Some(item.clone()) })?;
        assert_eq!((tuple.len(), item.owners() as usize), (says, says + 1));
        let list = heap.list(Says { says, next: || Some(item.clone()) })?;
        assert_eq!(list.len(), says);
    }
    assert_eq!(heap.live_objects(), 1);
    Ok(())
}

#[test]
fn an_iterator_that_says_it_never_ends_is_refused() -> Result {
    let heap = Heap::new();
    let item = heap.alloc(1_i64)?.into_value();
    for says in [usize::MAX, usize::MAX / 8, usize::MAX / 8 - 4, usize::MAX / 16] {
        assert!(heap.tuple(Says { says, next: || Some(item.clone()) }).is_err());
        assert!(heap.list(Says { says, next: || Some(item.clone()) }).is_err());
    }
    drop(item);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_iterator_may_collect_and_allocate_while_the_tuple_is_filled() -> Result {
    let heap = Heap::new();
    for len in [5, 500] {
        let item = || {
            heap.collect().ok()?;
            let inner = heap.tuple(core::iter::empty()).ok()?;
            Some(heap.list([inner.into_value()].into_iter()).ok()?.into_value())
        };
        let tuple = heap.tuple(Says { says: len, next: item })?;
        assert!(tuple.as_value().is_tracked());
        assert_eq!((tuple.len(), heap.live_objects()), (len, 3 * len + 1));
        drop(tuple);
        assert_empty(&heap);
    }
    Ok(())
}

#[test]
fn the_items_of_a_tuple_die_last_to_first() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let mut items = Vec::new();
    for name in ["a", "b", "c"] {
        let node = Node::named(&heap, name)?;
        node.tell_drop(&log);
        items.push(node.into_value());
    }
    drop(heap.tuple(items.into_iter())?);
    assert_eq!(log.take(), "c b a");
    Ok(())
}

#[test]
fn texts_of_any_length_give_their_memory_back() -> Result {
    let heap = Heap::new();
    for len in (0..600).chain([5_000, 1_000_000]) {
        let text = "\u{e9}x".repeat(len);
        let object = heap.str(&text)?;
        assert!(object.as_str() == text, "{len}");
        assert!(!object.as_value().is_tracked());
    }
    assert_empty(&heap);
    Ok(())
}
