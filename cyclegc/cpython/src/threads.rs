//! How many threads mark, as the program or the environment says.
//!
//! `CYCLEGC_THREADS` counts where `install` is called without a number. One thread is the default.

use core::num::NonZero;
use std::env;

use pyo3_ffi as ffi;

use crate::call::PythonError;
use crate::object::Object;

const VARIABLE: &str = "CYCLEGC_THREADS";

/// More would only wait for each other.
const MOST: usize = 64;

/// The number that the environment asks for.
///
/// # Errors
/// `ValueError`: it is none, or out of range.
pub(crate) fn from_environment() -> Result<NonZero<usize>, PythonError> {
    match env::var_os(VARIABLE).filter(|text| !text.is_empty()) {
        None => Ok(NonZero::<usize>::MIN),
        Some(text) => {
            let text = text.to_string_lossy();
            in_range(text.parse().ok()).ok_or_else(|| {
                let text = format!("{VARIABLE} must be from 1 to {MOST}, not `{text}`");
                PythonError::value(&text)
            })
        }
    }
}

/// The number that an argument gives, the environment's for `None`.
///
/// # Errors
/// `TypeError`: it is no `int`. `ValueError`: it is out of range.
pub(crate) fn from_argument(argument: Object) -> Result<NonZero<usize>, PythonError> {
    // SAFETY: `None` lives as long as the interpreter.
    if argument.as_ptr() == unsafe { ffi::Py_None() } {
        return from_environment();
    }
    // SAFETY: the argument is alive.
    if unsafe { ffi::PyLong_Check(argument.as_ptr()) } == 0 {
        let kind = argument.kind_name().to_string_lossy();
        return Err(PythonError::kind(&format!("threads must be an int, not {kind}")));
    }
    let mut overflow = 0;
    // SAFETY: as above.
    let number = unsafe { ffi::PyLong_AsLongAndOverflow(argument.as_ptr(), &raw mut overflow) };
    let number = usize::try_from(number).ok().filter(|_| overflow == 0);
    in_range(number).ok_or_else(|| PythonError::value(&format!("threads must be from 1 to {MOST}")))
}

fn in_range(number: Option<usize>) -> Option<NonZero<usize>> {
    number.filter(|number| *number <= MOST).and_then(NonZero::new)
}
