//! The heap against a shadow map of what should be in it.
//!
//! Random operations: allocations of all kinds, size changes, frees. Every live block is filled
//! with a byte of its own. Before a block is given up or moved its contents are compared; after
//! each operation no live block may overlap its neighbours, and every so often the whole heap is
//! checked and visited.

use core::alloc::Layout;
use core::ptr::NonNull;
use std::collections::BTreeMap;
use std::vec::Vec;

use super::{Counting, layout};
use crate::geometry::SMALL_MAX;
use crate::heap::Heap;
use crate::size_class::SizeClass;

struct Live {
    block: NonNull<u8>,
    layout: Layout,
    fill: u8,
}

struct Model {
    heap: Heap<Counting>,
    live: BTreeMap<usize, Live>,
    rng: fastrand::Rng,
}

impl Model {
    fn new(seed: u64) -> Self {
        let heap = Heap::with_source(Counting::default());
        Model { heap, live: BTreeMap::new(), rng: fastrand::Rng::with_seed(seed) }
    }

    fn size(&mut self) -> usize {
        let most = if cfg!(feature = "std") { 3_000 } else { SMALL_MAX };
        match self.rng.u8(..20) {
            0 => 0,
            1 => self.rng.usize(..most),
            2..6 => self.rng.usize(..=SMALL_MAX),
            _ => self.rng.usize(1..=128),
        }
    }

    fn layout(&mut self) -> Layout {
        let size = self.size();
        let shift = if self.rng.u8(..8) == 0 { self.rng.u8(..13) } else { self.rng.u8(..5) };
        let layout = layout(size, 1 << shift);
        let served = cfg!(feature = "std") || SizeClass::for_heap(layout).is_some();
        if served { layout } else { self::layout(size, 16) }
    }

    /// Takes a block in, filled with a new byte, after a look at its neighbours.
    fn insert(&mut self, block: NonNull<u8>, layout: Layout) {
        let start = block.addr().get();
        assert!(start.is_multiple_of(layout.align()));
        let end = start + layout.size().max(1);
        if let Some((&next, _)) = self.live.range(start..).next() {
            assert!(end <= next, "the block reaches into the next");
        }
        if let Some((&before, live)) = self.live.range(..start).next_back() {
            assert!(before + live.layout.size().max(1) <= start, "the block lies in another");
        }
        let fill = self.rng.u8(..);
        // SAFETY: the block is the caller's and has this size.
        unsafe { block.write_bytes(fill, layout.size()) };
        self.live.insert(start, Live { block, layout, fill });
    }

    /// Takes a random block out, after a look at its contents.
    fn remove(&mut self) -> Option<Live> {
        let from = match self.live.len() {
            0 => return None,
            _ => self.rng.usize(*self.live.keys().next()?..=*self.live.keys().next_back()?),
        };
        let start = *self.live.range(from..).next()?.0;
        let live = self.live.remove(&start)?;
        assert_filled(&live, live.layout.size());
        Some(live)
    }

    fn step(&mut self, grow: bool) {
        match self.rng.u8(..10) {
            0..2 => self.reallocate(),
            2 if self.rng.u8(..50) == 0 => {
                self.heap.trim();
            }
            2 => {
                let layout = self.layout();
                let block = self.heap.alloc_zeroed(layout).unwrap();
                assert_filled(&Live { block, layout, fill: 0 }, layout.size());
                self.insert(block, layout);
            }
            roll if (roll < 7) == grow => {
                let layout = self.layout();
                let block = self.heap.alloc(layout).unwrap();
                self.insert(block, layout);
            }
            _ => {
                if let Some(live) = self.remove() {
                    // SAFETY: the map holds live blocks with their layouts.
                    unsafe { self.heap.dealloc(live.block, live.layout) };
                }
            }
        }
    }

    fn reallocate(&mut self) {
        let Some(live) = self.remove() else { return };
        let mut new = self.size();
        if SizeClass::for_heap(layout(new, live.layout.align())).is_none()
            && cfg!(not(feature = "std"))
        {
            new = 16;
        }
        // SAFETY: the map holds live blocks with their layouts.
        let block = unsafe { self.heap.realloc(live.block, live.layout, new) }.unwrap();
        let kept = live.layout.size().min(new);
        assert_filled(&Live { block, ..live }, kept);
        self.insert(block, layout(new, live.layout.align()));
    }

    fn check(&self) {
        self.heap.check();
        let stats = self.heap.stats();
        assert_eq!(stats.blocks_in_use() + stats.large_blocks, self.live.len());
        assert_eq!(stats.large_blocks, self.heap.source().large.get());
        let mut visited = 0;
        self.heap.for_each_block(|block, class| {
            let live = &self.live[&block.addr().get()];
            assert!(class.block_size() >= live.layout.size());
            visited += 1;
        });
        assert_eq!(visited, stats.blocks_in_use());
    }
}

fn assert_filled(live: &Live, count: usize) {
    let bytes = NonNull::slice_from_raw_parts(live.block, count);
    // SAFETY: the block is live, has at least `count` bytes, and all of them were written.
    let bytes = unsafe { bytes.as_ref() };
    assert!(bytes.iter().all(|&byte| byte == live.fill), "a live block was overwritten");
}

fn run(seed: u64, steps: usize, check_every: usize) {
    let mut model = Model::new(seed);
    for step in 0..steps {
        // Tides: the heap grows, shrinks to little, and grows again.
        model.step((step / (steps / 6).max(1)).is_multiple_of(2));
        if step % check_every == 0 {
            model.check();
        }
    }
    let rest: Vec<Live> = core::mem::take(&mut model.live).into_values().collect();
    for live in rest {
        assert_filled(&live, live.layout.size());
        // SAFETY: the map holds live blocks with their layouts.
        unsafe { model.heap.dealloc(live.block, live.layout) };
    }
    model.check();
    assert_eq!(model.heap.source().arenas.get(), 1);
}

#[test]
fn random_operations_agree_with_the_model_at_every_step() {
    for seed in 0..if cfg!(miri) { 1 } else { 40 } {
        run(seed, 600, 1);
    }
}

#[test]
fn random_operations_agree_with_the_model_over_many_arenas() {
    for seed in 100..if cfg!(miri) { 100 } else { 104 } {
        run(seed, 120_000, 5_000);
    }
}
