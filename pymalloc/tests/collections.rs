//! Collections that live in a heap.

use core::alloc::Layout;

use allocator_api2::alloc::Allocator;
use allocator_api2::boxed::Box;
use allocator_api2::vec::Vec;
use hashbrown::{DefaultHashBuilder, HashMap};
use pymalloc::{ARENA_SIZE, Heap, Limited, OsArenas};

#[test]
fn a_map_grows_and_shrinks_in_a_heap() {
    let heap = Heap::new();
    let mut map = HashMap::with_hasher_in(DefaultHashBuilder::default(), &heap);
    for key in 0..20_000_u64 {
        map.insert(key, Box::new_in([key; 3], &heap));
    }
    assert_eq!(heap.stats().blocks_in_use(), 20_000);
    map.retain(|key, _| key % 7 == 0);
    map.shrink_to_fit();
    assert!(map.iter().all(|(&key, value)| **value == [key; 3]));
    assert_eq!(heap.stats().blocks_in_use(), map.len());
    drop(map);
    let stats = heap.stats();
    assert_eq!((stats.blocks_in_use(), stats.large_blocks, stats.arenas), (0, 0, 1));
}

#[test]
fn a_vector_grows_from_pools_into_a_large_block() {
    let heap = Heap::new();
    let mut vector = Vec::new_in(&heap);
    for n in 0..1_000_u32 {
        vector.push(n);
        let large = usize::from(vector.capacity() * 4 > 512);
        let stats = heap.stats();
        assert_eq!((stats.blocks_in_use(), stats.large_blocks), (1 - large, large));
    }
    assert!(vector.iter().copied().eq(0..1_000));
    vector.truncate(10);
    vector.shrink_to_fit();
    assert_eq!(heap.stats().large_blocks, 0);
    assert!(vector.iter().copied().eq(0..10));
}

#[test]
fn boxes_of_nothing_and_of_aligned_things_work() {
    #[derive(Clone, Copy, Debug, PartialEq)]
    #[repr(align(128))]
    struct Aligned(u8);

    let heap = Heap::new();
    let nothing = Box::new_in((), &heap);
    let aligned: std::vec::Vec<_> = (0..50).map(|n| Box::new_in(Aligned(n), &heap)).collect();
    for (n, value) in (0..).zip(&aligned) {
        assert_eq!(**value, Aligned(n));
        assert!((&raw const **value).addr().is_multiple_of(128));
    }
    // The empty value has no block.
    assert_eq!(heap.stats().blocks_in_use(), 50);
    drop((nothing, aligned));
    assert_eq!(heap.stats().blocks_in_use(), 0);
}

#[test]
fn an_allocator_reports_the_whole_block_and_zeroes_all_of_it() {
    let heap = Heap::new();
    let layout = Layout::from_size_align(50, 2).unwrap();
    // Keeps the pool of the first size, so that the second one dirties another.
    let kept = Box::new_in([0_u8; 64], &heap);
    for size in [64, 80] {
        let dirty = Layout::from_size_align(size, 16).unwrap();
        let block = (&heap).allocate(dirty).unwrap();
        // SAFETY: the block has so many bytes.
        unsafe { block.cast::<u8>().write_bytes(0xFF, size) };
        // SAFETY: allocated above with this layout.
        unsafe { (&heap).deallocate(block.cast(), dirty) };
    }
    let block = (&heap).allocate_zeroed(layout).unwrap();
    assert_eq!(block.len(), 64);
    // SAFETY: all of the block was zeroed.
    assert!(unsafe { block.as_ref() }.iter().all(|&byte| byte == 0));

    let grown = Layout::from_size_align(70, 2).unwrap();
    // SAFETY: the block was allocated with `layout`, and 70 is more than 50.
    let block = unsafe { (&heap).grow_zeroed(block.cast(), layout, grown) }.unwrap();
    assert_eq!(block.len(), 80);
    // SAFETY: the old bytes were zero, the new ones were zeroed.
    assert!(unsafe { block.as_ref() }.iter().all(|&byte| byte == 0));

    let stricter = Layout::from_size_align(70, 256).unwrap();
    // SAFETY: the block has the layout `grown`.
    let block = unsafe { (&heap).grow(block.cast(), grown, stricter) }.unwrap();
    assert!(block.addr().get().is_multiple_of(256));
    // SAFETY: a layout may have any size up to the reported one.
    unsafe { (&heap).deallocate(block.cast(), Layout::from_size_align(block.len(), 256).unwrap()) };
    drop(kept);
    assert_eq!(heap.stats().blocks_in_use(), 0);
}

#[test]
fn no_bytes_are_no_block_and_can_grow_into_one() {
    let heap = Heap::new();
    let (none, some) = (Layout::new::<[u32; 0]>(), Layout::new::<[u32; 9]>());
    let block = (&heap).allocate(none).unwrap();
    assert_eq!((block.len(), heap.stats().blocks_in_use()), (0, 0));
    // SAFETY: allocated above with this layout, as are the next two.
    let block = unsafe { (&heap).grow_zeroed(block.cast(), none, some) }.unwrap();
    assert_eq!((block.len(), heap.stats().blocks_in_use()), (48, 1));
    // SAFETY: see above.
    let block = unsafe { (&heap).shrink(block.cast(), some, none) }.unwrap();
    assert_eq!((block.len(), heap.stats().blocks_in_use()), (0, 0));
    // SAFETY: see above.
    unsafe { (&heap).deallocate(block.cast(), none) };
}

#[test]
fn a_collection_learns_of_a_refusal() {
    let heap = Heap::with_source(Limited::new(OsArenas, ARENA_SIZE));
    let mut vector: Vec<u8, _> = Vec::new_in(&heap);
    assert!(vector.try_reserve(100).is_ok());
    assert!(vector.try_reserve(1_000).is_err());
    vector.extend_from_slice(&[1; 100]);
    assert_eq!(vector.len(), 100);
}
