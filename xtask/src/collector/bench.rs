//! `cargo xtask bench cyclegc-cpython [--quick] [--rows NAME,..]`: the built-in collector and
//! `cyclegc` on the same objects, in the same process, by turns, under each CPython installed.
//!
//! The measuring itself is a Python program beside the extension, which prints one table.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use super::Extension;
use crate::conform;
use crate::error::Error;

/// The program that measures.
const PROGRAM: &str = "cyclegc/cpython/bench/heaps.py";

/// Runs the measurements under each CPython, with `arguments` handed on to the program.
///
/// # Errors
/// No CPython is installed, the extension does not build, or the program fails.
pub(crate) fn command(root: &Path, arguments: &[OsString]) -> Result<(), Error> {
    let pythons = conform::pythons()?;
    if pythons.is_empty() {
        return Err(Error::Failed("no CPython 3.11, 3.12 or 3.13 is installed".to_owned()));
    }
    for python in &pythons {
        let extension = Extension::build(root, &python.path, &python.release)?;
        println!("\nCPython {}\n", python.release);
        let mut command = Command::new(&python.path);
        extension.offer_to(&mut command);
        let status = command.arg(root.join(PROGRAM)).args(arguments).status();
        let failed = |what: String| Error::Failed(format!("{PROGRAM}: {what}"));
        let status = status.map_err(|error| failed(error.to_string()))?;
        if !status.success() {
            return Err(failed(status.to_string()));
        }
    }
    Ok(())
}
