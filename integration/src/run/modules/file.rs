//! `_io.FileIO`: an open file of the system, read and written in bytes without a buffer.
//!
//! Text, lines and buffers are put on top of it in Python, in `lib/_files.py`.
//!
//! # Source
//! `Modules/_io/fileio.c`.

use core::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::kind::{ClassSpec, class_of_payload, fill, receiver};
use super::set;
use crate::heap::trace_fields;
use crate::object::Str;
use crate::run::builtins::arguments::method;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::{Raised, Result};
use crate::run::types::bytes_like;
use crate::{Trace, Value};

/// An open file; nothing once it is closed.
struct OpenFile(RefCell<Option<File>>);

impl Trace for OpenFile {
    const COLLECTABLE: bool = false;

    trace_fields!();
}

/// Makes the module `_fileio`.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_fileio")?;
    let class = class_of_payload::<OpenFile>(interp, &ClassSpec::native("_io", "FileIO").weak())?;
    fill(
        interp,
        &class,
        &[("__new__", open)],
        &[
            ("close", close),
            ("fileno", number),
            ("read", read),
            ("seek", seek),
            ("truncate", truncate),
            ("write", write),
        ],
    )?;
    let closed = |interp: &Interp, this: &Value| {
        Ok(interp.bool(of(interp, this, "closed")?.0.borrow().is_none()))
    };
    interp.add_computed(&class, "closed", closed, None)?;
    set(interp, &dict, "FileIO", class.into_value())?;
    Ok(module)
}

/// An error of the system: the class follows from its number.
pub(super) fn system_error(interp: &Interp, error: &io::Error, names: &[&Value]) -> Raised {
    let Some(number) = error.raw_os_error() else {
        return interp.raise("OSError", &error.to_string());
    };
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let made = || -> Result<Value> {
        let mut args = vec![interp.int(number.into())?, interp.str(text)?];
        args.extend(names.first().map(|name| (*name).clone()));
        if let Some(second) = names.get(1) {
            args.extend([interp.none(), (*second).clone()]);
        }
        interp.call(interp.types.exception("OSError").as_value(), args)
    };
    made().map_or_else(|raised| raised, Raised::Exception)
}

fn of<'a>(interp: &Interp, this: &'a Value, name: &str) -> Result<&'a OpenFile> {
    receiver::<OpenFile>(interp, this, name, "_io.FileIO")
}

/// Runs `act` on the file, which must be open.
fn with<T>(
    interp: &Interp,
    this: &Value,
    name: &str,
    act: impl FnOnce(&mut File) -> io::Result<T>,
) -> Result<T> {
    let mut file = of(interp, this, name)?.0.borrow_mut();
    let Some(file) = file.as_mut() else {
        return Err(interp.value_error("I/O operation on closed file."));
    };
    act(file).map_err(|error| system_error(interp, &error, &[]))
}

/// `FileIO(name, mode)`, where the mode is one of `r`, `w`, `x`, `a`, and a `+` for both ways.
fn open(interp: &Interp, args: Args) -> Result<Value> {
    let [class, name, mode] = args.exactly(interp, "FileIO")?;
    let (Some(path), Some(mode)) = (base_of::<Str>(&name), base_of::<Str>(&mode)) else {
        let given = interp.class_name(&name);
        return Err(interp.type_error(format!("FileIO() argument must be str, not {given}")));
    };
    let mode = mode.as_str();
    let both = mode.contains('+');
    let mut options = OpenOptions::new();
    match mode.chars().next() {
        Some('w') => options.write(true).create(true).truncate(true).read(both),
        Some('x') => options.write(true).create_new(true).read(both),
        Some('a') => options.append(true).create(true).read(both),
        _ => options.read(true).write(both),
    };
    let opened = options.open(path.as_str()).and_then(|file| {
        if file.metadata()?.is_dir() {
            // The number that the system gives when a folder is to be written.
            return Err(io::Error::from_raw_os_error(21));
        }
        Ok(file)
    });
    let file = opened.map_err(|error| system_error(interp, &error, &[&name]))?;
    let made = interp.heap.alloc(OpenFile(RefCell::new(Some(file))))?.into_value();
    interp.wrap(&class, made)
}

fn close(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "FileIO.close")?;
    drop(of(interp, &this, "close")?.0.take());
    Ok(interp.none())
}

#[cfg(unix)]
fn number(interp: &Interp, args: Args) -> Result<Value> {
    use std::os::fd::AsRawFd;
    let (this, []) = args.method(interp, "FileIO.fileno")?;
    interp.int(with(interp, &this, "fileno", |file| Ok(file.as_raw_fd()))?.into())
}

#[cfg(not(unix))]
fn number(interp: &Interp, _: Args) -> Result<Value> {
    Err(interp.raise("OSError", "files have no numbers here"))
}

/// `read(size=-1)`
fn read(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [size]) = method(interp, args, "FileIO.read", 0)?;
    let size = size.filter(|size| !interp.is_none(size));
    let size = size.map_or(Ok(-1), |size| interp.index(&size))?;
    let mut bytes = Vec::new();
    with(interp, &this, "read", |file| match u64::try_from(size) {
        Ok(size) => file.take(size).read_to_end(&mut bytes),
        Err(_) => file.read_to_end(&mut bytes),
    })?;
    interp.bytes(&bytes)
}

fn write(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [data]) = args.method(interp, "FileIO.write")?;
    let Some(bytes) = bytes_like(&data) else {
        let given = interp.class_name(&data);
        return Err(interp.type_error(format!("a bytes-like object is required, not '{given}'")));
    };
    with(interp, &this, "write", |file| file.write_all(&bytes))?;
    interp.size(bytes.len())
}

/// `seek(position, whence=0)`
fn seek(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [position, whence]) = method(interp, args, "FileIO.seek", 1)?;
    let position = position.map_or(Ok(0), |position| interp.index(&position))?;
    let whence = whence.map_or(Ok(0), |whence| interp.index(&whence))?;
    let to = match (whence, u64::try_from(position)) {
        (0, Ok(position)) => SeekFrom::Start(position),
        (1, _) => SeekFrom::Current(position),
        (2, _) => SeekFrom::End(position),
        _ => return Err(system_error(interp, &io::Error::from_raw_os_error(22), &[])),
    };
    let at = with(interp, &this, "seek", |file| file.seek(to))?;
    interp.int(i64::try_from(at).unwrap_or(i64::MAX))
}

fn truncate(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [size]) = args.method(interp, "FileIO.truncate")?;
    let bytes = u64::try_from(interp.index(&size)?).unwrap_or(0);
    with(interp, &this, "truncate", |file| file.set_len(bytes))?;
    Ok(size)
}
