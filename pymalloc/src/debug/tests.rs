//! Guards, fills and reports of the hooks, over a heap and over the system's allocator.

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::NonNull;
use std::format;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use super::{Damage, DebugHooks, Domain};
use crate::heap::Heap;
use crate::limited::Limited;
use crate::os::OsArenas;

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

fn hooks() -> DebugHooks<Heap> {
    DebugHooks::new(Heap::new(), Domain::Object)
}

fn alloc<A: GlobalAlloc>(hooks: &DebugHooks<A>, layout: Layout) -> NonNull<u8> {
    // SAFETY: the hooks serve empty layouts too.
    NonNull::new(unsafe { hooks.alloc(layout) }).unwrap()
}

fn free<A: GlobalAlloc>(hooks: &DebugHooks<A>, block: NonNull<u8>, layout: Layout) {
    // SAFETY: the tests pass live blocks with their layouts.
    unsafe { hooks.dealloc(block.as_ptr(), layout) };
}

fn realloc<A: GlobalAlloc>(
    hooks: &DebugHooks<A>,
    block: NonNull<u8>,
    layout: Layout,
    size: usize,
) -> Option<NonNull<u8>> {
    // SAFETY: the tests pass live blocks with their layouts.
    NonNull::new(unsafe { hooks.realloc(block.as_ptr(), layout, size) })
}

/// The bytes from `offset` on, counted from the data.
fn bytes(block: NonNull<u8>, offset: isize, count: usize) -> Vec<u8> {
    // SAFETY: the tests stay inside the whole block, guards included.
    let start = unsafe { block.offset(offset) };
    // SAFETY: the same.
    unsafe { NonNull::slice_from_raw_parts(start, count).as_ref() }.to_vec()
}

fn write(block: NonNull<u8>, offset: isize, values: &[u8]) {
    for (index, &value) in values.iter().enumerate() {
        // SAFETY: the tests stay inside the whole block, guards included.
        let place = unsafe { block.offset(offset + index.cast_signed()) };
        // SAFETY: the same.
        unsafe { place.write(value) };
    }
}

/// What a check finds, without the addresses.
fn report<A: GlobalAlloc>(hooks: &DebugHooks<A>, block: NonNull<u8>, layout: Layout) -> String {
    // SAFETY: the tests pass blocks with room for guards.
    let violation = unsafe { hooks.check(block, layout) }.unwrap_err();
    let (p, tail) = (block.addr().get(), block.addr().get() + layout.size());
    let text = violation.to_string().replace(&format!("p={p:#x}"), "p=P");
    text.replace(&format!("tail={tail:#x}"), "tail=T")
}

/// Gives a block whose guards are damaged back: puts the guards right first.
fn mend<A: GlobalAlloc>(hooks: &DebugHooks<A>, block: NonNull<u8>, layout: Layout) {
    // SAFETY: the block has room for guards of its size.
    unsafe { hooks.guard(block, layout.size()) };
    free(hooks, block, layout);
}

#[test]
fn a_fresh_block_has_the_layout_of_cpython() {
    let hooks = hooks();
    let layout = layout(20, 8);
    let block = alloc(&hooks, layout);
    let mut expected = vec![0, 0, 0, 0, 0, 0, 0, 20, b'o'];
    expected.extend([0xFD; 7]);
    expected.extend([0xCD; 20]);
    expected.extend([0xFD; 8]);
    assert_eq!(bytes(block, -16, 44), expected);
    assert_eq!(hooks.allocator().stats().classes[2].blocks_in_use, 1, "20 + 24 bytes");
    free(&hooks, block, layout);
}

#[test]
fn a_freed_block_is_dead_from_its_header_to_its_guards() {
    let hooks = hooks();
    let layout = layout(40, 8);
    let block = alloc(&hooks, layout);
    free(&hooks, block, layout);
    // The first word is the free list's, and so is most of the second in the hardened mode.
    assert_eq!(bytes(block, -8, 1), [0xDD]);
    let dead = if cfg!(feature = "hardened") { 0 } else { -7 };
    assert!(bytes(block, dead, 40).iter().all(|&byte| byte == 0xDD));
    // SAFETY: the memory of the block is still the heap's.
    let violation = unsafe { hooks.check(block, layout) }.unwrap_err();
    assert_eq!(violation.damage, Damage::Id { allocated: 0xDD, verified: b'o' });
}

