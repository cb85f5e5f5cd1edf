//! `object`: what every class has.
//!
//! Source: `object_methods`, `object_new`, `object_init` and `object_richcompare` in
//! `Objects/typeobject.c`.

mod class;

use super::super::builtins::arguments::special;
use super::super::code::CompareKind;
use super::super::interp::Interp;
use super::super::modules::sys::size_without_head;
use super::super::native::{Args, Native};
use super::super::operate::peel;
use super::super::raise::Result;
use crate::object::{Class, Dict, Exception, Instance, Layout, Module, Str, hash as hashes};
use crate::{Gc, Value};

impl Interp {
    /// Whether a class takes a method from `object` itself.
    fn is_inherited(&self, class: &Gc<Class>, name: &str) -> bool {
        match (self.type_lookup(class, name), self.types.object.dict.get_str(name)) {
            (Some(found), Some(own)) => found.is(&own),
            _ => false,
        }
    }

    /// A new object of a class without a built-in base.
    ///
    /// # Errors
    /// `TypeError` for a class with abstract methods; out of memory.
    pub fn new_instance(&self, class: &Gc<Class>) -> Result<Value> {
        // Abstract methods are noted by a metaclass.
        if class.metaclass.borrow().is_some() {
            self.refuse_abstract(class)?;
        }
        let instance = Instance::new(class.clone(), None);
        // An object of `object` itself has no attributes: the collector need not know it.
        if class.is_builtin {
            let mut object = self.heap.alloc_untracked(instance)?.into_value();
            object.uncount();
            return Ok(object);
        }
        Ok(self.heap.alloc(instance)?.into_value())
    }

    /// Fails for a class with abstract methods.
    fn refuse_abstract(&self, class: &Gc<Class>) -> Result<()> {
        let Some(names) = class.dict.get_str("__abstractmethods__") else { return Ok(()) };
        if !self.truth(&names)? {
            return Ok(());
        }
        let mut missing = Vec::new();
        self.for_each(&names, |name| {
            missing.push(format!("'{}'", self.to_str(&name)?));
            Ok(())
        })?;
        missing.sort();
        let s = if missing.len() == 1 { "" } else { "s" };
        Err(self.type_error(format!(
            "Can't instantiate abstract class {} without an implementation for abstract \
             method{s} {}",
            class.name(),
            missing.join(", ")
        )))
    }
}

/// `object.__new__(cls)`: a new object without attributes.
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    if args.is_empty() {
        return Err(interp.type_error("object.__new__(): not enough arguments"));
    }
    let class = args.positional.remove(0);
    let Some(class) = class.as_gc::<Class>() else {
        let name = interp.class_name(&class);
        let error = format!("object.__new__(X): X is not a type object ({name})");
        return Err(interp.type_error(error));
    };
    if !args.is_empty() || !args.keywords.is_empty() {
        if !interp.is_inherited(class, "__new__") {
            return Err(interp.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if interp.is_inherited(class, "__init__") {
            let name = class.name();
            return Err(interp.type_error(format!("{name}() takes no arguments")));
        }
    }
    if let Layout::Native(kind) | Layout::Wraps(kind) = class.layout {
        let (name, base) = (class.name(), kind.name());
        let error = format!("object.__new__({name}) is not safe, use {base}.__new__()");
        return Err(interp.type_error(error));
    }
    interp.new_instance(class)
}

/// `object.__init__(self)`: nothing is left to do.
fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "object.__init__")?;
    if !args.is_empty() || !args.keywords.is_empty() {
        let class = interp.class_of(&this);
        let name = if !interp.is_inherited(&class, "__init__") {
            "object".to_owned()
        } else if interp.is_inherited(&class, "__new__") {
            class.name()
        } else {
            return Ok(interp.none());
        };
        return Err(interp.type_error(format!(
            "{name}.__init__() takes exactly one argument (the instance to initialize)"
        )));
    }
    Ok(interp.none())
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "object.__repr__")?;
    interp.str(&interp.describe(&this)?)
}

fn to_str(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "object.__str__")?;
    interp.str(&interp.repr(&this)?)
}

fn equal(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "object.__eq__")?;
    Ok(if this.is(&other) { interp.bool(true) } else { interp.not_implemented.clone() })
}

fn unequal(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "object.__ne__")?;
    let answer = interp.default_compare(CompareKind::Ne, &this, &other)?;
    Ok(answer.unwrap_or_else(|| interp.not_implemented.clone()))
}

fn unordered(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (_, [_]) = special(interp, args, function)?;
    Ok(interp.not_implemented.clone())
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "object.__hash__")?;
    interp.int(hashes::pointer(this.id()))
}

fn format(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [spec]) = special(interp, args, "object.__format__")?;
    let Some(text) = peel(&spec).get::<Str>() else {
        let name = interp.class_name(&spec);
        return Err(interp.type_error(format!("__format__() argument must be str, not {name}")));
    };
    interp.str(&interp.default_format(&this, text.as_str())?)
}

