//! Binding arguments to parameters.
//!
//! # Source
//! `initialize_locals`, `missing_arguments` and `too_many_positional` in `Python/ceval.c`.

use super::super::frame::Frame;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::{Raised, Result};
use crate::object::{Dict, Function, Str};
use crate::{Gc, Value};

impl Interp {
    /// Moves the arguments into the first locals of a frame.
    ///
    /// # Errors
    /// `TypeError` in Python's words.
    pub(in super::super) fn bind_arguments(
        &self,
        function: &Function,
        frame: &Frame,
        args: Args,
    ) -> Result<()> {
        let code = &frame.code.code;
        let params = code.params;
        let positional = params.positional as usize;
        let named = positional + params.kwonly as usize;
        let mut bound: Vec<Option<Value>> = vec![None; params.slots() as usize];
        let given = args.positional.len();
        let mut rest = args.positional.into_iter();
        for place in bound.iter_mut().take(positional) {
            match rest.next() {
                Some(value) => *place = Some(value),
                None => break,
            }
        }
        let extra: Vec<Value> = rest.collect();
        if params.vararg {
            bound[named] = Some(self.tuple(extra.into_iter())?);
        }
        let too_many = !params.vararg && given > positional;
        let posonly = &frame.code.varnames[..params.posonly as usize];
        let misplaced = args.keywords.iter().filter(|(name, _)| {
            !params.kwarg && posonly.iter().any(|p| p.as_str() == name.as_str())
        });
        let misplaced: Vec<String> = misplaced.map(|(name, _)| name.as_str().to_owned()).collect();
        let mut others = Vec::new();
        for (name, value) in args.keywords {
            let names = &frame.code.varnames[params.posonly as usize..named];
            let place = names.iter().position(|n| n.as_str() == name.as_str());
            match place {
                Some(index) => {
                    let index = index + params.posonly as usize;
                    if bound[index].is_some() {
                        return Err(self.type_error(format!(
                            "{}() got multiple values for argument '{}'",
                            shown_name(frame),
                            name.as_str()
                        )));
                    }
                    bound[index] = Some(value);
                }
                None if params.kwarg => others.push((name, value)),
                None => return Err(self.unexpected_keyword(frame, &misplaced, name.as_str())),
            }
        }
        if too_many {
            return Err(self.too_many(function, frame, given, &bound));
        }
        if params.kwarg {
            let dict = self.heap.dict()?;
            for (name, value) in others {
                drop(Dict::set_str(&dict, &name, value)?);
            }
            bound[named + usize::from(params.vararg)] = Some(dict.into_value());
        }
        self.fill_defaults(function, frame, &mut bound)?;
        let mut locals = frame.locals.borrow_mut();
        for (local, value) in locals.iter_mut().zip(bound) {
            *local = value;
        }
        Ok(())
    }

    fn fill_defaults(
        &self,
        function: &Function,
        frame: &Frame,
        bound: &mut [Option<Value>],
    ) -> Result<()> {
        let params = frame.code.code.params;
        let positional = params.positional as usize;
        let named = positional + params.kwonly as usize;
        if bound[..positional].iter().any(Option::is_none) {
            let defaults = function.defaults.borrow().clone();
            let defaults = defaults.as_ref().map_or(&[][..], |d| d.items());
            let first = positional.saturating_sub(defaults.len());
            let places = bound[first..positional].iter_mut();
            let spare = defaults.len().saturating_sub(positional);
            for (place, default) in places.zip(&defaults[spare..]) {
                if place.is_none() {
                    *place = Some(default.clone());
                }
            }
            let missing = missing_names(frame, bound, 0, positional);
            if !missing.is_empty() {
                return Err(self.missing(frame, "positional", &missing));
            }
        }
        if bound[positional..named].iter().any(Option::is_none) {
            let defaults = function.kwdefaults.borrow().clone();
            let names = &frame.code.varnames[positional..named];
            for (place, name) in bound[positional..named].iter_mut().zip(names) {
                if place.is_none() {
                    *place = defaults.as_ref().and_then(|defaults| defaults.get_interned(name));
                }
            }
            let missing = missing_names(frame, bound, positional, named);
            if !missing.is_empty() {
                return Err(self.missing(frame, "keyword-only", &missing));
            }
        }
        Ok(())
    }

