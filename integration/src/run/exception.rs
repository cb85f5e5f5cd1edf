//! `isinstance` and `issubclass`, and exceptions nobody can handle.
//!
//! # Source
//! `object_isinstance` in `Objects/abstract.c`, `PyErr_WriteUnraisable` in `Python/errors.c`.

use super::interp::Interp;
use super::raise::{Raised, Result};
use crate::Value;
use crate::object::{Class, Kind, Tuple};

impl Interp {
    /// `isinstance(value, classes)`
    ///
    /// # Errors
    /// `TypeError` for something that is neither class nor tuple of classes.
    pub fn isinstance(&self, value: &Value, classes: &Value) -> Result<bool> {
        if let Some(class) = classes.as_gc::<Class>() {
            if self.class_of(value).is_subclass_of(class) {
                return Ok(true);
            }
            if let Some(answer) = self.ask_metaclass(classes, "__instancecheck__", value)? {
                return Ok(answer);
            }
            if value.kind() == Kind::WeakProxy
                && let Ok(referent) = super::modules::weakref_proxy::referent(self, value)
            {
                return self.isinstance(&referent, classes);
            }
            return Ok(false);
        }
        if let Some(classes) = classes.get::<Tuple>() {
            for class in classes.items() {
                if self.isinstance(value, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.call_special(classes, "__instancecheck__", [value.clone()])? {
            Some(answer) => self.truth(&answer),
            None => {
                Err(self
                    .type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
            }
        }
    }

    /// `issubclass(class, classes)`
    ///
    /// # Errors
    /// `TypeError` for arguments that are no classes.
    pub fn issubclass(&self, class: &Value, classes: &Value) -> Result<bool> {
        if let Some(classes) = classes.get::<Tuple>() {
            for base in classes.items() {
                if self.issubclass(class, base)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let Some(class_itself) = class.as_gc::<Class>() else {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        };
        let Some(base) = classes.as_gc::<Class>() else {
            if let Some(answer) =
                self.call_special(classes, "__subclasscheck__", [class.clone()])?
            {
                return self.truth(&answer);
            }
            return Err(self
                .type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"));
        };
        if class_itself.is_subclass_of(base) {
            return Ok(true);
        }
        Ok(self.ask_metaclass(classes, "__subclasscheck__", class)?.unwrap_or(false))
    }

    /// Asks a metaclass written in Python.
    fn ask_metaclass(&self, class: &Value, hook: &str, value: &Value) -> Result<Option<bool>> {
        let metaclass = self.class_of(class);
        if metaclass.is_builtin {
            return Ok(None);
        }
        match self.type_lookup(&metaclass, hook) {
            Some(found) if found.kind() != Kind::Builtin => {
                let answer = self.call_unbound(found, class, [value.clone()].into())?;
                self.truth(&answer).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Tells of an exception that nobody can handle, and forgets it: `sys.unraisablehook`.
    pub fn unraisable(&self, raised: Raised, context: &str, object: Option<&Value>) {
        let exception = self.materialize(raised);
        tracing::warn!(
            target: "integration::run",
            class = self.class_name(&exception),
            "exception ignored"
        );
        if super::modules::sys::call_unraisable_hook(self, &exception, context, object) {
            return;
        }
        let text = match object {
            Some(object) => {
                let shown = self.repr(object).unwrap_or_else(|_| "<object repr() failed>".into());
                format!("{context}: {shown}")
            }
            None => context.to_owned(),
        };
        self.write_error(&format!("{text}\n"));
        let trace = self.traceback_text(&exception);
        self.write_error(&trace);
    }

    /// Writes to the program's standard error.
    pub fn write_error(&self, text: &str) {
        // Nobody is left to tell when the error output fails.
        let _ = self.stderr.borrow_mut().write_all(text.as_bytes());
    }
}
