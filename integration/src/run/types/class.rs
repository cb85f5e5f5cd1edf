//! `type`: the class of classes.
//!
//! # Source
//! `type_getsets`, `type_methods` in `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use crate::object::{Class, Dict, Str, Tuple};
use crate::{Gc, Value, Weak};

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.type_;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(
        class,
        &[
            ("__init__", init),
            ("__call__", call),
            ("mro", mro),
            ("__subclasses__", subclasses),
            ("__instancecheck__", instance_check),
            ("__subclasscheck__", subclass_check),
            ("__dir__", dir),
        ],
    )?;
    interp.add_class_methods(class, &[("__prepare__", prepare)])?;
    interp.add_computed(
        class,
        "__name__",
        |i, c| text(i, c, |c| c.name.borrow().clone()),
        Some(set_name),
    )?;
    interp.add_computed(
        class,
        "__qualname__",
        |i, c| text(i, c, |c| c.qualname.borrow().clone()),
        Some(set_qualname),
    )?;
    interp.add_computed(class, "__module__", module, Some(set_module))?;
    interp.add_computed(class, "__doc__", doc, Some(set_doc))?;
    interp.add_computed(class, "__dict__", dict, None)?;
    interp.add_computed(class, "__bases__", bases, Some(set_bases))?;
    interp.add_computed(class, "__base__", base, None)?;
    interp.add_computed(class, "__mro__", order, None)?;
    interp.add_computed(class, "__annotations__", annotations, Some(set_annotations))
}

fn of<'a>(interp: &Interp, value: &'a Value) -> Result<&'a Gc<Class>> {
    value.as_gc::<Class>().ok_or_else(|| {
        interp.type_error(format!(
            "descriptor requires a 'type' object but received a '{}'",
            interp.class_name(value)
        ))
    })
}

fn new(interp: &Interp, args: Args) -> Result<Value> {
    let Args { positional, keywords } = args;
    let metaclass = match positional.first() {
        Some(metaclass) => of(interp, metaclass)?.clone(),
        None => return Err(interp.type_error("type.__new__(): not enough arguments")),
    };
    let [_, name, bases, namespace] = &positional[..] else {
        return Err(interp.type_error("type() takes 1 or 3 arguments"));
    };
    let Some(bases) = bases.as_gc::<Tuple>() else {
        return Err(interp.type_error(format!(
            "type.__new__() argument 2 must be tuple, not {}",
            interp.class_name(bases)
        )));
    };
    interp.new_class(&metaclass, name, bases, namespace, keywords)
}

fn init(interp: &Interp, _: Args) -> Result<Value> {
    Ok(interp.none())
}

fn call(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "type.__call__")?;
    interp.instantiate(of(interp, &class)?, args)
}

fn prepare(interp: &Interp, _: Args) -> Result<Value> {
    Ok(interp.heap.dict()?.into_value())
}

fn mro(interp: &Interp, args: Args) -> Result<Value> {
    let (class, []) = args.method(interp, "type.mro")?;
    interp.list(interp.natural_order(of(interp, &class)?)?)
}

fn subclasses(interp: &Interp, args: Args) -> Result<Value> {
    let (class, []) = args.method(interp, "type.__subclasses__")?;
    let class = of(interp, &class)?;
    let living: Vec<Value> =
        class.subclasses.borrow().iter().filter_map(Weak::upgrade).map(Gc::into_value).collect();
    interp.list(living)
}

fn instance_check(interp: &Interp, args: Args) -> Result<Value> {
    let (class, [value]) = args.method(interp, "type.__instancecheck__")?;
    Ok(interp.bool(interp.is_instance_itself(&value, &class)?))
}

fn subclass_check(interp: &Interp, args: Args) -> Result<Value> {
    let (class, [value]) = args.method(interp, "type.__subclasscheck__")?;
    Ok(interp.bool(interp.is_subclass_itself(&value, &class)?))
}

fn dir(interp: &Interp, args: Args) -> Result<Value> {
    let (class, []) = args.method(interp, "type.__dir__")?;
    let mut names = Vec::new();
    if let Some(order) = of(interp, &class)?.mro() {
        for class in order.items().iter().filter_map(Value::get::<Class>) {
            let mut position = 0;
            while let Some((next, name, _)) = class.dict.next_entry(position) {
                position = next;
                let text = name.get::<Str>().map(|n| n.as_str().to_owned());
                names.extend(text);
            }
        }
    }
    names.sort();
    names.dedup();
    let names = names.iter().map(|n| interp.str(n)).collect::<Result<Vec<_>>>()?;
    interp.list(names)
}

