//! Methods of coroutines, of asynchronous generators, and of what both answer to be awaited.
//!
//! # Source
//! `coro_methods`, `async_gen_methods`, `async_gen_asend_methods` in `Objects/genobject.c`.

use super::super::generator::Generator;
use super::super::generator::step::{Begin, Step};
use super::super::interp::Interp;
use super::super::modules::{ClassSpec, class_of_payload};
use super::super::native::Args;
use super::super::raise::Result;
use super::generator::{attributes, close, next, of, send, throw, thrown};
use crate::heap::trace_fields;
use crate::{Gc, Trace, Value};

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.coroutine;
    interp.add_methods(
        class,
        &[("send", send), ("throw", throw), ("close", close), ("__await__", await_coroutine)],
    )?;
    let names = ["cr_running", "cr_suspended", "cr_frame", "cr_code", "cr_await"];
    attributes(interp, class, names)?;
    interp.add_computed(class, "cr_origin", |i, _| Ok(i.none()), None)?;
    let class = &interp.types.async_generator;
    interp.add_methods(
        class,
        &[
            ("__aiter__", |interp, args| Ok(args.method::<0>(interp, "__aiter__")?.0)),
            ("__anext__", anext),
            ("asend", asend),
            ("athrow", athrow),
            ("aclose", aclose),
        ],
    )?;
    let names = ["ag_running", "ag_suspended", "ag_frame", "ag_code", "ag_await"];
    attributes(interp, class, names)?;
    wrapper(interp)?;
    step::<false>(interp, "async_generator_asend")?;
    step::<true>(interp, "async_generator_athrow")
}

/// What `coroutine.__await__()` answers: an iterator over the coroutine.
struct Wrapper(Gc<Generator>);

impl Trace for Wrapper {
    trace_fields!(0);
}

fn await_coroutine(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__await__")?;
    let coroutine = of(interp, &this)?.clone();
    Ok(interp.heap.alloc(Wrapper(coroutine))?.into_value())
}

fn wrapper(interp: &Interp) -> Result<()> {
    let spec = ClassSpec::native("builtins", "coroutine_wrapper");
    let class = class_of_payload::<Wrapper>(interp, &spec)?;
    interp.add_methods(
        &class,
        &[
            ("__iter__", |interp, args| Ok(args.method::<0>(interp, "__iter__")?.0)),
            ("__next__", |interp, mut args| next(interp, unwrapped(interp, &mut args)?)),
            ("send", |interp, mut args| send(interp, unwrapped(interp, &mut args)?)),
            ("throw", |interp, mut args| throw(interp, unwrapped(interp, &mut args)?)),
            ("close", |interp, mut args| close(interp, unwrapped(interp, &mut args)?)),
        ],
    )
}

/// The arguments with the coroutine itself in the place of its wrapper.
fn unwrapped(interp: &Interp, args: &mut Args) -> Result<Args> {
    let this = args.take_self(interp, "coroutine_wrapper")?;
    let Some(wrapper) = this.get::<Wrapper>() else {
        return Err(interp.type_error("a method of a 'coroutine_wrapper' object"));
    };
    args.prepend(wrapper.0.to_value());
    Ok(core::mem::take(args))
}

/// Asks for the hooks of the program before an asynchronous generator runs for the first time.
fn hook(interp: &Interp, generator: &Gc<Generator>) -> Result<()> {
    let Some(state) = &generator.asynchronous else { return Ok(()) };
    if state.is_hooked.replace(true) {
        return Ok(());
    }
    let finalizer = interp.state.hook("asyncgen_finalizer");
    let before = state.finalizer.replace(finalizer);
    drop(before);
    if let Some(first) = interp.state.hook("asyncgen_firstiter") {
        interp.call(&first, [generator.to_value()])?;
    }
    Ok(())
}

fn new_step<const THROWS: bool>(
    interp: &Interp,
    this: &Value,
    begin: Begin,
    value: Value,
) -> Result<Value> {
    let generator = of(interp, this)?;
    hook(interp, generator)?;
    let step = Step::<THROWS>::new(generator.clone(), begin, value);
    Ok(interp.heap.alloc(step)?.into_value())
}

fn anext(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__anext__")?;
    new_step::<false>(interp, &this, Begin::Send, interp.none())
}

fn asend(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [value]) = args.method(interp, "async_generator.asend")?;
    new_step::<false>(interp, &this, Begin::Send, value)
}

fn athrow(interp: &Interp, args: Args) -> Result<Value> {
    let (this, exception) = thrown(interp, args)?;
    new_step::<true>(interp, &this, Begin::Throw, exception)
}

fn aclose(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "aclose")?;
    new_step::<true>(interp, &this, Begin::Close, interp.none())
}

fn step<const THROWS: bool>(interp: &Interp, name: &'static str) -> Result<()> {
    let class = class_of_payload::<Step<THROWS>>(interp, &ClassSpec::native("builtins", name))?;
    interp.add_methods(
        &class,
        &[
            ("__await__", |interp, args| Ok(args.method::<0>(interp, "__await__")?.0)),
            ("__iter__", |interp, args| Ok(args.method::<0>(interp, "__iter__")?.0)),
            ("__next__", |interp, args| {
                let (this, []) = args.method(interp, "__next__")?;
                step_of::<THROWS>(interp, &this)?.send(interp, interp.none())
            }),
            ("send", |interp, args| {
                let (this, [value]) = args.method(interp, "send")?;
                step_of::<THROWS>(interp, &this)?.send(interp, value)
            }),
            ("throw", |interp, args| {
                let (this, exception) = thrown(interp, args)?;
                step_of::<THROWS>(interp, &this)?.throw(interp, exception)
            }),
            ("close", |interp, args| {
                let (this, []) = args.method(interp, "close")?;
                step_of::<THROWS>(interp, &this)?.close(interp)?;
                Ok(interp.none())
            }),
        ],
    )
}

fn step_of<'a, const THROWS: bool>(interp: &Interp, this: &'a Value) -> Result<&'a Step<THROWS>> {
    this.get::<Step<THROWS>>().ok_or_else(|| {
        let given = interp.class_name(this);
        interp.type_error(format!("a step of an asynchronous generator is needed, not '{given}'"))
    })
}
