//! Objects of classes written in the language on top.
//!
//! ```text
//!   | header | class | attributes | slots | base |
//!                        |
//!                        +-- Inline: a short row of (name, value), no object of its own
//!                        +-- Dict:   a dict object, once somebody asked for `__dict__`
//! ```
//!
//! Attributes stand inline until the namespace is asked for as a dict; so an object that refers
//! to itself is a cycle of one, as in CPython 3.13. An object of a class that derives from a
//! built-in one wraps a value of that kind, which no other object owns and the collector does not
//! see: the instance traces it as a part of itself.
//!
//! # Source
//! `Objects/dictobject.c`, inline values; `subtype_traverse` and `subtype_dealloc`.

use core::cell::RefCell;
use core::fmt;

use super::{Class, Dict, Kind, Str};
use crate::{Gc, Heap, OutOfMemory, Trace, Tracer, Value};

/// The attributes of one object.
#[derive(Debug)]
pub enum Attributes {
    /// The class gives its objects no namespace.
    None,
    /// Names and values in the order they were first set.
    Inline(Vec<(Gc<Str>, Value)>),
    /// A dict that others may hold too.
    Dict(Gc<Dict>),
}

/// The most attributes that stand inline.
const MAX_INLINE: usize = 30;

/// An object of a class.
#[derive(Debug)]
pub struct Instance {
    class: RefCell<Gc<Class>>,
    attributes: RefCell<Attributes>,
    slots: RefCell<Box<[Option<Value>]>>,
    base: Option<Value>,
}

impl Instance {
    /// A new object without attributes; `base` is the value that an object of a class derived
    /// from a built-in one wraps, untracked and owned by nobody else.
    pub fn new(class: Gc<Class>, base: Option<Value>) -> Self {
        let attributes =
            if class.has_dict { Attributes::Inline(Vec::new()) } else { Attributes::None };
        let slots = class.slots.iter().map(|_| None).collect();
        Self {
            class: RefCell::new(class),
            attributes: RefCell::new(attributes),
            slots: RefCell::new(slots),
            base,
        }
    }

    /// The object's class.
    #[inline]
    pub fn class(&self) -> Gc<Class> {
        self.class.borrow().clone()
    }

    /// Makes the object one of another class.
    pub fn set_class(&self, class: Gc<Class>) {
        let before = self.class.replace(class);
        drop(before);
    }

    /// The value of the built-in kind that the object wraps.
    #[inline]
    pub fn base(&self) -> Option<&Value> {
        self.base.as_ref()
    }

    /// Whether the object has a namespace.
    pub fn has_dict(&self) -> bool {
        !matches!(*self.attributes.borrow(), Attributes::None)
    }

    /// An attribute of the object itself.
    #[inline]
    pub fn get(&self, name: &Gc<Str>) -> Option<Value> {
        match &*self.attributes.borrow() {
            Attributes::None => None,
            Attributes::Inline(row) => position(row, name).map(|i| row[i].1.clone()),
            Attributes::Dict(dict) => dict.get_interned(name),
        }
    }

