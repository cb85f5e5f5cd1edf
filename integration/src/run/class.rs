//! Classes: finding attributes along the resolution order, and making classes.
//!
//! Lookups along the order are remembered in `class/lookup.rs`.
//!
//! # Source
//! `type_new`, `mro_implementation` in `Objects/typeobject.c`.

mod bases;
mod build;
mod instance_check;
mod lookup;
mod members;
mod order;
mod shape;
mod slots;

pub(super) use bases::set_bases;
pub(super) use build::build_class;
pub(super) use lookup::LookupCache;
pub(super) use slots::is_slot;

use super::code::Routine;
use super::generator::Generator;
use super::interp::Interp;
use super::native::{Args, Descriptor};
use super::raise::Result;
use crate::object::{Builtin, Class, Exception, Instance, Kind, Layout, Str};
use crate::{Gc, Value};

impl Interp {
    /// `type(value)`.
    pub fn class_of(&self, value: &Value) -> Gc<Class> {
        let types = &self.types;
        let class = match value.kind() {
            Kind::Instance => {
                return value
                    .get::<Instance>()
                    .map_or_else(|| types.object.clone(), Instance::class);
            }
            Kind::Exception => {
                return value
                    .get::<Exception>()
                    .map_or_else(|| types.object.clone(), Exception::class);
            }
            Kind::Class => {
                let metaclass = value.get::<Class>().and_then(|c| c.metaclass.borrow().clone());
                return metaclass
                    .and_then(|m| m.downcast().ok())
                    .unwrap_or_else(|| types.type_.clone());
            }
            Kind::WeakRef => return self.weakref_class(value),
            Kind::WeakProxy => {
                return super::modules::weakref_proxy::class_of(self, value);
            }
            Kind::Iterator => return super::iterate::class_of(self, value),
            Kind::DictView => return super::types::dict_views::class_of(self, value),
            Kind::None => &types.none_type,
            Kind::Bool => &types.bool,
            Kind::Int => &types.int,
            Kind::Float => &types.float,
            Kind::Str => &types.str,
            Kind::Bytes => &types.bytes,
            Kind::Tuple => &types.tuple,
            Kind::List => &types.list,
            Kind::Dict => &types.dict,
            Kind::Set => &types.set,
            Kind::FrozenSet => &types.frozenset,
            Kind::Range => &types.range,
            Kind::Slice => &types.slice,
            Kind::Ellipsis => &types.ellipsis,
            Kind::NotImplemented => &types.not_implemented,
            Kind::Code => &types.code,
            Kind::Frame => &types.frame,
            Kind::Function => &types.function,
            Kind::Builtin => match value.get::<Builtin<super::native::Native>>() {
                Some(b) => match (is_slot(b), b.is_method.get()) {
                    (true, true) => &types.wrapper_descriptor,
                    (true, false) => &types.method_wrapper,
                    (false, true) => &types.method_descriptor,
                    (false, false) => &types.builtin,
                },
                None => &types.builtin,
            },
            Kind::Method => &types.method,
            Kind::Cell => &types.cell,
            Kind::Module => &types.module,
            Kind::Generator => match value.get::<Generator>().map(Generator::routine) {
                Some(Routine::Coroutine) => &types.coroutine,
                Some(Routine::AsyncGenerator) => &types.async_generator,
                _ => &types.generator,
            },
            Kind::Traceback => &types.traceback,
            Kind::Super => &types.super_,
            Kind::MappingProxy => &types.mappingproxy,
            Kind::Descriptor => match value.get::<Descriptor>() {
                Some(Descriptor::Property { .. }) => &types.property,
                Some(Descriptor::Static(_)) => &types.staticmethod,
                Some(Descriptor::ClassMethod(_)) => &types.classmethod,
                Some(Descriptor::Slot { .. }) => &types.member,
                _ => &types.getset,
            },
            Kind::Native => return super::modules::native_class(self, value),
        };
        class.clone()
    }

    /// The class of a weak reference: a derived one is that of its part.
    fn weakref_class(&self, value: &Value) -> Gc<Class> {
        let part = super::modules::weakref::part(value);
        part.map_or_else(|| self.types.weakref.clone(), |part| part.class())
    }

    /// The name of the value's class as error messages show it: a class that a module has in Rust
    /// comes with the name of the module.
    pub fn class_name(&self, value: &Value) -> String {
        let class = self.class_of(value);
        if class.is_builtin
            && let Some(module) = class.dict.get_str("__module__")
            && let Some(module) = module.get::<Str>().filter(|m| m.as_str() != "builtins")
        {
            return format!("{}.{}", module.as_str(), class.name());
        }
        class.name()
    }

    /// Whether the object is of the class or of one derived from it.
    pub fn is_instance(&self, value: &Value, class: &Gc<Class>) -> bool {
        self.class_of(value).is_subclass_of(class)
    }

    /// What a name means along the order behind `class`: for `super()`.
    pub fn lookup_behind(
        &self,
        order: &Gc<Class>,
        class: &Gc<Class>,
        name: &Gc<Str>,
    ) -> Option<Value> {
        let mro = order.mro()?;
        let mut behind = mro.items().iter().skip_while(|c| !c.is(class.as_value())).skip(1);
        behind.find_map(|c| c.get::<Class>()?.dict.get_interned(name))
    }

    /// A special method of the value's class, unbound.
    pub fn special(&self, value: &Value, name: &str) -> Option<Value> {
        self.type_lookup(&self.class_of(value), name)
    }

    /// Calls a special method of the value's class, if there is one.
    ///
    /// # Errors
    /// What it raises.
    pub fn call_special(
        &self,
        value: &Value,
        name: &str,
        args: impl Into<Args>,
    ) -> Result<Option<Value>> {
        let Some(method) = self.special(value, name) else { return Ok(None) };
        self.call_unbound(method, value, args.into()).map(Some)
    }

    /// Tells all caches that a class has changed.
    pub fn class_changed(&self) {
        self.class_version.set(self.class_version.get() + 1);
    }

    /// For `__new__` of built-in classes: the value itself, or an object of a derived class that
    /// wraps it.
    ///
    /// # Errors
    /// Out of memory.
    pub fn wrap(&self, class: &Value, mut value: Value) -> Result<Value> {
        let Some(class) = class.as_gc::<Class>() else {
            return Err(self.type_error("__new__() needs a class"));
        };
        if !matches!(class.layout, Layout::Wraps(_)) {
            return Ok(value);
        }
        value.uncount();
        if let Some(dict) = value.get::<crate::object::Dict>() {
            dict.embed();
        }
        Ok(self.heap.alloc(Instance::new(class.clone(), Some(value)))?.into_value())
    }
}