#[test]
fn a_buffer_overflow_reads_as_in_cpython() {
    let hooks = DebugHooks::new(Heap::new(), Domain::Mem);
    let layout = layout(16, 8);
    let block = alloc(&hooks, layout);
    write(block, 16, b"x");
    // From `PYTHONMALLOC=debug python3.13 -c 'import _testcapi; _testcapi.pymem_buffer_overflow()'`.
    let expected = "\
Debug memory block at address p=P: API 'm'
    16 bytes originally requested
    The 7 pad bytes at p-7 are FORBIDDENBYTE, as expected.
    The 8 pad bytes at tail=T are not all FORBIDDENBYTE (0xfd):
        at tail+0: 0x78 *** OUCH
        at tail+1: 0xfd
        at tail+2: 0xfd
        at tail+3: 0xfd
        at tail+4: 0xfd
        at tail+5: 0xfd
        at tail+6: 0xfd
        at tail+7: 0xfd
    Data at p: cd cd cd cd cd cd cd cd cd cd cd cd cd cd cd cd

bad trailing pad byte";
    assert_eq!(report(&hooks, block, layout), expected);
    mend(&hooks, block, layout);
}

#[test]
fn a_buffer_underflow_reads_as_in_cpython() {
    let hooks = hooks();
    let layout = layout(20, 8);
    let block = alloc(&hooks, layout);
    write(block, 0, &[0x41; 20]);
    write(block, -3, &[0x42; 2]);
    let expected = "\
Debug memory block at address p=P: API 'o'
    20 bytes originally requested
    The 7 pad bytes at p-7 are not all FORBIDDENBYTE (0xfd):
        at p-7: 0xfd
        at p-6: 0xfd
        at p-5: 0xfd
        at p-4: 0xfd
        at p-3: 0x42 *** OUCH
        at p-2: 0x42 *** OUCH
        at p-1: 0xfd
    Because memory is corrupted at the start, the count of bytes requested
       may be bogus, and checking the trailing pad bytes may segfault.
    The 8 pad bytes at tail=T are FORBIDDENBYTE, as expected.
    Data at p: 41 41 41 41 41 41 41 41 ... 41 41 41 41 41 41 41 41

bad leading pad byte";
    assert_eq!(report(&hooks, block, layout), expected);
    mend(&hooks, block, layout);
}

#[test]
fn an_empty_block_has_guards_and_no_data() {
    let hooks = hooks();
    let layout = layout(0, 1);
    let block = alloc(&hooks, layout);
    write(block, 0, &[0x42; 2]);
    let text = report(&hooks, block, layout);
    assert!(text.contains("    0 bytes originally requested\n"), "{text}");
    assert!(text.ends_with("        at tail+7: 0xfd\n\nbad trailing pad byte"), "{text}");
    mend(&hooks, block, layout);
}

#[cfg(feature = "std")]
#[test]
fn a_block_that_goes_to_another_domain_is_named_with_both() {
    use std::alloc::System;

    let (mem, object) =
        (DebugHooks::new(System, Domain::Mem), DebugHooks::new(System, Domain::Object));
    let layout = layout(16, 8);
    let block = alloc(&mem, layout);
    let text = report(&object, block, layout);
    let last = text.lines().last().unwrap();
    assert_eq!(last, "bad ID: Allocated using API 'm', verified using API 'o'");
    free(&mem, block, layout);
}

#[test]
fn a_layout_of_another_size_is_found_without_looking_beyond_the_block() {
    let hooks = hooks();
    let right = layout(30, 8);
    let block = alloc(&hooks, right);
    for wrong in [0, 29, 31, 1 << 40] {
        // SAFETY: the block is live; the guards are looked for at the smaller size.
        let violation = unsafe { hooks.check(block, layout(wrong, 8)) }.unwrap_err();
        assert_eq!(violation.damage, Damage::Size { allocated: 30, verified: wrong });
        let words = format!("bad size: Allocated 30 bytes, verified with a layout of {wrong}");
        assert_eq!(violation.to_string().lines().last(), Some(&*words));
    }
    free(&hooks, block, right);
}

#[test]
fn every_size_and_alignment_is_guarded_on_both_sides() {
    let hooks = DebugHooks::with_serial_numbers(Heap::new(), Domain::Object);
    let sizes = if cfg!(feature = "std") { 0..700 } else { 0..200 };
    let aligns = if cfg!(feature = "std") { 0..13 } else { 0..8 };
    for (size, shift) in sizes.step_by(7).flat_map(|size| aligns.clone().map(move |a| (size, a))) {
        let layout = layout(size, 1 << shift);
        let block = alloc(&hooks, layout);
        assert!(block.addr().get().is_multiple_of(layout.align()));
        // SAFETY: the block is live.
        assert_eq!(unsafe { hooks.check(block, layout) }, Ok(()));
        for offset in [-7, -1, size.cast_signed(), size.cast_signed() + 7] {
            write(block, offset, &[0]);
            // SAFETY: the block is live.
            assert!(unsafe { hooks.check(block, layout) }.is_err(), "{layout:?} {offset}");
            write(block, offset, &[0xFD]);
        }
        free(&hooks, block, layout);
    }
    assert_eq!(hooks.allocator().stats().blocks_in_use(), 0);
}

