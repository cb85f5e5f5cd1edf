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
}
