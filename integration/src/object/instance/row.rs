//! The attributes that stand in an object itself.
//!
//! They stand in the order of the class' shared names, which is the order in which they are
//! traversed and die; each also knows when it was set, for those who list them.
//!
//! # Invariants
//! 1. Entries are sorted by `place`, and no two have the same.
//! 2. The entries' `order`s are the numbers from 0 to one less than their count.
//!
//! # Source
//! `PyDictValues` in `Include/internal/pycore_dict.h`.

use core::ptr::NonNull;

use crate::heap::{release_field, trace_field};
use crate::object::Str;
use crate::{Gc, OutOfMemory, Promise, Trace, Tracer, Value};

/// One attribute.
#[derive(Debug)]
struct Entry {
    name: Gc<Str>,
    value: Value,
    /// The name's place among the class' shared names.
    place: u8,
    /// How many of the attributes were set before.
    order: u8,
}

/// The attributes of an object whose class shares their names.
#[derive(Debug, Default)]
pub struct Row(Vec<Entry>);

impl Row {
    fn position(&self, name: &Gc<Str>) -> Option<usize> {
        self.0
            .iter()
            .position(|e| Gc::ptr_eq(&e.name, name))
            .or_else(|| self.0.iter().position(|e| e.name.as_str() == name.as_str()))
    }

    /// The value of an attribute.
    #[inline]
    pub(super) fn get(&self, name: &Gc<Str>) -> Option<Value> {
        self.position(name).map(|index| self.0[index].value.clone())
    }

    /// The value of an attribute, to be replaced.
    #[inline]
    pub(super) fn get_mut(&mut self, name: &Gc<Str>) -> Option<&mut Value> {
        self.position(name).map(|index| &mut self.0[index].value)
    }

    /// Adds an attribute that is not there yet.
    pub(super) fn insert(
        &mut self,
        place: u8,
        name: Gc<Str>,
        value: Value,
    ) -> Result<(), OutOfMemory> {
        self.0.try_reserve(1).map_err(|_| OutOfMemory)?;
        // There are at most as many attributes as places, and places are a byte.
        let order = u8::try_from(self.0.len()).unwrap_or(u8::MAX);
        let index = self.0.partition_point(|e| e.place < place);
        self.0.insert(index, Entry { name, value, place, order });
        Ok(())
    }

    /// Takes an attribute away.
    pub(super) fn remove(&mut self, name: &Gc<Str>) -> Option<Value> {
        let entry = self.0.remove(self.position(name)?);
        for other in &mut self.0 {
            other.order -= u8::from(other.order > entry.order);
        }
        Some(entry.value)
    }

    /// Names and values, in the order in which they were set.
    pub(super) fn in_order(&self) -> Vec<(Gc<Str>, Value)> {
        let mut entries: Vec<&Entry> = self.0.iter().collect();
        entries.sort_unstable_by_key(|e| e.order);
        entries.into_iter().map(|e| (e.name.clone(), e.value.clone())).collect()
    }
}

impl Trace for Entry {
    // SAFETY: an entry owns two pointers, which are passed on as they are.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        trace_field(&self.name, tracer);
        trace_field(&self.value, tracer);
    }

    unsafe fn release(_: NonNull<Self>) {}
}

impl Trace for Row {
    // SAFETY: all is done by the entries, which have promised.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        trace_field(&self.0, tracer);
    }

    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a row that nobody else uses.
        let Self(entries) = unsafe { this.as_mut() };
        // SAFETY: the caller gives the row up.
        unsafe { release_field(entries) };
    }

    fn hint(&self) {
        cyclegc::prefetch(self.0.as_ptr());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Heap;
    use crate::object::Int;

    fn names(row: &Row) -> Vec<String> {
        row.in_order().iter().map(|(name, _)| name.as_str().to_owned()).collect()
    }

    #[test]
    fn attributes_are_listed_as_they_were_set_and_stand_as_their_places_say()
    -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let mut row = Row::default();
        for (place, name) in [(2, "c"), (0, "a"), (1, "b")] {
            row.insert(place, heap.str(name)?, heap.alloc(Int::from(1))?.into_value())?;
        }
        assert_eq!(names(&row), ["c", "a", "b"]);
        assert!(row.0.is_sorted_by_key(|e| e.place));
        row.remove(&heap.str("a")?);
        row.insert(0, heap.str("a")?, heap.alloc(Int::from(2))?.into_value())?;
        assert_eq!(names(&row), ["c", "b", "a"]);
        assert!(row.0.is_sorted_by_key(|e| e.place));
        Ok(())
    }
}
