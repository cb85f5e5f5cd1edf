//! Reading from `sys.stdin`, the input of the process: as text, line by line.
//!
//! Bytes that are no UTF-8 become replacement characters; `"\r\n"` becomes `"\n"`.
//!
//! # Source
//! `Modules/_io/textio.c`.

use std::io::{self, BufRead, Read};

use super::super::super::builtins::arguments::method;
use super::super::file::system_error;
use super::stream::{Stream, stream, unsupported};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::{Raised, Result};

pub(super) const METHODS: &[(&str, Native)] = &[
    ("__iter__", |interp, args| {
        let (this, []) = args.method(interp, "TextIOWrapper.__iter__")?;
        Ok(this)
    }),
    ("__next__", next),
    ("read", read),
    ("readline", |interp, args| {
        let (this, [_]) = method(interp, args, "TextIOWrapper.readline", 0)?;
        interp.str(&line(interp, &this)?)
    }),
    ("readlines", lines),
];

fn failed(interp: &Interp, error: &io::Error) -> Raised {
    system_error(interp, error, &[])
}

fn check(interp: &Interp, this: &Value) -> Result<()> {
    if stream(interp, this)? == Stream::In {
        return Ok(());
    }
    Err(unsupported(interp, "not readable"))
}

/// The next line with its end; empty at the end of the input.
fn line(interp: &Interp, this: &Value) -> Result<String> {
    check(interp, this)?;
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock();
    input.read_until(b'\n', &mut bytes).map_err(|error| failed(interp, &error))?;
    Ok(text(&bytes))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

fn next(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "TextIOWrapper.__next__")?;
    let line = line(interp, &this)?;
    if line.is_empty() {
        return Err(interp.raise_with("StopIteration", &[]));
    }
    interp.str(&line)
}

/// `read(size=-1)`
fn read(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [size]) = method(interp, args, "TextIOWrapper.read", 0)?;
    check(interp, &this)?;
    let size = size.filter(|size| !interp.is_none(size));
    let size = size.map_or(Ok(-1), |size| interp.index(&size))?;
    let mut input = io::stdin().lock();
    let mut bytes = Vec::new();
    let Ok(mut missing) = usize::try_from(size) else {
        input.read_to_end(&mut bytes).map_err(|error| failed(interp, &error))?;
        return interp.str(&text(&bytes));
    };
    let mut byte = [0];
    while missing > 0 && input.read(&mut byte).map_err(|error| failed(interp, &error))? > 0 {
        bytes.push(byte[0]);
        // A character is whole before a byte that does not continue one.
        let ahead = input.fill_buf().map_err(|error| failed(interp, &error))?.first().copied();
        missing -= usize::from(ahead.is_none_or(|next| next & 0xc0 != 0x80));
    }
    interp.str(&text(&bytes))
}

fn lines(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [_]) = method(interp, args, "TextIOWrapper.readlines", 0)?;
    let mut found = Vec::new();
    loop {
        let line = line(interp, &this)?;
        if line.is_empty() {
            return interp.list(found);
        }
        found.push(interp.str(&line)?);
    }
}
