//! `range`: an arithmetic progression.
//!
//! # Source
//! `compute_range_length` in `Objects/rangeobject.c`.

use core::fmt;

use super::Kind;
use crate::{Trace, Tracer};

/// The payload of a `range` whose three parts fit 64 bits. Python refuses a step of zero; here it
/// makes an empty range.
///
/// # Examples
/// ```
/// use integration::object::Range;
///
/// let r = Range { start: 10, stop: 0, step: -3 };
/// assert_eq!(r.len(), 4);
/// assert_eq!(r.get(3), Some(1));
/// assert!(r.contains(7) && !r.contains(8));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first number.
    pub start: i64,
    /// Where the progression has ended; never one of its numbers.
    pub stop: i64,
    /// The distance from one number to the next.
    pub step: i64,
}

impl Range {
    /// How many numbers there are.
    pub fn len(&self) -> u64 {
        let (low, high) = match self.step {
            0 => return 0,
            1.. => (self.start, self.stop),
            _ => (self.stop, self.start),
        };
        if low >= high { 0 } else { (high.abs_diff(low) - 1) / self.step.unsigned_abs() + 1 }
    }

    /// Whether there is no number.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at a place.
    #[inline]
    pub fn get(&self, index: u64) -> Option<i64> {
        if index >= self.len() {
            return None;
        }
        // Inside the range no number leaves 64 bits; what wraps on the way wraps back.
        Some(self.start.wrapping_add(self.step.wrapping_mul(index.cast_signed())))
    }

    /// Whether a number is one of the range's.
    pub fn contains(&self, n: i64) -> bool {
        self.index_of(n).is_some()
    }

    /// The place of a number.
    pub fn index_of(&self, n: i64) -> Option<u64> {
        let inside = match self.step {
            0 => false,
            1.. => self.start <= n && n < self.stop,
            _ => self.stop < n && n <= self.start,
        };
        if !inside {
            return None;
        }
        let distance = n.abs_diff(self.start);
        let step = self.step.unsigned_abs();
        distance.is_multiple_of(step).then(|| distance / step)
    }
}

impl Trace for Range {
    const KIND: Kind = Kind::Range;
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "range({}, {}, {})", self.start, self.stop, self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(from: i64, to: i64, step: i64) -> Vec<i64> {
        let range = Range { start: from, stop: to, step };
        (0..range.len()).filter_map(|i| range.get(i)).collect()
    }

    #[test]
    fn counts_up_and_down_and_stops_before_the_end() {
        assert_eq!(numbers(0, 5, 1), [0, 1, 2, 3, 4]);
        assert_eq!(numbers(0, 5, 2), [0, 2, 4]);
        assert_eq!(numbers(5, 0, -2), [5, 3, 1]);
        assert_eq!(numbers(0, 0, 1), []);
        assert_eq!(numbers(0, 5, -1), []);
        assert_eq!(numbers(0, 5, 0), []);
    }

    #[test]
    fn finds_exactly_its_own_numbers() {
        for (start, stop, step) in [(0, 20, 3), (20, 0, -3), (-7, 7, 7), (3, 3, 1)] {
            let range = Range { start, stop, step };
            let row = numbers(start, stop, step);
            for n in -30..30 {
                let place = row.iter().position(|m| *m == n).map(|i| i as u64);
                assert_eq!(range.index_of(n), place, "{n} in {range:?}");
                assert_eq!(range.contains(n), place.is_some());
            }
            assert_eq!(range.get(range.len()), None);
        }
    }

    #[test]
    fn the_extremes_do_not_overflow() {
        let all = Range { start: i64::MIN, stop: i64::MAX, step: 1 };
        assert_eq!(all.len(), u64::MAX);
        assert_eq!(all.get(u64::MAX - 1), Some(i64::MAX - 1));
        let down = Range { start: i64::MAX, stop: i64::MIN, step: i64::MIN };
        assert_eq!(down.len(), 2);
        assert_eq!(down.get(1), Some(-1));
        assert_eq!(down.index_of(-1), Some(1));
    }
}
