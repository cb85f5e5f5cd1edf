//! `cls.__bases__ = (...)`: other bases for a class that has objects and subclasses already.
//!
//! The new bases must lay their objects out as the old ones did. Then the order of the class is
//! computed anew, and that of every class derived from it. If one of them has no order any more,
//! all of them keep what they had.
//!
//! # Source
//! `type_set_bases`, `mro_hierarchy` in `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::raise::{Raised, Result};
use super::shape::best_base;
use crate::object::{Class, Tuple};
use crate::{Gc, Value, Weak};

/// The orders that classes had before they got other ones.
type Orders = Vec<(Gc<Class>, Option<Gc<Tuple>>)>;

/// Gives a class other bases.
pub(in super::super) fn set_bases(interp: &Interp, class: &Gc<Class>, value: &Value) -> Result<()> {
    let (bases, classes) = checked(interp, class, value)?;
    let base = best_base(&classes);
    let before = class.base.borrow().clone();
    if let (Some(new), Some(old)) = (&base, &before)
        && !same_layout(new, old)
    {
        let (new, old) = (new.name(), old.name());
        let message = format!("__bases__ assignment: '{new}' object layout differs from '{old}'");
        return Err(interp.type_error(message));
    }
    let old_bases = class.bases.replace(bases);
    let old_base = class.base.replace(base);
    let mut changed = Orders::new();
    if let Err(raised) = reorder(interp, class, &mut changed) {
        for (class, order) in changed {
            drop(class.mro.replace(order));
        }
        drop((class.bases.replace(old_bases), class.base.replace(old_base)));
        interp.class_changed();
        return Err(raised);
    }
    for base in old_bases.items().iter().filter_map(Value::get::<Class>) {
        let is_other =
            |weak: &Weak<Class>| weak.upgrade().is_some_and(|derived| !Gc::ptr_eq(&derived, class));
        base.subclasses.borrow_mut().retain(is_other);
    }
    for base in classes {
        let weak = Weak::new(class)?;
        base.subclasses.borrow_mut().push(weak);
    }
    interp.class_changed();
    for (class, _) in &changed {
        class.has_finalizer.set(interp.type_lookup(class, "__del__").is_some());
    }
    Ok(())
}

fn checked(
    interp: &Interp,
    class: &Gc<Class>,
    value: &Value,
) -> Result<(Gc<Tuple>, Vec<Gc<Class>>)> {
    let name = class.name();
    let Some(bases) = value.as_gc::<Tuple>() else {
        let given = interp.class_name(value);
        let message = format!("can only assign tuple to {name}.__bases__, not {given}");
        return Err(interp.type_error(message));
    };
    if bases.is_empty() {
        let message = format!("can only assign non-empty tuple to {name}.__bases__, not ()");
        return Err(interp.type_error(message));
    }
    let mut classes = Vec::new();
    for base in bases.items() {
        let Some(base) = base.as_gc::<Class>() else {
            let given = interp.class_name(base);
            let message = format!("{name}.__bases__ must be tuple of classes, not '{given}'");
            return Err(interp.type_error(message));
        };
        if base.is_subclass_of(class) {
            return Err(interp.type_error("a __bases__ item causes an inheritance cycle"));
        }
        classes.push(base.clone());
    }
    Ok((bases.clone(), classes))
}

/// Whether classes derived from either have objects of one layout.
fn same_layout(a: &Class, b: &Class) -> bool {
    let names = |class: &Class| -> Vec<String> {
        class.slots.iter().map(|slot| slot.as_str().to_owned()).collect()
    };
    a.layout == b.layout
        && a.has_dict == b.has_dict
        && a.has_weakrefs == b.has_weakrefs
        && names(a) == names(b)
}

/// Computes the orders of a class and of those derived from it; what was before goes to `changed`.
fn reorder(interp: &Interp, class: &Gc<Class>, changed: &mut Orders) -> Result<()> {
    let order = interp.order_of(class)?;
    let order = interp.heap.tuple(order.into_iter())?;
    changed.push((class.clone(), class.mro.replace(Some(order))));
    interp.class_changed();
    let derived: Vec<_> = class.subclasses.borrow().iter().filter_map(Weak::upgrade).collect();
    derived.iter().try_for_each(|derived| reorder(interp, derived, changed))
}

impl Interp {
    /// The order of a class: what the method `mro` of its metaclass says.
    ///
    /// # Errors
    /// `TypeError` when there is none.
    pub(super) fn order_of(&self, class: &Gc<Class>) -> Result<Vec<Value>> {
        let metaclass = self.class_of(class.as_value());
        let method = if metaclass.is_builtin { None } else { self.type_lookup(&metaclass, "mro") };
        let Some(method) = method.filter(|method| method.kind() != crate::object::Kind::Builtin)
        else {
            return self.natural_order(class);
        };
        let order = self.call_unbound(method, class.as_value(), super::Args::none())?;
        let order = self.collect(&order)?;
        match order.iter().find(|found| !found.is_a::<Class>()) {
            Some(other) => Err(self.no_class_in_order(other)),
            None => Ok(order),
        }
    }

    fn no_class_in_order(&self, found: &Value) -> Raised {
        let name = self.class_name(found);
        self.type_error(format!("mro() returned a non-class ('{name}')"))
    }

    /// The order that follows from the bases of a class: `type.mro(cls)`.
    ///
    /// # Errors
    /// `TypeError` when there is none.
    pub(in super::super) fn natural_order(&self, class: &Gc<Class>) -> Result<Vec<Value>> {
        let bases = class.bases.borrow().clone();
        let bases: Vec<_> = bases.items().iter().filter_map(Value::to::<Class>).collect();
        let behind = self.merge_orders(&bases)?;
        Ok(core::iter::once(class.to_value()).chain(behind).collect())
    }
}
