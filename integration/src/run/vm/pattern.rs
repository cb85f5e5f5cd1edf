//! `match`: what a pattern asks of a value.
//!
//! # Source
//! `match_class`, `match_keys` in `Python/ceval.c`; PEP 634.

use super::super::code::Op;
use super::super::interp::Interp;
use super::super::native::base_of;
use super::super::raise::{Raised, Result};
use super::super::types::bytes_like;
use super::Machine;
use crate::object::{Class, Dict, Kind, Layout, List, Range, Str, Tuple};
use crate::{FreeList, Gc, Value};

impl Machine<'_> {
    pub(super) fn pattern_op(&mut self, op: Op) -> Result<()> {
        let interp = self.interp;
        let answer = match op {
            Op::MatchSequence => {
                let value = self.peek(1);
                let yes = base_of::<List>(value).is_some()
                    || base_of::<Tuple>(value).is_some()
                    || value.is_a::<Range>()
                    || interp.is_sequence(value)?;
                interp.bool(yes)
            }
            Op::MatchMapping => {
                let value = self.peek(1);
                let yes =
                    base_of::<Dict>(value).is_some() || interp.is_abstract(value, "Mapping")?;
                interp.bool(yes)
            }
            Op::GetLen => {
                let value = self.peek(1).clone();
                interp.size(interp.len(&value)?)?
            }
            Op::MatchKeys => {
                let keys = self.peek(1).clone();
                let subject = self.peek(2).clone();
                self.interp.match_keys(&subject, &keys)?
            }
            Op::MatchClass(positional) => {
                let names = self.pop();
                let class = self.pop();
                let subject = self.pop();
                interp.match_class(&subject, &class, positional as usize, &names)?
            }
            _ => return Ok(()),
        };
        self.push(answer);
        Ok(())
    }
}

/// Whether one positional pattern of the class is for the whole object.
fn is_atom(class: &Class) -> bool {
    if class.is_builtin && class.name() == "bytearray" {
        return true;
    }
    let (Layout::Native(kind) | Layout::Wraps(kind)) = class.layout else { return false };
    matches!(
        kind,
        Kind::Bool
            | Kind::Int
            | Kind::Float
            | Kind::Str
            | Kind::Bytes
            | Kind::Tuple
            | Kind::List
            | Kind::Dict
            | Kind::Set
            | Kind::FrozenSet
    )
}

impl Interp {
    /// Whether an object is an instance of one of the abstract collections, if they are loaded.
    fn is_abstract(&self, value: &Value, name: &str) -> Result<bool> {
        let Some(module) = self.modules.get_str("collections.abc") else { return Ok(false) };
        match self.lookup_attr(&module, name)? {
            Some(class) => self.isinstance(value, &class),
            None => Ok(false),
        }
    }

    /// Whether an object of no built-in class is a sequence for patterns.
    fn is_sequence(&self, value: &Value) -> Result<bool> {
        let is_text = base_of::<Str>(value).is_some() || bytes_like(value).is_some();
        Ok(!is_text && self.is_abstract(value, "Sequence")?)
    }

    fn match_keys(&self, subject: &Value, keys: &Value) -> Result<Value> {
        let keys = keys.get::<Tuple>().map_or(&[][..], |k| k.items());
        let mut values = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            for other in &keys[..index] {
                if self.eq(other, key)? {
                    return Err(self.value_error(format!(
                        "mapping pattern checks duplicate key ({})",
                        self.repr(key)?
                    )));
                }
            }
            let get = self.get_attr_str(subject, "get")?;
            let found = self.call(&get, [key.clone(), self.absent.clone()])?;
            if found.is(&self.absent) {
                return Ok(self.none());
            }
            values.push(found);
        }
        self.tuple(values.into_iter())
    }

    fn match_class(
        &self,
        subject: &Value,
        class: &Value,
        positional: usize,
        names: &Value,
    ) -> Result<Value> {
        let Some(pattern_class) = class.as_gc::<Class>() else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.isinstance(subject, class)? {
            return Ok(self.none());
        }
        self.heap.count_temporary(FreeList::LIST);
        let mut values = Vec::new();
        let match_args;
        let mut seen = Vec::new();
        if positional > 0 {
            let is_atom = is_atom(pattern_class);
            match_args = self.lookup_attr(class, "__match_args__")?;
            match match_args.as_ref().and_then(Value::get::<Tuple>) {
                Some(args) => {
                    if args.len() < positional {
                        return Err(self.too_many_patterns(pattern_class, args.len(), positional));
                    }
                    for name in &args.items()[..positional] {
                        let Some(name) = name.get::<Str>() else {
                            return Err(self.type_error(format!(
                                "__match_args__ elements must be strings (got {})",
                                self.class_name(name)
                            )));
                        };
                        match self.lookup_attr(subject, name.as_str())? {
                            Some(_) if seen.contains(&name.as_str()) => {
                                return Err(self.asked_twice(pattern_class, name.as_str()));
                            }
                            Some(value) => {
                                values.push(value);
                                seen.push(name.as_str());
                            }
                            None => return Ok(self.none()),
                        }
                    }
                }
                None if is_atom && positional == 1 => values.push(subject.clone()),
                None => {
                    let allowed = usize::from(is_atom);
                    return Err(self.too_many_patterns(pattern_class, allowed, positional));
                }
            }
        }
        for name in names.get::<Tuple>().map_or(&[][..], |n| n.items()) {
            let name = name.get::<Str>().map_or("", |n| n.as_str());
            if seen.contains(&name) {
                return Err(self.asked_twice(pattern_class, name));
            }
            match self.lookup_attr(subject, name)? {
                Some(value) => values.push(value),
                None => return Ok(self.none()),
            }
        }
        self.tuple(values.into_iter())
    }

    fn asked_twice(&self, class: &Gc<Class>, name: &str) -> Raised {
        self.type_error(format!(
            "{}() got multiple sub-patterns for attribute '{name}'",
            class.name()
        ))
    }

    fn too_many_patterns(&self, class: &Gc<Class>, allowed: usize, given: usize) -> Raised {
        let s = if allowed == 1 { "" } else { "s" };
        self.type_error(format!(
            "{}() accepts {allowed} positional sub-pattern{s} ({given} given)",
            class.name()
        ))
    }
}
