//! The stable sort of lists, with comparisons that may fail: an adaptive merge sort.
//!
//! Runs that are there already are found and, where short, lengthened by binary insertion; a stack
//! of pending runs is merged so that the merges are nearly balanced. While one side of a merge
//! keeps winning, places are searched for in leaps instead of item by item. Comparisons are asked
//! in the order CPython asks them: programs that count or print them see the same.
//!
//! What is sorted is a row of places; keys and items stay where they are.
//!
//! # Invariants
//! 1. The row has every place once after each step that can fail is over, also when it failed.
//!
//! # Source
//! `Objects/listobject.c` and `Objects/listsort.txt`; the order of merges is Munro and Wild's
//! powersort.

mod gallop;
mod merge;

/// Rows below this length are sorted by insertion alone.
const MAX_MIN_RUN: usize = 64;

/// So many wins in a row make a merge leap.
const MIN_GALLOP: usize = 7;

/// Whether the item at the first place is less than the one at the second.
type Less<'a, E> = &'a mut dyn FnMut(usize, usize) -> Result<bool, E>;

/// A sorted part of the row that waits to be merged.
struct Run {
    start: usize,
    len: usize,
    /// The depth of the merge between this run and the next.
    power: u32,
}

struct Sort<'a, E> {
    row: &'a mut [usize],
    less: Less<'a, E>,
    pending: Vec<Run>,
    min_gallop: usize,
}

/// Sorts a row of places.
pub(super) fn sort<E>(row: &mut [usize], less: Less<'_, E>) -> Result<(), E> {
    let len = row.len();
    if len < 2 {
        return Ok(());
    }
    let min_run = min_run(len);
    let mut sort = Sort { row, less, pending: Vec::new(), min_gallop: MIN_GALLOP };
    let mut start = 0;
    while start < len {
        let left = len - start;
        let mut run = sort.count_run(start, left)?;
        if run < min_run {
            let forced = left.min(min_run);
            sort.insert(start, run, forced)?;
            run = forced;
        }
        sort.found_run(start, run)?;
        start += run;
    }
    sort.merge_all()
}

/// The least length of a run: such that the row is a power of two of them, or nearly.
fn min_run(mut len: usize) -> usize {
    let mut odd = 0;
    while len >= MAX_MIN_RUN {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}

/// The depth at which two neighbouring runs meet in a nearly balanced tree of merges.
fn power(start: usize, first: usize, second: usize, len: usize) -> u32 {
    let mut a = 2 * start + first;
    let mut b = a + first + second;
    let mut power = 0;
    loop {
        power += 1;
        if a >= len {
            a -= len;
            b -= len;
        } else if b >= len {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

impl<E> Sort<'_, E> {
    fn is_less(&mut self, a: usize, b: usize) -> Result<bool, E> {
        (self.less)(self.row[a], self.row[b])
    }

    /// How long the run at `start` is, after one that goes down was turned around.
    fn count_run(&mut self, start: usize, left: usize) -> Result<usize, E> {
        let mut len = 1;
        while len < left && !self.is_less(start + len, start + len - 1)? {
            len += 1;
        }
        if len == left {
            return Ok(len);
        }
        // The next item is smaller. If all before are equal they may belong to a run downwards.
        if len > 1 {
            if self.is_less(start, start + len - 1)? {
                return Ok(len);
            }
            self.row[start..start + len].reverse();
        }
        len += 1;
        // Stretches of equal items are turned around now, to be in order when all are.
        let mut equal = 0;
        while len < left {
            if self.is_less(start + len, start + len - 1)? {
                self.reverse_equal(start + len, &mut equal);
            } else if self.is_less(start + len - 1, start + len)? {
                break;
            } else {
                equal += 1;
            }
            len += 1;
        }
        self.reverse_equal(start + len, &mut equal);
        self.row[start..start + len].reverse();
        while len < left && !self.is_less(start + len, start + len - 1)? {
            len += 1;
        }
        Ok(len)
    }

    /// Turns the stretch of items before `end` around of which `equal` equal their predecessor.
    fn reverse_equal(&mut self, end: usize, equal: &mut usize) {
        if *equal > 0 {
            self.row[end - *equal - 1..end].reverse();
            *equal = 0;
        }
    }

    /// Sorts `len` items of which the first `sorted` are.
    fn insert(&mut self, start: usize, sorted: usize, len: usize) -> Result<(), E> {
        for next in sorted.max(1)..len {
            let pivot = self.row[start + next];
            let (mut low, mut high) = (0, next);
            while low < high {
                let middle = usize::midpoint(low, high);
                if (self.less)(pivot, self.row[start + middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.row[start + low..=start + next].rotate_right(1);
        }
        Ok(())
    }

    /// Puts a run on the stack, after those that are to be merged before it.
    fn found_run(&mut self, start: usize, len: usize) -> Result<(), E> {
        if let Some(last) = self.pending.last() {
            let power = power(last.start, last.len, len, self.row.len());
            while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power {
                self.merge_at(self.pending.len() - 2)?;
            }
            if let Some(last) = self.pending.last_mut() {
                last.power = power;
            }
        }
        self.pending.push(Run { start, len, power: 0 });
        Ok(())
    }

    fn merge_all(&mut self) -> Result<(), E> {
        while self.pending.len() > 1 {
            let mut at = self.pending.len() - 2;
            if at > 0 && self.pending[at - 1].len < self.pending[at + 1].len {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
