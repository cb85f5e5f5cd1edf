//! Which file fills which built-in class.

use super::super::interp::Interp;
use super::super::raise::Result;

/// Fills all of them.
pub(super) fn install(interp: &Interp) -> Result<()> {
    super::object::install(interp)?;
    super::class::install(interp)?;
    super::function::install(interp)?;
    super::cell::install(interp)?;
    super::code::install(interp)?;
    super::descriptor::install(interp)?;
    super::super_::install(interp)?;
    super::generator::install(interp)?;
    super::coroutine::install(interp)?;
    super::none::install(interp)?;
    super::int::install(interp)?;
    super::bool::install(interp)?;
    super::float::install(interp)?;
    super::complex::install(interp)?;
    super::dict::install(interp)?;
    super::dict_views::install(interp)?;
    super::exception::install(interp)?;
    super::mappingproxy::install(interp)?;
    super::set::install(interp)?;
    super::text::install(interp)?;
    super::bytearray::install(interp)?;
    super::bytes::install(interp)?;
    super::memoryview::install(interp)?;
    super::list::install(interp)?;
    super::tuple::install(interp)?;
    super::range::install(interp)?;
    super::slice::install(interp)?;
    super::iterators::install(interp)?;
    super::alias::install(interp)?;
    Ok(())
}
