//! Dicts as namespaces: keys that are strings.
//!
//! No foreign code is called. A stored key that is not a string is never equal to a name here,
//! though its class may define an equality that says otherwise.

use super::Dict;
use crate::object::{Str, hash};
use crate::{Gc, OutOfMemory, Value};

impl Dict {
    /// The value of the string key with this text.
    ///
    /// # Examples
    /// ```
    /// use integration::{Heap, object::Dict};
    ///
    /// let heap = Heap::new();
    /// let dict = heap.dict()?;
    /// let name = heap.str("answer")?;
    /// Dict::set_str(&dict, &name, name.to_value())?;
    /// assert!(dict.get_str("answer").is_some());
    /// assert!(dict.get_interned(&name).is_some());
    /// assert!(dict.del_str("answer").is_some());
    /// assert!(dict.is_empty());
    /// # Ok::<(), integration::OutOfMemory>(())
    /// ```
    pub fn get_str(&self, key: &str) -> Option<Value> {
        let position = self.table.find_text(hash::text(key), key)?;
        self.value_at(position)
    }

    /// The value of a name. That the key is the same object is tried before anything else.
    #[inline]
    pub fn get_interned(&self, key: &Gc<Str>) -> Option<Value> {
        let position = self.table.find_name(key)?;
        self.value_at(position)
    }

    /// The value of a name, and the position of its entry.
    #[cfg(feature = "runner")]
    pub(crate) fn find_name(&self, key: &Gc<Str>) -> Option<(usize, Value)> {
        let position = self.table.find_name(key)?;
        Some((position, self.value_at(position)?))
    }

    /// The value of the entry at a position, if the entry's key is this very name.
    #[cfg(feature = "runner")]
    pub(crate) fn value_of_name_at(&self, position: usize, name: &Gc<Str>) -> Option<Value> {
        let entry =
            |(key, value): &mut (Value, Value)| key.is(name.as_value()).then(|| value.clone());
        self.table.change(position, entry).flatten()
    }

    /// Gives a name a value, and answers the value it had.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the dict is as it was, and the value is dropped.
    #[inline]
    pub fn set_str(
        this: &Gc<Self>,
        key: &Gc<Str>,
        value: Value,
    ) -> Result<Option<Value>, OutOfMemory> {
        match this.table.find_name(key) {
            Some(position) => Self::set_at(this, position, value),
            None => Self::put(this, None, key.hash(), key.to_value(), value),
        }
    }

    /// Takes the entry of the string key with this text away.
    pub fn del_str(&self, key: &str) -> Option<(Value, Value)> {
        let position = self.table.find_text(hash::text(key), key)?;
        self.remove_at(position)
    }

    /// Takes the entry of a name away.
    pub fn del_interned(&self, key: &Gc<Str>) -> Option<(Value, Value)> {
        let position = self.table.find_name(key)?;
        self.remove_at(position)
    }

    #[inline]
    fn value_at(&self, position: usize) -> Option<Value> {
        self.table.change(position, |(_, value)| value.clone())
    }
}
