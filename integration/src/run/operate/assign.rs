//! `o[k] = v` and `del o[k]`.
//!
//! What is replaced or deleted dies after the change, with nothing borrowed.
//!
//! Source: `list_ass_subscript` in `Objects/listobject.c`, `PyObject_SetItem` and
//! `PyObject_DelItem` in `Objects/abstract.c`.

use super::super::interp::Interp;
use super::super::raise::Result;
use super::subscript::place;
use crate::object::{Dict, Int, Kind, List, Slice, Tuple};
use crate::{Gc, Value};

impl Interp {
    /// `o[k] = v`.
    ///
    /// # Errors
    /// `IndexError`, `TypeError`, `ValueError`, and whatever `__setitem__` raises.
    pub fn set_item(&self, o: &Value, k: &Value, v: Value) -> Result<()> {
        match o.kind() {
            Kind::List => match o.as_gc::<List>() {
                Some(list) => self.list_set_item(list, k, v),
                None => Ok(()),
            },
            Kind::Dict => match o.as_gc::<Dict>() {
                Some(dict) => self.dict_set(dict, k.clone(), v),
                None => Ok(()),
            },
            // The value is the caller's too until the method has returned.
            _ => match self.call_special(o, "__setitem__", [k.clone(), v.clone()])? {
                Some(_) => Ok(()),
                None => {
                    let name = self.class_name(o);
                    let error = format!("'{name}' object does not support item assignment");
                    Err(self.type_error(error))
                }
            },
        }
    }

    /// `del o[k]`.
    ///
    /// # Errors
    /// As [`Interp::set_item`], and `KeyError`.
    pub fn del_item(&self, o: &Value, k: &Value) -> Result<()> {
        match o.kind() {
            Kind::List => match o.as_gc::<List>() {
                Some(list) => self.list_del_item(list, k),
                None => Ok(()),
            },
            Kind::Dict => {
                let Some(dict) = o.as_gc::<Dict>() else { return Ok(()) };
                match self.dict_del(dict, k)? {
                    Some(_) => Ok(()),
                    None => Err(self.key_error(k)),
                }
            }
            _ => match self.call_special(o, "__delitem__", [k.clone()])? {
                Some(_) => Ok(()),
                None => {
                    let name = self.class_name(o);
                    let error = format!("'{name}' object doesn't support item deletion");
                    Err(self.type_error(error))
                }
            },
        }
    }

    /// Where an index points in a list.
    fn list_place(&self, list: &Gc<List>, k: &Value) -> Result<usize> {
        let Some(index) = self.index_or_none(k)? else {
            let name = self.class_name(k);
            let error = format!("list indices must be integers or slices, not {name}");
            return Err(self.type_error(error));
        };
        if k.get::<Int>().is_some_and(|n| n.as_i64().is_none()) {
            return Err(self.index_error("cannot fit 'int' into an index-sized integer"));
        }
        place(index, list.len())
            .ok_or_else(|| self.index_error("list assignment index out of range"))
    }

    /// `list[k] = v`.
    ///
    /// # Errors
    /// As [`Interp::set_item`].
    pub(crate) fn list_set_item(&self, list: &Gc<List>, k: &Value, v: Value) -> Result<()> {
        if let Some(slice) = k.get::<Slice>() {
            return self.list_set_slice(list, slice, &v);
        }
        let place = self.list_place(list, k)?;
        list.set(place, v).map_err(|_| self.index_error("list assignment index out of range"))
    }

    /// `del list[k]`.
    ///
    /// # Errors
    /// As [`Interp::del_item`].
    pub(crate) fn list_del_item(&self, list: &Gc<List>, k: &Value) -> Result<()> {
        let Some(slice) = k.get::<Slice>() else {
            let place = self.list_place(list, k)?;
            drop(list.remove(place));
            return Ok(());
        };
        let indices = self.slice_indices(slice, list.len())?;
        if indices.step == 1 {
            let start = usize::try_from(indices.start).unwrap_or_default();
            drop(list.splice(start..start + indices.count, Vec::new())?);
            return Ok(());
        }
        // Those that stay are put together, those that go die first to last.
        let mut gone = vec![false; list.len()];
        for index in indices.iter() {
            if let Some(gone) = gone.get_mut(index) {
                *gone = true;
            }
        }
        let (dead, kept): (Vec<_>, Vec<_>) =
            list.to_vec().into_iter().zip(gone).partition(|(_, gone)| *gone);
        let before = list.replace_all(kept.into_iter().map(|(item, _)| item).collect())?;
        drop(before);
        drop(dead);
        Ok(())
    }

    fn list_set_slice(&self, list: &Gc<List>, slice: &Slice, v: &Value) -> Result<()> {
        self.slice_indices(slice, list.len())?;
        let new = match (v.get::<List>(), v.get::<Tuple>()) {
            (Some(list), _) => list.to_vec(),
            (_, Some(tuple)) => tuple.items().to_vec(),
            _ => self.assigned_items(v)?,
        };
        // The items may have come from code that changed the list.
        let indices = self.slice_indices(slice, list.len())?;
        if indices.step == 1 {
            let start = usize::try_from(indices.start).unwrap_or_default();
            drop(list.splice(start..start + indices.count, new)?);
            return Ok(());
        }
        if new.len() != indices.count {
            return Err(self.value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                new.len(),
                indices.count
            )));
        }
        let mut items = list.to_vec();
        let mut dead = Vec::with_capacity(new.len());
        for (index, value) in indices.iter().zip(new) {
            if let Some(item) = items.get_mut(index) {
                dead.push(core::mem::replace(item, value));
            }
        }
        let before = list.replace_all(items)?;
        drop(before);
        drop(dead);
        Ok(())
    }

    fn assigned_items(&self, v: &Value) -> Result<Vec<Value>> {
        match self.collect(v) {
            Err(raised)
                if self.is_raised(&raised, "TypeError")
                    && self.special(v, "__iter__").is_none()
                    && self.special(v, "__getitem__").is_none() =>
            {
                Err(self.type_error("must assign iterable to extended slice"))
            }
            items => items,
        }
    }
}
