//! One table of edge values for every count: what each operation makes of each word.

use refcount::{AtomicCount, Count, Decref, FIRST_IMMORTAL, IMMORTAL, LocalCount};

use Decref::{Alive, Dead};

/// A count whose word a test may choose.
trait AtValue: Count {
    fn at(count: u32) -> Self;
}

impl AtValue for LocalCount {
    fn at(count: u32) -> Self {
        let this = Self::new();
        this.set(count);
        this
    }
}

impl AtValue for AtomicCount {
    fn at(count: u32) -> Self {
        let this = Self::new();
        this.set(count);
        this
    }
}

/// Word, after incref, after decref, what decref answers, immortal, after `make_immortal`.
const EDGES: [(u32, u32, u32, Decref, bool, u32); 14] = [
    (1, 2, 0, Dead, false, IMMORTAL),
    (2, 3, 1, Alive, false, IMMORTAL),
    (3, 4, 2, Alive, false, IMMORTAL),
    (0x3FFF_FFFF, 0x4000_0000, 0x3FFF_FFFE, Alive, false, IMMORTAL),
    (0x4000_0000, 0x4000_0001, 0x3FFF_FFFF, Alive, false, IMMORTAL),
    (0x7FFF_FFFE, 0x7FFF_FFFF, 0x7FFF_FFFD, Alive, false, IMMORTAL),
    (0x7FFF_FFFF, 0x8000_0000, 0x7FFF_FFFE, Alive, false, IMMORTAL),
    (0x8000_0000, 0x8000_0001, 0x8000_0000, Alive, true, IMMORTAL),
    (0x8000_0001, 0x8000_0002, 0x8000_0001, Alive, true, IMMORTAL),
    (0xBFFF_FFFF, 0xC000_0000, 0xBFFF_FFFF, Alive, true, IMMORTAL),
    (0xC000_0000, 0xC000_0000, 0xC000_0000, Alive, true, IMMORTAL),
    (0xC000_0001, 0xC000_0001, 0xC000_0001, Alive, true, 0xC000_0001),
    (0xFFFF_FFFE, 0xFFFF_FFFE, 0xFFFF_FFFE, Alive, true, 0xFFFF_FFFE),
    (0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, Alive, true, 0xFFFF_FFFF),
];

fn edges<C: AtValue>() {
    assert_eq!((FIRST_IMMORTAL, IMMORTAL), (0x8000_0000, 0xC000_0000));
    for (word, up, down, left, immortal, stopped) in EDGES {
        let count = C::at(word);
        assert_eq!(count.count(), word);
        assert_eq!(count.is_immortal(), immortal, "{word:#x}");
        assert_eq!(count.is_unique(), word == 1, "{word:#x}");
        count.incref();
        assert_eq!(count.count(), up, "incref of {word:#x}");

        let count = C::at(word);
        assert_eq!(count.decref(), left, "decref of {word:#x}");
        assert_eq!(count.count(), down, "decref of {word:#x}");

        let count = C::at(word);
        count.make_immortal();
        assert_eq!(count.count(), stopped, "make_immortal of {word:#x}");
        assert!(count.is_immortal() && !count.is_unique());
    }
}

#[test]
fn a_local_count_keeps_to_the_table() {
    edges::<LocalCount>();
}

#[test]
fn an_atomic_count_keeps_to_the_table() {
    edges::<AtomicCount>();
}

fn upgrades<C: Count>() {
    let count = C::new();
    count.set_maybe_weak();
    assert!(count.try_incref());
    assert!(!count.take_unique());
    assert_eq!((count.decref(), count.decref()), (Alive, Dead));
    assert!(!count.try_incref(), "the object is dead");
    count.revive();
    assert!(count.take_unique());
    assert!(!count.try_incref(), "the value has been taken out");
    assert_eq!(count.count(), 0);
}

#[test]
fn an_upgrade_finds_out_that_the_object_is_dead() {
    upgrades::<LocalCount>();
    upgrades::<AtomicCount>();
    #[cfg(feature = "std")]
    upgrades::<refcount::BiasedCount>();
}

#[test]
fn an_upgrade_stops_at_the_same_edges() {
    fn edges<C: AtValue>() {
        for (word, up, ..) in EDGES {
            let count = C::at(word);
            assert!(count.try_incref());
            assert_eq!(count.count(), up, "upgrade of {word:#x}");
        }
    }
    edges::<LocalCount>();
    edges::<AtomicCount>();
}

fn revival<C: Count>() {
    let count = C::new();
    assert_eq!(count.decref(), Dead);
    count.revive();
    assert_eq!(count.decref(), Dead, "the finalizer kept nothing");
    count.revive();
    count.incref();
    assert_eq!(count.decref(), Alive, "the finalizer kept a reference");
    assert!(count.is_unique());
}

#[test]
fn a_revived_object_tells_whether_its_finalizer_kept_it() {
    revival::<LocalCount>();
    revival::<AtomicCount>();
    #[cfg(feature = "std")]
    revival::<refcount::BiasedCount>();
}

#[test]
fn born_immortals_stand_at_the_upper_stop() {
    assert_eq!(LocalCount::new_immortal().count(), IMMORTAL);
    assert_eq!(AtomicCount::new_immortal().count(), IMMORTAL);
    assert_eq!(LocalCount::default().count(), 1);
    assert_eq!(format!("{:?} {:?}", LocalCount::new(), AtomicCount::default()), {
        "LocalCount(1) AtomicCount(1)"
    });
}

#[test]
fn counts_are_one_word_of_32_bits() {
    assert_eq!((size_of::<LocalCount>(), align_of::<LocalCount>()), (4, 4));
    assert_eq!((size_of::<AtomicCount>(), align_of::<AtomicCount>()), (4, 4));
}

#[test]
fn threads_that_saturate_a_count_together_leave_it_immortal() {
    let count = AtomicCount::new();
    count.set(FIRST_IMMORTAL - 100);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| (0..1_000).for_each(|_| count.incref()));
        }
    });
    assert_eq!(count.count(), FIRST_IMMORTAL + 3_900);
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| (0..1_000).for_each(|_| assert_eq!(count.decref(), Alive)));
        }
    });
    assert_eq!(count.count(), FIRST_IMMORTAL + 3_900);
}

#[test]
fn one_thread_of_many_sees_the_death() {
    for _ in 0..50 {
        let count = AtomicCount::new();
        count.set(4);
        let deaths: u32 = std::thread::scope(|threads| {
            let all = [(); 4].map(|()| threads.spawn(|| u32::from(count.decref() == Dead)));
            all.map(|thread| thread.join().expect("no panic")).iter().sum()
        });
        assert_eq!((deaths, count.count()), (1, 0));
    }
}
