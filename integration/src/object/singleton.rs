//! The kinds of which a program has one object, or two: `None`, `bool`, `...`, `NotImplemented`.
//!
//! The heap does not keep them single; the host makes one of each and hands it out.

use core::fmt;

use super::Kind;
use crate::{Trace, Tracer};

/// The payload of `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoneType;

/// The payload of `True` and `False`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bool(pub bool);

/// The payload of `...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ellipsis;

/// The payload of `NotImplemented`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotImplemented;

macro_rules! singletons {
    ($($name:ident $kind:ident $label:expr;)*) => {$(
        impl Trace for $name {
            const KIND: Kind = Kind::$kind;
            const COLLECTABLE: bool = false;

            fn trace(&self, _: &mut Tracer<'_>) {}

            fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($label(self))
            }
        }
    )*};
}

singletons! {
    NoneType None |_: &NoneType| "None";
    Bool Bool |b: &Bool| if b.0 { "True" } else { "False" };
    Ellipsis Ellipsis |_: &Ellipsis| "Ellipsis";
    NotImplemented NotImplemented |_: &NotImplemented| "NotImplemented";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Heap;

    #[test]
    fn labels_are_their_names_and_none_is_ever_tracked() -> Result<(), crate::OutOfMemory> {
        let heap = Heap::new();
        for (value, label) in [
            (heap.alloc(NoneType)?.into_value(), "None"),
            (heap.alloc(Bool(true))?.into_value(), "True"),
            (heap.alloc(Bool(false))?.into_value(), "False"),
            (heap.alloc(Ellipsis)?.into_value(), "Ellipsis"),
            (heap.alloc(NotImplemented)?.into_value(), "NotImplemented"),
        ] {
            assert_eq!(value.label().to_string(), label);
            assert!(!value.is_collectable());
            assert!(!value.is_tracked());
        }
        Ok(())
    }
}
