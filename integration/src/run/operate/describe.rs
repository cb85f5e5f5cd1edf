//! The `repr` of objects that have no text of their own: functions, classes, modules, frames.
//!
//! Source: `func_repr`, `type_repr`, `meth_repr`, `method_repr`, `wrapperdescr_repr`, `gen_repr`,
//! `cell_repr`, `frame_repr`, `code_repr`, `object_repr`.

use super::super::class::is_slot;
use super::super::frame::{CodeObject, Frame};
use super::super::generator::Generator;
use super::super::interp::Interp;
use super::super::native::{Descriptor, Native};
use super::super::raise::Result;
use crate::object::{Builtin, Cell, Class, Function, Kind, Method, Module, Str, Super, Wrapped};
use crate::{Gc, Value};

impl Interp {
    /// What `object.__repr__` shows: what the object is, and where.
    ///
    /// # Errors
    /// Those of the parts that are shown.
    pub(crate) fn describe(&self, value: &Value) -> Result<String> {
        let at = value.id();
        let text = match value.kind() {
            Kind::Class => value.get::<Class>().map(|c| format!("<class '{}'>", self.full_name(c))),
            Kind::Function => value.get::<Function>().map(|function| {
                let name = text_of(&function.qualname.borrow());
                format!("<function {name} at {at:#x}>")
            }),
            Kind::Builtin => value.get::<Builtin<Native>>().map(|b| match b.name {
                "__new__" => format!("<built-in method __new__ of type object at {at:#x}>"),
                _ => self.describe_builtin(b),
            }),
            Kind::Method => return self.describe_method(value),
            Kind::Module => value.get::<Module>().map(describe_module),
            Kind::Generator => value.get::<Generator>().map(|generator| {
                let name = self.class_name(value);
                format!("<{name} object {} at {at:#x}>", generator.qualname.borrow().as_str())
            }),
            Kind::Code => value.get::<CodeObject>().map(|code| {
                let (name, file, line) = (&code.name, &code.code.filename, code.code.first_line);
                let name = name.as_str();
                format!("<code object {name} at {at:#x}, file \"{file}\", line {line}>")
            }),
            Kind::Frame => value.get::<Frame>().map(|frame| {
                let (file, line) = (&frame.code.code.filename, frame.line());
                let name = frame.code.name.as_str();
                format!("<frame at {at:#x}, file '{file}', line {line}, code {name}>")
            }),
            Kind::Cell => value.get::<Cell>().map(|cell| match cell.get() {
                None => format!("<cell at {at:#x}: empty>"),
                Some(inner) => {
                    let (name, inner) = (self.class_name(&inner), inner.id());
                    format!("<cell at {at:#x}: {name} object at {inner:#x}>")
                }
            }),
            Kind::Super => return self.describe_super(value),
            Kind::Descriptor => return self.describe_descriptor(value),
            _ => None,
        };
        Ok(text.unwrap_or_else(|| self.object_at(value)))
    }

    /// `<module.Class object at 0x...>`
    fn object_at(&self, value: &Value) -> String {
        format!("<{} object at {:#x}>", self.full_name(&self.class_of(value)), value.id())
    }

    /// The name of a class with its module, unless that is `builtins`.
    pub(crate) fn full_name(&self, class: &Class) -> String {
        let qualname = class.qualname.borrow().as_str().to_owned();
        let module = class.dict.get_str("__module__");
        match module.as_ref().and_then(|module| module.get::<Str>()) {
            Some(module) if module.as_str() != "builtins" => {
                format!("{}.{qualname}", module.as_str())
            }
            _ => qualname,
        }
    }

    fn describe_builtin(&self, builtin: &Builtin<Native>) -> String {
        let name = builtin.name;
        let is_slot = is_slot(builtin);
        if let Some(this) = &*builtin.this.borrow() {
            if this.kind() != Kind::Module {
                let (class, at) = (self.class_name(this), this.id());
                return if is_slot {
                    format!("<method-wrapper '{name}' of {class} object at {at:#x}>")
                } else {
                    format!("<built-in method {name} of {class} object at {at:#x}>")
                };
            }
        } else if builtin.is_method.get()
            && let Some(owner) = &*builtin.owner.borrow()
            && let Some(class) = owner.get::<Class>()
        {
            let what = if is_slot { "slot wrapper" } else { "method" };
            return format!("<{what} '{name}' of '{}' objects>", class.name());
        }
        format!("<built-in function {name}>")
    }

    fn describe_method(&self, value: &Value) -> Result<String> {
        let Some(method) = value.get::<Method>() else { return Ok(self.object_at(value)) };
        let (Some(function), Some(this)) = (method.function(), method.this()) else {
            return Ok(self.object_at(value));
        };
        let name = match self.lookup_attr(&function, "__qualname__")? {
            Some(name) => Some(name),
            None => self.lookup_attr(&function, "__name__")?,
        };
        let name = name.map_or_else(|| "?".to_owned(), |name| text_of(&name));
        Ok(format!("<bound method {name} of {}>", self.repr(&this)?))
    }

    fn describe_super(&self, value: &Value) -> Result<String> {
        let Some(parts) = value.get::<Super>() else { return Ok(self.object_at(value)) };
        let class = parts.class.name();
        Ok(match &parts.bound {
            Some((_, of)) => format!("<super: <class '{class}'>, <{} object>>", of.name()),
            None => format!("<super: <class '{class}'>, NULL>"),
        })
    }

    fn describe_descriptor(&self, value: &Value) -> Result<String> {
        let owner = |class: &core::cell::RefCell<Option<Gc<Class>>>| {
            class.borrow().as_ref().map(|class| class.name()).unwrap_or_default()
        };
        let inner = |wrapped: &Wrapped| {
            wrapped.function().map_or_else(|| Ok("None".to_owned()), |f| self.repr(&f))
        };
        Ok(match value.get::<Descriptor>() {
            Some(Descriptor::Static(function)) => format!("<staticmethod({})>", inner(function)?),
            Some(Descriptor::ClassMethod(function)) => {
                format!("<classmethod({})>", inner(function)?)
            }
            Some(Descriptor::Slot { name, class, .. }) => {
                format!("<member '{}' of '{}' objects>", name.as_str(), owner(class))
            }
            Some(Descriptor::Computed { name, class, .. }) => {
                format!("<attribute '{}' of '{}' objects>", name.as_str(), owner(class))
            }
            _ => self.object_at(value),
        })
    }
}

fn describe_module(module: &Module) -> String {
    let shown = super::quote::quote_text(&module.name);
    match module.dict.get_str("__file__").as_ref().and_then(|file| file.get::<Str>()) {
        Some(file) => {
            format!("<module {shown} from {}>", super::quote::quote_text(file.as_str()))
        }
        None if module.name == "__main__" => format!("<module {shown}>"),
        None => format!("<module {shown} (built-in)>"),
    }
}

fn text_of(name: &Value) -> String {
    name.get::<Str>().map(|name| name.as_str().to_owned()).unwrap_or_default()
}
