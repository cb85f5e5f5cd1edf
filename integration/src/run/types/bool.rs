//! `bool`: construction and what it does not take from `int`.
//!
//! Source: `Objects/boolobject.c`.

use super::super::builtins::arguments::positional;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::dunder::class_argument;
use crate::Value;

/// `bool(x=False)`
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    class_argument(interp, &mut args, &interp.types.bool)?;
    let [x] = positional(interp, args, "bool", 0)?;
    let yes = x.map_or(Ok(false), |x| interp.truth(&x))?;
    Ok(interp.bool(yes))
}

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    interp.add_static(&interp.types.bool, &[("__new__", new)])
}
