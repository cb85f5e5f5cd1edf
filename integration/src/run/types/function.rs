//! Attributes of what can be called: functions, builtins, methods.
//!
//! # Source
//! `func_getsetlist`, `method_getset`.

use super::super::frame::CodeObject;
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use crate::object::{Builtin, Class, Dict, Function, Kind, Method, Str, Tuple};
use crate::{Gc, Value};

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    functions(interp)?;
    methods(interp)
}

macro_rules! part {
    ($field:ident) => {
        |interp, value| {
            let found = value.get::<Function>().and_then(|f| f.$field.borrow().clone());
            Ok(found.map_or_else(|| interp.none(), Into::into))
        }
    };
}

macro_rules! set_part {
    ($field:ident) => {
        Some(|interp, value, new| {
            if let Some(function) = value.get::<Function>() {
                let new = new.filter(|n| !interp.is_none(n));
                let new = match new {
                    None => None,
                    Some(new) => match new.downcast() {
                        Ok(new) => Some(new),
                        Err(_) => {
                            return Err(interp.type_error(concat!(
                                "__",
                                stringify!($field),
                                "__ must be set to a proper object"
                            )));
                        }
                    },
                };
                let before = function.$field.replace(new);
                drop(before);
            }
            Ok(())
        })
    };
}

/// `function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`
fn new_function(interp: &Interp, mut args: Args) -> Result<Value> {
    drop(args.take_self(interp, "function.__new__")?);
    let names = ["code", "globals", "name", "argdefs", "closure", "kwdefaults"];
    let given = args.bind(interp, "function", names, 2)?;
    let [code, globals, name, defaults, closure, kwdefaults] =
        given.map(|part| part.filter(|part| !interp.is_none(part)));
    let wrong = |what: &str| interp.type_error(format!("function() argument {what}"));
    let (Some(code), Some(globals)) = (code, globals.and_then(|g| g.downcast::<Dict>().ok()))
    else {
        return Err(wrong("'globals' must be dict"));
    };
    let closure = closure_for(interp, &code, closure)?;
    let function = interp.new_function(code, globals)?;
    if let Some(name) = name {
        drop(function.name.replace(name));
    }
    let defaults = defaults.map(Value::downcast::<Tuple>).transpose();
    drop(function.defaults.replace(defaults.map_err(|_| wrong("'argdefs' must be tuple"))?));
    let kwdefaults = kwdefaults.map(Value::downcast::<Dict>).transpose();
    drop(function.kwdefaults.replace(kwdefaults.map_err(|_| wrong("'kwdefaults' must be dict"))?));
    drop(function.closure.replace(closure));
    Ok(function.into_value())
}

/// The cells for the free names of code, which must be as many.
fn closure_for(interp: &Interp, code: &Value, closure: Option<Value>) -> Result<Option<Gc<Tuple>>> {
    let Some(object) = code.get::<CodeObject>() else {
        let name = interp.class_name(code);
        return Err(
            interp.type_error(format!("function() argument 'code' must be code, not {name}"))
        );
    };
    let free = object.code.freevars.len();
    let closure = match closure.map(Value::downcast::<Tuple>) {
        None if free > 0 => return Err(interp.type_error("arg 5 (closure) must be tuple")),
        None => None,
        Some(Ok(cells)) => Some(cells),
        Some(Err(_)) => return Err(interp.type_error("arg 5 (closure) must be None or tuple")),
    };
    let cells = closure.as_ref().map_or(0, |cells| cells.items().len());
    if free == cells {
        return Ok(closure);
    }
    let name = object.name.as_str();
    Err(interp.value_error(format!("{name} requires closure of length {free}, not {cells}")))
}

