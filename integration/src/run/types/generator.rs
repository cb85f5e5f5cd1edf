//! Methods of generators, and attributes of frames, tracebacks and modules.
//!
//! # Source
//! `gen_methods` in `Objects/genobject.c`, `frame_getsetlist`, `tb_getsetters`.

use super::super::frame::{Frame, State};
use super::super::generator::Generator;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use crate::object::{Class, Exception, Module, Str, Traceback};
use crate::{Gc, Value};

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    generators(interp)?;
    frames(interp)?;
    tracebacks(interp)?;
    modules(interp)
}

fn generators(interp: &Interp) -> Result<()> {
    let class = &interp.types.generator;
    interp.add_methods(
        class,
        &[
            ("__iter__", |interp, args| Ok(args.method::<0>(interp, "__iter__")?.0)),
            ("__next__", next),
            ("send", send),
            ("throw", throw),
            ("close", close),
        ],
    )?;
    let names = ["gi_running", "gi_suspended", "gi_frame", "gi_code", "gi_yieldfrom"];
    attributes(interp, class, names)
}

/// The attributes of whatever is run a piece at a time; their names differ from class to class.
pub(super) fn attributes(
    interp: &Interp,
    class: &Gc<Class>,
    [running, suspended, frame, code, delegate]: [&'static str; 5],
) -> Result<()> {
    interp.add_computed(
        class,
        "__name__",
        |i, g| Ok(of(i, g)?.name.borrow().to_value()),
        Some(|i, g, name| {
            let name = checked_name(i, name, "__name__")?;
            drop(of(i, g)?.name.replace(name));
            Ok(())
        }),
    )?;
    interp.add_computed(
        class,
        "__qualname__",
        |i, g| Ok(of(i, g)?.qualname.borrow().to_value()),
        Some(|i, g, name| {
            let name = checked_name(i, name, "__qualname__")?;
            drop(of(i, g)?.qualname.replace(name));
            Ok(())
        }),
    )?;
    interp.add_computed(class, running, |i, g| Ok(i.bool(of(i, g)?.is_at_work())), None)?;
    interp.add_computed(
        class,
        suspended,
        |i, g| {
            let state = of(i, g)?.frame().map(|f| f.state.get());
            Ok(i.bool(state == Some(State::Suspended)))
        },
        None,
    )?;
    interp.add_computed(
        class,
        frame,
        |i, g| match of(i, g)?.frame() {
            Some(frame) => {
                if frame.state.get() != State::Running {
                    frame.track()?;
                }
                Ok(frame.into_value())
            }
            None => Ok(i.none()),
        },
        None,
    )?;
    interp.add_computed(class, code, |i, g| Ok(of(i, g)?.code.to_value()), None)?;
    interp.add_computed(
        class,
        delegate,
        |i, g| Ok(of(i, g)?.delegate().unwrap_or_else(|| i.none())),
        None,
    )
}

/// A new name, which must be text.
fn checked_name(interp: &Interp, name: Option<Value>, attribute: &str) -> Result<Gc<Str>> {
    let text = name.and_then(|name| name.downcast::<Str>().ok());
    text.ok_or_else(|| interp.type_error(format!("{attribute} must be set to a string object")))
}

pub(super) fn of<'a>(interp: &Interp, value: &'a Value) -> Result<&'a Gc<Generator>> {
    value.as_gc::<Generator>().ok_or_else(|| {
        interp.type_error(format!(
            "descriptor requires a 'generator' object but received a '{}'",
            interp.class_name(value)
        ))
    })
}

pub(super) fn next(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__next__")?;
    interp.generator_send(of(interp, &this)?, interp.none())
}

pub(super) fn send(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [value]) = args.method(interp, "generator.send")?;
    interp.generator_send(of(interp, &this)?, value)
}

pub(super) fn throw(interp: &Interp, args: Args) -> Result<Value> {
    let (this, exception) = thrown(interp, args)?;
    interp.generator_throw(of(interp, &this)?, exception)
}