    fn missing(&self, frame: &Frame, kind: &str, names: &[String]) -> Raised {
        let list = match names {
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
            [] => String::new(),
        };
        let s = if names.len() == 1 { "" } else { "s" };
        self.type_error(format!(
            "{}() missing {} required {kind} argument{s}: {list}",
            shown_name(frame),
            names.len()
        ))
    }

    fn too_many(
        &self,
        function: &Function,
        frame: &Frame,
        given: usize,
        bound: &[Option<Value>],
    ) -> Raised {
        let params = frame.code.code.params;
        let positional = params.positional as usize;
        let defaults = function.defaults.borrow().as_ref().map_or(0, |d| d.len());
        let keyword_only = bound[positional..].iter().filter(|b| b.is_some()).count();
        let (takes, plural) = if defaults > 0 {
            (format!("from {} to {positional}", positional.saturating_sub(defaults)), true)
        } else {
            (positional.to_string(), positional != 1)
        };
        let s = if plural { "s" } else { "" };
        let was = if given == 1 && keyword_only == 0 { "was" } else { "were" };
        let extra = if keyword_only > 0 {
            let ks = if keyword_only == 1 { "" } else { "s" };
            let gs = if given == 1 { "" } else { "s" };
            format!(" positional argument{gs} (and {keyword_only} keyword-only argument{ks})")
        } else {
            String::new()
        };
        self.type_error(format!(
            "{}() takes {takes} positional argument{s} but {given}{extra} {was} given",
            shown_name(frame)
        ))
    }

    /// `misplaced` are the keywords with names of positional-only parameters.
    fn unexpected_keyword(&self, frame: &Frame, misplaced: &[String], name: &str) -> Raised {
        let qualname = shown_name(frame);
        if !misplaced.is_empty() {
            return self.type_error(format!(
                "{qualname}() got some positional-only arguments passed as keyword arguments: \
                 '{}'",
                misplaced.join(", ")
            ));
        }
        self.type_error(format!("{qualname}() got an unexpected keyword argument '{name}'"))
    }

    /// Moves positional arguments straight into a frame when they fit without more ado.
    ///
    /// # Errors
    /// Gives the arguments back when they need the long way.
    pub(in super::super) fn bind_simple(
        &self,
        frame: &Gc<Frame>,
        mut args: Vec<Value>,
    ) -> core::result::Result<(), Vec<Value>> {
        let params = frame.code.code.params;
        let fits = args.len() == params.positional as usize
            && params.kwonly == 0
            && !params.vararg
            && !params.kwarg;
        if !fits {
            return Err(args);
        }
        let mut locals = frame.locals.borrow_mut();
        for (local, value) in locals.iter_mut().zip(args.drain(..)) {
            *local = Some(value);
        }
        drop(locals);
        self.rows.give(args);
        Ok(())
    }
}

fn missing_names(frame: &Frame, bound: &[Option<Value>], from: usize, to: usize) -> Vec<String> {
    (from..to)
        .filter(|&index| bound[index].is_none())
        .map(|index| format!("'{}'", frame.code.varnames[index].as_str()))
        .collect()
}

/// The name of a function in errors about its arguments: its own, which may have been set.
fn shown_name(frame: &Frame) -> String {
    let function = frame.function.borrow();
    let qualname = function
        .as_ref()
        .and_then(Value::get::<Function>)
        .and_then(|function| function.qualname.borrow().get::<Str>().map(|n| n.as_str().into()));
    qualname.unwrap_or_else(|| frame.code.code.qualname.to_string())
}
