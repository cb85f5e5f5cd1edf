//! The order in which the bases of a class are searched.
//!
//! C3: the order of a class begins with the class, keeps the order of each base, and keeps the
//! order in which the bases were given. Where no such order exists the class is refused.
//!
//! # Source
//! `pmerge` in `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::raise::Result;
use crate::object::Class;
use crate::{Gc, Value};

impl Interp {
    /// The order behind a class with these bases, the class itself not included.
    ///
    /// # Errors
    /// `TypeError` when no consistent order exists.
    pub(super) fn merge_orders(&self, bases: &[Gc<Class>]) -> Result<Vec<Value>> {
        let mut rows: Vec<Vec<Value>> = bases
            .iter()
            .filter_map(Order::mro_values)
            .chain([bases.iter().map(Gc::to_value).collect()])
            .collect();
        for (index, base) in bases.iter().enumerate() {
            if bases[..index].iter().any(|other| other.as_value().is(base.as_value())) {
                return Err(self.type_error(format!("duplicate base class {}", base.name())));
            }
        }
        let mut order = Vec::new();
        loop {
            rows.retain(|row| !row.is_empty());
            if rows.is_empty() {
                return Ok(order);
            }
            let next = rows
                .iter()
                .map(|row| &row[0])
                .find(|candidate| !rows.iter().any(|row| row[1..].iter().any(|c| c.is(candidate))));
            let Some(next) = next.cloned() else {
                let names: Vec<String> =
                    bases.iter().map(|b| b.name.borrow().as_str().to_owned()).collect();
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    names.join(", ")
                )));
            };
            for row in &mut rows {
                if row[0].is(&next) {
                    row.remove(0);
                }
            }
            order.push(next);
        }
    }
}

/// The order of a class as values.
trait Order {
    fn mro_values(&self) -> Option<Vec<Value>>;
}

impl Order for Gc<Class> {
    fn mro_values(&self) -> Option<Vec<Value>> {
        Some(self.mro()?.items().to_vec())
    }
}