fn functions(interp: &Interp) -> Result<()> {
    let class = &interp.types.function;
    interp.add_static(class, &[("__new__", new_function)])?;
    interp.add_computed(
        class,
        "__name__",
        |i, f| named(i, f, |f| f.name.borrow().clone()),
        Some(set_name),
    )?;
    interp.add_computed(
        class,
        "__qualname__",
        |i, f| named(i, f, |f| f.qualname.borrow().clone()),
        Some(set_qualname),
    )?;
    interp.add_computed(
        class,
        "__code__",
        |i, f| named(i, f, |f| f.code.borrow().clone()),
        Some(set_code),
    )?;
    interp.add_computed(
        class,
        "__globals__",
        |i, f| named(i, f, |f| f.globals.borrow().to_value()),
        None,
    )?;
    interp.add_computed(class, "__module__", part!(module), Some(set_module))?;
    interp.add_computed(class, "__doc__", part!(doc), Some(set_doc))?;
    interp.add_computed(class, "__defaults__", part!(defaults), set_part!(defaults))?;
    interp.add_computed(class, "__kwdefaults__", part!(kwdefaults), set_part!(kwdefaults))?;
    interp.add_computed(class, "__closure__", part!(closure), None)?;
    interp.add_computed(class, "__annotations__", annotations, Some(set_annotations))?;
    interp.add_computed(
        class,
        "__dict__",
        super::super::attr::get_dict,
        Some(super::super::attr::set_dict),
    )?;
    interp.add_methods(class, &[("__call__", call), ("__get__", get)])
}

fn named(interp: &Interp, value: &Value, get: fn(&Function) -> Value) -> Result<Value> {
    Ok(value.get::<Function>().map_or_else(|| interp.none(), get))
}

fn set_name(interp: &Interp, value: &Value, new: Option<Value>) -> Result<()> {
    match (value.get::<Function>(), new) {
        (Some(function), Some(new)) if new.is_a::<Str>() => {
            drop(function.name.replace(new));
            Ok(())
        }
        _ => Err(interp.type_error("__name__ must be set to a string object")),
    }
}

fn set_qualname(interp: &Interp, value: &Value, new: Option<Value>) -> Result<()> {
    match (value.get::<Function>(), new) {
        (Some(function), Some(new)) if new.is_a::<Str>() => {
            drop(function.qualname.replace(new));
            Ok(())
        }
        _ => Err(interp.type_error("__qualname__ must be set to a string object")),
    }
}

fn set_code(interp: &Interp, value: &Value, new: Option<Value>) -> Result<()> {
    match (value.get::<Function>(), new) {
        (Some(function), Some(new)) if new.is_a::<CodeObject>() => {
            drop(function.code.replace(new));
            Ok(())
        }
        _ => Err(interp.type_error("__code__ must be set to a code object")),
    }
}

fn set_module(_: &Interp, value: &Value, new: Option<Value>) -> Result<()> {
    if let Some(function) = value.get::<Function>() {
        drop(function.module.replace(new));
    }
    Ok(())
}

fn set_doc(_: &Interp, value: &Value, new: Option<Value>) -> Result<()> {
    if let Some(function) = value.get::<Function>() {
        drop(function.doc.replace(new));
    }
    Ok(())
}

fn annotations(interp: &Interp, value: &Value) -> Result<Value> {
    let Some(function) = value.get::<Function>() else { return Ok(interp.none()) };
    if let Some(found) = &*function.annotations.borrow() {
        return Ok(found.clone());
    }
    let made = interp.heap.dict()?.into_value();
    function.annotations.replace(Some(made.clone()));
    Ok(made)
}

fn set_annotations(_: &Interp, value: &Value, new: Option<Value>) -> Result<()> {
    if let Some(function) = value.get::<Function>() {
        drop(function.annotations.replace(new));
    }
    Ok(())
}

fn call(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "__call__")?;
    interp.call(&this, args)
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let [this, object, class] = args.bind(interp, "__get__", ["self", "instance", "owner"], 1)?;
    let this = this.unwrap_or_else(|| interp.none());
    let object = object.filter(|o| !interp.is_none(o));
    let class = class.and_then(|c| c.downcast::<Class>().ok());
    let class = match (class, &object) {
        (Some(class), _) => class,
        (None, Some(object)) => interp.class_of(object),
        (None, None) => return Ok(this),
    };
    interp.bind_descriptor(&this, object.as_ref(), &class)
}

