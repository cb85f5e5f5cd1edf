//! Objects of classes written in the language on top.
//!
//! ```text
//!   | header | slots | attributes | base | class |
//!                       |
//!                       +-- Inline: a row of names and values, no object of its own
//!                       +-- Shared: a dict over that row, once somebody asked for `__dict__`
//!                       +-- Own:    a dict that counts as an object
//! ```
//!
//! Attributes stand inline while their names fit into those that the class shares; so an object
//! that refers to itself is a cycle of one, as in CPython 3.13. The dict that somebody asked for
//! is traced as a part of its object as long as that lives. An object of a class that derives
//! from a built-in one wraps a value of that kind, which no other object owns and the collector
//! does not see: the instance traces it as a part of itself.
//!
//! # Source
//! `Objects/dictobject.c`, inline values; `subtype_traverse` and `subtype_dealloc`.

mod row;

use core::cell::RefCell;
use core::fmt;
use core::ptr::NonNull;

pub use row::Row;

use super::class::Layout;
use super::{Class, Dict, Kind, Str};
use crate::heap::{release_field, trace_field};
use crate::{Gc, Heap, OutOfMemory, Promise, Trace, Tracer, Value};

/// The attributes of one object.
#[derive(Debug)]
pub enum Attributes {
    /// The class gives its objects no namespace.
    None,
    /// The attributes stand in the object.
    Inline(Row),
    /// A dict that is a part of the object, though others may hold it too.
    Shared(Gc<Dict>),
    /// A dict of its own, made when the first attribute is set.
    Own(Option<Gc<Dict>>),
    /// An object of a class derived from `dict`, which somebody has put there.
    Given(Value),
}

impl Attributes {
    /// The dict the attributes are in, if they are in one.
    fn dict(&self) -> Option<Gc<Dict>> {
        match self {
            Self::Shared(dict) | Self::Own(Some(dict)) => Some(dict.clone()),
            Self::Given(object) => object.get::<Instance>()?.base()?.to::<Dict>(),
            Self::None | Self::Inline(_) | Self::Own(None) => None,
        }
    }

    fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }
}

impl Trace for Attributes {
    // SAFETY: `trace` and `hint` read, and call those of types that have promised. A shared dict is
    // stood for by the one object that has made it.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable_if(|all| !all.is_shared()) };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        match self {
            Self::None | Self::Own(None) => {}
            Self::Inline(row) => trace_field(row, tracer),
            Self::Shared(dict) if !dict.as_value().is_tracked() => (**dict).trace(tracer),
            Self::Shared(dict) | Self::Own(Some(dict)) => trace_field(dict, tracer),
            Self::Given(object) => trace_field(object, tracer),
        }
    }

    fn hint(&self) {
        if let Self::Inline(row) = self {
            row.hint();
        }
    }

    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a value that nobody else uses.
        if let Self::Inline(row) = unsafe { this.as_mut() } {
            // SAFETY: the caller gives the value up. Other variants are pointers, and forgotten.
            unsafe { release_field(row) };
        }
    }
}

/// An object of a class.
#[derive(Debug)]
pub struct Instance {
    slots: RefCell<Box<[Option<Value>]>>,
    attributes: RefCell<Attributes>,
    base: Option<Value>,
    class: RefCell<Gc<Class>>,
}

