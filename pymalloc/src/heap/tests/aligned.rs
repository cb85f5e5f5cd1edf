//! Blocks that are aligned to more than 512.

use std::collections::BTreeSet;
use std::vec::Vec;

use super::{Counting, class, fill, free_all, layout};
use crate::geometry::POOL_SIZE;
use crate::heap::Heap;
use crate::size_class::SizeClass;

const ALIGNMENTS: [usize; 5] = [1024, 2048, 4096, 8192, POOL_SIZE];

#[test]
fn blocks_aligned_up_to_a_pool_come_from_pools() {
    let heap = Heap::with_source(Counting::default());
    let mut live = Vec::new();
    for round in 0..150 {
        for align in ALIGNMENTS {
            let layout = layout(round % 3 * align / 2, align);
            let block = heap.alloc(layout).unwrap();
            assert!(block.addr().get().is_multiple_of(align));
            // SAFETY: the block is live.
            let size = unsafe { heap.usable_size(block) };
            assert_eq!(size, Some(layout.size().max(align)));
            live.push((block, layout));
        }
        live.push((heap.alloc(layout(40, 8)).unwrap(), layout(40, 8)));
        heap.check();
    }
    assert_eq!((heap.source().large.get(), heap.stats().blocks_in_use()), (0, 900));
    assert_eq!(heap.stats().total(), heap.stats().arenas * crate::ARENA_SIZE);
    let mut ends: Vec<_> =
        live.iter().map(|(block, layout)| (block.addr().get(), layout.size())).collect();
    ends.sort_unstable();
    assert!(ends.windows(2).all(|pair| pair[0].0 + pair[0].1.max(16) <= pair[1].0), "apart");

    let mut walked = BTreeSet::new();
    heap.for_each_block(|block, class| assert!(walked.insert((block, class.block_size()))));
    assert_eq!(walked.len(), live.len());
    for (index, (block, layout)) in live.into_iter().enumerate() {
        assert!(walked.iter().any(|&(walked, size)| walked == block && size >= layout.size()));
        if index % 3 == 0 {
            // SAFETY: allocated above.
            assert!(unsafe { heap.dealloc_unsized(block) });
        } else {
            // SAFETY: allocated above with this layout.
            unsafe { heap.dealloc(block, layout) };
        }
        if index % 50 == 0 {
            heap.check();
        }
    }
    assert_eq!(heap.stats().blocks_in_use(), 0);
    heap.trim();
    assert_eq!(heap.source().arenas.get(), 0);
}

// What is larger than a pool comes from the system allocator.
#[cfg(feature = "std")]
#[test]
fn a_block_keeps_its_alignment_and_contents_when_it_gets_another_size() {
    let heap = Heap::with_source(Counting::default());
    for align in ALIGNMENTS {
        let mut size = align;
        let mut block = heap.alloc(layout(size, align)).unwrap();
        // SAFETY: the block has so many bytes.
        unsafe { block.write_bytes(7, size) };
        for next in [align + 1, 3 * POOL_SIZE, POOL_SIZE, 1, align / 2] {
            // SAFETY: the block has this layout.
            block = unsafe { heap.realloc(block, layout(size, align), next) }.unwrap();
            assert!(block.addr().get().is_multiple_of(align));
            // SAFETY: the block has at least a byte, written above.
            assert_eq!(unsafe { block.read() }, 7);
            assert_eq!(heap.source().large.get(), usize::from(next > POOL_SIZE));
            size = next;
            heap.check();
        }
        // SAFETY: the same.
        unsafe { heap.dealloc(block, layout(size, align)) };
    }
    assert_eq!(heap.stats().blocks_in_use(), 0);
}

#[test]
fn a_block_as_large_as_a_pool_is_never_in_the_short_one() {
    let heap = Heap::with_source(Counting::default());
    let whole = SizeClass::for_heap(layout(1, POOL_SIZE)).unwrap();
    let blocks = fill(&heap, whole, 63 * 3);
    assert_eq!(heap.source().arenas.get(), 3);
    heap.check();
    // The short pools serve whoever takes what is there.
    let small = fill(&heap, class(512), 3 * 20);
    assert_eq!(heap.source().arenas.get(), 3);
    heap.check();
    free_all(&heap, class(512), small);
    free_all(&heap, whole, blocks);
    heap.check();
    let again = fill(&heap, whole, 63 * 2);
    assert!(again.iter().all(|block| block.addr().get().is_multiple_of(POOL_SIZE)));
    heap.check();
    free_all(&heap, whole, again);
}
