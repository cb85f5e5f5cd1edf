//! `slice`: three objects that say which part of a row is meant.
//!
//! # Source
//! `PySlice_Unpack` and `PySlice_AdjustIndices` in `Objects/sliceobject.c`.

use core::fmt;

use super::{Int, Kind};
use crate::heap::trace_fields;
use crate::{FreeList, Trace, Value};

/// The payload of a `slice`.
pub struct Slice {
    /// The first place, or `None`.
    pub start: Value,
    /// The place before which to stop, or `None`.
    pub stop: Value,
    /// The distance between places, or `None`.
    pub step: Value,
}

/// A slice applied to a row of a known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Indices {
    /// The first place.
    pub start: i64,
    /// The place before which to stop; -1 for one before the first, going down.
    pub stop: i64,
    /// The distance from one place to the next.
    pub step: i64,
    /// How many places there are.
    pub count: usize,
}

/// Why a slice cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceError {
    /// The step is zero.
    ZeroStep,
    /// A part is neither `None` nor an `int`; the host asks it for its index.
    NotAnInt,
}

impl fmt::Display for SliceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroStep => "slice step cannot be zero",
            Self::NotAnInt => "slice indices must be integers or None",
        })
    }
}

impl core::error::Error for SliceError {}

impl Slice {
    /// Applies the slice to a row of `len` items.
    ///
    /// # Errors
    /// [`SliceError`] when a part is not `None` or an `int`, or the step is zero.
    pub fn indices(&self, len: usize) -> Result<Indices, SliceError> {
        let (start, stop) = (part(&self.start)?, part(&self.stop)?);
        Indices::adjust(start, stop, part(&self.step)?, len).ok_or(SliceError::ZeroStep)
    }
}

/// A part of a slice as a number, cut to 64 bits.
fn part(value: &Value) -> Result<Option<i64>, SliceError> {
    match value.kind() {
        Kind::None => Ok(None),
        Kind::Int => {
            let int = value.get::<Int>().ok_or(SliceError::NotAnInt)?;
            let far = if int.is_negative() { i64::MIN } else { i64::MAX };
            Ok(Some(int.as_i64().unwrap_or(far)))
        }
        _ => Err(SliceError::NotAnInt),
    }
}

impl Indices {
    /// The places of a row of `len` items that `start:stop:step` means; nothing when the step is
    /// zero.
    ///
    /// # Examples
    /// ```
    /// use integration::object::Indices;
    ///
    /// // row[-3:]
    /// let tail = Indices::adjust(Some(-3), None, None, 10).unwrap();
    /// assert_eq!((tail.start, tail.stop, tail.step, tail.count), (7, 10, 1, 3));
    /// // row[::-2]
    /// let back = Indices::adjust(None, None, Some(-2), 5).unwrap();
    /// assert_eq!(back.iter().collect::<Vec<_>>(), [4, 2, 0]);
    /// ```
    #[expect(clippy::similar_names, reason = "Python's names of the three")]
    pub fn adjust(
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
        len: usize,
    ) -> Option<Self> {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        // The smallest number has no opposite; one above it is as far for any row.
        let step = step.unwrap_or(1).max(-i64::MAX);
        let (first, last) = match step {
            0 => return None,
            1.. => (0, len),
            _ => (-1, len - 1),
        };
        let place = |i: i64| (if i < 0 { i.saturating_add(len) } else { i }).clamp(first, last);
        let (from, to) = if step > 0 { (first, last) } else { (last, first) };
        let start = start.map_or(from, place);
        let stop = stop.map_or(to, place);
        let distance = if step > 0 { stop - start } else { start - stop };
        let count = if distance <= 0 { 0 } else { (distance - 1) / step.abs() + 1 };
        Some(Self { start, stop, step, count: usize::try_from(count).unwrap_or_default() })
    }

    /// The places, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = usize> + use<> {
        let Self { start, step, count, .. } = *self;
        let mut next = start;
        (0..count).map(move |_| {
            let place = usize::try_from(next).unwrap_or_default();
            // The one after the last may leave 64 bits, and nobody asks for it.
            next = next.wrapping_add(step);
            place
        })
    }
}

impl Trace for Slice {
    const KIND: Kind = Kind::Slice;
    const FREE_LISTED: bool = true;

    fn free_list(&self) -> Option<FreeList> {
        Some(FreeList::SLICE)
    }

    trace_fields!(start, stop, step);

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("slice")
    }
}

impl fmt::Debug for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slice")
            .field("start", &self.start)
            .field("stop", &self.stop)
            .field("step", &self.step)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Heap, object::NoneType};

    fn places(from: Option<i64>, to: Option<i64>, step: i64, len: usize) -> Vec<usize> {
        Indices::adjust(from, to, Some(step), len).map_or(vec![], |i| i.iter().collect())
    }

    #[test]
    fn negative_places_count_from_the_end_and_far_ones_are_cut() {
        assert_eq!(places(None, None, 1, 4), [0, 1, 2, 3]);
        assert_eq!(places(Some(-2), None, 1, 4), [2, 3]);
        assert_eq!(places(None, Some(-1), 1, 4), [0, 1, 2]);
        assert_eq!(places(Some(-100), Some(100), 1, 4), [0, 1, 2, 3]);
        assert_eq!(places(Some(3), Some(1), 1, 4), []);
        assert_eq!(places(Some(1), Some(4), 2, 4), [1, 3]);
        assert_eq!(places(None, None, 1, 0), []);
    }

    #[test]
    fn a_negative_step_goes_down_to_the_first_place() {
        assert_eq!(places(None, None, -1, 4), [3, 2, 1, 0]);
        assert_eq!(places(Some(2), Some(0), -1, 4), [2, 1]);
        assert_eq!(places(Some(2), Some(-100), -1, 4), [2, 1, 0]);
        assert_eq!(places(Some(100), None, -2, 4), [3, 1]);
        assert_eq!(places(None, None, -1, 0), []);
        assert_eq!(places(None, None, i64::MIN, 4), [3]);
        assert_eq!(places(None, None, i64::MAX, 4), [0]);
    }

    #[test]
    fn parts_are_none_or_int_and_the_step_is_not_zero() -> Result<(), crate::OutOfMemory> {
        let heap = Heap::new();
        let none = heap.alloc(NoneType)?.into_value();
        let zero = heap.alloc(Int::from(0))?.into_value();
        let huge =
            heap.alloc(Int::from_big(-(num_bigint::BigInt::from(1) << 80_u32)))?.into_value();
        let text = heap.str("1")?.into_value();
        let slice = |start: &Value, step: &Value| Slice {
            start: start.clone(),
            stop: none.clone(),
            step: step.clone(),
        };
        assert_eq!(slice(&huge, &none).indices(3).map(|i| i.count), Ok(3));
        assert_eq!(slice(&none, &zero).indices(3), Err(SliceError::ZeroStep));
        assert_eq!(slice(&text, &none).indices(3), Err(SliceError::NotAnInt));
        Ok(())
    }
}
