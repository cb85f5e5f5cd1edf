//! Payloads of every size and alignment.

use std::cell::RefCell;

use integration::{Gc, Heap, Trace, Tracer, Value};

use super::{Log, Result, assert_empty, panic_of};

/// So many bytes, and a reference.
struct Sized<const N: usize> {
    bytes: [u8; N],
    own: RefCell<Option<Value>>,
}

impl<const N: usize> Trace for Sized<N> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.own.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.own.take());
    }
}

fn check_size<const N: usize>() -> Result {
    let heap = Heap::new();
    let mut all = Vec::new();
    for fill in 0..50 {
        let object = heap.alloc(Sized { bytes: [fill; N], own: RefCell::new(None) })?;
        object.own.replace(Some(object.to_value()));
        all.push(object);
    }
    for (fill, object) in (0..50).zip(&all) {
        assert!(object.bytes.iter().all(|byte| *byte == fill), "{N} bytes");
        assert!(object.as_value().size() >= N + 16);
    }
    drop(all);
    assert_eq!(heap.collect()?.freed, 50);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn payloads_of_any_size_keep_their_bytes() -> Result {
    check_size::<0>()?;
    check_size::<1>()?;
    check_size::<464>()?;
    check_size::<479>()?;
    check_size::<480>()?;
    check_size::<481>()?;
    check_size::<512>()?;
    check_size::<4096>()?;
    check_size::<100_000>()
}

macro_rules! aligned {
    ($name:ident, $align:literal) => {
        #[repr(align($align))]
        struct $name(RefCell<Option<Gc<$name>>>, Log);
        impl Trace for $name {
            fn trace(&self, tracer: &mut Tracer<'_>) {
                self.0.trace(tracer);
            }
            fn clear_references(&self) {
                drop(self.0.take());
            }
        }
        impl Drop for $name {
            fn drop(&mut self) {
                assert_eq!(core::ptr::from_ref(self).addr() % $align, 0);
                self.1.say("dropped");
            }
        }
    };
}

aligned!(By16, 16);
aligned!(By32, 32);
aligned!(By64, 64);
aligned!(By4096, 4096);

#[test]
fn payloads_stand_where_their_alignment_wants_them() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    macro_rules! check {
        ($type:ident, $align:literal) => {
            let all: Vec<_> = (0..20)
                .map(|_| heap.alloc($type(RefCell::new(None), log.clone())))
                .collect::<Result<_>>()?;
            for object in &all {
                assert_eq!(core::ptr::from_ref::<$type>(object).addr() % $align, 0);
                object.0.replace(Some(object.clone()));
            }
            drop(all);
            assert_eq!(heap.collect()?.freed, 20);
            assert_eq!(log.0.take().len(), 20);
            assert_empty(&heap);
        };
    }
    check!(By16, 16);
    check!(By32, 32);
    check!(By64, 64);
    check!(By4096, 4096);
    Ok(())
}

#[test]
fn payloads_without_bytes_are_objects_of_their_own() -> Result {
    let heap = Heap::new();
    let (a, b) = (heap.alloc(())?, heap.alloc(())?);
    assert!(!Gc::ptr_eq(&a, &b));
    assert_ne!(a.as_value().id(), b.as_value().id());
    assert_eq!((heap.live_objects(), a.as_value().size()), (2, 16));
    drop((a, b));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_large_payload_whose_drop_panics_gives_its_memory_back() -> Result {
    struct Bomb([u64; 200]);
    impl Trace for Bomb {
        const COLLECTABLE: bool = false;
        fn trace(&self, _: &mut Tracer<'_>) {}
    }
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(self.0[199] == 0, "bomb");
        }
    }
    let heap = Heap::new();
    let bomb = heap.alloc(Bomb([1; 200]))?;
    assert_eq!(panic_of(|| drop(bomb)), "bomb");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn births_and_lives_are_counted() -> Result {
    let heap = Heap::new();
    let mut kept = Vec::new();
    for number in 0..1000_i64 {
        let object = heap.alloc(number)?;
        if number % 10 == 0 {
            kept.push(object);
        }
    }
    assert_eq!((heap.born_objects(), heap.live_objects()), (1000, 100));
    let buffer = heap.vec::<u8>();
    assert_eq!(heap.live_objects(), 101, "a buffer's handle counts");
    drop((kept, buffer));
    assert_eq!((heap.born_objects(), heap.live_objects()), (1000, 0));
    Ok(())
}

#[test]
fn a_value_is_only_taken_for_the_type_it_is() -> Result {
    let heap = Heap::new();
    let value = heap.alloc(7_i64)?.into_value();
    assert_eq!(value.get::<i64>(), Some(&7));
    assert!(value.get::<u64>().is_none() && value.as_gc::<i32>().is_none());
    let value = value.downcast::<u64>().expect_err("it is no u64");
    assert_eq!(value.owners(), 1);
    let typed = value.downcast::<i64>().expect("it is an i64");
    assert_eq!((*typed, typed.owners()), (7, 1));
    Ok(())
}

#[test]
fn every_arena_but_one_goes_back_when_nothing_lives() -> Result {
    let heap = Heap::new();
    let mut all = Vec::new();
    for number in 0..300_000_i64 {
        all.push(heap.list([heap.alloc(number)?.into_value()].into_iter())?);
    }
    assert!(heap.memory().arenas > 20);
    drop(all);
    assert_eq!(heap.memory().arenas, 1, "one is kept in reserve");
    assert_eq!(heap.memory().bytes_in_use(), 0);
    Ok(())
}
