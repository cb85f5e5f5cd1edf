//! A heap whose memory runs out at every possible place.
//!
//! Blocks of one size fill the arena that the budget allows; giving back so and so many pools of
//! them lets a program run until it needs one pool more. Large blocks are refused by their size.

use std::cell::RefCell;

use integration::object::{Dict, Int};
use integration::{Gc, Heap, OutOfMemory, Trace, Tracer, Value, Weak};

use super::{Log, Node, Result, ring};

const ARENA: usize = 1 << 20;
const POOL: usize = 16 << 10;

/// So many bytes.
struct Bytes<const N: usize>([u8; N]);

impl<const N: usize> Trace for Bytes<N> {
    const COLLECTABLE: bool = false;
    fn trace(&self, _: &mut Tracer<'_>) {}
}

#[expect(clippy::unnecessary_wraps, reason = "equality may fail")]
fn never_equal(_: &Value, _: &Value) -> Result<bool> {
    Ok(false)
}

/// Every kind of allocation that the heap has, of every size class and beyond; answers how many
/// steps it took.
fn program(heap: &Heap, steps: &RefCell<usize>) -> Result {
    let step = || *steps.borrow_mut() += 1;
    let int = |n: i64| Ok(heap.alloc(Int::from(n))?.into_value());
    let mut kept: Vec<Value> = Vec::new();
    for len in 0..70_u8 {
        let items: Vec<Value> = (0..len).map(|n| int(n.into())).collect::<Result<_>>()?;
        step();
        kept.push(heap.tuple(items.iter().cloned())?.into_value());
        step();
        kept.push(heap.list(items.into_iter())?.into_value());
        step();
        kept.push(heap.str(&"x".repeat(10 * usize::from(len)))?.into_value());
        step();
    }
    let list = heap.list(core::iter::empty())?;
    kept.push(list.to_value());
    for n in 0..300 {
        list.push(int(n)?)?;
        step();
    }
    list.extend(kept.clone())?;
    step();
    drop(list.splice(10..20, kept.clone())?);
    step();
    let dict = heap.dict()?;
    for n in 0..300 {
        let key = heap.str(&format!("key {n}"))?;
        drop(Dict::insert(&dict, n, key.into_value(), int(n)?, &mut never_equal)?);
        step();
    }
    let [a, b] = ring(heap, ["a", "b"])?;
    step();
    let weak = [Weak::new(&a)?, Weak::with_callback(&a, |_| {})?];
    step();
    b.link(&heap.alloc(Bytes([0; 800]))?);
    step();
    a.link(&dict);
    a.link(&list);
    list.push(a.to_value())?;
    step();
    let mut buffer = heap.vec::<u64>();
    for n in 0..1000 {
        buffer.try_reserve(1)?;
        buffer.push(n);
        step();
    }
    drop((a, b, weak, kept, dict, list, buffer));
    heap.collect()?;
    Ok(())
}

/// Fills what the budget allows with blocks of one size.
fn fill(heap: &Heap) -> Vec<Gc<Bytes<32>>> {
    core::iter::from_fn(|| heap.alloc(Bytes([0; 32])).ok()).collect()
}

#[test]
fn a_refused_pool_is_an_error_at_every_place_and_nothing_is_lost() {
    let mut furthest = 0;
    let mut distinct = 0;
    for pools in 0..=64 {
        let heap = Heap::with_budget(ARENA + (1 << 19));
        let mut filler = fill(&heap);
        filler.truncate(filler.len().saturating_sub(pools * (POOL / 48)));
        let before = heap.live_objects();
        let steps = RefCell::new(0);
        let result = program(&heap, &steps);
        let steps = steps.into_inner();
        distinct += usize::from(steps > furthest);
        furthest = furthest.max(steps);
        heap.collect().expect("the collector's own memory is not part of the budget");
        assert_eq!(heap.live_objects(), before, "{pools} pools, {steps} steps: {result:?}");
        drop(filler);
        assert_eq!(heap.live_objects(), 0);
        program(&heap, &RefCell::new(0)).expect("there is room again");
        assert_eq!(heap.live_objects(), 0);
    }
    assert!(distinct > 30, "{distinct} places");
}

#[test]
fn a_refused_large_block_is_an_error_at_every_place_and_nothing_is_lost() {
    let mut furthest = 0;
    let mut distinct = 0;
    for bytes in (0..60_000).step_by(300) {
        let heap = Heap::with_budget(ARENA + bytes);
        let steps = RefCell::new(0);
        let result = program(&heap, &steps);
        let steps = steps.into_inner();
        distinct += usize::from(steps > furthest);
        furthest = furthest.max(steps);
        heap.collect().expect("the collector's own memory is not part of the budget");
        assert_eq!(heap.live_objects(), 0, "{bytes} bytes, {steps} steps: {result:?}");
        assert_eq!(heap.memory().large_bytes, 0);
        assert_eq!(heap.memory().blocks_in_use(), 0);
    }
    assert!(distinct > 10, "{distinct} places");
}

#[test]
fn what_was_to_be_stored_is_dropped_when_there_is_no_memory() -> Result {
    let log = Log::default();
    let heap = Heap::with_budget(ARENA);
    let other = Heap::new();
    let _filler = fill(&heap);
    let mut fresh = Vec::new();
    for name in ["native", "in a list", "in a tuple"] {
        let node = Node::named(&other, name)?;
        node.tell_drop(&log);
        fresh.push(node);
    }
    let mut fresh = fresh.into_iter();
    let refused = |node: Option<Gc<Node>>, how: usize| {
        let value = node.map(Gc::into_value).into_iter().collect::<Vec<_>>();
        match how {
            0 => heap.alloc(value).map(drop),
            1 => heap.list(value.into_iter()).map(drop),
            _ => heap.tuple(value.into_iter()).map(drop),
        }
    };
    for how in 0..3 {
        assert_eq!(refused(fresh.next(), how), Err(OutOfMemory));
    }
    assert_eq!(log.take(), "native in a list in a tuple");
    Ok(())
}

#[test]
fn a_heap_without_any_budget_refuses_everything() {
    let heap = Heap::with_budget(0);
    assert_eq!(heap.alloc(1_i64).map(drop), Err(OutOfMemory));
    assert_eq!(heap.str("text").map(drop), Err(OutOfMemory));
    assert_eq!(heap.alloc(Bytes([0; 8000])).map(drop), Err(OutOfMemory));
    assert_eq!(heap.collect().map(|outcome| outcome.examined), Ok(0));
    assert_eq!(OutOfMemory.to_string(), "out of memory");
    assert_eq!(heap.live_objects(), 0);
}

#[test]
fn memory_freed_in_cycles_can_be_had_again() -> Result {
    let heap = Heap::with_budget(ARENA);
    let mut rings = 0;
    while ring(&heap, ["a", "b"]).is_ok() {
        rings += 1;
    }
    assert!(ring(&heap, ["a", "b"]).is_err());
    let outcome = heap.collect()?;
    assert!(outcome.freed >= 2 * rings, "{outcome:?}");
    for _ in 0..rings {
        drop(ring(&heap, ["a", "b"])?);
    }
    Ok(())
}
