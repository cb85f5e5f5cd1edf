//! The payload of the iterators of built-in kinds, and their classes.
//!
//! Each variant owns what it iterates over and lets go of it at its end, where CPython does; a
//! program can tell by the moment at which the container dies. None of them has a `clear`: a cycle
//! through an iterator is broken at the container, as in CPython.
//!
//! # Source
//! `tp_traverse` of the iterator types.

use core::fmt;

use super::callable::CallableIter;
use super::combine::{Enumerate, Filter, Map, Zip};
use super::dict::DictIter;
use super::range::RangeIter;
use super::sequence::RowIter;
use super::set::SetIter;
use crate::heap::trace_fields;
use crate::object::{Class, Kind};
use crate::run::interp::Interp;
use crate::run::raise::Result;
use crate::{FreeList, Gc, Trace, Value};

macro_rules! variants {
    ($($(#[$doc:meta])* $name:ident($payload:ty),)*) => {
        /// An iterator of a built-in kind.
        pub(in crate::run) enum Iter {
            $($(#[$doc])* $name($payload),)*
        }

        impl Iter {
            /// The next value, or nothing at the end.
            #[inline]
            pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
                match self { $(Self::$name(iter) => iter.step(interp),)* }
            }
        }

        impl Trace for Iter {
            const KIND: Kind = Kind::Iterator;
            const FREE_LISTED: bool = true;
            trace_fields!(match Self { $($name),* });

            /// CPython's collector does not know iterators over ranges.
            fn free_list(&self) -> Option<FreeList> {
                matches!(self, Self::Range(_)).then_some(FreeList::UNCOUNTED)
            }

            fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.class_name())
            }
        }

        $(impl From<$payload> for Iter {
            fn from(iter: $payload) -> Self {
                Self::$name(iter)
            }
        })*
    };
}

variants! {
    /// Over a row, by index.
    Row(RowIter),
    /// Over a progression of integers.
    Range(RangeIter),
    /// Over the entries of a dict.
    Dict(DictIter),
    /// Over the members of a set.
    Set(SetIter),
    /// `iter(callable, sentinel)`.
    Callable(CallableIter),
    /// `enumerate(iterable, start)`.
    Enumerate(Enumerate),
    /// `zip(*iterables)`.
    Zip(Zip),
    /// `map(function, *iterables)`.
    Map(Map),
    /// `filter(function, iterable)`.
    Filter(Filter),
}

impl Iter {
    /// The name of its class.
    pub(in crate::run) fn class_name(&self) -> &'static str {
        match self {
            Self::Row(iter) => iter.class_name(),
            Self::Range(_) => "range_iterator",
            Self::Dict(iter) => iter.class_name(),
            Self::Set(_) => "set_iterator",
            Self::Callable(_) => "callable_iterator",
            Self::Enumerate(_) => "enumerate",
            Self::Zip(_) => "zip",
            Self::Map(_) => "map",
            Self::Filter(_) => "filter",
        }
    }

    /// How many values are left, where that is known.
    ///
    /// # Errors
    /// What the `__len__` of a row raises.
    pub(super) fn left(&self, interp: &Interp) -> Result<Option<usize>> {
        match self {
            Self::Row(iter) => iter.left(interp),
            Self::Range(iter) => Ok(iter.left()),
            Self::Dict(iter) => Ok(Some(iter.left())),
            Self::Set(iter) => Ok(Some(iter.left())),
            _ => Ok(None),
        }
    }
}

impl fmt::Debug for Iter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class_name())
    }
}

/// The class of an iterator object.
pub(in crate::run) fn class_of(interp: &Interp, value: &Value) -> Gc<Class> {
    interp.types.iterator(value.get::<Iter>().map_or("iterator", Iter::class_name))
}
