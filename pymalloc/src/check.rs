//! The whole-heap check: every numbered invariant of the other files, asserted.
//!
//! Compiled for the crate's own tests, and for everybody under `--cfg heap_check`. It walks all
//! arenas, pools and lists, writes nothing and allocates nothing.

use crate::arena::ArenaRef;
use crate::arena_source::ArenaSource;
use crate::block_map::BlockMap;
use crate::geometry::{ARENA_SIZE, POOLS};
use crate::heap::Heap;
use crate::pool::{PoolRef, State, rejoin_at};
use crate::size_class::SizeClass;
use crate::usable::Usable;
use crate::used_pools::UsedPools;

impl<S: ArenaSource> Heap<S> {
    /// Walks the heap and asserts its invariants.
    ///
    /// # Panics
    /// When one does not hold; the message names it.
    pub fn check(&self) {
        let (used, usable) = self.lists();
        let (spares, owner) = self.words();
        let (mut arenas, mut used_pools, mut usable_arenas, mut spare) = (0, 0, 0, 0);
        for arena in self.counts().0.iter() {
            arenas += 1;
            assert!(arena.memory().addr().get().is_multiple_of(ARENA_SIZE), "geometry");
            assert!(arena.public.owner.get() == owner, "heap invariant 3");
            usable_arenas += usize::from(arena.free_pools() > 0);
            let settled = arena.is_idle() == arena.is_spare.get();
            assert!(settled || (arena.is_idle() && self.is_walking()), "heap invariant 2");
            spare += usize::from(arena.is_spare.get());
            used_pools += check_arena(arena);
        }
        assert_eq!(arenas, self.counts().0.current(), "arenas invariant 2");
        assert_eq!(usable_arenas, check_usable(usable), "usable invariant 1");
        assert_eq!(used_pools, check_used(used), "used pools invariant 1");
        assert_eq!(spare, spares, "heap invariant 2");
    }
}

/// Checks an arena, and counts its used pools.
fn check_arena(arena: ArenaRef) -> usize {
    let (mut stack, mut above) = (0, State::Empty);
    for pool in arena.stack() {
        assert!(pool.state().is_empty(), "arena invariant 2");
        assert!(pool.state() >= above, "purge invariant 1");
        assert!(pool.arena() == arena, "arena invariant 2");
        stack += 1;
        assert!(stack <= POOLS, "arena invariant 1: the stack of empty pools is a circle");
        above = pool.state();
    }
    assert_eq!(arena.free_pools(), stack + POOLS - arena.virgin(), "arena invariant 1");

    let (mut empty, mut used, mut kept) = (0, 0, 0);
    for (index, pool) in arena.pools().enumerate() {
        assert_eq!(pool.index(), index, "geometry");
        check_pool(pool);
        assert_eq!(arena.public.classes[index].get(), pool.class(), "arena invariant 5");
        empty += usize::from(pool.state().is_empty());
        used += usize::from(matches!(pool.state(), State::Used | State::Kept));
        kept += usize::from(pool.state() == State::Kept);
    }
    assert_eq!(empty, stack, "arena invariant 2");
    assert_eq!(kept, arena.kept.get() as usize, "arena invariant 3");
    for index in arena.virgin()..POOLS {
        let pool = PoolRef::in_arena(arena, index);
        assert_eq!(pool.state(), State::Virgin, "arena invariant 2");
    }
    used
}

fn check_pool(pool: PoolRef) {
    let capacity = pool.capacity();
    let free = BlockMap::of(pool).count();
    assert_eq!(u32::from(pool.used()) + free, u32::from(capacity), "pool invariant 1");
    match pool.state() {
        State::Virgin | State::Borrowed => panic!("arena invariant 2"),
        State::Used => {
            assert_eq!(pool.left(), u32::from(pool.used()), "pool invariant 3");
            assert!(pool.used() > 0, "pool invariant 4");
        }
        State::Full => {
            let left = u32::from(pool.used() - rejoin_at(capacity));
            assert_eq!(pool.left(), left, "pool invariant 3");
            assert!(left > 0, "pool invariant 3");
        }
        State::Empty | State::Idle => assert_eq!(pool.left(), 0, "pool invariant 4"),
        State::Purged => {
            assert_eq!(pool.left(), 0, "pool invariant 4");
            assert_eq!(pool.carved(), 0, "purge invariant 2");
        }
        State::Kept => assert!(pool.left() > 0, "pool invariant 3"),
    }
}

/// Checks the lists of the classes, and counts their pools.
fn check_used(used: &UsedPools) -> usize {
    let mut pools = 0;
    for class in SizeClass::EVERY {
        let mut prev = used.borrowed(class);
        let mut next = used.first(class);
        while let Some(pool) = next {
            match pool.state() {
                State::Used => {}
                State::Kept => assert!(used.is_only(pool), "used pools invariant 3"),
                other => panic!("used pools invariant 1: a pool in state {other:?}"),
            }
            assert_eq!(pool.class(), class, "used pools invariant 1");
            assert!(pool.prev().get() == prev, "used pools invariant 1: broken link");
            pools += 1;
            prev = Some(pool);
            next = pool.next().get();
        }
    }
    pools
}

/// Checks the buckets, and counts their arenas.
fn check_usable(usable: &Usable) -> usize {
    let mut arenas = 0;
    for free_pools in 1..=POOLS {
        let (mut next, occupied) = usable.bucket(free_pools);
        assert_eq!(next.is_some(), occupied, "usable invariant 2");
        let mut prev = None;
        while let Some(arena) = next {
            assert_eq!(arena.free_pools(), free_pools, "usable invariant 1");
            assert!(arena.prev.get() == prev, "usable invariant 1: broken link");
            arenas += 1;
            prev = Some(arena);
            next = arena.next.get();
        }
    }
    arenas
}
