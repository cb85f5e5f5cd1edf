//! Collections for which there is no memory, and how much memory they take.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cyclegc::Generation::{Middle, Old, Young};
use cyclegc::{HeapFull, Refused};
use toy::{Ptr, Step, Toy};

mod toy;

/// The system's allocator, except that a thread can make it refuse blocks, and that it counts.
struct Stingy;

/// Blocks below this size are those of the toy, unless a test says otherwise.
const LARGE: usize = 4096;

thread_local! {
    static REFUSE: Cell<bool> = const { Cell::new(false) };
    /// The size from which blocks are refused.
    static SMALLEST: Cell<usize> = const { Cell::new(LARGE) };
    /// How many such blocks are granted before one is refused. 0: none is.
    static COUNTDOWN: Cell<usize> = const { Cell::new(0) };
    /// Bytes in use by the thread, and the most there have been.
    static IN_USE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

fn count(before: usize, after: usize) {
    let in_use = IN_USE.get().wrapping_add(after).wrapping_sub(before);
    IN_USE.set(in_use);
    PEAK.set(PEAK.get().max(in_use));
}

fn refuses(size: usize) -> bool {
    if size < SMALLEST.get() {
        return false;
    }
    let left = COUNTDOWN.get();
    COUNTDOWN.set(left.saturating_sub(1));
    left == 1 || REFUSE.get()
}

// SAFETY: every block comes from the system's allocator and goes back to it; refusing is allowed.
unsafe impl GlobalAlloc for Stingy {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if refuses(layout.size()) {
            return std::ptr::null_mut();
        }
        count(0, layout.size());
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(layout.size(), 0);
        // SAFETY: the block came from `System` with this layout.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if refuses(size) {
            return std::ptr::null_mut();
        }
        count(layout.size(), size);
        // SAFETY: the block came from `System` with this layout, the size is the caller's.
        unsafe { System.realloc(block, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Stingy = Stingy;

fn without_memory<R>(work: impl FnOnce() -> R) -> R {
    REFUSE.set(true);
    let result = work();
    REFUSE.set(false);
    result
}

#[test]
fn a_refused_collection_changes_nothing_and_can_be_repeated() {
    for generation in [Young, Middle, Old] {
        let toy = Toy::new();
        let nodes: Vec<Ptr> = (0..2001).map(|_| toy.object()).collect();
        toy.ring(&nodes);
        let before = (toy.collector.counts(), toy.ids(Young));
        let refused = without_memory(|| toy.collector.collect(&toy, generation));
        assert_eq!(refused, Err(Refused));
        toy.collector.check(&toy);
        assert_eq!((toy.collector.counts(), toy.ids(Young)), before);
        assert!(!toy.collector.is_due(), "it is not tried again at once");
        toy.collector.note_alloc();
        assert!(toy.collector.is_due(), "but with the next allocation");
        assert_eq!(toy.collector.stats().map(|stats| stats.collections), [0, 0, 0]);
        assert_eq!(toy.outcomes.borrow().len(), 1, "the stop callback has run");
        assert_eq!((toy.collect(generation).freed, toy.alive()), (2001, 0));
    }
}

#[test]
fn detection_and_all_that_follows_need_no_memory_beyond_the_reserve() {
    let toy = Toy::new();
    let nodes: Vec<Ptr> = (0..5000).map(|_| toy.object()).collect();
    toy.on_finalize(nodes[0], Toy::incref);
    toy.ring(&nodes);
    toy.collector.disable();
    toy.set_hook(|_, step, _| match step {
        toy::Step::Owners => REFUSE.set(true),
        toy::Step::Stop => REFUSE.set(false),
        _ => {}
    });
    assert_eq!(toy.collect(Young).resurrected, 5000);
    assert_eq!(toy.collect(Middle).examined, 5000);
    assert_eq!(toy.collect(Old).examined, 5000);
    toy.decref(nodes[0]);
    assert_eq!(toy.collect(Old).collected, 5000);
}

#[test]
fn unfreezing_within_a_collection_leaves_the_reserve_alone() {
    let toy = Toy::new();
    let _frozen: Vec<Ptr> = (0..3000).map(|_| toy.object()).collect();
    toy.collector.freeze(&toy).expect("room");
    let nodes: Vec<Ptr> = (0..3000).map(|_| toy.object()).collect();
    toy.on_finalize(nodes[0], |toy, node| {
        toy.incref(node);
        toy.collector.unfreeze(toy).expect("room");
        REFUSE.set(true);
    });
    toy.ring(&nodes);
    assert_eq!(toy.collect(Middle).resurrected, 3000);
    REFUSE.set(false);
    assert_eq!(toy.collector.len(Old), 6000);
}

#[test]
fn immortal_objects_stay_where_they_are_if_the_permanent_generation_cannot_grow() {
    let toy = Toy::new();
    let nodes: Vec<Ptr> = (0..2000).map(|_| toy.object()).collect();
    for &node in &nodes {
        toy.get(node).immortal.set(true);
    }
    toy.set_hook(|_, step, _| match step {
        toy::Step::Owners => REFUSE.set(true),
        toy::Step::Stop => REFUSE.set(false),
        _ => {}
    });
    toy.collect(Young);
    let frozen = toy.collector.freeze_count();
    assert!(frozen < 2000 && toy.collector.len(Middle) == 2000 - frozen);
    toy.hook.take();
    toy.collect(Middle);
    assert_eq!(toy.collector.freeze_count(), 2000);
}

#[test]
fn without_memory_freezing_and_tracking_answer_an_error() {
    let toy = Toy::new();
    let nodes: Vec<Ptr> = (0..1024).map(|_| toy.object()).collect();
    let error = without_memory(|| toy.collector.freeze(&toy));
    assert_eq!((error, toy.collector.len(Young)), (Err(HeapFull), nodes.len()));
    toy.collector.untrack(&toy, nodes[3]);
    toy.collector.check(&toy);
    let error = without_memory(|| toy.collector.track(&toy, nodes[3]));
    assert_eq!(error, Err(HeapFull));
    assert_eq!(toy.collector.track(&toy, nodes[3]), Ok(()));
}

/// Old, middle and young objects: live ones, immortal ones, garbage, garbage that a legacy finalizer
/// keeps, and garbage that a finalizer brings back.
fn every_sort(toy: &Toy) -> Vec<Ptr> {
    let mut live = Vec::new();
    for generation in [Old, Middle, Young] {
        let kept: Vec<Ptr> = (0..600).map(|_| toy.object()).collect();
        toy.get(kept[0]).immortal.set(true);
        let garbage: Vec<Ptr> = (0..700).map(|_| toy.object()).collect();
        let legacy: Vec<Ptr> = (0..600).map(|_| toy.object()).collect();
        let back: Vec<Ptr> = (0..600).map(|_| toy.object()).collect();
        toy.get(legacy[3]).legacy.set(true);
        toy.on_finalize(back[5], Toy::incref);
        for ring in [&garbage, &legacy, &back] {
            toy.ring(&ring[..ring.len() - 1]);
            // What makes a ring garbage later: the last one holds it.
            let holder = ring[ring.len() - 1];
            toy.link(holder, ring[0]);
            live.push(holder);
        }
        live.extend(kept);
        if generation != Young {
            toy.collect(generation);
        }
    }
    live
}

#[test]
fn a_refusal_at_any_reservation_leaves_the_heap_whole() {
    for generation in [Young, Middle, Old] {
        let mut refusals = 0;
        for nth in 1.. {
            let toy = Toy::new();
            let live = every_sort(&toy);
            for holder in live.iter().filter(|node| !toy.get(**node).edges.borrow().is_empty()) {
                toy.unlink(*holder);
            }
            let alive = toy.alive();
            let lists = [Young, Middle, Old].map(|generation| toy.ids(generation));
            COUNTDOWN.set(nth);
            let result = toy.collector.collect(&toy, generation);
            let refused = COUNTDOWN.replace(0) == 0;
            toy.collector.check(&toy);
            if result == Err(Refused) {
                assert_eq!(toy.alive(), alive);
                assert_eq!([Young, Middle, Old].map(|generation| toy.ids(generation)), lists);
            }
            // Whatever has been put off is found the next time.
            toy.full();
            toy.full();
            assert_eq!(toy.alive(), live.len() + 3 * 599 + 3 * 599, "{generation:?} {nth}");
            if !refused {
                break;
            }
            refusals += 1;
        }
        assert!(refusals > 0, "{generation:?} asks for memory");
    }
}

/// A few nodes that one collection has everything to do with.
fn a_few_of_every_sort(toy: &Toy, length: usize) -> Ptr {
    let immortal = toy.object();
    toy.get(immortal).immortal.set(true);
    let legacy: Vec<Ptr> = (0..length).map(|_| toy.object()).collect();
    toy.get(legacy[length / 2]).legacy.set(true);
    let garbage: Vec<Ptr> = (0..length).map(|_| toy.object()).collect();
    toy.ring(&garbage);
    toy.ring(&legacy);
    immortal
}

#[test]
fn a_small_reservation_may_be_refused_like_a_large_one() {
    for generation in [Young, Middle, Old] {
        for length in [1, 5, 70] {
            let (mut refused, mut nth) = (0, 0);
            let mut put_off = 0;
            loop {
                nth += 1;
                let toy = Toy::new();
                a_few_of_every_sort(&toy, length);
                let before = [Young, Middle, Old].map(|generation| toy.ids(generation));
                // Only where the collector is between two calls of the toy, which allocates as well.
                let over = Cell::new(false);
                toy.set_hook(move |_, step, _| match step {
                    Step::Start | Step::Legacy if !over.get() => SMALLEST.set(0),
                    Step::Traverse => SMALLEST.set(LARGE),
                    Step::Weakrefs | Step::Stop => {
                        SMALLEST.set(LARGE);
                        over.set(true);
                    }
                    _ => {}
                });
                COUNTDOWN.set(nth);
                let result = toy.collector.collect(&toy, generation);
                SMALLEST.set(LARGE);
                let reached = COUNTDOWN.replace(0) == 0;
                toy.hook.take();
                toy.collector.check(&toy);
                match result {
                    Err(Refused) => {
                        let after = [Young, Middle, Old].map(|generation| toy.ids(generation));
                        assert_eq!(after, before, "nothing has changed");
                        refused += 1;
                    }
                    Ok(outcome) if outcome.freed == 0 => {
                        assert_eq!(outcome.uncollectable, 2 * length, "all is kept for now");
                        put_off += 1;
                    }
                    Ok(outcome) => assert_eq!(outcome.found(), 2 * length),
                }
                toy.full();
                assert_eq!(toy.alive(), 1 + length, "{generation:?} {length} {nth}");
                if !reached {
                    break;
                }
            }
            assert!(refused > 0, "{generation:?}: the working memory");
            assert_eq!(put_off, 1, "{generation:?}: the list of the uncollectable");
        }
    }
}

#[test]
fn tracking_and_freezing_few_objects_may_be_refused() {
    let toy = Toy::new();
    let nodes: Vec<Ptr> = (0..65).map(|_| toy.object()).collect();
    toy.collector.untrack(&toy, nodes[64]);
    toy.full();
    let without_any = |work: &dyn Fn() -> Result<(), HeapFull>| {
        SMALLEST.set(0);
        let result = without_memory(work);
        SMALLEST.set(LARGE);
        result
    };
    assert_eq!(without_any(&|| toy.collector.freeze(&toy)), Err(HeapFull));
    assert_eq!((toy.collector.len(Old), toy.collector.freeze_count()), (64, 0));
    let empty = Toy::new();
    let node = empty.object();
    empty.collector.untrack(&empty, node);
    for _ in 0..64 {
        empty.object();
    }
    assert_eq!(without_any(&|| empty.collector.track(&empty, node)), Err(HeapFull));
    assert!(!empty.collector.is_tracked(&empty, node));
    toy.collector.freeze(&toy).expect("memory");
    assert_eq!(without_any(&|| toy.collector.unfreeze(&toy)), Ok(()), "old has kept its room");
    toy.collector.check(&toy);
}

/// The most bytes that a collection has in use beyond those before it.
fn extra(toy: &Toy, generation: cyclegc::Generation) -> usize {
    let before = IN_USE.get();
    PEAK.set(before);
    toy.collector.collect(toy, generation).expect("memory");
    PEAK.get() - before
}

#[test]
fn a_collection_takes_at_most_eight_bytes_a_candidate() {
    const MANY: usize = 20_000;
    let toy = Toy::new();
    toy.collector.disable();
    let nodes: Vec<Ptr> = (0..MANY).map(|_| toy.object()).collect();
    for (index, &node) in nodes.iter().enumerate() {
        toy.link(node, nodes[index * 7_919 % MANY]);
    }
    // The outcomes that the toy keeps.
    toy.outcomes.borrow_mut().reserve(100);
    assert!(extra(&toy, Old) <= 8 * MANY, "all of them young");
    assert!(extra(&toy, Old) <= 8 * MANY, "all of them old");
    let young: Vec<Ptr> = (0..MANY / 4).map(|_| toy.object()).collect();
    // The old generation grows by the younger objects' slots.
    let merged = 8 * young.len();
    assert!(extra(&toy, Old) <= 8 * (MANY + young.len()) + merged, "some of them young");
    for &node in &nodes {
        toy.decref(node);
    }
    toy.outcomes.borrow_mut().clear();
    let all = MANY + young.len();
    let dead = extra(&toy, Old);
    let falling = 8 * MANY.next_power_of_two();
    assert!(dead <= 8 * all + falling, "{dead}: garbage, and the toy's own list of the dying");
}
