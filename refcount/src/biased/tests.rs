//! The transition table of the biased count, row by row, and its edges.
//!
//! A count is set to a word, one operation is done by its owner or by another thread, and the words
//! it leaves are compared. What happens between threads is in `src/model` and `tests/biased.rs`; the
//! header of `src/model.rs` lists what was broken by hand and which test failed of it.
//!
//! | from | event | test |
//! |---|---|---|
//! | owned, more than 1 | owner counts | `the_owner_counts_without_touching_the_shared_word` |
//! | owned, 1, shared 0, no flags | owner decref | `the_owner_drops_its_last_reference` |
//! | owned, 1, otherwise | owner decref | same |
//! | owned, shared above 0 | foreign decref | `a_foreign_thread_counts_in_the_shared_word` |
//! | owned, shared 0 | foreign decref | same |
//! | queued | foreign decref | same |
//! | queued | owner drains | `the_owner_merges_what_is_queued` |
//! | queued, owner gone | foreign | `a_queued_reference_is_..`, `a_record_is_taken_over_..` |
//! | merged, 1 | any decref | `a_merged_count_is_one_number_for_all` |
//! | any | becomes immortal | `what_is_queued_may_have_become_immortal`, `the_edges_stop` |

use core::ptr::NonNull;
use core::sync::atomic::{AtomicU32, Ordering};
use std::{format, thread};

use super::shared::{IMMORTAL, MAYBE_WEAK, MERGED, ONE, QUEUED};
use super::{BiasedCount, local};
use crate::any_pointer::AnyPointer;
use crate::count::{Count, Decref, FIRST_IMMORTAL};

use Decref::{Alive, Dead, Queued};

/// The number in the local word of an immortal count.
const LOCAL_IMMORTAL: u32 = local::references(local::IMMORTAL);

/// A count of this thread's with these numbers.
fn at(local: u32, shared: isize) -> BiasedCount {
    let count = BiasedCount::new();
    count.set(local, shared);
    count
}

/// A count without owner.
fn merged(references: isize) -> BiasedCount {
    let count = BiasedCount::new_immortal();
    count.set(0, references * ONE + MERGED);
    count
}

/// Runs on another thread, one that owns nothing.
fn elsewhere<R: Send>(run: impl FnOnce() -> R + Send) -> R {
    thread::scope(|threads| threads.spawn(run).join().expect("no panic"))
}

fn words(count: &BiasedCount) -> (bool, u32, isize) {
    let (local, shared) = count.get();
    (count.is_owner(), local, shared)
}

#[test]
fn the_owner_counts_without_touching_the_shared_word() {
    for shared in [0, MAYBE_WEAK, QUEUED, 5 * ONE, QUEUED - 3 * ONE] {
        let count = at(4, shared);
        count.incref();
        assert_eq!(words(&count), (true, 5, shared));
        assert_eq!(count.decref(), Alive);
        assert_eq!(count.decref(), Alive);
        assert_eq!(words(&count), (true, 3, shared));
    }
}

#[test]
fn the_owner_drops_its_last_reference() {
    let rows = [
        (0, (true, 0, 0), Dead),
        (MAYBE_WEAK, (false, 0, MERGED), Dead),
        (ONE, (false, 0, ONE | MERGED), Alive),
        (ONE | MAYBE_WEAK, (false, 0, ONE | MERGED), Alive),
        (ONE | QUEUED, (false, 0, ONE | MERGED), Alive),
        (7 * ONE + QUEUED, (false, 0, 7 * ONE + MERGED), Alive),
    ];
    for (shared, after, left) in rows {
        let count = at(1, shared);
        assert_eq!(count.decref(), left, "{shared:#x}");
        assert_eq!(words(&count), after, "{shared:#x}");
    }
}

