//! What can be called: functions, builtins, bound methods, and the cells functions share.
//!
//! A function holds its closure and defaults as tuple objects and its globals as a dict object,
//! as CPython does, so a cycle through a function has the same members here and there.
//!
//! # Source
//! `Objects/funcobject.c`, `Objects/cellobject.c`, `Objects/classobject.c`.

use core::cell::{Cell as StdCell, RefCell};
use core::fmt;

use super::{Dict, Kind, Tuple};
use crate::heap::{trace_fields, whole_fields};
use crate::{Gc, Trace, Value};

/// A variable that several functions share.
#[derive(Debug, Default)]
pub struct Cell {
    value: RefCell<Option<Value>>,
}

impl Cell {
    /// A cell with or without a value.
    pub fn new(value: Option<Value>) -> Self {
        Self { value: RefCell::new(value) }
    }

    /// The value, if there is one.
    pub fn get(&self) -> Option<Value> {
        self.value.borrow().clone()
    }

    /// Puts a value in, or takes it out; answers what was there.
    pub fn replace(&self, value: Option<Value>) -> Option<Value> {
        self.value.replace(value)
    }
}

impl Trace for Cell {
    const KIND: Kind = Kind::Cell;
    whole_fields!(value);

    fn clear_references(&self) {
        drop(self.value.take());
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cell")
    }
}

/// A function written in Python.
#[derive(Debug)]
pub struct Function {
    /// The code object.
    pub code: RefCell<Value>,
    /// The namespace of its module.
    pub globals: RefCell<Gc<Dict>>,
    /// `__name__`.
    pub name: RefCell<Value>,
    /// `__qualname__`.
    pub qualname: RefCell<Value>,
    /// `__module__`.
    pub module: RefCell<Option<Value>>,
    /// `__doc__`.
    pub doc: RefCell<Option<Value>>,
    /// Defaults of the last positional parameters.
    pub defaults: RefCell<Option<Gc<Tuple>>>,
    /// Defaults of keyword-only parameters.
    pub kwdefaults: RefCell<Option<Gc<Dict>>>,
    /// Annotations of the parameters.
    pub annotations: RefCell<Option<Value>>,
    /// The cells of the names it uses from around it.
    pub closure: RefCell<Option<Gc<Tuple>>>,
    /// Attributes given to the function.
    pub dict: RefCell<Option<Gc<Dict>>>,
}

impl Trace for Function {
    const KIND: Kind = Kind::Function;
    whole_fields!(
        code,
        globals,
        module,
        defaults,
        kwdefaults,
        doc,
        name,
        dict,
        closure,
        annotations,
        qualname
    );

    /// Names and code stay, so that a cleared function can still be shown.
    fn clear_references(&self) {
        drop(self.module.take());
        drop(self.defaults.take());
        drop(self.kwdefaults.take());
        drop(self.doc.take());
        drop(self.dict.take());
        drop(self.closure.take());
        drop(self.annotations.take());
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("function")?;
        if let Ok(name) = self.qualname.try_borrow()
            && let Some(name) = name.get::<super::Str>()
        {
            write!(f, " {}", name.as_str())?;
        }
        Ok(())
    }
}

/// A function bound to the object it was reached through.
#[derive(Debug)]
pub struct Method {
    function: RefCell<Option<Value>>,
    this: RefCell<Option<Value>>,
}

impl Method {
    /// Binds `function` to `this`.
    pub fn new(function: Value, this: Value) -> Self {
        Self { function: RefCell::new(Some(function)), this: RefCell::new(Some(this)) }
    }

    /// `__func__`; nothing once the collector has cleared the method.
    pub fn function(&self) -> Option<Value> {
        self.function.borrow().clone()
    }

    /// `__self__`; nothing once the collector has cleared the method.
    pub fn this(&self) -> Option<Value> {
        self.this.borrow().clone()
    }
}

impl Trace for Method {
    const KIND: Kind = Kind::Method;
    whole_fields!(function, this);

    fn clear_references(&self) {
        drop(self.function.take());
        drop(self.this.take());
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("method")
    }
}

/// A function written in Rust, with the signature `N` of the language it belongs to.
#[derive(Debug)]
pub struct Builtin<N> {
    /// The name it is known by.
    pub name: &'static str,
    /// The code.
    pub native: N,
    /// The object it is bound to.
    pub this: RefCell<Option<Value>>,
    /// Whether it is a method of a built-in type that still waits for its `self`.
    pub is_method: StdCell<bool>,
    /// The class that owns it, or the module.
    pub owner: RefCell<Option<Value>>,
}

impl<N: Copy + 'static> Trace for Builtin<N> {
    const KIND: Kind = Kind::Builtin;

    trace_fields!(this, owner);

    fn clear_references(&self) {
        drop(self.this.take());
        drop(self.owner.take());
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "builtin {}", self.name)
    }
}
