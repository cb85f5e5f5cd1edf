//! `sys.unraisablehook` and `sys.excepthook`: what a program puts in the place of the messages
//! about errors that nobody handles. `sys.set_asyncgen_hooks`: what an event loop is told of
//! asynchronous generators.
//!
//! The hooks that `sys` starts with are told apart by identity; as long as they stand there, the
//! interpreter writes its message itself.
//!
//! # Source
//! `_PyErr_WriteUnraisableMsg` in `Python/errors.c`.

use super::super::sequence::struct_sequence;
use super::{current, set};
use crate::object::{Dict, Exception};
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;
use crate::{Gc, Value};

/// Puts the hooks into the module.
pub(super) fn install(interp: &Interp, dict: &Gc<Dict>) -> Result<()> {
    for (name, original, native) in [
        ("unraisablehook", "__unraisablehook__", unraisable_hook as crate::run::native::Native),
        ("excepthook", "__excepthook__", except_hook),
    ] {
        let hook = interp.builtin(name, native)?;
        set(interp, dict, name, hook.clone())?;
        set(interp, dict, original, hook.clone())?;
        interp.state.hooks.borrow_mut().insert(name, hook);
    }
    Ok(())
}

/// The hook a program has put into the place of the one that was there.
fn replaced(interp: &Interp, name: &'static str) -> Option<Value> {
    let now = current(interp, name)?;
    let original = interp.state.hooks.borrow().get(name).cloned()?;
    (!now.is(&original)).then_some(now)
}

/// Tells a program's own hook of an exception that nobody can handle; `false` when it has none.
pub(in crate::run) fn call_unraisable_hook(
    interp: &Interp,
    exception: &Value,
    context: &str,
    object: Option<&Value>,
) -> bool {
    let Some(hook) = replaced(interp, "unraisablehook") else { return false };
    if interp.is_none(&hook) {
        return true;
    }
    // The context of a plain report is not part of what the hook sees.
    let message = Some(context).filter(|context| *context != "Exception ignored in");
    let called = arguments(interp, exception, message, object)
        .and_then(|arguments| interp.call(&hook, [arguments]));
    if let Err(raised) = called {
        interp.write_error("Exception ignored in sys.unraisablehook\n");
        let raised = interp.materialize(raised);
        let text = interp.traceback_text(&raised);
        interp.write_error(&text);
    }
    true
}

/// `UnraisableHookArgs`
fn arguments(
    interp: &Interp,
    exception: &Value,
    message: Option<&str>,
    object: Option<&Value>,
) -> Result<Value> {
    let traceback = exception.get::<Exception>().and_then(|e| e.traceback.borrow().clone());
    let message = match message {
        Some(message) => interp.str(message)?,
        None => interp.none(),
    };
    let none = || interp.none();
    struct_sequence(
        interp,
        "builtins",
        "UnraisableHookArgs",
        vec![
            ("exc_type", interp.class_of(exception).into_value()),
            ("exc_value", exception.clone()),
            ("exc_traceback", traceback.unwrap_or_else(none)),
            ("err_msg", message),
            ("object", object.cloned().unwrap_or_else(none)),
        ],
    )
}

/// Tells a program's own hook of the exception that ends it; `false` when it has none.
pub(in crate::run) fn call_except_hook(interp: &Interp, exception: &Value) -> bool {
    let Some(hook) = replaced(interp, "excepthook") else { return false };
    let traceback = exception.get::<Exception>().and_then(|e| e.traceback.borrow().clone());
    let args = [
        interp.class_of(exception).into_value(),
        exception.clone(),
        traceback.unwrap_or_else(|| interp.none()),
    ];
    if let Err(raised) = interp.call(&hook, args) {
        let raised = interp.materialize(raised);
        let text = interp.traceback_text(&raised);
        interp.write_error(&format!("Error in sys.excepthook:\n{text}\nOriginal exception was:\n"));
        let text = interp.traceback_text(exception);
        interp.write_error(&text);
    }
    true
}

/// `sys.__unraisablehook__(unraisable)`
fn unraisable_hook(interp: &Interp, args: Args) -> Result<Value> {
    let [unraisable] = args.exactly(interp, "sys.unraisablehook")?;
    let exception = interp.get_attr_str(&unraisable, "exc_value")?;
    let object = interp.get_attr_str(&unraisable, "object")?;
    let shown = interp.repr(&object).unwrap_or_else(|_| "<object repr() failed>".to_owned());
    interp.write_error(&format!("Exception ignored in: {shown}\n"));
    let text = interp.traceback_text(&exception);
    interp.write_error(&text);
    Ok(interp.none())
}

/// `sys.__excepthook__(class, exception, traceback)`
fn except_hook(interp: &Interp, args: Args) -> Result<Value> {
    let [_, exception, _] = args.exactly(interp, "sys.excepthook")?;
    let text = interp.traceback_text(&exception);
    interp.write_error(&text);
    Ok(interp.none())
}

/// The hooks about asynchronous generators: the names of the arguments and of the places.
const ASYNCGEN_HOOKS: [(&str, &str); 2] =
    [("firstiter", "asyncgen_firstiter"), ("finalizer", "asyncgen_finalizer")];

/// `sys.get_asyncgen_hooks()`
pub(super) fn get_asyncgen_hooks(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.get_asyncgen_hooks")?;
    let hook = |place| interp.state.hook(place).unwrap_or_else(|| interp.none());
    let hooks = ASYNCGEN_HOOKS.map(|(name, place)| (name, hook(place)));
    struct_sequence(interp, "builtins", "asyncgen_hooks", hooks.into())
}

/// `sys.set_asyncgen_hooks(firstiter, finalizer)`; what is not given stays.
pub(super) fn set_asyncgen_hooks(interp: &Interp, args: Args) -> Result<Value> {
    let names = ASYNCGEN_HOOKS.map(|(name, _)| name);
    let hooks = args.bind(interp, "set_asyncgen_hooks", names, 0)?;
    for ((_, place), hook) in ASYNCGEN_HOOKS.into_iter().zip(hooks) {
        let Some(hook) = hook else { continue };
        let before = if interp.is_none(&hook) {
            interp.state.hooks.borrow_mut().remove(place)
        } else {
            interp.state.hooks.borrow_mut().insert(place, hook)
        };
        drop(before);
    }
    Ok(interp.none())
}