#[test]
fn a_foreign_thread_counts_in_the_shared_word() {
    let rows = [
        (3 * ONE, 2 * ONE, Alive),
        (ONE, 0, Alive),
        (ONE | MAYBE_WEAK, MAYBE_WEAK, Alive),
        (0, QUEUED, Queued),
        (MAYBE_WEAK, QUEUED, Queued),
        (QUEUED, QUEUED - ONE, Alive),
        (QUEUED - ONE, QUEUED - 2 * ONE, Alive),
        (QUEUED + 2 * ONE, QUEUED + ONE, Alive),
        (-ONE, -2 * ONE, Alive),
    ];
    for (shared, after, left) in rows {
        let count = at(4, shared);
        assert_eq!(elsewhere(|| count.decref()), left, "{shared:#x}");
        assert_eq!(words(&count), (true, 4, after), "{shared:#x}");
        if left != Queued {
            elsewhere(|| count.incref());
            assert_eq!(words(&count), (true, 4, shared));
        }
    }
}

#[test]
fn a_merged_count_is_one_number_for_all() {
    let decref: [fn(&BiasedCount) -> Decref; 2] =
        [BiasedCount::decref, |count| elsewhere(|| count.decref())];
    for run in decref {
        let count = merged(2);
        assert_eq!(run(&count), Alive);
        assert_eq!(words(&count), (false, 0, ONE | MERGED));
        count.incref();
        assert_eq!(words(&count), (false, 0, 2 * ONE + MERGED));
        assert_eq!(run(&count), Alive);
        assert_eq!(run(&count), Dead);
        assert_eq!(words(&count), (false, 0, MERGED));
    }
}

#[test]
fn the_owner_merges_what_is_queued() {
    let rows = [
        (1, 0, 0, Dead),
        (2, 0, 1, Alive),
        (4, -3, 0, Dead),
        (4, -1, 2, Alive),
        (1, 5, 5, Alive),
        (FIRST_IMMORTAL - 1, -5, 0x7FFF_FFF9, Alive),
    ];
    for (local, number, references, left) in rows {
        let count = at(local, QUEUED + number * ONE);
        assert_eq!(count.merge(), left, "{local} and {number}");
        assert_eq!(words(&count), (false, 0, references * ONE + MERGED), "{local} and {number}");
    }
    for (references, left) in [(1, Dead), (3, Alive)] {
        let count = merged(references);
        assert_eq!(count.merge(), left, "merged with {references} already");
        assert_eq!(words(&count), (false, 0, (references - 1) * ONE + MERGED));
    }
}

#[test]
fn what_is_queued_may_have_become_immortal() {
    let stop: [fn(&BiasedCount); 2] =
        [|count| count.make_immortal(), |count| elsewhere(|| count.make_immortal())];
    for stop in stop {
        for (local, shared) in [(1, QUEUED), (3, QUEUED - ONE), (1, QUEUED + 9 * ONE)] {
            let count = at(local, shared);
            stop(&count);
            assert_eq!(words(&count), (false, LOCAL_IMMORTAL, IMMORTAL | QUEUED));
            assert_eq!((count.merge(), count.merge()), (Alive, Alive));
            assert_eq!((count.decref(), elsewhere(|| count.decref())), (Alive, Alive));
            assert_eq!(words(&count), (false, LOCAL_IMMORTAL, IMMORTAL | QUEUED));
        }
    }
}

#[test]
fn a_sign_that_the_owner_overwrote_is_put_back() {
    let notice: [fn(&BiasedCount); 4] = [
        |count| assert_eq!((count.decref(), count.decref()), (Alive, Alive)),
        |count| assert_eq!(elsewhere(|| count.decref()), Alive),
        |count| elsewhere(|| count.incref()),
        |count| count.make_immortal(),
    ];
    for notice in notice {
        for shared in [IMMORTAL, IMMORTAL | QUEUED, IMMORTAL | MAYBE_WEAK, IMMORTAL | MERGED] {
            // As if the owner's store of 2 had crossed another thread's `make_immortal`.
            let count = at(2, shared);
            assert!(count.is_immortal() && !count.is_unique() && !count.take_unique());
            notice(&count);
            assert_eq!(words(&count), (false, LOCAL_IMMORTAL, shared));
        }
    }
}

