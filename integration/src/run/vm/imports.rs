//! `import` and `from ... import ...`.

use super::super::raise::Result;
use super::Machine;
use crate::object::{Module, Str};

impl Machine<'_> {
    pub(super) fn import_name(&mut self, index: u32) -> Result<()> {
        let interp = self.interp;
        let from_list = self.pop();
        let level = self.pop();
        drop(level);
        let name = self.code.names[index as usize].clone();
        let module = interp.import(name.as_str())?;
        let module = match name.as_str().split_once('.') {
            Some((top, _)) if interp.is_none(&from_list) => interp.import(top)?,
            _ => module,
        };
        self.push(module);
        Ok(())
    }

    pub(super) fn import_from(&mut self, index: u32) -> Result<()> {
        let interp = self.interp;
        let name = &self.code.names[index as usize];
        let module = self.peek(1).clone();
        let found = match interp.lookup_attr(&module, name.as_str())? {
            Some(value) => value,
            None => {
                let package = module.get::<Module>().map(|m| m.name.clone()).unwrap_or_default();
                let full = format!("{package}.{}", name.as_str());
                match interp.modules.get_str(&full) {
                    Some(value) => value,
                    None => {
                        return Err(interp.cannot_import(name.as_str(), &package));
                    }
                }
            }
        };
        debug_assert!(!name.as_value().is_a::<Module>() && name.as_value().is_a::<Str>());
        self.push(found);
        Ok(())
    }

    /// `from module import *`: the names in `__all__`, else those without an underscore in front.
    pub(super) fn import_star(&mut self) -> Result<()> {
        let interp = self.interp;
        let module = self.pop();
        let namespace = self.frame.namespace.borrow().clone();
        let namespace = namespace.unwrap_or_else(|| self.frame.globals.to_value());
        let names = match interp.lookup_attr(&module, "__all__")? {
            Some(all) => interp.collect(&all)?,
            None => {
                let dict = module.get::<Module>().map(|m| m.dict.clone());
                let names = dict.map(|dict| dict.entries()).unwrap_or_default().into_iter();
                let is_public = |name: &crate::Value| {
                    name.get::<Str>().is_some_and(|name| !name.as_str().starts_with('_'))
                };
                names.map(|(name, _)| name).filter(is_public).collect()
            }
        };
        for name in names {
            let value = interp.get_attr_str(&module, &interp.to_str(&name)?)?;
            interp.set_item(&namespace, &name, value)?;
        }
        Ok(())
    }
}