fn sizeof(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "object.__sizeof__")?;
    interp.size(size_without_head(interp, &this))
}

/// The interned name that an argument gives.
fn name_argument(interp: &Interp, name: &Value) -> Result<Gc<Str>> {
    match peel(name).get::<Str>() {
        Some(name) => interp.intern(name.as_str()),
        None => {
            let class = interp.class_name(name);
            Err(interp.type_error(format!("attribute name must be string, not '{class}'")))
        }
    }
}

fn getattribute(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [name]) = special(interp, args, "object.__getattribute__")?;
    interp.generic_get_attr(&this, &name_argument(interp, &name)?)
}

fn setattr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [name, value]) = special(interp, args, "object.__setattr__")?;
    interp.generic_change_attr(&this, &name_argument(interp, &name)?, Some(value))?;
    Ok(interp.none())
}

fn delattr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [name]) = special(interp, args, "object.__delattr__")?;
    interp.generic_change_attr(&this, &name_argument(interp, &name)?, None)?;
    Ok(interp.none())
}

/// `object.__dir__()`: the names of the object's own attributes and of those of its class.
fn dir(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "object.__dir__")?;
    let names = interp.heap.dict()?;
    let add = |name: &Value| interp.dict_set(&names, name.clone(), interp.none());
    let mut own = None;
    if let Some(instance) = this.get::<Instance>() {
        let row = instance.attributes();
        for (name, _) in &row {
            add(name.as_value())?;
        }
        if row.is_empty() && instance.has_dict() {
            own = instance.dict(&interp.heap)?;
        }
    } else if let Some(module) = this.get::<Module>() {
        own = Some(module.dict.clone());
    } else if let Some(exception) = this.get::<Exception>() {
        own.clone_from(&exception.dict.borrow());
    }
    if let Some(own) = own {
        add_keys(&own, &add)?;
    }
    let class = match this.as_gc::<Class>() {
        Some(class) => class.clone(),
        None => interp.class_of(&this),
    };
    // A module shows its namespace only.
    if !this.is_a::<Module>()
        && let Some(order) = class.mro()
    {
        for class in order.items() {
            if let Some(class) = class.get::<Class>() {
                add_keys(&class.dict, &add)?;
            }
        }
    }
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((next, name, _)) = names.next_entry(from) {
        found.push(name);
        from = next;
    }
    interp.list(found)
}

fn add_keys(dict: &Gc<Dict>, add: &dyn Fn(&Value) -> Result<()>) -> Result<()> {
    let mut from = 0;
    while let Some((next, key, _)) = dict.next_entry(from) {
        add(&key)?;
        from = next;
    }
    Ok(())
}

/// `object.__init_subclass__()`: takes no keywords.
fn init_subclass(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "object.__init_subclass__")?;
    if args.keywords.is_empty() && args.is_empty() {
        return Ok(interp.none());
    }
    let name = class.get::<Class>().map(|class| class.qualname.borrow().as_str().to_owned());
    let name = name.unwrap_or_default();
    Err(interp.type_error(if args.keywords.is_empty() {
        format!("{name}.__init_subclass__() takes no arguments ({} given)", args.len())
    } else {
        format!("{name}.__init_subclass__() takes no keyword arguments")
    }))
}

/// What `copy` and `pickle` ask an object; it is answered in Python.
fn copied(interp: &Interp, args: Args, name: &str) -> Result<Value> {
    let copyreg = interp.import("_copyreg_object")?;
    interp.call(&interp.get_attr_str(&copyreg, name.trim_matches('_'))?, args)
}

/// `object.__subclasshook__(cls)`: no opinion.
fn subclasshook(interp: &Interp, _: Args) -> Result<Value> {
    Ok(interp.not_implemented.clone())
}

const METHODS: &[(&str, Native)] = &[
    ("__init__", init),
    ("__repr__", repr),
    ("__str__", to_str),
    ("__eq__", equal),
    ("__ne__", unequal),
    ("__lt__", |i, a| unordered(i, a, "object.__lt__")),
    ("__le__", |i, a| unordered(i, a, "object.__le__")),
    ("__gt__", |i, a| unordered(i, a, "object.__gt__")),
    ("__ge__", |i, a| unordered(i, a, "object.__ge__")),
    ("__hash__", hash),
    ("__format__", format),
    ("__sizeof__", sizeof),
    ("__getattribute__", getattribute),
    ("__setattr__", setattr),
    ("__delattr__", delattr),
    ("__dir__", dir),
    ("__getstate__", |i, a| copied(i, a, "__getstate__")),
    ("__reduce__", |i, a| copied(i, a, "__reduce__")),
    ("__reduce_ex__", |i, a| copied(i, a, "__reduce_ex__")),
];

const CLASS_METHODS: &[(&str, Native)] =
    &[("__init_subclass__", init_subclass), ("__subclasshook__", subclasshook)];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.object;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(class, METHODS)?;
    interp.add_class_methods(class, CLASS_METHODS)?;
    interp.add_computed(class, "__class__", class::get, Some(class::set))
}
