//! Which file fills which built-in class.

use super::super::interp::Interp;
use super::super::raise::Result;

/// Fills all of them.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let _ = interp;
    Ok(())
}
