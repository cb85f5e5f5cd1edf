//! The counts add up, and print in CPython's columns.

use core::alloc::Layout;
use std::format;
use std::string::String;
use std::vec::Vec;

use super::display::Grouped;
use super::*;
use crate::geometry::ARENA_SIZE;

#[test]
fn numbers_are_grouped_by_three_digits() {
    let text: Vec<String> = [0, 999, 1_000, 1_048_576, usize::MAX]
        .iter()
        .map(|&n| format!("{:>9}", Grouped(n)))
        .collect();
    assert_eq!(
        text,
        ["        0", "      999", "    1,000", "1,048,576", "18,446,744,073,709,551,615"]
    );
}

#[test]
fn the_parts_of_the_arenas_add_up() {
    let heap = Heap::new();
    let mut blocks = Vec::new();
    for round in 0..20_000 {
        let class = SizeClass::ALL[round % SizeClass::COUNT];
        blocks.push((heap.alloc_class(class).unwrap(), class));
    }
    let stats = heap.stats();
    assert_eq!(stats.blocks_in_use(), 20_000);
    assert_eq!(stats.total(), stats.arenas * ARENA_SIZE);
    assert_eq!(stats.classes[7].blocks_in_use, 625);
    for (block, class) in blocks {
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(block, class) };
    }
    let stats = heap.stats();
    assert_eq!((stats.blocks_in_use(), stats.pools()), (0, 0));
    assert_eq!(stats.total(), stats.arenas * ARENA_SIZE);
    assert_eq!(stats.arenas_highwater, stats.arenas_allocated);
}

#[cfg(feature = "std")]
#[test]
fn large_blocks_are_counted_at_their_requested_size() {
    let heap = Heap::new();
    let layout = Layout::from_size_align(1_000, 8).unwrap();
    let block = heap.alloc(layout).unwrap();
    // SAFETY: allocated above with this layout.
    let block = unsafe { heap.realloc(block, layout, 3_000) }.unwrap();
    let stats = heap.stats();
    assert_eq!((stats.large_blocks, stats.large_bytes, stats.arenas), (1, 3_000, 0));
    // SAFETY: the block has this layout now.
    unsafe { heap.dealloc(block, Layout::from_size_align(3_000, 8).unwrap()) };
    assert_eq!((heap.stats().large_blocks, heap.stats().large_bytes), (0, 0));
}

#[cfg(not(feature = "hardened"))]
#[test]
fn statistics_print_in_the_columns_of_cpython() {
    use std::string::ToString;

    let heap = Heap::new();
    let layout = Layout::from_size_align(48, 16).unwrap();
    let blocks: Vec<_> = (0..300).map(|_| heap.alloc(layout).unwrap()).collect();
    // 300 blocks of 48 bytes: 277 fill the short pool of slot 0, 23 are in the next one.
    let expected = "\
Small block threshold = 512, in 32 size classes.

class   size   num pools   blocks in use  avail blocks
-----   ----   ---------   -------------  ------------
    2     48           2             300           329

# arenas allocated total           =                    1
# arenas reclaimed                 =                    0
# arenas highwater mark            =                    1
# arenas allocated current         =                    1
1 arenas * 1048576 bytes/arena     =            1,048,576

# bytes in allocated blocks        =               14,400
# bytes in available blocks        =               15,792
62 unused pools * 16384 bytes      =            1,015,808
# bytes lost to pool headers       =                2,240
# bytes lost to quantization       =                   16
# bytes lost to arena alignment    =                  320
Total                              =            1,048,576

# unused pools never touched       =                   62
# unused pools given back          =                    0
# pools given back total           =                    0

# large blocks                     =                    0
# bytes in large blocks            =                    0
";
    assert_eq!(heap.stats().to_string(), expected);
    for block in blocks {
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(block, layout) };
    }
}

#[test]
fn statistics_of_threads_print_what_they_have_besides() {
    let mut stats = Stats::new();
    stats.medium_classes[0].pools = 1;
    stats.medium_classes[0].blocks_in_use = 7;
    stats.threads = Some(ThreadStats {
        heaps: 3,
        abandoned_heaps: 2,
        pending_blocks: 64,
        kept_blocks: 5,
        kept_bytes: 40_960,
    });
    let text = format!("{stats}");
    assert!(text.starts_with("Small block threshold = 2048, in 44 size classes.\n"), "{text}");
    assert!(text.contains("\n   32    576           1               7             0\n"), "{text}");
    let expected = "
# large blocks                     =                    0
# bytes in large blocks            =                    0
# large blocks kept by threads     =                    5
# bytes in kept large blocks       =               40,960

# heaps of threads                 =                    3
# heaps left by ended threads      =                    2
# freed blocks not yet taken up    =                   64
";
    assert!(text.ends_with(expected), "{text}");
}

#[cfg(feature = "serde")]
#[test]
fn statistics_survive_being_written_and_read() {
    let heap = Heap::new();
    let block = heap.alloc(Layout::new::<[u8; 100]>()).unwrap();
    let mut stats = heap.stats();
    stats.threads = Some(ThreadStats { heaps: 3, ..Default::default() });
    let text = serde_json::to_string(&stats).unwrap();
    assert!(text.contains(r#""block_size":112,"pools":1,"blocks_in_use":1"#), "{text}");
    assert_eq!(serde_json::from_str::<Stats>(&text).unwrap(), stats);
    // SAFETY: allocated above with this layout.
    unsafe { heap.dealloc(block, Layout::new::<[u8; 100]>()) };
}
