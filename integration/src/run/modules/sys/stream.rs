//! `sys.stdin`, `sys.stdout` and `sys.stderr` as objects.
//!
//! An object stands for one of the interpreter's streams; reading is in `input.rs`. A program can
//! put any object with a `write` in its place.
//!
//! # Source
//! `Modules/_io/textio.c`.

use super::super::file::system_error;
use super::super::kind::{ClassSpec, class_of_payload, fill, receiver};
use super::{input, set};
use crate::heap::trace_fields;
use crate::object::{Dict, Str};
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::{Raised, Result};
use crate::{Gc, Trace, Value};

/// One of the interpreter's streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    In,
    Out,
    Error,
}

impl Stream {
    fn name(self) -> &'static str {
        match self {
            Self::In => "<stdin>",
            Self::Out => "<stdout>",
            Self::Error => "<stderr>",
        }
    }

    fn mode(self) -> &'static str {
        if self == Self::In { "r" } else { "w" }
    }
}

impl Trace for Stream {
    trace_fields!();
}

/// Puts the streams into the module.
pub(super) fn install(interp: &Interp, dict: &Gc<Dict>) -> Result<()> {
    let class =
        class_of_payload::<Stream>(interp, &ClassSpec::native("_io", "TextIOWrapper").weak())?;
    fill(
        interp,
        &class,
        &[],
        &[
            ("__repr__", repr),
            ("close", flush),
            ("fileno", file_number),
            ("flush", flush),
            ("isatty", is_terminal),
            ("writable", writable),
            ("readable", readable),
            ("write", write),
            ("writelines", write_lines),
        ],
    )?;
    interp.add_methods(&class, input::METHODS)?;
    interp.add_computed(
        &class,
        "name",
        |interp, this| interp.str(stream(interp, this)?.name()),
        None,
    )?;
    interp.add_computed(
        &class,
        "mode",
        |interp, this| interp.str(stream(interp, this)?.mode()),
        None,
    )?;
    interp.add_computed(&class, "encoding", |interp, _| interp.str("utf-8"), None)?;
    interp.add_computed(&class, "errors", |interp, _| interp.str("strict"), None)?;
    interp.add_computed(&class, "closed", |interp, _| Ok(interp.bool(false)), None)?;
    for (name, original, stream) in [
        ("stdin", "__stdin__", Stream::In),
        ("stdout", "__stdout__", Stream::Out),
        ("stderr", "__stderr__", Stream::Error),
    ] {
        let object = interp.heap.alloc_untracked(stream)?.into_value();
        set(interp, dict, name, object.clone())?;
        set(interp, dict, original, object.clone())?;
        interp.state.hooks.borrow_mut().insert(name, object);
    }
    Ok(())
}

pub(super) fn stream(interp: &Interp, this: &Value) -> Result<Stream> {
    receiver::<Stream>(interp, this, "write", "_io.TextIOWrapper").copied()
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let stream = stream(interp, &this)?;
    let (name, mode) = (stream.name(), stream.mode());
    interp.str(&format!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='utf-8'>"))
}

fn write(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [text]) = args.method(interp, "TextIOWrapper.write")?;
    put(interp, stream(interp, &this)?, &text)
}

fn put(interp: &Interp, stream: Stream, text: &Value) -> Result<Value> {
    let Some(text) = crate::run::native::base_of::<Str>(text) else {
        let name = interp.class_name(text);
        return Err(interp.type_error(format!("write() argument must be str, not {name}")));
    };
    let written = match stream {
        Stream::In => return Err(unsupported(interp, "not writable")),
        Stream::Out => interp.stdout.borrow_mut().write_all(text.as_str().as_bytes()),
        Stream::Error => {
            // What was printed before the error comes before it.
            let _ = interp.stdout.borrow_mut().flush();
            interp.stderr.borrow_mut().write_all(text.as_str().as_bytes())
        }
    };
    match written {
        Ok(()) => interp.size(text.char_len()),
        Err(error) => Err(system_error(interp, &error, &[])),
    }
}

/// An `io.UnsupportedOperation`.
pub(super) fn unsupported(interp: &Interp, message: &str) -> Raised {
    let made = || {
        let class = interp.get_attr_str(&interp.import("io")?, "UnsupportedOperation")?;
        interp.call(&class, [interp.str(message)?])
    };
    made().map_or_else(|raised| raised, Raised::Exception)
}

fn write_lines(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [lines]) = args.method(interp, "TextIOWrapper.writelines")?;
    let stream = stream(interp, &this)?;
    interp.for_each(&lines, |line| put(interp, stream, &line).map(drop))?;
    Ok(interp.none())
}

fn flush(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "TextIOWrapper.flush")?;
    let flushed = match stream(interp, &this)? {
        Stream::In => Ok(()),
        Stream::Out => interp.stdout.borrow_mut().flush(),
        Stream::Error => interp.stderr.borrow_mut().flush(),
    };
    flushed.map_err(|error| system_error(interp, &error, &[]))?;
    Ok(interp.none())
}

fn file_number(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "TextIOWrapper.fileno")?;
    interp.int(match stream(interp, &this)? {
        Stream::In => 0,
        Stream::Out => 1,
        Stream::Error => 2,
    })
}

fn is_terminal(interp: &Interp, args: Args) -> Result<Value> {
    let (_, []) = args.method(interp, "TextIOWrapper.isatty")?;
    Ok(interp.bool(false))
}

fn writable(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "TextIOWrapper.writable")?;
    Ok(interp.bool(stream(interp, &this)? != Stream::In))
}

fn readable(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "TextIOWrapper.readable")?;
    Ok(interp.bool(stream(interp, &this)? == Stream::In))
}
