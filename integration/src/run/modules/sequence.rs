//! Named tuples made by Rust code, such as `sys.version_info`.
//!
//! An object is a tuple whose items can also be reached as attributes.
//!
//! # Source
//! `Objects/structseq.c`.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::kind::{ClassSpec, new_class};
use crate::object::{Instance, Kind, Layout};
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
    let module = class.dict.get_str("__module__");
    let module = match module {
        Some(module) => interp.to_str(&module)?,
        None => String::new(),
    };
    let mut fields = Vec::new();
    for (name, value) in this.get::<Instance>().map(Instance::attributes).unwrap_or_default() {
        fields.push(format!("{}={}", name.as_str(), interp.repr(&value)?));
    }
    interp.str(&format!("{module}.{}({})", class.name(), fields.join(", ")))
}