#[test]
fn numbered_calls_are_named_in_the_report() {
    let hooks = DebugHooks::with_serial_numbers(Heap::new(), Domain::Raw);
    let layout = layout(8, 8);
    free(&hooks, alloc(&hooks, layout), layout);
    let block = alloc(&hooks, layout);
    write(block, 8, b"x");
    let text = report(&hooks, block, layout);
    assert!(
        text.contains("    The block was made by call #2 to debug malloc/realloc.\n"),
        "{text}"
    );
    assert_eq!(hooks.calls(), 2);
    mend(&hooks, block, layout);
}

#[test]
fn zeroed_blocks_are_zero_between_their_guards() {
    let hooks = hooks();
    let layout = layout(33, 16);
    // SAFETY: the layout is not empty.
    let block = NonNull::new(unsafe { hooks.alloc_zeroed(layout) }).unwrap();
    assert_eq!(bytes(block, 0, 33), [0; 33]);
    free(&hooks, block, layout);
}

#[test]
fn reallocation_keeps_the_data_and_fills_what_is_new() {
    let hooks = hooks();
    let most = if cfg!(feature = "std") { 900 } else { 450 };
    for (old, new) in (1..most).step_by(37).flat_map(|o| (1..most).step_by(53).map(move |n| (o, n)))
    {
        let data: Vec<u8> = (0..old).map(|index: usize| index.to_le_bytes()[0] ^ 0x55).collect();
        let block = alloc(&hooks, layout(old, 8));
        write(block, 0, &data);
        let block = realloc(&hooks, block, layout(old, 8), new).unwrap();
        let kept = old.min(new);
        assert_eq!(bytes(block, 0, kept), data[..kept], "{old} to {new}");
        assert!(bytes(block, kept.cast_signed(), new - kept).iter().all(|&byte| byte == 0xCD));
        free(&hooks, block, layout(new, 8));
    }
}

#[test]
fn both_ends_of_the_old_block_are_dead_after_a_reallocation() {
    let hooks = hooks();
    let block = alloc(&hooks, layout(200, 8));
    write(block, 0, &[0x11; 200]);
    let moved = realloc(&hooks, block, layout(200, 8), 400).unwrap();
    assert_ne!(moved, block);
    assert_eq!(bytes(block, 0, 64), [0xDD; 64]);
    assert_eq!(bytes(block, 136, 64), [0xDD; 64]);
    assert_eq!(bytes(block, 64, 72), [0x11; 72]);
    free(&hooks, moved, layout(400, 8));
}

#[test]
fn a_refused_reallocation_leaves_the_block_as_it_was() {
    let hooks = DebugHooks::new(Heap::with_source(Limited::new(OsArenas, 1 << 20)), Domain::Mem);
    let block = alloc(&hooks, layout(300, 8));
    let data: Vec<u8> = (0..300_u16).map(|index| index.to_le_bytes()[0]).collect();
    write(block, 0, &data);
    assert_eq!(realloc(&hooks, block, layout(300, 8), 1 << 21), None);
    assert_eq!(realloc(&hooks, block, layout(300, 8), isize::MAX.cast_unsigned()), None);
    assert_eq!(bytes(block, 0, 300), data);
    free(&hooks, block, layout(300, 8));
}

#[cfg(feature = "allocator-api2")]
#[test]
fn collections_live_between_guards() {
    use hashbrown::{DefaultHashBuilder, HashMap};

    let hooks = hooks();
    let mut map = HashMap::with_hasher_in(DefaultHashBuilder::default(), &hooks);
    let most = if cfg!(feature = "std") { 1_000 } else { 20 };
    for key in 0_u16..most {
        let mut digits = allocator_api2::vec::Vec::new_in(&hooks);
        digits.extend_from_slice(key.to_string().as_bytes());
        digits.shrink_to_fit();
        map.insert(key, digits);
    }
    assert!(map.iter().all(|(key, digits)| key.to_string().as_bytes() == digits.as_slice()));
    drop(map);
    assert_eq!(hooks.allocator().stats().blocks_in_use(), 0);
}
