//! Names: locals, cells, globals, builtins, and the namespace of modules and class bodies.

use super::super::raise::{Raised, Result};
use super::Machine;
use crate::object::{Cell, Dict, Str};
use crate::{Gc, Value};

impl Machine<'_> {
    #[inline]
    fn name(&self, index: u32) -> &Gc<Str> {
        &self.code.names[index as usize]
    }

    #[cold]
    pub(super) fn unbound_local(&self, index: u32) -> Raised {
        let name = self.code.varnames[index as usize].as_str();
        self.interp.raise(
            "UnboundLocalError",
            &format!(
                "cannot access local variable '{name}' where it is not associated with a value"
            ),
        )
    }

    #[cold]
    pub(super) fn unbound_cell(&self, index: u32) -> Raised {
        let name = self.code.code.cell_name(index);
        if (index as usize) < self.code.code.cellvars.len() {
            return self.interp.raise(
                "UnboundLocalError",
                &format!(
                    "cannot access local variable '{name}' where it is not associated with a value"
                ),
            );
        }
        self.interp.name_error(format!(
            "cannot access free variable '{name}' where it is not associated with a value in \
             enclosing scope"
        ))
    }

    #[cold]
    fn not_defined(&self, name: &Gc<Str>) -> Raised {
        let error = self.interp.name_error(format!("name '{}' is not defined", name.as_str()));
        if let Raised::Exception(error) = &error
            && let Some(error) = error.get::<crate::object::Exception>()
        {
            drop(error.set_member("name", Some(name.to_value())));
        }
        error
    }

    /// The cell in a place.
    #[inline]
    pub(super) fn cell(&self, index: u32) -> Result<Gc<Cell>> {
        let cell = self.frame.cells.borrow()[index as usize].clone();
        cell.ok_or_else(|| self.unbound_cell(index))
    }

    pub(super) fn load_class_deref(&mut self, index: u32) -> Result<()> {
        let name = self.interp.intern(self.code.code.cell_name(index))?;
        if let Some(value) = self.namespace_get(&name)? {
            self.push(value);
            return Ok(());
        }
        let value = self.cell(index)?.get();
        match value {
            Some(value) => {
                self.push(value);
                Ok(())
            }
            None => Err(self.unbound_cell(index)),
        }
    }

    pub(super) fn load_global(&mut self, index: u32) -> Result<()> {
        let name = self.name(index);
        let found = self.frame.globals.get_interned(name);
        let found = match found {
            Some(value) => Some(value),
            None => self.builtins().get_interned(name),
        };
        match found {
            Some(value) => {
                self.push(value);
                Ok(())
            }
            None => Err(self.not_defined(name)),
        }
    }

    fn builtins(&self) -> &Gc<Dict> {
        &self.interp.builtins
    }

    pub(super) fn store_global(&mut self, index: u32) -> Result<()> {
        let value = self.pop();
        let before = Dict::set_str(&self.frame.globals, self.name(index), value)?;
        drop(before);
        Ok(())
    }

    pub(super) fn delete_global(&mut self, index: u32) -> Result<()> {
        let name = self.name(index);
        match self.frame.globals.del_str(name.as_str()) {
            Some(before) => {
                drop(before);
                Ok(())
            }
            None => Err(self.not_defined(name)),
        }
    }

    fn namespace(&self) -> Option<Value> {
        self.frame.namespace.borrow().clone()
    }

    fn namespace_get(&self, name: &Gc<Str>) -> Result<Option<Value>> {
        let Some(namespace) = self.namespace() else { return Ok(None) };
        if let Some(dict) = namespace.get::<Dict>() {
            return Ok(dict.get_interned(name));
        }
        match self.interp.get_item(&namespace, name.as_value()) {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.interp.is_raised(&raised, "KeyError") => Ok(None),
            Err(raised) => Err(raised),
        }
    }

    pub(super) fn load_name(&mut self, index: u32) -> Result<()> {
        let name = self.name(index);
        if let Some(value) = self.namespace_get(name)? {
            self.push(value);
            return Ok(());
        }
        self.load_global(index)
    }

    pub(super) fn store_name(&mut self, index: u32) -> Result<()> {
        let value = self.pop();
        let name = self.name(index);
        let Some(namespace) = self.namespace() else {
            drop(Dict::set_str(&self.frame.globals, name, value)?);
            return Ok(());
        };
        match namespace.to::<Dict>() {
            Some(dict) => {
                #[cfg(feature = "object-events")]
                crate::heap::events::named("bind", name.as_str(), &value, value.owners());
                let before = Dict::set_str(&dict, name, value)?;
                #[cfg(feature = "object-events")]
                tell_unbound(name, before.as_ref());
                drop(before);
                Ok(())
            }
            None => self.interp.set_item(&namespace, name.as_value(), value),
        }
    }

    pub(super) fn delete_name(&mut self, index: u32) -> Result<()> {
        let name = self.name(index);
        let Some(namespace) = self.namespace() else { return self.delete_global(index) };
        if let Some(dict) = namespace.get::<Dict>() {
            return match dict.del_str(name.as_str()) {
                Some(before) => {
                    #[cfg(feature = "object-events")]
                    tell_unbound(name, Some(&before.1));
                    drop(before);
                    Ok(())
                }
                None => Err(self.not_defined(name)),
            };
        }
        self.interp.del_item(&namespace, name.as_value())
    }

    pub(super) fn setup_annotations(&mut self) -> Result<()> {
        let name = self.interp.intern("__annotations__")?;
        if self.namespace_get(&name)?.is_some() {
            return Ok(());
        }
        let annotations = self.interp.heap.dict()?.into_value();
        match self.namespace() {
            Some(namespace) => self.interp.set_item(&namespace, name.as_value(), annotations),
            None => {
                drop(Dict::set_str(&self.frame.globals, &name, annotations)?);
                Ok(())
            }
        }
    }
}

/// Tells that a name has let an object go; the reference in hand is not counted any more.
#[cfg(feature = "object-events")]
fn tell_unbound(name: &Gc<Str>, before: Option<&Value>) {
    if let Some(before) = before {
        let owners = before.owners().saturating_sub(1);
        crate::heap::events::named("unbind", name.as_str(), before, owners);
    }
}
