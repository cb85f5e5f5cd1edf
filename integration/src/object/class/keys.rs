//! The names that the objects of one class share for their attributes.
//!
//! The first objects of a class decide which attributes stand in the objects themselves, and in
//! what order. There is room for thirty names, and each object that is made takes away from what
//! is still free, down to one: a name that comes late, on a class with many objects, finds no
//! room, and the object that gets it moves its attributes to a dict of its own. A program sees it
//! in what a collection counts, and in the order in which attributes die.
//!
//! # Source
//! `insert_split_key` and `_PyObject_InitInlineValues` in `Objects/dictobject.c`.

use core::cell::{Cell, RefCell};
use core::fmt;

use crate::Gc;
use crate::object::Str;

/// How many names a class has room for.
const ROOM: u8 = 30;

/// The shared names of a class.
pub struct SharedKeys {
    names: RefCell<Vec<Gc<Str>>>,
    free: Cell<u8>,
}

impl SharedKeys {
    /// No names yet.
    pub fn new() -> Self {
        Self { names: RefCell::new(Vec::new()), free: Cell::new(ROOM) }
    }

    /// Counts an object of the class.
    pub fn note_object(&self) {
        if self.free.get() > 1 {
            self.free.set(self.free.get() - 1);
        }
    }

    /// The place of a name; a new name takes the next one, if there is room.
    pub fn place(&self, name: &Gc<Str>) -> Option<u8> {
        let mut names = self.names.borrow_mut();
        let known = names
            .iter()
            .position(|n| Gc::ptr_eq(n, name))
            .or_else(|| names.iter().position(|n| n.as_str() == name.as_str()));
        if let Some(place) = known {
            return u8::try_from(place).ok();
        }
        let free = self.free.get().checked_sub(1)?;
        let place = u8::try_from(names.len()).ok()?;
        names.try_reserve(1).ok()?;
        names.push(name.clone());
        self.free.set(free);
        Some(place)
    }
}

impl Default for SharedKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SharedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedKeys").field("free", &self.free.get()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Heap, OutOfMemory};

    #[test]
    fn names_keep_their_places() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let (a, b) = (heap.str("a")?, heap.str("b")?);
        let keys = SharedKeys::new();
        assert_eq!(keys.place(&b), Some(0));
        assert_eq!(keys.place(&a), Some(1));
        assert_eq!(keys.place(&heap.str("b")?), Some(0));
        Ok(())
    }

    #[test]
    fn every_object_takes_away_from_the_room_but_for_one_name() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let keys = SharedKeys::new();
        (0..100).for_each(|_| keys.note_object());
        assert_eq!(keys.place(&heap.str("first")?), Some(0));
        assert_eq!(keys.place(&heap.str("second")?), None);
        assert_eq!(keys.place(&heap.str("first")?), Some(0));
        Ok(())
    }
}
