//! `isinstance` and `issubclass`.
//!
//! A class of an object is the one it has, or the one that its attribute `__class__` names. A
//! metaclass with `__instancecheck__` or `__subclasscheck__` decides instead, unless the object is
//! of exactly that class. What is no class, but has a tuple `__bases__`, passes for one: its bases
//! are followed by their attribute.
//!
//! # Source
//! `object_isinstance`, `object_issubclass`, `abstract_issubclass` in `Objects/abstract.c`.

use super::super::interp::Interp;
use super::super::raise::Result;
use crate::object::{Class, Kind, Tuple};
use crate::{Gc, Value};

const NO_CLASS: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const NO_CLASS_FIRST: &str = "issubclass() arg 1 must be a class";
const NO_CLASS_SECOND: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

impl Interp {
    /// `isinstance(value, classes)`
    ///
    /// # Errors
    /// `TypeError` for something that is neither class nor tuple of classes, and what hooks raise.
    pub fn isinstance(&self, value: &Value, classes: &Value) -> Result<bool> {
        if self.class_of(value).as_value().is(classes) {
            return Ok(true);
        }
        if let Some(classes) = classes.get::<Tuple>() {
            return self.any_class(classes, |class| self.isinstance(value, class));
        }
        match self.ask_hook(classes, "__instancecheck__", value)? {
            Some(answer) => Ok(answer),
            None => self.is_instance_itself(value, classes),
        }
    }

    /// `type.__instancecheck__(class, value)`: no hooks.
    ///
    /// # Errors
    /// As [`Interp::isinstance`].
    pub fn is_instance_itself(&self, value: &Value, class: &Value) -> Result<bool> {
        let Some(class_itself) = class.as_gc::<Class>() else {
            self.expect_class(class, NO_CLASS)?;
            return match self.lookup_attr(value, "__class__")? {
                Some(claimed) => self.is_abstract_subclass(claimed, class),
                None => Ok(false),
            };
        };
        let of_value = self.class_of(value);
        if of_value.is_subclass_of(class_itself) {
            return Ok(true);
        }
        let claimed = self.lookup_attr(value, "__class__")?;
        let claimed = claimed.as_ref().and_then(Value::as_gc::<Class>);
        Ok(claimed.is_some_and(|claimed| claimed.is_subclass_of(class_itself)))
    }

    /// `issubclass(class, classes)`
    ///
    /// # Errors
    /// `TypeError` for arguments that are no classes, and what hooks raise.
    pub fn issubclass(&self, class: &Value, classes: &Value) -> Result<bool> {
        if let Some(classes) = classes.get::<Tuple>() {
            return self.any_class(classes, |base| self.issubclass(class, base));
        }
        match self.ask_hook(classes, "__subclasscheck__", class)? {
            Some(answer) => Ok(answer),
            None => self.is_subclass_itself(class, classes),
        }
    }

    /// `type.__subclasscheck__(base, class)`: no hooks.
    ///
    /// # Errors
    /// As [`Interp::issubclass`].
    pub fn is_subclass_itself(&self, class: &Value, base: &Value) -> Result<bool> {
        if let (Some(class), Some(base)) = (class.as_gc::<Class>(), base.as_gc::<Class>()) {
            return Ok(class.is_subclass_of(base));
        }
        self.expect_class(class, NO_CLASS_FIRST)?;
        self.expect_class(base, NO_CLASS_SECOND)?;
        self.is_abstract_subclass(class.clone(), base)
    }

    /// Whether one of the classes passes; the tuple may nest.
    fn any_class(
        &self,
        classes: &Tuple,
        mut passes: impl FnMut(&Value) -> Result<bool>,
    ) -> Result<bool> {
        let _depth = self.enter()?;
        for class in classes.items() {
            if passes(class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks a hook that is written in Python, or that of a built-in object which is no class.
    fn ask_hook(&self, classes: &Value, hook: &str, value: &Value) -> Result<Option<bool>> {
        let metaclass = self.class_of(classes);
        if Gc::ptr_eq(&metaclass, &self.types.type_) {
            return Ok(None);
        }
        match self.type_lookup(&metaclass, hook) {
            // That of `type` asks no further.
            Some(found) if found.kind() == Kind::Builtin && classes.is_a::<Class>() => Ok(None),
            Some(found) => {
                let _depth = self.enter()?;
                let answer = self.call_unbound(found, classes, [value.clone()].into())?;
                self.truth(&answer).map(Some)
            }
            None => Ok(None),
        }
    }

    /// Fails for what is neither a class nor passes for one.
    fn expect_class(&self, class: &Value, message: &str) -> Result<()> {
        if class.is_a::<Class>() || self.abstract_bases(class)?.is_some() {
            return Ok(());
        }
        Err(self.type_error(message))
    }

    /// The attribute `__bases__`, if it is a tuple.
    fn abstract_bases(&self, class: &Value) -> Result<Option<Gc<Tuple>>> {
        let bases = self.lookup_attr(class, "__bases__")?;
        Ok(bases.and_then(|bases| bases.to::<Tuple>()))
    }

    fn is_abstract_subclass(&self, mut class: Value, base: &Value) -> Result<bool> {
        loop {
            if class.is(base) {
                return Ok(true);
            }
            let Some(bases) = self.abstract_bases(&class)? else { return Ok(false) };
            class = match bases.items() {
                [] => return Ok(false),
                [one] => one.clone(),
                several => {
                    let _depth = self.enter()?;
                    for one in several {
                        if self.is_abstract_subclass(one.clone(), base)? {
                            return Ok(true);
                        }
                    }
                    return Ok(false);
                }
            };
        }
    }
}