fn methods(interp: &Interp) -> Result<()> {
    let class = &interp.types.method;
    interp.add_computed(
        class,
        "__func__",
        |i, m| Ok(m.get::<Method>().and_then(Method::function).unwrap_or_else(|| i.none())),
        None,
    )?;
    interp.add_computed(
        class,
        "__self__",
        |i, m| Ok(m.get::<Method>().and_then(Method::this).unwrap_or_else(|| i.none())),
        None,
    )?;
    for name in [
        "__name__",
        "__qualname__",
        "__doc__",
        "__module__",
        "__defaults__",
        "__code__",
        "__globals__",
    ] {
        forward(interp, class, name)?;
    }
    interp.add_methods(
        class,
        &[("__call__", call), ("__eq__", method_eq), ("__hash__", method_hash)],
    )?;
    interp.add_static(class, &[("__new__", new_method)])?;
    let types = &interp.types;
    for class in
        [&types.builtin, &types.method_descriptor, &types.method_wrapper, &types.wrapper_descriptor]
    {
        interp.add_computed(class, "__name__", builtin_name, None)?;
        interp.add_computed(class, "__qualname__", builtin_qualname, None)?;
        interp.add_computed(class, "__self__", builtin_self, None)?;
        interp.add_computed(class, "__doc__", |i, _| Ok(i.none()), None)?;
        interp.add_computed(class, "__module__", |i, _| i.str("builtins"), None)?;
        interp.add_methods(class, &[("__call__", call), ("__get__", get)])?;
    }
    Ok(())
}

/// Attributes of a method that are its function's.
fn forward(interp: &Interp, class: &Gc<Class>, name: &'static str) -> Result<()> {
    macro_rules! forwards {
        ($($text:literal)*) => {
            match name {
                $($text => interp.add_computed(class, $text, |i, m| {
                    match m.get::<Method>().and_then(Method::function) {
                        Some(function) => i.get_attr_str(&function, $text),
                        None => Ok(i.none()),
                    }
                }, None),)*
                _ => Ok(()),
            }
        };
    }
    forwards!("__name__" "__qualname__" "__doc__" "__module__" "__defaults__" "__code__" "__globals__")
}

fn new_method(interp: &Interp, args: Args) -> Result<Value> {
    let [_, function, this] = args.exactly(interp, "method")?;
    if !interp.is_callable(&function) {
        return Err(interp.type_error("first argument must be callable"));
    }
    if interp.is_none(&this) {
        return Err(interp.type_error("instance must not be None"));
    }
    interp.bind_method(function, this)
}

fn method_eq(interp: &Interp, args: Args) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__eq__")?;
    let (Some(this), Some(other)) = (this.get::<Method>(), other.get::<Method>()) else {
        return Ok(interp.not_implemented.clone());
    };
    let same = match (this.function(), other.function(), this.this(), other.this()) {
        (Some(f), Some(g), Some(x), Some(y)) => f.is(&g) && x.is(&y),
        _ => false,
    };
    Ok(interp.bool(same))
}

fn method_hash(interp: &Interp, args: Args) -> Result<Value> {
    let [m] = args.exactly(interp, "__hash__")?;
    let parts = m.get::<Method>().and_then(|m| Some((m.function()?, m.this()?)));
    let hash = parts
        .map_or(0, |(f, x)| crate::object::hash::natural(&f) ^ crate::object::hash::natural(&x));
    interp.int(hash)
}

fn builtin_name(interp: &Interp, value: &Value) -> Result<Value> {
    interp.str(value.get::<Builtin<Native>>().map_or("", |b| b.name))
}

fn builtin_qualname(interp: &Interp, value: &Value) -> Result<Value> {
    let Some(builtin) = value.get::<Builtin<Native>>() else { return Ok(interp.none()) };
    let owner = builtin.owner.borrow().clone();
    let class = match (&owner, &*builtin.this.borrow()) {
        (Some(owner), _) => owner.get::<Class>().map(Class::name),
        (None, Some(this)) if this.kind() == Kind::Class => this.get::<Class>().map(Class::name),
        (None, Some(this)) if this.kind() != Kind::Module => Some(interp.class_name(this)),
        _ => None,
    };
    match class {
        Some(class) => interp.str(&format!("{class}.{}", builtin.name)),
        None => interp.str(builtin.name),
    }
}

fn builtin_self(interp: &Interp, value: &Value) -> Result<Value> {
    let this = value.get::<Builtin<Native>>().and_then(|b| b.this.borrow().clone());
    Ok(this.unwrap_or_else(|| interp.none()))
}
