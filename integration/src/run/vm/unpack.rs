//! Unpacking: `a, b = ...` and `a, *b, c = ...`.

use super::super::raise::Result;
use super::Machine;
use crate::Value;
use crate::object::{List, Tuple};

impl Machine<'_> {
    pub(super) fn unpack_sequence(&mut self, count: usize) -> Result<()> {
        let interp = self.interp;
        let iterable = self.pop();
        let values = match (iterable.get::<Tuple>(), iterable.get::<List>()) {
            (Some(tuple), _) => tuple.items().to_vec(),
            (_, Some(list)) => list.to_vec(),
            _ => self.take_at_most(&iterable, count)?,
        };
        if values.len() < count {
            return Err(interp.value_error(format!(
                "not enough values to unpack (expected {count}, got {})",
                values.len()
            )));
        }
        if values.len() > count {
            return Err(interp.value_error(format!("too many values to unpack (expected {count})")));
        }
        drop(iterable);
        self.stack.extend(values.into_iter().rev());
        Ok(())
    }

    /// The values of an iterable, one more than `count` at most.
    fn take_at_most(&self, iterable: &Value, count: usize) -> Result<Vec<Value>> {
        let interp = self.interp;
        let iterator = self.unpack_iterator(iterable)?;
        let mut values = Vec::new();
        while values.len() <= count {
            match interp.next(&iterator)? {
                Some(value) => values.push(value),
                None => break,
            }
        }
        Ok(values)
    }

    fn unpack_iterator(&self, iterable: &Value) -> Result<Value> {
        let interp = self.interp;
        if interp.special(iterable, "__iter__").is_none()
            && interp.special(iterable, "__getitem__").is_none()
        {
            return Err(interp.type_error(format!(
                "cannot unpack non-iterable {} object",
                interp.class_name(iterable)
            )));
        }
        interp.iter(iterable)
    }

    pub(super) fn unpack_ex(&mut self, before: usize, after: usize) -> Result<()> {
        let interp = self.interp;
        let iterable = self.pop();
        let iterator = self.unpack_iterator(&iterable)?;
        let mut values = Vec::new();
        while let Some(value) = interp.next(&iterator)? {
            values.push(value);
        }
        if values.len() < before + after {
            return Err(interp.value_error(format!(
                "not enough values to unpack (expected at least {}, got {})",
                before + after,
                values.len()
            )));
        }
        drop(iterator);
        drop(iterable);
        let last = values.split_off(values.len() - after);
        let middle = values.split_off(before);
        self.stack.extend(last.into_iter().rev());
        let middle = interp.list(middle)?;
        self.push(middle);
        self.stack.extend(values.into_iter().rev());
        Ok(())
    }
}
