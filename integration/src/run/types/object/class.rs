//! `object.__class__`: which class an object is of, and becoming one of another.
//!
//! Source: `object_get_class` and `object_set_class` in `Objects/typeobject.c`.

use super::super::super::interp::Interp;
use super::super::super::raise::Result;
use crate::object::{Class, Exception, Instance};
use crate::{Gc, Value};

/// Reads it.
pub(super) fn get(interp: &Interp, this: &Value) -> Result<Value> {
    Ok(interp.class_of(this).into_value())
}

/// Sets it: the new class must lay its objects out as the old one does.
pub(super) fn set(interp: &Interp, this: &Value, value: Option<Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(interp.type_error("can't delete __class__ attribute"));
    };
    let Some(class) = value.as_gc::<Class>() else {
        let name = interp.class_name(&value);
        return Err(
            interp.type_error(format!("__class__ must be set to a class, not '{name}' object"))
        );
    };
    let before = interp.class_of(this);
    if before.is_builtin || class.is_builtin {
        return Err(interp.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    if !same_layout(&before, class) {
        let (new, old) = (class.name(), before.name());
        return Err(interp.type_error(format!(
            "__class__ assignment: '{new}' object layout differs from '{old}'"
        )));
    }
    if let Some(instance) = this.get::<Instance>() {
        // CPython gives the object a dict of its own first, which counts as an object.
        drop(instance.own_dict(&interp.heap)?);
        instance.set_class(class.clone());
    } else if let Some(exception) = this.get::<Exception>() {
        let before = exception.class.replace(class.clone());
        drop(before);
    }
    Ok(())
}

fn same_layout(a: &Gc<Class>, b: &Gc<Class>) -> bool {
    let names = |class: &Class| -> Vec<String> {
        class.slots.iter().map(|slot| slot.as_str().to_owned()).collect()
    };
    a.layout == b.layout && a.has_dict == b.has_dict && names(a) == names(b)
}
