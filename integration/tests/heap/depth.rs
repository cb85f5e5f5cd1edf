//! Nests of a million objects, taken down on a small stack.

use std::thread;

use integration::{Gc, Heap, Value};

use super::{Node, Result, assert_empty};

const DEPTH: usize = 1_000_000;

/// Runs on a thread with a stack of 256 KiB.
fn on_a_small_stack(run: impl FnOnce() -> Result + Send + 'static) {
    let thread = thread::Builder::new().stack_size(256 << 10).spawn(run);
    let ended = thread.expect("a thread can be started").join();
    assert_eq!(ended.ok(), Some(Ok(())));
}

fn nest(heap: &Heap, wrap: impl Fn(Value) -> Result<Value>) -> Result<Value> {
    let mut outermost = heap.alloc(0_i64)?.into_value();
    for _ in 0..DEPTH {
        outermost = wrap(outermost)?;
    }
    Ok(outermost)
}

#[test]
fn nested_lists_are_dropped_without_recursion() {
    on_a_small_stack(|| {
        let heap = Heap::new();
        let nest = nest(&heap, |inner| Ok(heap.list([inner].into_iter())?.into_value()))?;
        assert_eq!(heap.live_objects(), 2 * DEPTH + 1, "each list's buffer counts");
        drop(nest);
        assert_empty(&heap);
        Ok(())
    });
}

#[test]
fn nested_tuples_are_dropped_without_recursion() {
    on_a_small_stack(|| {
        let heap = Heap::new();
        drop(nest(&heap, |inner| Ok(heap.tuple([inner].into_iter())?.into_value()))?);
        assert_empty(&heap);
        Ok(())
    });
}

#[test]
fn a_deep_nest_in_a_cycle_is_collected_without_recursion() {
    on_a_small_stack(|| {
        let heap = Heap::new();
        let inside = heap.list(core::iter::empty())?;
        let mut outermost = inside.to_value();
        for _ in 0..DEPTH {
            outermost = heap.list([outermost].into_iter())?.into_value();
        }
        inside.push(outermost)?;
        drop(inside);
        assert_eq!(heap.collect()?.freed, DEPTH + 1);
        assert_empty(&heap);
        Ok(())
    });
}

#[test]
fn a_deep_chain_of_finalizers_and_large_payloads_is_dropped_without_recursion() {
    on_a_small_stack(|| {
        let heap = Heap::new();
        let mut first: Option<Gc<Node>> = None;
        for depth in 0..DEPTH / 10 {
            let node = Node::named(&heap, "link")?;
            if depth % 2 == 0 {
                node.on_finalize(|this, _| assert!(this.owners() == 1));
            }
            if let Some(first) = &first {
                node.link(first);
            }
            first = Some(node);
        }
        drop(first);
        assert_empty(&heap);
        Ok(())
    });
}

#[test]
fn a_chain_through_two_heaps_is_dropped_without_recursion() {
    on_a_small_stack(|| {
        let heaps = [Heap::new(), Heap::new()];
        let mut outermost = heaps[0].alloc(0_i64)?.into_value();
        for depth in 0..DEPTH / 10 {
            outermost = heaps[depth % 2].list([outermost].into_iter())?.into_value();
        }
        drop(outermost);
        heaps.iter().for_each(assert_empty);
        Ok(())
    });
}
