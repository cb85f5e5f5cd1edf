//! The module `_traceback`: the text the interpreter prints about an exception.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::add_functions;
use crate::Value;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_traceback")?;
    add_functions(interp, &dict, &[("format_exception", format)])?;
    Ok(module)
}

/// `_traceback.format_exception(exception)`
fn format(interp: &Interp, args: Args) -> Result<Value> {
    let [exception] = args.exactly(interp, "_traceback.format_exception")?;
    if !interp.is_instance(&exception, &interp.types.exception("BaseException")) {
        let class = interp.class_name(&exception);
        let message = format!("Exception expected for value, {class} found");
        return Err(interp.type_error(message));
    }
    interp.str(&interp.traceback_text(&exception))
}