#[test]
fn the_edges_stop() {
    let most = (IMMORTAL / 3 * 2 - 1) & !MERGED;
    let least = -(IMMORTAL / 3 * 2);
    for (shared, by) in [(most, 1), (most | QUEUED, 1), (least, -1), (least | QUEUED, -1)] {
        let count = at(5, shared);
        assert!(!count.is_immortal(), "{shared:#x}");
        if by > 0 {
            elsewhere(|| count.incref());
        } else {
            assert_eq!(elsewhere(|| count.decref()), Alive);
        }
        let flags = shared & MERGED;
        assert_eq!(words(&count), (false, LOCAL_IMMORTAL, IMMORTAL | flags), "{shared:#x}");
    }
    let count = at(5, most | QUEUED);
    assert!(elsewhere(|| count.try_incref()));
    assert_eq!(words(&count), (false, LOCAL_IMMORTAL, IMMORTAL | QUEUED));

    let count = at(FIRST_IMMORTAL - 2, 0);
    count.incref();
    assert_eq!(words(&count), (true, FIRST_IMMORTAL - 1, 0));
    assert!(!count.is_immortal());
    assert_eq!(count.count(), FIRST_IMMORTAL - 1);
    count.incref();
    assert_eq!(words(&count), (false, LOCAL_IMMORTAL, IMMORTAL));
    assert!(count.is_immortal());

    let count = at(FIRST_IMMORTAL - 1, 5 * ONE);
    assert_eq!(count.count(), FIRST_IMMORTAL - 1, "the largest answer of a mortal");
    assert_eq!(count.decref(), Alive);
    assert_eq!(words(&count), (true, FIRST_IMMORTAL - 2, 5 * ONE));

    let count = at(FIRST_IMMORTAL - 1, most | QUEUED);
    assert_eq!(count.merge(), Alive);
    assert!(count.is_immortal(), "the sum has no room");
}

#[test]
fn an_immortal_is_not_written() {
    let made = at(3, 2 * ONE);
    made.make_immortal();
    let after = words(&made);
    for count in [&made, &BiasedCount::new_immortal()] {
        let before = words(count);
        for _ in 0..3 {
            count.incref();
            assert!(count.try_incref());
            assert_eq!(count.decref(), Alive);
            elsewhere(|| {
                count.incref();
                assert!(count.try_incref());
                assert_eq!(count.decref(), Alive);
            });
            count.set_maybe_weak();
            count.make_immortal();
        }
        assert_eq!(words(count), before);
        assert!(count.count() >= FIRST_IMMORTAL && !count.is_unique() && !count.take_unique());
    }
    assert_eq!(words(&made), after);
}

#[test]
fn unique_means_one_reference_in_both_numbers() {
    let rows = [
        (1, 0, true),
        (1, MAYBE_WEAK, true),
        (1, ONE, false),
        (1, QUEUED + ONE, false),
        (2, 0, false),
        (2, QUEUED, false),
    ];
    for (local, shared, unique) in rows {
        let count = at(local, shared);
        assert_eq!(count.is_unique(), unique, "{local} {shared:#x}");
        assert!(!elsewhere(|| count.is_unique()), "only the owner knows");
        assert!(!elsewhere(|| count.take_unique()));
        assert_eq!(words(&count), (true, local, shared));
        assert_eq!(count.take_unique(), unique, "{local} {shared:#x}");
        assert_eq!(count.count() == 0, unique);
        assert_eq!(count.try_incref(), !unique);
    }
    for references in [1, 2] {
        let count = merged(references);
        assert_eq!(elsewhere(|| count.is_unique()), references == 1);
        assert_eq!(count.is_unique(), references == 1);
        assert_eq!(count.take_unique(), references == 1);
        assert_eq!(count.count() == 0, references == 1);
    }
}

