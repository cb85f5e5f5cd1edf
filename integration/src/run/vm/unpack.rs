//! Unpacking: `a, b = ...` and `a, *b, c = ...`.

use super::super::operate::sequence;
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
        while values.len() < before
            && let Some(value) = interp.next(&iterator)?
        {
            values.push(value);
        }
        let middle = interp.heap.list(core::iter::empty())?;
        if values.len() == before {
            sequence::extend(interp, &middle, &iterator)?;
        }
        let found = values.len() + middle.len();
        if found < before + after {
            return Err(interp.value_error(format!(
                "not enough values to unpack (expected at least {}, got {found})",
                before + after,
            )));
        }
        drop(iterator);
        drop(iterable);
        for _ in 0..after {
            self.stack.extend(middle.pop());
        }
        self.push(middle.into_value());
        self.stack.extend(values.into_iter().rev());
        Ok(())
    }
}
