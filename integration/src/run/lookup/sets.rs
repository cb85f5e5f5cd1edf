//! Sets and frozensets by items of any kind, and the ways to combine them.
//!
//! An item that is a `set` cannot be hashed; where it is only looked for, a frozenset of the same
//! items stands in for it, as in CPython.

use super::super::interp::Interp;
use super::super::native::{base_gc, base_of};
use super::super::raise::{Raised, Result};
use crate::object::{Dict, FrozenSet, Kind, Set, SetBody};
use crate::{Gc, Value};

/// The items of what is or wraps a set or a frozenset.
pub(in crate::run) fn body(value: &Value) -> Option<&SetBody> {
    match base_of::<Set>(value) {
        Some(set) => Some(set),
        None => base_of::<FrozenSet>(value).map(|set| &**set),
    }
}

/// Whether it is or wraps a frozenset.
pub(in crate::run) fn is_frozen(value: &Value) -> bool {
    base_of::<FrozenSet>(value).is_some()
}

impl Interp {
    fn body<'a>(&self, set: &'a Value) -> Result<&'a SetBody> {
        body(set).ok_or_else(|| self.no_set(set))
    }

    /// The set that can change.
    fn mutable<'a>(&self, set: &'a Value) -> Result<&'a Gc<Set>> {
        base_gc::<Set>(set).ok_or_else(|| self.no_set(set))
    }

    fn no_set(&self, value: &Value) -> Raised {
        self.type_error(format!("expected a set, not '{}'", self.class_name(value)))
    }

    /// Adds an item.
    ///
    /// # Errors
    /// Those of the item's `__hash__` and `__eq__`; out of memory.
    pub(crate) fn set_add(&self, set: &Value, item: Value) -> Result<()> {
        let hash = self.hash(&item)?;
        self.add_hashed(set, hash, item)
    }

    fn add_hashed(&self, set: &Value, hash: i64, item: Value) -> Result<()> {
        let set = self.mutable(set)?;
        Set::add(set, hash, item, &mut |a: &Value, b: &Value| self.eq(a, b))?;
        Ok(())
    }

    /// Whether an item is in the set.
    ///
    /// # Errors
    /// Those of the item's `__hash__` and `__eq__`.
    pub(crate) fn set_contains(&self, set: &Value, item: &Value) -> Result<bool> {
        match self.stand_in(item)? {
            Some(frozen) => self.set_contains_item(set, &frozen),
            None => self.set_contains_item(set, item),
        }
    }

    /// As [`Interp::set_contains`], but an item that is a set is an error.
    pub(in crate::run) fn set_contains_item(&self, set: &Value, item: &Value) -> Result<bool> {
        let hash = self.hash(item)?;
        self.contains_hashed(set, hash, item)
    }

    fn contains_hashed(&self, set: &Value, hash: i64, item: &Value) -> Result<bool> {
        let found = self.body(set)?.find(hash, item, &mut |a: &Value, b: &Value| self.eq(a, b))?;
        Ok(found.is_some())
    }

    /// Takes an item out; answers whether it was there.
    ///
    /// # Errors
    /// Those of the item's `__hash__` and `__eq__`.
    pub(crate) fn set_discard(&self, set: &Value, item: &Value) -> Result<bool> {
        let frozen = self.stand_in(item)?;
        let item = frozen.as_ref().unwrap_or(item);
        let hash = self.hash(item)?;
        self.discard_hashed(set, hash, item)
    }

    fn discard_hashed(&self, set: &Value, hash: i64, item: &Value) -> Result<bool> {
        let set = self.mutable(set)?;
        let removed = set.remove(hash, item, &mut |a: &Value, b: &Value| self.eq(a, b))?;
        Ok(removed.is_some())
    }

    /// A frozenset in the place of an item that is a set and cannot be hashed.
    fn stand_in(&self, item: &Value) -> Result<Option<Value>> {
        if base_of::<Set>(item).is_none() {
            return Ok(None);
        }
        match self.hash(item) {
            Ok(_) => Ok(None),
            Err(raised) if self.is_raised(&raised, "TypeError") => self.freeze(item).map(Some),
            Err(raised) => Err(raised),
        }
    }

    /// A frozenset of the items of a set.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn freeze(&self, set: &Value) -> Result<Value> {
        let items = self.body(set)?.copy(&self.heap)?;
        Ok(self.heap.frozen_set(items)?.into_value())
    }

    /// A frozenset of these items.
    ///
    /// # Errors
    /// Those of the items' `__hash__` and `__eq__`; out of memory.
    pub(crate) fn frozen_set(&self, items: Vec<Value>) -> Result<Value> {
        let mut body = SetBody::new();
        for item in items {
            let hash = self.hash(&item)?;
            body.add(&self.heap, hash, item, &mut |a: &Value, b: &Value| self.eq(a, b))?;
        }
        Ok(self.heap.frozen_set(body)?.into_value())
    }

    /// Hands each item of an iterable over, with its hash, which sets and dicts know already.
    pub(in crate::run) fn each_hashed(
        &self,
        items: &Value,
        mut f: impl FnMut(i64, Value) -> Result<()>,
    ) -> Result<()> {
        let mut at = 0;
        if let Some(source) = body(items) {
            while let Some((next, item)) = source.next_item(at) {
                let hash = source.hash_at(next - 1).map_or_else(|| self.hash(&item), Ok)?;
                f(hash, item)?;
                at = next;
            }
            return Ok(());
        }
        if items.kind() == Kind::Dict
            && let Some(source) = items.get::<Dict>()
        {
            while let Some((next, key, value)) = source.next_entry(at) {
                drop(value);
                let hash = source.hash_at(next - 1).map_or_else(|| self.hash(&key), Ok)?;
                f(hash, key)?;
                at = next;
            }
            return Ok(());
        }
        self.for_each(items, |item| f(self.hash(&item)?, item))
    }

    /// `set |= items`, with any iterable.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(crate) fn set_update(&self, set: &Value, items: &Value) -> Result<()> {
        if set.is(items) {
            return Ok(());
        }
        if let Some(source) = body(items) {
            if Set::merge(self.mutable(set)?, source)? {
                return Ok(());
            }
        } else if items.kind() == Kind::Dict
            && let Some(source) = items.get::<Dict>()
        {
            Set::reserve(self.mutable(set)?, source.len())?;
        }
        self.each_hashed(items, |hash, item| self.add_hashed(set, hash, item))
    }

    /// `set -= items`, with any iterable.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(crate) fn set_subtract(&self, set: &Value, items: &Value) -> Result<()> {
        if set.is(items) {
            self.mutable(set)?.clear();
            return Ok(());
        }
        let (ours, theirs) = (self.body(set)?.len(), body(items).map_or(0, SetBody::len));
        // Of many more items, only those that are in the set are taken out one by one.
        let common = (theirs / 8 > ours).then(|| self.set_intersection(set, items)).transpose()?;
        self.each_hashed(common.as_ref().unwrap_or(items), |hash, item| {
            self.discard_hashed(set, hash, &item).map(drop)
        })?;
        Ok(Set::clean_up(self.mutable(set)?)?)
    }

    /// `set ^= items`, with any iterable.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(crate) fn set_exclusive(&self, set: &Value, items: &Value) -> Result<()> {
        if set.is(items) {
            self.mutable(set)?.clear();
            return Ok(());
        }
        if body(items).is_none() && items.kind() != Kind::Dict {
            // Once each: an item that comes twice must not come back.
            let once = self.heap.set()?;
            self.set_update(once.as_value(), items)?;
            return self.set_exclusive(set, once.as_value());
        }
        self.each_hashed(items, |hash, item| {
            if self.discard_hashed(set, hash, &item)? {
                Ok(())
            } else {
                self.add_hashed(set, hash, item)
            }
        })
    }

    /// Takes some item out.
    pub(in crate::run) fn set_pop(&self, set: &Value) -> Result<Option<Value>> {
        Ok(self.mutable(set)?.pop())
    }

    /// `set &= items`, with any iterable.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(crate) fn set_intersect(&self, set: &Value, items: &Value) -> Result<()> {
        let both = self.set_intersection(set, items)?;
        let both = match base_of::<Set>(&both) {
            Some(both) => both.split_off(),
            None => self.body(&both)?.copy(&self.heap)?,
        };
        self.mutable(set)?.replace(both);
        Ok(())
    }

    /// A new set of what `left` and `items` have in common, frozen if `left` is.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(in crate::run) fn set_intersection(&self, left: &Value, items: &Value) -> Result<Value> {
        if left.is(items) {
            return self.set_copy(left);
        }
        self.set_like(left, |interp, set| {
            let (asked, from) = match (body(left), body(items)) {
                (Some(a), Some(b)) if b.len() > a.len() => (items, left),
                _ => (left, items),
            };
            interp.each_hashed(from, |hash, item| {
                if interp.contains_hashed(asked, hash, &item)? {
                    interp.add_hashed(set, hash, item)?;
                }
                Ok(())
            })
        })
    }

    /// A new set of what either of two has and not both, frozen if `left` is.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(in crate::run) fn set_symmetric_difference(
        &self,
        left: &Value,
        items: &Value,
    ) -> Result<Value> {
        self.set_like(left, |interp, set| {
            interp.set_update(set, items)?;
            interp.set_exclusive(set, left)
        })
    }

    /// Adds to `set` what `left` has and `items` has not.
    ///
    /// # Errors
    /// Those of the code that is run.
    pub(in crate::run) fn set_add_difference(
        &self,
        set: &Value,
        left: &Value,
        items: &Value,
    ) -> Result<()> {
        let dict = items.as_gc::<Dict>().filter(|_| items.kind() == Kind::Dict);
        let few = match (body(items), dict) {
            (Some(items), _) => self.body(left)?.len() / 4 > items.len(),
            (None, Some(dict)) => self.body(left)?.len() / 4 > dict.len(),
            (None, None) => true,
        };
        if few {
            self.set_update(set, left)?;
            return self.set_subtract(set, items);
        }
        self.each_hashed(left, |hash, item| {
            let there = match dict {
                Some(dict) => {
                    dict.find(hash, &item, &mut |a: &Value, b: &Value| self.eq(a, b))?.is_some()
                }
                None => self.contains_hashed(items, hash, &item)?,
            };
            if there { Ok(()) } else { self.add_hashed(set, hash, item) }
        })
    }

    /// Whether each item of one set is in the other.
    ///
    /// # Errors
    /// Those of `__hash__` and `__eq__`.
    pub(in crate::run) fn set_is_subset(&self, small: &Value, large: &Value) -> Result<bool> {
        let source = self.body(small)?;
        if source.len() > self.body(large)?.len() {
            return Ok(false);
        }
        let mut at = 0;
        while let Some((next, item)) = source.next_item(at) {
            let hash = source.hash_at(next - 1).map_or_else(|| self.hash(&item), Ok)?;
            if !self.contains_hashed(large, hash, &item)? {
                return Ok(false);
            }
            at = next;
        }
        Ok(true)
    }

    /// A plain copy of a set or a frozenset.
    ///
    /// # Errors
    /// Out of memory; those of `__hash__` and `__eq__`.
    pub(in crate::run) fn set_copy(&self, set: &Value) -> Result<Value> {
        self.set_like(set, |interp, copy| interp.set_update(copy, set))
    }

    /// A new set that `fill` fills; frozen afterwards if `model` is.
    ///
    /// # Errors
    /// Those of `fill`; out of memory.
    pub(in crate::run) fn set_like(
        &self,
        model: &Value,
        fill: impl FnOnce(&Self, &Value) -> Result<()>,
    ) -> Result<Value> {
        let set = self.heap.set()?;
        fill(self, set.as_value())?;
        if !is_frozen(model) {
            return Ok(set.into_value());
        }
        Ok(self.heap.frozen_set(set.split_off())?.into_value())
    }
}