fn text(interp: &Interp, class: &Value, get: fn(&Class) -> Gc<Str>) -> Result<Value> {
    Ok(get(of(interp, class)?).into_value())
}

fn changeable<'a>(interp: &Interp, class: &'a Value, name: &str) -> Result<&'a Gc<Class>> {
    let class = of(interp, class)?;
    if class.is_builtin {
        return Err(interp.type_error(format!(
            "cannot set '{name}' attribute of immutable type '{}'",
            class.name()
        )));
    }
    Ok(class)
}

fn set_name(interp: &Interp, class: &Value, value: Option<Value>) -> Result<()> {
    let class = changeable(interp, class, "__name__")?;
    match value.and_then(|v| v.downcast::<Str>().ok()) {
        Some(name) => {
            let before = class.name.replace(name);
            drop(before);
            Ok(())
        }
        None => {
            Err(interp.type_error(format!("can only assign string to {}.__name__", class.name())))
        }
    }
}

fn set_qualname(interp: &Interp, class: &Value, value: Option<Value>) -> Result<()> {
    let class = changeable(interp, class, "__qualname__")?;
    match value.and_then(|v| v.downcast::<Str>().ok()) {
        Some(name) => {
            let before = class.qualname.replace(name);
            drop(before);
            Ok(())
        }
        None => {
            Err(interp
                .type_error(format!("can only assign string to {}.__qualname__", class.name())))
        }
    }
}

fn module(interp: &Interp, class: &Value) -> Result<Value> {
    match of(interp, class)?.dict.get_str("__module__") {
        Some(module) => Ok(module),
        None => interp.str("builtins"),
    }
}

fn set_module(interp: &Interp, class: &Value, value: Option<Value>) -> Result<()> {
    let class = changeable(interp, class, "__module__")?;
    match value {
        Some(value) => interp.set_member(class, "__module__", value),
        None => Err(interp.type_error(format!(
            "cannot delete '__module__' attribute of type '{}'",
            class.name()
        ))),
    }
}

fn doc(interp: &Interp, class: &Value) -> Result<Value> {
    Ok(of(interp, class)?.dict.get_str("__doc__").unwrap_or_else(|| interp.none()))
}

fn set_doc(interp: &Interp, class: &Value, value: Option<Value>) -> Result<()> {
    let class = changeable(interp, class, "__doc__")?;
    match value {
        Some(value) => interp.set_member(class, "__doc__", value),
        None => Err(interp
            .type_error(format!("cannot delete '__doc__' attribute of type '{}'", class.name()))),
    }
}

fn dict(interp: &Interp, class: &Value) -> Result<Value> {
    let dict = of(interp, class)?.dict.clone();
    interp.mapping_proxy(dict.into_value())
}

fn bases(interp: &Interp, class: &Value) -> Result<Value> {
    Ok(of(interp, class)?.bases.borrow().to_value())
}

fn set_bases(interp: &Interp, class: &Value, value: Option<Value>) -> Result<()> {
    let class = changeable(interp, class, "__bases__")?;
    match value {
        Some(value) => super::super::class::set_bases(interp, class, &value),
        None => Err(interp
            .type_error(format!("cannot delete '__bases__' attribute of type '{}'", class.name()))),
    }
}

fn base(interp: &Interp, class: &Value) -> Result<Value> {
    let class = of(interp, class)?;
    if let Some(base) = &*class.base.borrow() {
        return Ok(base.to_value());
    }
    let first = class.bases.borrow().items().first().cloned();
    Ok(first.unwrap_or_else(|| interp.none()))
}

fn order(interp: &Interp, class: &Value) -> Result<Value> {
    let order = of(interp, class)?.mro();
    Ok(order.map_or_else(|| interp.none(), Gc::into_value))
}

fn annotations(interp: &Interp, class: &Value) -> Result<Value> {
    let class = of(interp, class)?;
    if let Some(found) = class.dict.get_str("__annotations__") {
        return Ok(found);
    }
    let made: Gc<Dict> = interp.heap.dict()?;
    if !class.is_builtin {
        interp.set_member(class, "__annotations__", made.to_value())?;
    }
    Ok(made.into_value())
}

fn set_annotations(interp: &Interp, class: &Value, value: Option<Value>) -> Result<()> {
    let class = changeable(interp, class, "__annotations__")?;
    match value {
        Some(value) => interp.set_member(class, "__annotations__", value),
        None => {
            drop(class.dict.del_str("__annotations__"));
            Ok(())
        }
    }
}
