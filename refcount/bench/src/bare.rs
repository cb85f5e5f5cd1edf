//! The bounds of the machine: a word that is counted up and down, plainly and with the bus lock,
//! where nothing is asked but whether the last owner has gone.

use std::cell::Cell;
use std::hint::cold_path;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::workload;

/// Counts in a word that one thread uses.
struct Plain<'a>(&'a Cell<u64>);

/// Counts in a word that several threads may use.
struct Locked<'a>(&'a AtomicU64);

impl Clone for Plain<'_> {
    #[inline]
    fn clone(&self) -> Self {
        self.0.set(self.0.get() + 1);
        Self(self.0)
    }
}

impl Drop for Plain<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
        if self.0.get() == 0 {
            last();
        }
    }
}

impl Clone for Locked<'_> {
    #[inline]
    fn clone(&self) -> Self {
        self.0.fetch_add(1, Ordering::Relaxed);
        Self(self.0)
    }
}

impl Drop for Locked<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.0.fetch_sub(1, Ordering::Release) == 1 {
            last();
        }
    }
}

/// Where an object would be destroyed.
#[inline(never)]
fn last() {
    cold_path();
}

/// A pair of a plain increment and decrement.
pub fn plain(work: u32) -> f64 {
    workload::of_one(&Plain(&Cell::new(1)), work)
}

/// A pair of a locked increment and decrement.
pub fn locked(work: u32) -> f64 {
    workload::of_one(&Locked(&AtomicU64::new(1)), work)
}
