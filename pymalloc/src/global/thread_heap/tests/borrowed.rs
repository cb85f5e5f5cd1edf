//! Blocks of other heaps that a thread keeps and hands out again.

use super::*;

/// What a thread keeps at first, of `CLASS`, and before it hands any of it out.
const ROOM: usize = 16;
const LEAST: usize = 8;

/// Runs `work` on a thread of its own with so many blocks of another heap, whose thread ends after
/// it. No block of that heap is missing then.
fn with_foreign(count: usize, work: impl FnOnce(&'static ThreadHeap, Blocks) + Send + 'static) {
    let _turn = turn();
    on_a_thread(move || {
        let owner = ThreadHeap::current().unwrap();
        let in_use = || {
            let mut count = 0;
            owner.heap.for_each_block(|_, _| count += 1);
            count
        };
        let before = in_use();
        let foreign = Blocks::new(count);
        on_a_thread(move || work(ThreadHeap::current().unwrap(), foreign));
        owner.take_up();
        owner.heap.check();
        assert_eq!(in_use(), before);
    });
}

fn addresses(blocks: &Blocks) -> Vec<NonNull<u8>> {
    let mut addresses = blocks.0.clone();
    addresses.sort_unstable();
    addresses
}

#[test]
fn what_a_thread_frees_of_another_s_blocks_it_hands_out_first() {
    with_foreign(ROOM, |heap, foreign| {
        let freed = addresses(&foreign);
        foreign.free();
        assert_eq!((heap.borrowed.count(), heap.outbox.count()), (ROOM, 0));
        let again = Blocks::new(ROOM);
        assert_eq!(addresses(&again), freed);
        assert_eq!(heap.borrowed.count(), 0);
        again.free();
    });
}

#[test]
fn a_few_of_another_s_blocks_wait_until_there_are_more() {
    with_foreign(LEAST, |heap, mut foreign| {
        let last = Blocks(Vec::from([foreign.0.pop().unwrap()]));
        foreign.free();
        let own = Blocks::new(1);
        assert_eq!(heap.borrowed.count(), LEAST - 1);
        let freed = last.0[0];
        last.free();
        let next = Blocks::new(1);
        assert_eq!(next.0[0], freed);
        next.free();
        own.free();
    });
}

#[test]
fn a_thread_that_uses_up_what_it_keeps_keeps_more() {
    with_foreign(10 * ROOM, |heap, foreign| {
        let mut foreign = foreign;
        for room in [ROOM, 2 * ROOM, 4 * ROOM] {
            let parcel = foreign.0.split_off(foreign.0.len() - room);
            Blocks(parcel).free();
            assert_eq!(heap.borrowed.count(), room);
            // One more is of its own heap: now the others are used up.
            let mut used = Blocks::new(room + 1);
            Blocks(Vec::from([used.0.pop().unwrap()])).free();
            assert_eq!(heap.borrowed.count(), 0);
            foreign.0.append(&mut used.0);
        }
        foreign.free();
    });
}

#[test]
fn a_thread_that_only_frees_keeps_a_little_and_sends_the_rest() {
    with_foreign(1_000, |heap, foreign| {
        foreign.free();
        assert_eq!(heap.borrowed.count(), ROOM);
    });
}

#[test]
fn a_thread_keeps_no_more_of_a_class_than_a_pool_holds() {
    const MEDIUM: SizeClass = SizeClass::of_program(2_048).unwrap();
    let _turn = turn();
    on_a_thread(|| {
        let foreign = Blocks((0..20).map(|_| ThreadHeap::alloc(MEDIUM).unwrap()).collect());
        on_a_thread(move || {
            let heap = ThreadHeap::current().unwrap();
            foreign.free();
            assert_eq!(heap.borrowed.count(), 8);
        });
    });
}

#[test]
fn a_heap_s_own_pools_come_and_go_behind_what_it_has_borrowed() {
    with_foreign(ROOM, |heap, foreign| {
        let mut own = Blocks::new(2_000);
        foreign.free();
        assert!(heap.heap.lists().0.borrowed(CLASS).is_some());
        heap.heap.check();
        // Full pools rejoin, and empty ones leave.
        let kept = own.0.split_off(10);
        Blocks(kept).free();
        heap.heap.check();
        let mut again = Blocks::new(ROOM + 1);
        assert!(heap.heap.lists().0.borrowed(CLASS).is_none());
        heap.heap.check();
        own.0.append(&mut again.0);
        own.free();
        heap.heap.check();
    });
}

#[test]
fn a_trim_gives_borrowed_blocks_to_their_owners() {
    with_foreign(ROOM, |heap, foreign| {
        foreign.free();
        assert_eq!(heap.borrowed.count(), ROOM);
        PyMalloc::trim();
        assert_eq!((heap.borrowed.count(), heap.outbox.count()), (0, 0));
        heap.heap.check();
    });
}
