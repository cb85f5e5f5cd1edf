//! The records of all threads, each found by its id.
//!
//! A count names its owner by a number of half a word. The records lie in tables, each twice as
//! long as the one before, which are made when their first record is asked for and stay where they
//! are:
//!
//! ```text
//!  table:   0    1      2           3
//!  ids:     1    2 3    4 5 6 7     8 9 10 11 12 13 14 15     ...
//! ```
//!
//! It does not know which records are in use.
//!
//! # Invariants
//! 1. An id that [`new`] has answered has a record, for ever and at one address.

use std::boxed::Box;
use std::sync::OnceLock;

use super::owner::Owner;
use crate::sync::{AtomicU32, Ordering};

static TABLES: [OnceLock<Box<[Owner]>>; 32] = [const { OnceLock::new() }; 32];

/// How many ids have been given out.
static USED: AtomicU32 = AtomicU32::new(0);

/// A record that no thread has, or `None` after 2^32 - 2 of them.
pub(super) fn new() -> Option<&'static Owner> {
    // No record has the id `u32::MAX`: see `local`.
    let next = |used: u32| used.checked_add(1).filter(|&id| id < u32::MAX);
    let used = USED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).ok()?;
    Some(get(used + 1))
}

/// All records that there are.
pub(super) fn all() -> impl Iterator<Item = &'static Owner> {
    (1..=USED.load(Ordering::Relaxed)).map(get)
}

/// The record with the id, which [`new`] has answered.
pub(super) fn get(id: u32) -> &'static Owner {
    let table = id.ilog2();
    let len = 1 << table;
    let records = TABLES[table as usize].get_or_init(|| (len..2 * len).map(Owner::new).collect());
    &records[(id - len) as usize]
}
