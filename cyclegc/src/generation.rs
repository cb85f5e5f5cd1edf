//! The three generations by name, and CPython's numbers for them.
//!
//! Objects start in the youngest generation and move one older with each collection that they
//! survive. The arrays that hold the objects are in `array`, the triggers in `threshold`; the
//! permanent generation has no number and no variant here, it is never collected.

use core::fmt;

use crate::word::State;

/// A generation, and at the same time how much a collection of it examines: its own objects and
/// those of all younger generations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generation {
    /// Generation 0: objects that have survived no collection.
    Young = 0,
    /// Generation 1: objects that have survived one.
    Middle = 1,
    /// Generation 2. Collecting it is a full collection.
    Old = 2,
}

impl Generation {
    /// All three, youngest first.
    pub const ALL: [Self; 3] = [Self::Young, Self::Middle, Self::Old];

    /// The number CPython gives it: 0, 1 or 2.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Where the survivors of its collection go.
    pub(crate) const fn older(self) -> Self {
        match self {
            Self::Young => Self::Middle,
            Self::Middle | Self::Old => Self::Old,
        }
    }

    pub(crate) const fn state(self) -> State {
        match self {
            Self::Young => State::Young,
            Self::Middle => State::Middle,
            Self::Old => State::Old,
        }
    }
}

/// A number that is no generation: not 0, 1 or 2.
///
/// ```
/// use cyclegc::Generation;
/// assert_eq!(Generation::try_from(2), Ok(Generation::Old));
/// assert_eq!(Generation::try_from(-1).unwrap_err().to_string(), "invalid generation");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidGeneration;

impl fmt::Display for InvalidGeneration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invalid generation")
    }
}

impl core::error::Error for InvalidGeneration {}

impl TryFrom<i64> for Generation {
    type Error = InvalidGeneration;

    fn try_from(number: i64) -> Result<Self, InvalidGeneration> {
        match number {
            0 => Ok(Self::Young),
            1 => Ok(Self::Middle),
            2 => Ok(Self::Old),
            _ => Err(InvalidGeneration),
        }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.index(), f)
    }
}
