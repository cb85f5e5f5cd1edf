//! Named tuples made by Rust code, such as `sys.version_info`.
//!
//! An object is a tuple whose items can also be reached as attributes.
//!
//! # Source
//! `Objects/structseq.c`.

use super::super::interp::Interp;
use super::super::native::{Args, base_of};
use super::super::raise::Result;
use super::kind::{ClassSpec, new_class};
use crate::object::{Instance, Kind, Layout, Tuple};
use crate::{Gc, Value};

/// An object of the class `module.name` with these fields.
pub(super) fn struct_sequence(
    interp: &Interp,
    module: &'static str,
    name: &'static str,
    fields: Vec<(&'static str, Value)>,
) -> Result<Value> {
    let known = interp.state.named.borrow().get(name).cloned();
    let class = if let Some(class) = known {
        class
    } else {
        let layout = Layout::Wraps(Kind::Tuple);
        let spec = ClassSpec { module, name, layout, has_dict: true, has_weakrefs: false };
        let class = new_class(interp, &spec, &interp.types.tuple)?;
        interp.add_methods(&class, &[("__repr__", repr)])?;
        let names = fields.iter().map(|(name, _)| Ok(interp.intern(name)?.into_value()));
        let names = interp.tuple_of(names.collect::<Result<_>>()?)?;
        interp.set_member(&class, "__match_args__", names.into_value())?;
        interp.state.named.borrow_mut().insert(name, class.clone());
        class
    };
    let items: Vec<Value> = fields.iter().map(|(_, value)| value.clone()).collect();
    let tuple = interp.heap.tuple(items.into_iter())?;
    tuple.as_value().untrack();
    let instance = interp.heap.alloc(Instance::new(class, Some(tuple.into_value())))?;
    for (field, value) in fields {
        drop(instance.set(&interp.heap, &interp.intern(field)?, value)?);
    }
    Ok(Gc::into_value(instance))
}

/// `sys.version_info(major=3, ...)`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let class = interp.class_of(&this);
    let names = class.dict.get_str("__match_args__");
    let names = names.as_ref().and_then(base_of::<Tuple>).map(Tuple::items).unwrap_or_default();
    let values = base_of::<Tuple>(&this).map(Tuple::items).unwrap_or_default();
    let mut fields = Vec::new();
    for (name, value) in names.iter().zip(values) {
        fields.push(format!("{}={}", interp.to_str(name)?, interp.repr(value)?));
    }
    interp.str(&format!("{}({})", interp.full_name(&class), fields.join(", ")))
}