#[test]
fn an_upgrade_fails_once_the_object_may_be_dying() {
    let foreign = [
        (2, 0, false),
        (2, MAYBE_WEAK, true),
        (2, ONE, true),
        (1, QUEUED, true),
        (3, QUEUED - 2 * ONE, true),
    ];
    for (local, shared, up) in foreign {
        let count = at(local, shared);
        assert_eq!(elsewhere(|| count.try_incref()), up, "{shared:#x}");
        assert_eq!(words(&count), (true, local, shared + isize::from(up) * ONE));
    }
    for (references, up) in [(0, false), (1, true)] {
        assert_eq!(merged(references).try_incref(), up);
    }

    let count = at(1, 0);
    assert!(count.try_incref());
    assert_eq!(words(&count), (true, 2, 0));
    assert_eq!((count.decref(), count.decref()), (Alive, Dead));
    assert!(!count.try_incref(), "the owner has destroyed it");
    assert!(!elsewhere(|| count.try_incref()));
}

#[test]
fn a_weak_reference_forfeits_the_death_without_atomics() {
    for (shared, after) in [(0, MAYBE_WEAK), (ONE, ONE | MAYBE_WEAK), (QUEUED, QUEUED)] {
        let count = at(2, shared);
        elsewhere(|| count.set_maybe_weak());
        count.set_maybe_weak();
        assert_eq!(words(&count), (true, 2, after));
    }
    let count = merged(1);
    count.set_maybe_weak();
    assert_eq!(words(&count), (false, 0, ONE | MERGED));
}

#[test]
fn a_revived_object_keeps_its_state() {
    let count = at(1, 0);
    assert_eq!(count.decref(), Dead);
    count.revive();
    assert_eq!(words(&count), (true, 1, 0));
    assert_eq!(count.decref(), Dead);

    let count = at(1, MAYBE_WEAK);
    assert_eq!(count.decref(), Dead);
    count.revive();
    assert_eq!(words(&count), (false, 0, ONE | MERGED));
    assert!(count.try_incref());
    assert_eq!((count.decref(), elsewhere(|| count.decref())), (Alive, Dead));
}

#[test]
fn the_sum_of_both_numbers_is_the_count() {
    assert_eq!((at(4, -ONE | QUEUED).count(), at(4, 3 * ONE).count()), (3, 7));
    assert_eq!((merged(9).count(), merged(0).count()), (9, 0));
    assert_eq!(format!("{:?}", at(2, ONE)), "BiasedCount(3)");
    assert_eq!(BiasedCount::default().count(), 1);
}

static DESTROYED: AtomicU32 = AtomicU32::new(0);

unsafe fn destroy(_: AnyPointer) {
    DESTROYED.fetch_add(1, Ordering::Relaxed);
}

#[test]
fn a_queued_reference_is_an_ordinary_one_once_the_owner_has_left() {
    // There is no owner and the flags say queued: the owner is between the two steps of its merge.
    let count = BiasedCount::new_immortal();
    count.set(0, ONE | QUEUED);
    let object = AnyPointer::new(NonNull::from(&count));
    // SAFETY: as after a decref that found 0 while the owner was still there; the function frees
    // nothing.
    unsafe { count.hand_over(object, destroy) };
    assert_eq!(count.get(), (0, QUEUED));
    assert_eq!(DESTROYED.load(Ordering::Relaxed), 0, "the owner will see the 0 when it publishes");

    count.set(0, ONE | MERGED);
    // SAFETY: as above, a little later.
    unsafe { count.hand_over(object, destroy) };
    assert_eq!(DESTROYED.load(Ordering::Relaxed), 1);
}

/// Looks for a thread that gets the record, holding on to the wrong ones meanwhile: other tests
/// leave records behind, too.
fn adopt(count: &BiasedCount, record: u64, tries: u32) -> bool {
    elsewhere(|| {
        let _ = BiasedCount::new();
        let mine = super::thread::first() == record;
        assert_eq!(count.is_owner(), mine);
        if mine {
            assert_eq!((count.decref(), count.decref()), (Alive, Dead));
        }
        mine || (tries > 0 && adopt(count, record, tries - 1))
    })
}

#[test]
fn a_record_is_taken_over_with_its_objects() {
    let (count, record) = elsewhere(|| {
        let count = BiasedCount::new();
        count.incref();
        (count, super::thread::first())
    });
    assert!(!count.is_owner());
    while !adopt(&count, record, 30) {}
    assert_eq!(words(&count), (false, 0, 0));
}
