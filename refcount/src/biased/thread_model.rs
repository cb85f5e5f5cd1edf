//! Which thread is this, in a run of the model checker: whichever record the test has set.
//!
//! It stands in for `thread.rs` and `records.rs` under `cfg(loom)`, where a thread of a test is not
//! one of the system's, and where records live as long as one run. Joining and leaving are the
//! test's to do.

use core::cell::Cell;
use std::boxed::Box;
use std::vec::Vec;

use super::local::{self, NO_THREAD};
use super::owner::Owner;

loom::thread_local! {
    static FIRST: Cell<u64> = Cell::new(NO_THREAD);
}

std::thread_local! {
    /// All records that were made on this thread of the system, which runs all threads of a model.
    static RECORDS: Cell<Vec<&'static Owner>> = const { Cell::new(Vec::new()) };
}

pub(super) fn first() -> u64 {
    FIRST.with(Cell::get)
}

pub(super) fn record() -> Option<&'static Owner> {
    let first = first();
    (first != NO_THREAD).then(|| record_of(local::owner(first)))
}

pub(super) fn record_of(owner: u32) -> &'static Owner {
    let records = RECORDS.take();
    let record = records[owner as usize - 1];
    RECORDS.set(records);
    record
}

pub(super) fn join() -> Option<&'static Owner> {
    record()
}

/// A record that no thread has.
pub(crate) fn new_record() -> &'static Owner {
    let mut records = RECORDS.take();
    let id = u32::try_from(records.len() + 1).expect("fewer runs than ids");
    let record: &Owner = Box::leak(Box::new(Owner::new(id)));
    records.push(record);
    RECORDS.set(records);
    record
}

/// Makes the calling thread the one with this record, or one without. Answers what it was before.
pub(crate) fn set_current(owner: Option<&'static Owner>) -> Option<&'static Owner> {
    let before = record();
    FIRST.with(|first| first.set(owner.map_or(NO_THREAD, Owner::first)));
    before
}