    /// Sets an attribute; answers the value it had.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn set(
        &self,
        heap: &Heap,
        name: &Gc<Str>,
        value: Value,
    ) -> Result<Option<Value>, OutOfMemory> {
        let dict = {
            let mut attributes = self.attributes.borrow_mut();
            match &mut *attributes {
                Attributes::Inline(row) => {
                    if let Some(index) = position(row, name) {
                        return Ok(Some(core::mem::replace(&mut row[index].1, value)));
                    }
                    if row.len() < MAX_INLINE {
                        row.try_reserve(1).map_err(|_| OutOfMemory)?;
                        row.push((name.clone(), value));
                        return Ok(None);
                    }
                    None
                }
                Attributes::Dict(dict) => Some(dict.clone()),
                Attributes::None => return Ok(None),
            }
        };
        let dict = match dict {
            Some(dict) => dict,
            None => match self.dict(heap)? {
                Some(dict) => dict,
                None => return Ok(None),
            },
        };
        Dict::set_str(&dict, name, value)
    }

    /// Takes an attribute away; answers the value it had.
    pub fn remove(&self, name: &Gc<Str>) -> Option<Value> {
        let dict = match &mut *self.attributes.borrow_mut() {
            Attributes::None => return None,
            Attributes::Inline(row) => {
                let index = position(row, name)?;
                return Some(row.remove(index).1);
            }
            Attributes::Dict(dict) => dict.clone(),
        };
        dict.del_str(name.as_str()).map(|(_, value)| value)
    }

    /// The namespace as a dict; from here on the attributes live there.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the attributes stay inline then.
    pub fn dict(&self, heap: &Heap) -> Result<Option<Gc<Dict>>, OutOfMemory> {
        let row: Vec<(Gc<Str>, Value)> = match &*self.attributes.borrow() {
            Attributes::None => return Ok(None),
            Attributes::Dict(dict) => return Ok(Some(dict.clone())),
            Attributes::Inline(row) => row.clone(),
        };
        let dict = heap.dict()?;
        for (name, value) in row {
            drop(Dict::set_str(&dict, &name, value)?);
        }
        // CPython tracks the dict of an instance when it is made.
        dict.track()?;
        self.replace_dict(Some(dict.clone()));
        Ok(Some(dict))
    }

    /// Puts another dict in the place of the namespace.
    pub fn replace_dict(&self, dict: Option<Gc<Dict>>) {
        let new = dict.map_or_else(|| Attributes::Inline(Vec::new()), Attributes::Dict);
        let before = self.attributes.replace(new);
        drop(before);
    }

    /// The value of a slot.
    pub fn slot(&self, index: usize) -> Option<Value> {
        self.slots.borrow().get(index).cloned().flatten()
    }

    /// Sets or empties a slot; answers what it held.
    pub fn set_slot(&self, index: usize, value: Option<Value>) -> Option<Value> {
        match self.slots.borrow_mut().get_mut(index) {
            Some(slot) => core::mem::replace(slot, value),
            None => value,
        }
    }

    /// Names and values set on the object itself, slots not included.
    pub fn attributes(&self) -> Vec<(Gc<Str>, Value)> {
        match &*self.attributes.borrow() {
            Attributes::Inline(row) => row.clone(),
            Attributes::None | Attributes::Dict(_) => Vec::new(),
        }
    }
}

#[inline]
fn position(row: &[(Gc<Str>, Value)], name: &Gc<Str>) -> Option<usize> {
    row.iter()
        .position(|(n, _)| Gc::ptr_eq(n, name))
        .or_else(|| row.iter().position(|(n, _)| n.as_str() == name.as_str()))
}

impl Trace for Instance {
    const KIND: Kind = Kind::Instance;
    const FINALIZES: bool = true;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(base) = &self.base {
            base.trace_referents(tracer);
        }
        if let Ok(slots) = self.slots.try_borrow() {
            for slot in slots.iter() {
                slot.trace(tracer);
            }
        }
        if let Ok(attributes) = self.attributes.try_borrow() {
            match &*attributes {
                Attributes::None => {}
                Attributes::Inline(row) => {
                    for (name, value) in row {
                        name.trace(tracer);
                        value.trace(tracer);
                    }
                }
                Attributes::Dict(dict) => dict.trace(tracer),
            }
        }
        self.class.trace(tracer);
    }

    fn clear_references(&self) {
        if let Some(base) = &self.base {
            base.clear_referents();
        }
        let slots = {
            let mut slots = self.slots.borrow_mut();
            let emptied = slots.iter().map(|_| None).collect();
            core::mem::replace(&mut *slots, emptied)
        };
        drop(slots);
        let attributes = {
            let mut attributes = self.attributes.borrow_mut();
            match &mut *attributes {
                Attributes::Inline(row) => core::mem::take(row),
                _ => Vec::new(),
            }
        };
        drop(attributes);
        // A dict that others hold is theirs to clear; the object only lets go of it.
        if self.class.borrow().has_dict {
            self.replace_dict(None);
        }
    }

    fn needs_finalizer(&self) -> bool {
        self.class.borrow().has_finalizer.get()
    }

    fn finalize(this: &Gc<Self>, heap: &Heap) {
        if let Some(runtime) = heap.runtime() {
            runtime.finalize(this.as_value());
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class.try_borrow() {
            Ok(class) => f.write_str(&class.name()),
            Err(_) => f.write_str("object"),
        }
    }
}
