//! Access to dicts and sets by keys of any kind.
//!
//! A key that is a `str` is looked for by its text first; every other key is hashed, and compared
//! with the keys of equal hash, by the operators of the language. Both may run the program's own
//! code, so no dict is borrowed meanwhile: the tables of [`Dict`] and of sets see to that.
//!
//! # Source
//! `Objects/dictobject.c`: `dict_subscript`, `dict_merge`, `PyDict_MergeFromSeq2`;
//! `Objects/setobject.c`: `set_contains_key`, `set_update_internal`.

pub(super) mod sets;

use super::interp::Interp;
use super::native::{Args, base_gc};
use super::raise::Result;
use crate::object::{Dict, Instance, Kind, List, Str, Tuple};
use crate::{Gc, Value};

impl Interp {
    /// The value under a key.
    ///
    /// # Errors
    /// Those of the key's `__hash__` and `__eq__`.
    pub(crate) fn dict_get(&self, dict: &Gc<Dict>, key: &Value) -> Result<Option<Value>> {
        if let Some(name) = key.as_gc::<Str>()
            && let Some(value) = dict.get_interned(name)
        {
            return Ok(Some(value));
        }
        let hash = self.hash(key)?;
        dict.get(hash, key, &mut |a: &Value, b: &Value| self.eq(a, b))
    }

    /// Puts a value under a key. The value that was there dies after the change.
    ///
    /// # Errors
    /// Those of the key's `__hash__` and `__eq__`; out of memory.
    pub(crate) fn dict_set(&self, dict: &Gc<Dict>, key: Value, value: Value) -> Result<()> {
        let hash = self.hash(&key)?;
        self.put_hashed(dict, hash, key, value)
    }

    /// As [`Interp::dict_set`], for a key whose hash is known.
    ///
    /// # Errors
    /// Those of the key's `__eq__`; out of memory.
    pub(in crate::run) fn put_hashed(
        &self,
        dict: &Gc<Dict>,
        hash: i64,
        key: Value,
        value: Value,
    ) -> Result<()> {
        let before =
            Dict::insert(dict, hash, key, value, &mut |a: &Value, b: &Value| self.eq(a, b))?;
        drop(before);
        Ok(())
    }

    /// Takes a key out and answers the value it had.
    ///
    /// # Errors
    /// Those of the key's `__hash__` and `__eq__`.
    pub(crate) fn dict_del(&self, dict: &Gc<Dict>, key: &Value) -> Result<Option<Value>> {
        Ok(self.dict_take(dict, key)?.map(|(_, value)| value))
    }

    /// Takes an entry out: the key that stood in the dict, and the value.
    ///
    /// # Errors
    /// Those of the key's `__hash__` and `__eq__`.
    pub(super) fn dict_take(&self, dict: &Gc<Dict>, key: &Value) -> Result<Option<(Value, Value)>> {
        let hash = self.hash(key)?;
        dict.remove(hash, key, &mut |a: &Value, b: &Value| self.eq(a, b))
    }

    /// `dict.__getitem__`: the value under a key, else what `__missing__` of a subclass answers.
    ///
    /// # Errors
    /// `KeyError`; those of the key's `__hash__` and `__eq__`.
    pub(crate) fn dict_item(&self, object: &Value, key: &Value) -> Result<Value> {
        let Some(dict) = base_gc::<Dict>(object) else {
            return Err(self.type_error(format!(
                "descriptor '__getitem__' for 'dict' objects doesn't apply to a '{}' object",
                self.class_name(object)
            )));
        };
        if let Some(value) = self.dict_get(dict, key)? {
            return Ok(value);
        }
        if object.is_a::<Instance>()
            && let Some(value) = self.call_special(object, "__missing__", [key.clone()])?
        {
            return Ok(value);
        }
        Err(self.key_error(key))
    }

    /// `dict.update(other)`: from a mapping, or from pairs.
    ///
    /// # Errors
    /// `TypeError` and `ValueError` when `other` is neither; those of the code that is run.
    pub(crate) fn dict_update(&self, dict: &Gc<Dict>, other: &Value) -> Result<()> {
        if self.own_entries(other) || self.lookup_attr(other, "keys")?.is_some() {
            self.dict_update_from(dict, other)
        } else {
            self.dict_update_pairs(dict, other)
        }
    }

    /// Whether the entries of a dict are what iterating over it gives: no subclass hides them.
    fn own_entries(&self, other: &Value) -> bool {
        if other.kind() == Kind::Dict {
            return true;
        }
        if base_gc::<Dict>(other).is_none() {
            return false;
        }
        let class = self.class_of(other);
        let own = self.type_lookup(&class, "__iter__");
        let dicts = self.type_lookup(&self.types.dict, "__iter__");
        matches!((own, dicts), (Some(own), Some(dicts)) if own.is(&dicts))
    }

    /// Puts the entries of a mapping into a dict.
    ///
    /// # Errors
    /// `AttributeError` when `other` has no `keys`; those of the code that is run.
    pub(crate) fn dict_update_from(&self, dict: &Gc<Dict>, other: &Value) -> Result<()> {
        if self.own_entries(other)
            && let Some(source) = base_gc::<Dict>(other)
        {
            if Gc::ptr_eq(source, dict) {
                return Ok(());
            }
            let size = source.len();
            let mut at = 0;
            while let Some((next, key, value)) = source.next_entry(at) {
                let hash = source.hash_at(next - 1).map_or_else(|| self.hash(&key), Ok)?;
                self.put_hashed(dict, hash, key, value)?;
                if source.len() != size {
                    return Err(self.runtime_error("dict mutated during update"));
                }
                at = next;
            }
            return Ok(());
        }
        let keys = self.call_method(other, "keys", Args::none())?;
        if self.type_lookup(&self.class_of(&keys), "__iter__").is_none() {
            return Err(self.type_error(format!(
                "{}.keys() returned a non-iterable (type {})",
                self.class_name(other),
                self.class_name(&keys)
            )));
        }
        self.for_each(&keys, |key| {
            let value = self.get_item(other, &key)?;
            self.dict_set(dict, key, value)
        })
    }

    /// Puts pairs of keys and values into a dict.
    fn dict_update_pairs(&self, dict: &Gc<Dict>, pairs: &Value) -> Result<()> {
        let mut index = 0_usize;
        self.for_each(pairs, |pair| {
            let mut items = self.pair_items(&pair, index)?;
            if items.len() != 2 {
                return Err(self.value_error(format!(
                    "dictionary update sequence element #{index} has length {}; 2 is required",
                    items.len()
                )));
            }
            index += 1;
            let (Some(value), Some(key)) = (items.pop(), items.pop()) else { return Ok(()) };
            self.dict_set(dict, key, value)
        })
    }

    fn pair_items(&self, pair: &Value, index: usize) -> Result<Vec<Value>> {
        if let Some(tuple) = pair.get::<Tuple>() {
            return Ok(tuple.items().to_vec());
        }
        if let Some(list) = pair.get::<List>() {
            return Ok(list.to_vec());
        }
        self.collect(pair).map_err(|raised| {
            if self.is_raised(&raised, "TypeError") {
                self.type_error(format!(
                    "cannot convert dictionary update sequence element #{index} to a sequence"
                ))
            } else {
                raised
            }
        })
    }
}
