//! `threading.local`: an object whose attributes are others in each thread.
//!
//! ```text
//!   object --wraps--> Local --dicts--> { thread: its attributes }
//!                       ^
//!   Thread --locals- - -+ weakly
//! ```
//!
//! The object owns the attributes of all threads, so the collector sees what they refer to. When a
//! thread ends, it takes its own out of each.
//!
//! # Source
//! `localobject` in `Modules/_threadmodule.c`.

use std::rc::Rc;

use super::super::super::interp::Interp;
use super::super::super::native::{Args, base_gc};
use super::super::super::raise::{Raised, Result};
use super::super::super::thread::Thread;
use super::super::kind::{ClassSpec, new_class};
use crate::heap::trace_fields;
use crate::object::{Class, Dict, Kind, Layout, Str, Tuple};
use crate::{Gc, Trace, Value, Weak};

/// The attributes of all threads, by the numbers of the threads.
pub(in crate::run) struct Local {
    dicts: Gc<Dict>,
    args: Gc<Tuple>,
    keywords: Option<Gc<Dict>>,
}

impl Trace for Local {
    trace_fields!(dicts, args, keywords);

    fn clear_references(&self) {
        Dict::clear(&self.dicts);
    }
}

/// Makes the class.
pub(super) fn class(interp: &Interp) -> Result<Gc<Class>> {
    let layout = Layout::Wraps(Kind::Native);
    let spec =
        ClassSpec { module: "_thread", name: "_local", layout, has_dict: true, has_weakrefs: true };
    let class = new_class(interp, &spec, &interp.types.object)?;
    interp.add_static(&class, &[("__new__", new)])?;
    interp.add_computed(&class, "__dict__", super::super::super::attr::get_dict, None)?;
    interp.state.named.borrow_mut().insert("_local", class.clone());
    Ok(class)
}

/// `local(*args, **keywords)`: the arguments are for `__init__` of a subclass, in each thread.
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let Args { mut positional, keywords } = args;
    if positional.is_empty() {
        return Err(interp.type_error("_thread._local.__new__(): not enough arguments"));
    }
    let class = positional.remove(0);
    let has_arguments = !positional.is_empty() || !keywords.is_empty();
    if has_arguments && class.as_gc::<Class>().is_some_and(|c| own_init(interp, c).is_none()) {
        return Err(interp.type_error("Initialization arguments are not supported"));
    }
    let mut named = None;
    if !keywords.is_empty() {
        let dict = interp.heap.dict()?;
        for (name, value) in keywords {
            drop(Dict::set_str(&dict, &name, value)?);
        }
        named = Some(dict);
    }
    let args = interp.tuple_of(positional)?;
    let local = interp.heap.alloc(Local { dicts: interp.heap.dict()?, args, keywords: named })?;
    let object = interp.wrap(&class, local.to_value())?;
    // The thread that makes the object runs `__init__` as it does for any other object.
    local.begin(interp, &local)?;
    Ok(object)
}

/// `__init__`, if it is not that of `object`.
fn own_init(interp: &Interp, class: &Gc<Class>) -> Option<Value> {
    let init = interp.type_lookup(class, "__init__")?;
    (!interp.is_object_method(&init)).then_some(init)
}

impl Local {
    /// The attributes of the thread that runs. One that sees the object for the first time runs
    /// `__init__` of the subclass.
    ///
    /// # Errors
    /// What that raises.
    pub(in crate::run) fn dict(&self, interp: &Interp, object: &Value) -> Result<Gc<Dict>> {
        let ident = interp.int(interp.scheduler.current().ident)?;
        if let Some(dict) = interp.dict_get(&self.dicts, &ident)?.and_then(|d| d.to::<Dict>()) {
            return Ok(dict);
        }
        let Some(this) = base_gc::<Self>(object) else {
            return Err(interp.type_error("a method of a '_thread._local' object"));
        };
        let dict = self.begin(interp, this)?;
        if let Some(init) = own_init(interp, &interp.class_of(object)) {
            let mut args = Args::from(self.args.items().to_vec());
            for (name, value) in self.keywords.iter().flat_map(|k| k.entries()) {
                args.keywords.extend(name.to::<Str>().map(|name| (name, value)));
            }
            if let Err(raised) = interp.call_unbound(init, object, args) {
                drop(interp.dict_del(&self.dicts, &ident)?);
                return Err(raised);
            }
        }
        Ok(dict)
    }

    /// Empty attributes for the thread that runs.
    fn begin(&self, interp: &Interp, this: &Gc<Self>) -> Result<Gc<Dict>> {
        let thread = interp.scheduler.current();
        let dict = interp.heap.dict()?;
        let ident = interp.int(thread.ident)?;
        let known = Weak::new(this).map_err(Raised::from)?;
        interp.dict_set(&self.dicts, ident, dict.to_value())?;
        let mut locals = thread.locals.borrow_mut();
        locals.retain(|local| !local.as_weakref().is_dead());
        locals.push(known);
        Ok(dict)
    }
}

/// Lets go of what a thread that ends has in the objects of `threading.local`.
pub(in crate::run) fn end_locals(interp: &Interp, thread: &Rc<Thread>) {
    loop {
        // Finalizers may fill others.
        let locals = thread.locals.take();
        if locals.is_empty() {
            return;
        }
        for local in locals.iter().filter_map(Weak::upgrade) {
            // An integer as a key raises nothing.
            if let Ok(ident) = interp.int(thread.ident) {
                drop(interp.dict_del(&local.dicts, &ident));
            }
        }
    }
}
