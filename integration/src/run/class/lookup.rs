//! Where names are found along the resolution orders of classes, remembered.
//!
//! A row of entries is indexed by the addresses of class and name. An entry holds places, not
//! references: which class of the order has the name, and where in that class's namespace. What
//! stands there is read anew at each lookup, so an entry keeps nothing alive.
//!
//! # Invariants
//! 1. An entry is valid for one value of [`Interp::class_version`] only. Making a class changes
//!    it, so an address used again by another class finds nothing of the old one.
//! 2. Only interned names are remembered: they live as long as the interpreter, so their addresses
//!    are not used again.
//!
//! # Source
//! `_PyType_Lookup` and its method cache in `Objects/typeobject.c`.

use core::cell::Cell;
use core::fmt;

use crate::object::{Class, Str};
use crate::run::interp::Interp;
use crate::{Gc, Value};

/// How many entries there are. CPython's cache has as many.
const ENTRIES: usize = 4096;

/// The place in the order that says that no class has the name.
const NOWHERE: u32 = u32::MAX;

/// What one lookup found. All zeroes matches nothing, since versions begin with one.
#[derive(Clone, Copy, Default)]
struct Entry {
    version: u64,
    class: usize,
    name: usize,
    /// Which class of the resolution order.
    place: u32,
    /// Where in that class's namespace.
    position: u32,
}

/// The entries, each in the one place that its class and name may have.
pub(in crate::run) struct LookupCache(Box<[Cell<Entry>]>);

impl LookupCache {
    pub(in crate::run) fn new() -> Self {
        Self((0..ENTRIES).map(|_| Cell::new(Entry::default())).collect())
    }

    /// Objects are aligned to 16 bytes, which leaves the low bits of their addresses without
    /// information.
    fn entry(&self, class: usize, name: usize) -> &Cell<Entry> {
        &self.0[((class >> 4) ^ (name >> 4)) % ENTRIES]
    }
}

impl fmt::Debug for LookupCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LookupCache")
    }
}

impl Interp {
    /// What a name means for the objects of a class: the first found along the order.
    pub fn type_lookup(&self, class: &Gc<Class>, name: &str) -> Option<Value> {
        let name = self.intern(name).ok()?;
        self.type_lookup_name(class, &name)
    }

    /// As [`Interp::type_lookup`], for a name that is an object.
    pub fn type_lookup_name(&self, class: &Gc<Class>, name: &Gc<Str>) -> Option<Value> {
        let version = self.class_version.get();
        let key = (class.as_value().id(), name.as_value().id());
        let entry = self.lookups.entry(key.0, key.1);
        let known = entry.get();
        if known.version == version && (known.class, known.name) == key {
            if known.place == NOWHERE {
                return None;
            }
            let mro = class.mro.borrow();
            let class = mro.as_ref()?.items().get(known.place as usize)?.get::<Class>()?;
            let found = class.dict.value_of_name_at(known.position as usize, name);
            return found.or_else(|| class.dict.get_interned(name));
        }
        let mro = class.mro()?;
        let mut found = None;
        for (place, class) in mro.items().iter().enumerate() {
            let Some(class) = class.get::<Class>() else { continue };
            if let Some((position, value)) = class.dict.find_name(name) {
                found = Some((place, position, value));
                break;
            }
        }
        let places = match &found {
            None => Some((NOWHERE, 0)),
            Some((place, position, _)) => {
                u32::try_from(*place).ok().zip(u32::try_from(*position).ok())
            }
        };
        if let Some((place, position)) = places
            && self.is_interned(name)
        {
            entry.set(Entry { version, class: key.0, name: key.1, place, position });
        }
        found.map(|(.., value)| value)
    }
}
