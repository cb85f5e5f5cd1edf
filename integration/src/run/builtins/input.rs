//! `input`, a line of `sys.stdin`, and `open`, which stands in the module `io`.
//!
//! # Source
//! `builtin_input_impl` in `Python/bltinmodule.c`.

use super::super::interp::Interp;
use super::super::native::{Args, Native, base_of};
use super::super::raise::Result;
use super::arguments::positional;
use crate::Value;
use crate::object::{Module, Str};

/// The function.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[("input", input), ("open", open)];

/// `input(prompt='')`
fn input(interp: &Interp, args: Args) -> Result<Value> {
    let [prompt] = positional(interp, args, "input", 0)?;
    let output = stream(interp, "stdout")?;
    if let Some(prompt) = prompt {
        let prompt = interp.str(&interp.to_str(&prompt)?)?;
        drop(interp.call_method(&output, "write", [prompt])?);
    }
    drop(interp.call_method(&output, "flush", Args::none())?);
    let line = interp.call_method(&stream(interp, "stdin")?, "readline", Args::none())?;
    let Some(line) = base_of::<Str>(&line) else {
        return Err(interp.type_error("object.readline() returned non-string"));
    };
    if line.as_str().is_empty() {
        return Err(interp.raise("EOFError", "EOF when reading a line"));
    }
    interp.str(line.as_str().strip_suffix('\n').unwrap_or(line.as_str()))
}

/// `open(file, mode='r', ...)`
fn open(interp: &Interp, args: Args) -> Result<Value> {
    interp.call(&interp.get_attr_str(&interp.import("io")?, "open")?, args)
}

/// One of the streams that `sys` has now.
fn stream(interp: &Interp, name: &str) -> Result<Value> {
    let sys = interp.modules.get_str("sys");
    let found = sys.as_ref().and_then(Value::get::<Module>).and_then(|sys| sys.dict.get_str(name));
    match found.filter(|found| !interp.is_none(found)) {
        Some(found) => Ok(found),
        None => Err(interp.runtime_error(format!("input(): lost sys.{name}"))),
    }
}