/// The receiver of a `throw()`, and the exception that its arguments mean.
pub(super) fn thrown(interp: &Interp, args: Args) -> Result<(Value, Value)> {
    let [this, kind, value, traceback] =
        args.bind(interp, "throw", ["*self", "*typ", "*val", "*tb"], 2)?;
    let this = this.unwrap_or_else(|| interp.none());
    let kind = kind.unwrap_or_else(|| interp.none());
    let value = value.filter(|v| !interp.is_none(v));
    let exception = match value {
        Some(value) if value.is_a::<Exception>() => value,
        Some(value) => interp.call(&kind, [value])?,
        None => interp.exception_from(
            kind.clone(),
            &format!(
                "exceptions must be classes or instances deriving from BaseException, not {}",
                interp.class_name(&kind)
            ),
        )?,
    };
    if let Some(traceback) = traceback.filter(crate::Value::is_a::<Traceback>)
        && let Some(e) = exception.get::<Exception>()
    {
        drop(e.traceback.replace(Some(traceback)));
    }
    drop(kind);
    Ok((this, exception))
}

pub(super) fn close(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "generator.close")?;
    interp.generator_close(of(interp, &this)?)
}

fn frames(interp: &Interp) -> Result<()> {
    fn frame<'a>(interp: &Interp, value: &'a Value) -> Result<&'a Gc<Frame>> {
        value.as_gc::<Frame>().ok_or_else(|| interp.type_error("not a frame object"))
    }
    let class = &interp.types.frame;
    interp.add_computed(class, "f_code", |i, f| Ok(frame(i, f)?.code.to_value()), None)?;
    interp.add_computed(class, "f_globals", |i, f| Ok(frame(i, f)?.globals.to_value()), None)?;
    interp.add_computed(class, "f_locals", |i, f| i.frame_locals(frame(i, f)?), None)?;
    interp.add_computed(class, "f_builtins", |i, _| Ok(i.builtins.to_value()), None)?;
    interp.add_computed(class, "f_lineno", |i, f| i.int(frame(i, f)?.line().into()), None)?;
    interp.add_computed(class, "f_lasti", |i, f| i.int(frame(i, f)?.ip.get().into()), None)?;
    interp.add_computed(
        class,
        "f_back",
        |i, f| {
            let back = frame(i, f)?.back.borrow().clone();
            Ok(back.map_or_else(|| i.none(), Gc::into_value))
        },
        None,
    )?;
    interp.add_methods(class, &[("clear", clear_frame)])
}

fn clear_frame(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "frame.clear")?;
    let Some(frame) = this.get::<Frame>() else { return Ok(interp.none()) };
    match frame.state.get() {
        State::Running => return Err(interp.runtime_error("cannot clear an executing frame")),
        State::Suspended => {
            return Err(interp.runtime_error("cannot clear a suspended frame"));
        }
        State::Created | State::Finished => frame.empty(),
    }
    Ok(interp.none())
}

fn tracebacks(interp: &Interp) -> Result<()> {
    let class = &interp.types.traceback;
    interp.add_computed(
        class,
        "tb_frame",
        |i, t| {
            let frame = t.get::<Traceback>().and_then(|t| t.frame.borrow().clone());
            Ok(frame.unwrap_or_else(|| i.none()))
        },
        None,
    )?;
    interp.add_computed(
        class,
        "tb_next",
        |i, t| {
            let next = t.get::<Traceback>().and_then(|t| t.next.borrow().clone());
            Ok(next.unwrap_or_else(|| i.none()))
        },
        Some(|i, t, value| {
            if let Some(t) = t.get::<Traceback>() {
                let value = value.filter(|v| !i.is_none(v));
                drop(t.next.replace(value));
            }
            Ok(())
        }),
    )?;
    interp.add_computed(
        class,
        "tb_lineno",
        |i, t| i.int(t.get::<Traceback>().map_or(0, |t| t.line).into()),
        None,
    )?;
    interp.add_computed(class, "tb_lasti", |i, _| i.int(0), None)
}

fn modules(interp: &Interp) -> Result<()> {
    let class = &interp.types.module;
    interp.add_static(class, &[("__new__", new_module)])?;
    interp.add_computed(class, "__dict__", super::super::attr::get_dict, None)
}

fn new_module(interp: &Interp, args: Args) -> Result<Value> {
    let [_, name, doc] = args.bind(interp, "module", ["*cls", "name", "doc"], 2)?;
    let name = name.unwrap_or_else(|| interp.none());
    let text = interp.to_str(&name)?;
    let dict = interp.heap.dict()?;
    interp.dict_set(&dict, interp.intern("__name__")?.into_value(), name)?;
    let doc = doc.unwrap_or_else(|| interp.none());
    interp.dict_set(&dict, interp.intern("__doc__")?.into_value(), doc)?;
    Ok(interp.heap.alloc(Module { name: text, dict })?.into_value())
}
