//! The table: every workload with its peers.

use pymalloc::Heap;
use refcount::{Arc, Brc, Rc};

use crate::cpython::Python;
use crate::family::{
    Family, HybridArc, HybridRc, OurArc, OurBrc, OurRc, RcliteArc, RcliteRc, StdArc, StdRc,
    TriompheArc,
};
use crate::measure::Row;
use crate::threads::{foreign_thread, two_threads};
use crate::workload::{births, deep_list, list, many_objects, new_and_drop, one_object};
use crate::{bare, heap_bytes, threads, workload};

/// Adds each family of a list to a row.
macro_rules! peers {
    ($row:expr, $function:ident: $($name:literal $family:ident),+ $(,)?) => {
        $row$(.peer($name, $function::<$family>))+
    };
}

/// Adds every family that one thread can use.
macro_rules! all {
    ($row:expr, $function:ident) => {
        peers!($row, $function:
            "std Rc" StdRc, "refcount Rc" OurRc, "rclite Rc" RcliteRc, "hybrid-rc Rc" HybridRc,
            "std Arc" StdArc, "refcount Arc" OurArc, "refcount Brc" OurBrc,
            "triomphe Arc" TriompheArc, "rclite Arc" RcliteArc, "hybrid-rc Arc" HybridArc)
    };
}

/// Adds every family that several threads can use.
macro_rules! shared {
    ($row:expr, $function:ident) => {
        peers!($row, $function:
            "std Arc" StdArc, "refcount Arc" OurArc, "refcount Brc" OurBrc,
            "triomphe Arc" TriompheArc, "rclite Arc" RcliteArc, "hybrid-rc Arc" HybridArc)
    };
}

/// All rows.
///
/// In a heap of its own an object has a neighbour, so that its pool is not given back at once.
pub fn rows(python: Option<Python>) -> Vec<Row> {
    let mut one = all!(Row::new("one", "clone and drop, one object"), one_object)
        .peer("a word, plain: the bound", bare::plain)
        .peer("a word, locked: the bound", bare::locked);
    let mut many = all!(Row::new("many", "clone and drop, 1,024 objects in turn"), many_objects);
    let foreign = Row::new("foreign", "clone and drop by a thread that did not make the object");
    let contended = Row::new("contended", "two threads clone and drop one object at once");
    let mut immortal = immortal();
    let mut new_drop = Row::new("new-drop", "make a pointer to a `u64` and drop it");
    new_drop = all!(new_drop, new_and_drop)
        .peer("refcount Rc in pymalloc's heap", |work| {
            let heap = Heap::new();
            let _neighbour = Rc::<u64, _>::new_borrowing_in(0, &heap);
            births(work, |value| Rc::new_borrowing_in(value, &heap))
        })
        .peer("refcount Arc in pymalloc's heap", |work| {
            let heap = Heap::new();
            let _neighbour = Arc::<u64, _>::new_borrowing_in(0, &heap);
            births(work, |value| Arc::new_borrowing_in(value, &heap))
        });
    if let Some(python) = python {
        let of = |run: fn(&Python, u32) -> f64| {
            let python = python.clone();
            move |work| run(&python, work)
        };
        one = one.peer("CPython 3.13, a list", of(|python, work| python.mortal(1, work)));
        many = many.peer("CPython 3.13, lists", of(|python, work| python.mortal(1024, work)));
        immortal = immortal.peer("CPython 3.13, None", of(Python::immortal));
        new_drop = new_drop.peer("CPython 3.13, a float", of(Python::births));
    }
    vec![
        one,
        many,
        shared!(foreign, foreign_thread),
        shared!(contended, two_threads),
        immortal,
        new_drop,
        deep(),
        layout(),
    ]
}

/// Objects that nobody may write: two threads must not slow each other.
fn immortal() -> Row {
    Row::new("immortal", "clone and drop, one object; immortal where it can be")
        .peer("std Rc", one_object::<StdRc>)
        .peer("std Arc", one_object::<StdArc>)
        .peer("refcount Rc", |work| {
            let pointer = Rc::new(7_u64);
            Rc::make_immortal(&pointer);
            workload::of_one(&pointer, work)
        })
        .peer("refcount Arc", |work| workload::of_one(&immortal_arc(), work))
        .peer("refcount Brc", |work| workload::of_one(&immortal_brc(), work))
        .peer("refcount Arc, one foreign thread", |work| {
            threads::together(&immortal_arc(), 1, work)
        })
        .peer("refcount Arc, two threads", |work| threads::together(&immortal_arc(), 2, work))
        .peer("refcount Brc, two foreign threads", |work| {
            threads::together(&immortal_brc(), 2, work)
        })
        .peer("std Arc, two threads", two_threads::<StdArc>)
}

fn immortal_arc() -> Arc<u64> {
    let pointer = Arc::new(7_u64);
    Arc::make_immortal(&pointer);
    pointer
}

fn immortal_brc() -> Brc<u64> {
    let pointer = Brc::new(7_u64);
    Brc::make_immortal(&pointer);
    pointer
}

/// Long lists. Beside the peers, ours on a stack where the others overflow.
fn deep() -> Row {
    let row = Row::new("deep", "drop a list, for each node; the stack is 1 GiB unless said");
    let row = peers!(row, list:
        "std Rc" StdRc, "refcount Rc" OurRc, "rclite Rc" RcliteRc, "std Arc" StdArc,
        "refcount Arc" OurArc, "refcount Brc" OurBrc, "triomphe Arc" TriompheArc);
    row.peer("refcount Rc, 10,000,000 nodes, 256 KiB", deep_list::<OurRc>)
        .peer("refcount Arc, 10,000,000 nodes, 256 KiB", deep_list::<OurArc>)
        .peer("refcount Brc, 10,000,000 nodes, 256 KiB", deep_list::<OurBrc>)
}

/// Bytes asked of the allocator for a `u64`.
fn layout() -> Row {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen bytes")]
    fn bytes<F: Family>(_: u32) -> f64 {
        heap_bytes::of(|| F::make(7_u64)) as f64
    }
    let row = Row::new("layout", "heap memory for a `u64`");
    Row { unit: "bytes", rounds: 1, ..all!(row, bytes) }
}
