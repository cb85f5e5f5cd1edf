//! Displays: tuples, lists, sets, dicts, strings and slices from the stack.

use super::super::code::Op;
use super::super::operate::sequence;
use super::super::raise::Result;
use super::Machine;
use crate::Value;
use crate::object::{Dict, List, Slice, Str};

impl Machine<'_> {
    /// Runs an op that builds or fills a container.
    pub(super) fn build(&mut self, op: Op) -> Result<()> {
        let interp = self.interp;
        let built = match op {
            Op::BuildTuple(count) => {
                let items = self.pop_many(count);
                interp.tuple(items.into_iter())?
            }
            Op::BuildList(count) => {
                let items = self.pop_many(count);
                interp.list(items)?
            }
            Op::BuildSet(count) => {
                let items = self.pop_many(count);
                let set = interp.heap.set()?.into_value();
                for item in items {
                    interp.set_add(&set, item)?;
                }
                set
            }
            Op::BuildMap(pairs) => {
                let items = self.pop_many(pairs * 2);
                let dict = interp.heap.dict()?;
                let mut items = items.into_iter();
                while let (Some(key), Some(value)) = (items.next(), items.next()) {
                    interp.dict_set(&dict, key, value)?;
                }
                dict.into_value()
            }
            Op::BuildString(count) => {
                let parts = self.pop_many(count);
                let mut text = String::new();
                for part in &parts {
                    text.push_str(part.get::<Str>().map_or("", |s| s.as_str()));
                }
                interp.str(&text)?
            }
            Op::BuildSlice(parts) => {
                let step = if parts == 3 { self.pop() } else { interp.none() };
                let stop = self.pop();
                let start = self.pop();
                interp.heap.alloc(Slice { start, stop, step })?.into_value()
            }
            Op::ListToTuple => {
                let list = self.pop();
                let items = list.get::<List>().map(List::to_vec).unwrap_or_default();
                interp.tuple(items.into_iter())?
            }
            _ => return self.fill(op),
        };
        self.push(built);
        Ok(())
    }

    fn fill(&mut self, op: Op) -> Result<()> {
        let interp = self.interp;
        match op {
            Op::ListAppend(n) => {
                let value = self.pop();
                if let Some(list) = self.peek(n).get::<List>() {
                    list.push(value)?;
                }
            }
            Op::SetAdd(n) => {
                let value = self.pop();
                let set = self.peek(n).clone();
                interp.set_add(&set, value)?;
            }
            Op::MapAdd(n) => {
                let value = self.pop();
                let key = self.pop();
                if let Some(dict) = self.peek(n).to::<Dict>() {
                    interp.dict_set(&dict, key, value)?;
                }
            }
            Op::ListExtend => {
                let iterable = self.pop();
                let list = self.peek(1).clone();
                if interp.special(&iterable, "__iter__").is_none()
                    && interp.special(&iterable, "__getitem__").is_none()
                {
                    return Err(interp.type_error(format!(
                        "Value after * must be an iterable, not {}",
                        interp.class_name(&iterable)
                    )));
                }
                if let Some(list) = list.as_gc::<List>() {
                    sequence::extend(interp, list, &iterable)?;
                }
            }
            Op::SetUpdate => {
                let iterable = self.pop();
                let set = self.peek(1).clone();
                interp.set_update(&set, &iterable)?;
            }
            Op::DictUpdate => {
                let mapping = self.pop();
                if let Some(dict) = self.peek(1).to::<Dict>() {
                    self.interp.check_mapping(&mapping)?;
                    interp.dict_update_from(&dict, &mapping)?;
                }
            }
            Op::DictMerge => {
                let mapping = self.pop();
                let function = self.peek(3).clone();
                if let Some(dict) = self.peek(1).to::<Dict>() {
                    interp.merge_keywords(&function, &dict, &mapping)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl super::super::interp::Interp {
    fn check_mapping(&self, mapping: &Value) -> Result<()> {
        if mapping.is_a::<Dict>() || self.lookup_attr(mapping, "keys")?.is_some() {
            return Ok(());
        }
        Err(self.type_error(format!("'{}' object is not a mapping", self.class_name(mapping))))
    }

    /// Adds the keywords of `**mapping` to those of a call.
    fn merge_keywords(
        &self,
        function: &Value,
        dict: &crate::Gc<Dict>,
        mapping: &Value,
    ) -> Result<()> {
        let name = self.callable_name(function);
        if !mapping.is_a::<Dict>() && self.lookup_attr(mapping, "keys")?.is_none() {
            return Err(self.type_error(format!(
                "{name} argument after ** must be a mapping, not {}",
                self.class_name(mapping)
            )));
        }
        let keys = self.call_method(mapping, "keys", super::super::native::Args::none())?;
        self.for_each(&keys, |key| {
            if !key.is_a::<Str>() {
                return Err(self.type_error("keywords must be strings"));
            }
            if self.dict_get(dict, &key)?.is_some() {
                return Err(self.type_error(format!(
                    "{name} got multiple values for keyword argument '{}'",
                    key.get::<Str>().map_or("", |s| s.as_str())
                )));
            }
            let value = self.get_item(mapping, &key)?;
            self.dict_set(dict, key, value)
        })
    }

    /// How errors name what is called: `f()`, or `module.f()`.
    pub(in super::super) fn callable_name(&self, function: &Value) -> String {
        let qualname = self
            .lookup_attr(function, "__qualname__")
            .ok()
            .flatten()
            .and_then(|q| q.get::<Str>().map(|q| q.as_str().to_owned()));
        let module = self
            .lookup_attr(function, "__module__")
            .ok()
            .flatten()
            .and_then(|m| m.get::<Str>().map(|m| m.as_str().to_owned()));
        match (qualname, module) {
            (Some(name), Some(module)) if module != "builtins" => format!("{module}.{name}()"),
            (Some(name), _) => format!("{name}()"),
            _ => self.class_name(function),
        }
    }
}
