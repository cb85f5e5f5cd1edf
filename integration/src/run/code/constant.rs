//! Constants: values known when the code is compiled.
//!
//! Two constants are equal when they are the same object for Python's compiler: same type and same
//! value, so `1`, `1.0` and `True` differ, and `0.0` differs from `-0.0`. The machine can use a
//! constant as a key to share one object among the code of a file.
//!
//! Source: `Objects/codeobject.c`, `_PyCode_ConstantKey`.

use std::hash::{Hash, Hasher};
use std::mem::discriminant;
use std::rc::Rc;

use num_bigint::BigInt;

use super::Code;

/// A constant.
#[derive(Clone, Debug)]
pub enum Const {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An integer that fits 64 bits.
    Int(i64),
    /// An integer that does not.
    BigInt(Rc<BigInt>),
    /// A float.
    Float(f64),
    /// An imaginary number.
    Imaginary(f64),
    /// A string.
    Str(Rc<str>),
    /// A bytes object.
    Bytes(Rc<[u8]>),
    /// A tuple of constants.
    Tuple(Rc<[Const]>),
    /// A frozenset of constants, in the order of their first appearance.
    Frozenset(Rc<[Const]>),
    /// Code to make a function of; equal to itself only.
    Code(Rc<Code>),
}

impl PartialEq for Const {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::BigInt(a), Self::BigInt(b)) => a == b,
            (Self::Float(a), Self::Float(b)) | (Self::Imaginary(a), Self::Imaginary(b)) => {
                a.to_bits() == b.to_bits()
            }
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::Tuple(a), Self::Tuple(b)) | (Self::Frozenset(a), Self::Frozenset(b)) => a == b,
            (Self::Code(a), Self::Code(b)) => Rc::ptr_eq(a, b),
            _ => discriminant(self) == discriminant(other),
        }
    }
}

impl Eq for Const {}

impl Hash for Const {
    fn hash<H: Hasher>(&self, state: &mut H) {
        discriminant(self).hash(state);
        match self {
            Self::None | Self::True | Self::False | Self::Ellipsis => {}
            Self::Int(v) => v.hash(state),
            Self::BigInt(v) => v.hash(state),
            Self::Float(v) | Self::Imaginary(v) => v.to_bits().hash(state),
            Self::Str(v) => v.hash(state),
            Self::Bytes(v) => v.hash(state),
            Self::Tuple(v) | Self::Frozenset(v) => v.hash(state),
            Self::Code(v) => Rc::as_ptr(v).hash(state),
        }
    }
}

impl From<&str> for Const {
    fn from(text: &str) -> Self {
        Self::Str(text.into())
    }
}