impl Instance {
    /// A new object without attributes; `base` is the value that an object of a class derived
    /// from a built-in one wraps, untracked and owned by nobody else. The collector sees what it
    /// refers to if its type is [exact](Promise::exact).
    pub fn new(class: Gc<Class>, base: Option<Value>) -> Self {
        let is_inline = class.layout == Layout::Plain && class.slots.is_empty();
        let attributes = match (class.has_dict, is_inline) {
            (false, _) => Attributes::None,
            (true, false) => Attributes::Own(None),
            (true, true) => {
                class.keys.note_object();
                Attributes::Inline(Row::default())
            }
        };
        let slots = class.slots.iter().map(|_| None).collect();
        Self {
            slots: RefCell::new(slots),
            attributes: RefCell::new(attributes),
            base,
            class: RefCell::new(class),
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
            Attributes::None | Attributes::Own(None) => None,
            Attributes::Inline(row) => row.get(name),
            Attributes::Shared(dict) | Attributes::Own(Some(dict)) => dict.get_interned(name),
            given @ Attributes::Given(_) => given.dict()?.get_interned(name),
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
        let shared = match &mut *self.attributes.borrow_mut() {
            Attributes::None => return Ok(None),
            Attributes::Inline(row) => {
                if let Some(place) = row.get_mut(name) {
                    return Ok(Some(core::mem::replace(place, value)));
                }
                if let Some(place) = self.class.borrow().keys.place(name) {
                    row.insert(place, name.clone(), value)?;
                    return Ok(None);
                }
                None
            }
            Attributes::Shared(dict)
                if dict.get_interned(name).is_some()
                    || self.class.borrow().keys.place(name).is_some() =>
            {
                Some(dict.clone())
            }
            Attributes::Shared(_) | Attributes::Own(_) => None,
            given @ Attributes::Given(_) => given.dict(),
        };
        let dict = match shared {
            Some(dict) => dict,
            None => self.own_dict(heap)?,
        };
        Dict::set_str(&dict, name, value)
    }

    /// Takes an attribute away; answers the value it had.
    pub fn remove(&self, name: &Gc<Str>) -> Option<Value> {
        let dict = match &mut *self.attributes.borrow_mut() {
            Attributes::Inline(row) => return row.remove(name),
            other => other.dict()?,
        };
        dict.del_str(name.as_str()).map(|(_, value)| value)
    }

    /// The namespace as a dict; from here on the attributes live there.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the attributes stay where they are then.
    pub fn dict(&self, heap: &Heap) -> Result<Option<Gc<Dict>>, OutOfMemory> {
        let row = match &*self.attributes.borrow() {
            Attributes::Own(None) => None,
            Attributes::Inline(row) => Some(row.in_order()),
            other => return Ok(other.dict()),
        };
        let dict = heap.dict()?;
        let attributes = match row {
            None => Attributes::Own(Some(dict.clone())),
            Some(row) => {
                dict.embed();
                for (name, value) in row {
                    drop(Dict::set_str(&dict, &name, value)?);
                }
                Attributes::Shared(dict.clone())
            }
        };
        self.set_attributes(attributes);
        Ok(Some(dict))
    }

    /// The namespace as a dict that is an object of its own.
    ///
    /// # Errors
    /// As [`Instance::dict`].
    pub fn own_dict(&self, heap: &Heap) -> Result<Gc<Dict>, OutOfMemory> {
        let dict = match self.dict(heap)? {
            Some(dict) => dict,
            None => heap.dict()?,
        };
        let is_shared = self.attributes.borrow().is_shared();
        if is_shared {
            drop(self.attributes.replace(Attributes::Own(Some(dict.clone()))));
            Dict::part_from_object(&dict);
        }
        Ok(dict)
    }

    /// Puts another dict in the place of the namespace.
    pub fn replace_dict(&self, dict: Option<Gc<Dict>>) {
        self.set_attributes(Attributes::Own(dict));
    }

    /// Puts an object of a class derived from `dict` in the place of the namespace.
    pub fn give_dict(&self, object: Value) {
        self.set_attributes(Attributes::Given(object));
    }

    /// What [`Instance::give_dict`] put there.
    pub fn given_dict(&self) -> Option<Value> {
        match &*self.attributes.borrow() {
            Attributes::Given(object) => Some(object.clone()),
            _ => None,
        }
    }

    fn set_attributes(&self, attributes: Attributes) {
        let before = self.attributes.replace(attributes);
        if let Attributes::Shared(dict) = &before {
            if dict.owners() > 1 {
                Dict::part_from_object(dict);
            } else {
                self.empty_in_place_order(dict);
            }
        }
        drop(before);
    }

    /// Lets go of the attributes in the order of their places, as if they stood in the object.
    fn empty_in_place_order(&self, dict: &Dict) {
        let mut entries = dict.entries();
        let class = self.class();
        entries.sort_by_key(|(name, _)| name.to::<Str>().map(|name| class.keys.place(&name)));
        dict.clear();
        for entry in entries {
            drop(entry);
        }
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

    /// Names and values set on the object itself, slots and those in a dict of its own not
    /// included.
    pub fn attributes(&self) -> Vec<(Gc<Str>, Value)> {
        match &*self.attributes.borrow() {
            Attributes::Inline(row) => row.in_order(),
            Attributes::Shared(dict) => {
                let entries = dict.entries().into_iter();
                entries.filter_map(|(name, value)| Some((name.to::<Str>()?, value))).collect()
            }
            Attributes::None | Attributes::Own(_) | Attributes::Given(_) => Vec::new(),
        }
    }

    /// Whether the object neither wraps a value nor shares a dict with others.
    fn is_plain(&self) -> bool {
        self.base.is_none() && self.attributes.try_borrow().is_ok_and(|all| !all.is_shared())
    }

    /// Lets go of all values in CPython's order: slots, attributes.
    fn empty(&self) {
        let slots = {
            let mut slots = self.slots.borrow_mut();
            let emptied = slots.iter().map(|_| None).collect();
            core::mem::replace(&mut *slots, emptied)
        };
        drop(slots);
        // A dict that others hold is theirs to clear; the object only lets go of it.
        if self.has_dict() {
            self.set_attributes(Attributes::Own(None));
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.empty();
    }
}

impl Trace for Instance {
    const KIND: Kind = Kind::Instance;
    const FINALIZES: bool = true;
    // SAFETY: `trace` and `hint` read what never changes, pass on what the value stands for that the
    // object wraps, and call those of fields that have promised. An object that is plain owns what
    // stands in its fields; its destructor only lets go of that.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable_if(Self::is_plain) };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        trace_field(&self.slots, tracer);
        trace_field(&self.attributes, tracer);
        trace_field(&self.class, tracer);
        if let Some(base) = &self.base {
            base.trace_referents(tracer);
        }
    }

    fn hint(&self) {
        self.slots.hint();
        self.attributes.hint();
    }

    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in an object that nobody else uses.
        let Self { slots, attributes, base: _, class: _ } = unsafe { this.as_mut() };
        // SAFETY: the caller gives the object up.
        unsafe { release_field(slots) };
        // SAFETY: as above, and they are not shared. The class is a pointer, and forgotten.
        unsafe { Trace::release(NonNull::from(attributes.get_mut())) };
    }

    fn clear_references(&self) {
        self.empty();
        if let Some(base) = &self.base {
            base.clear_referents();
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
