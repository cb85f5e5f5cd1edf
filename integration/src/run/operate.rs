//! Operators: what `a + b`, `a < b`, `a[b]`, `len(a)`, `hash(a)` and `repr(a)` do.
//!
//! ```text
//!   binary.rs  number.rs integer.rs float.rs sequence.rs      a + b
//!   unary.rs                                                  -a
//!   compare.rs compare_native.rs                              a < b
//!   truth.rs hash.rs contains.rs                              bool, len, index, hash, in
//!   convert.rs                                                int(a), float(a)
//!   subscript.rs assign.rs                                    a[b], a[b] = c, del a[b]
//!   repr.rs describe.rs quote.rs                              repr, str, ascii
//! ```
//! Values of built-in kinds are handled at once, by their kind. Objects of classes are asked
//! through the special methods of their class; the built-in classes have these too, in `types/`,
//! so that derived classes find them.
//!
//! Source: `Objects/abstract.c`, `Objects/object.c`.

mod assign;
mod binary;
mod compare;
mod compare_native;
mod contains;
mod convert;
mod describe;
pub(super) mod float;
mod hash;
pub(super) mod integer;
pub(super) mod names;
pub(super) mod number;
pub(super) mod quote;
mod repr;
pub(super) mod sequence;
pub(super) mod shown;
mod subscript;
mod truth;
mod unary;

use core::cell::Cell;

use super::interp::Interp;
use super::native::Native;
use super::raise::Result;
use crate::Value;
use crate::object::{Builtin, Instance};

/// The most digits an integer may be shown with, or read from: `sys.get_int_max_str_digits()`.
pub(super) const MAX_DIGITS: usize = 4300;

/// How many native calls may be nested: `Py_C_RECURSION_LIMIT`.
const MAX_NESTED: usize = 10_000;

thread_local! {
    /// How many native calls are nested on the stack that runs.
    static NESTED: Cell<usize> = const { Cell::new(0) };
}

/// The value of a built-in kind that an object of a derived class stands around; any other value
/// itself.
#[inline]
pub(super) fn peel(value: &Value) -> &Value {
    value.get::<Instance>().and_then(Instance::base).unwrap_or(value)
}

impl Interp {
    /// Whether a method is one that the class `object` gives to all others.
    pub(super) fn is_object_method(&self, method: &Value) -> bool {
        let Some(builtin) = method.get::<Builtin<Native>>() else { return false };
        let owner = builtin.owner.borrow();
        owner.as_ref().is_some_and(|owner| owner.is(self.types.object.as_value()))
    }

    /// Counts one more native call inside another, as long as the answer lives. What was being
    /// done completes the message of the error.
    ///
    /// # Errors
    /// `RecursionError` when too many are nested, or the native stack is nearly used up.
    #[inline]
    pub(super) fn enter_native(&self, doing: &str) -> Result<NativeCall> {
        let here = 0_u8;
        let depth = NESTED.get() + 1;
        if depth >= MAX_NESTED || (&raw const here).addr() < self.stack_limit.get() {
            let error = format!("maximum recursion depth exceeded{doing}");
            return Err(self.recursion_error(error));
        }
        NESTED.set(depth);
        Ok(NativeCall)
    }
}

/// Exchanges how many native calls are nested with the number of another thread of the program.
pub(super) fn exchange_nested(other: &Cell<usize>) {
    NESTED.with(|nested| nested.swap(other));
}

/// One of the native calls that are nested: a comparison or a `repr` inside another.
pub(super) struct NativeCall;

impl Drop for NativeCall {
    fn drop(&mut self) {
        NESTED.set(NESTED.get() - 1);
    }
}
