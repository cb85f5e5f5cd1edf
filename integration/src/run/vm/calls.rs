//! Call ops, and functions made where a `def` runs.
//!
//! Arguments move from the stack into the call, so that the callee's locals are their only owners
//! among the two.

use core::cell::RefCell;

use super::super::code::{Op, function_parts};
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use super::Machine;
use super::callee::Callee;
use crate::object::{Builtin, Class, Dict, Function, Instance, Kind, Str, Tuple};
use crate::{Gc, Value};

impl Machine<'_> {
    /// Runs a call op.
    pub(super) fn call_op(&mut self, op: Op) -> Result<()> {
        let callee;
        let result = match op {
            Op::Call(count) => {
                let args = self.pop_args(count);
                let callable = self.pop();
                callee = Callee::new(&callable, Some(args.len()));
                let _tuples = callee.hold_tuples(self.interp, &callable, args.len());
                self.interp.call_positional(callable, args)?
            }
            Op::CallKw { args, names } => {
                let args = self.keyword_args(args.into(), names);
                let callable = self.pop();
                callee = Callee::new(&callable, None);
                self.interp.call_owned(callable, args)?
            }
            Op::CallMethod(count) => {
                let is_method = !self.peek(count + 1).is(&self.interp.absent);
                let args = self.pop_args(count + u32::from(is_method));
                if !is_method {
                    drop(self.pop());
                }
                let callable = self.pop();
                callee = Callee::new(&callable, Some(count as usize));
                let _tuples = callee.hold_tuples(self.interp, &callable, args.len());
                self.interp.call_positional(callable, args)?
            }
            Op::CallMethodKw { args, names } => {
                let mut args = self.keyword_args(args.into(), names);
                let this = self.pop();
                let callable = self.pop();
                callee = Callee::new(&callable, None);
                if !this.is(&self.interp.absent) {
                    args.prepend(this);
                }
                self.interp.call_owned(callable, args)?
            }
            Op::CallEx(has_keywords) => {
                let (of_call, result) = self.call_ex(has_keywords)?;
                callee = of_call;
                result
            }
            _ => return Ok(()),
        };
        let is_specialized = self.code.called[self.frame.ip.get() as usize].replace(true);
        let is_safepoint = self.interp.heap.is_collection_due()
            && callee.checks_after(self.interp, &result, is_specialized);
        self.push(result);
        if is_safepoint {
            self.interp.safepoint();
        }
        Ok(())
    }

    fn keyword_args(&mut self, count: u32, names: u32) -> Args {
        let mut positional = self.pop_many(count);
        let names = &self.code.consts[names as usize];
        let names = names.get::<Tuple>().map_or(&[][..], |n| n.items());
        let values = positional.split_off(positional.len().saturating_sub(names.len()));
        let keywords =
            names.iter().zip(values).filter_map(|(n, v)| Some((n.to::<Str>()?, v))).collect();
        Args { positional, keywords }
    }

    fn call_ex(&mut self, has_keywords: bool) -> Result<(Callee, Value)> {
        let interp = self.interp;
        let keywords = if has_keywords { Some(self.pop()) } else { None };
        let iterable = self.pop();
        let callable = self.pop();
        let (positional, tuple) = match iterable.get::<Tuple>() {
            Some(tuple) => (tuple.items().to_vec(), None),
            None => {
                if interp.special(&iterable, "__iter__").is_none()
                    && interp.special(&iterable, "__getitem__").is_none()
                {
                    return Err(interp.type_error(format!(
                        "{} argument after * must be an iterable, not {}",
                        interp.callable_name(&callable),
                        interp.class_name(&iterable)
                    )));
                }
                let positional = interp.collect(&iterable)?;
                let tuple = interp.hold_argument_tuple(positional.len());
                (positional, tuple)
            }
        };
        let mut args = Args::from(positional);
        if let Some(keywords) = keywords.as_ref().and_then(Value::get::<Dict>) {
            let mut position = 0;
            while let Some((next, name, value)) = keywords.next_entry(position) {
                position = next;
                let Some(name) = name.to::<Str>() else {
                    return Err(interp.type_error("keywords must be strings"));
                };
                args.keywords.push((name, value));
            }
        }
        let names = interp.hold_argument_tuple(args.keywords.len());
        drop(keywords);
        let callee = Callee::new(&callable, None);
        if callable.is_a::<Function>() {
            let frame = interp.bound_frame(callable, args)?;
            drop((iterable, tuple, names));
            return Ok((callee, interp.run_to_end(frame)?));
        }
        drop(iterable);
        Ok((callee, interp.call_owned(callable, args)?))
    }

    /// `LoadMethod`: a function of the class and the object, without a bound method.
    pub(super) fn load_method(&mut self, index: u32) -> Result<()> {
        let interp = self.interp;
        let object = self.pop();
        let name = &self.code.names[index as usize];
        if let Some(method) = interp.find_method(&object, name) {
            self.push(method);
            self.push(object);
            return Ok(());
        }
        let attribute = interp.get_attr(&object, name)?;
        drop(object);
        self.push(attribute);
        self.push(interp.absent.clone());
        Ok(())
    }

    /// `MakeFunction`: a function object from its parts on the stack.
    pub(super) fn make_function(&mut self, parts: u32) -> Result<()> {
        let interp = self.interp;
        let code = self.pop();
        let mut part = |bit: u32| if parts & bit == 0 { None } else { self.stack.pop() };
        let closure = part(function_parts::CLOSURE);
        let annotations = part(function_parts::ANNOTATIONS);
        let kwdefaults = part(function_parts::KWDEFAULTS);
        let defaults = part(function_parts::DEFAULTS);
        let annotations = match annotations.as_ref().and_then(Value::get::<Tuple>) {
            None => None,
            Some(pairs) => {
                let dict = interp.heap.dict()?;
                for pair in pairs.items().chunks(2) {
                    if let [name, value] = pair {
                        interp.dict_set(&dict, name.clone(), value.clone())?;
                    }
                }
                Some(dict.into_value())
            }
        };
        let function = interp.new_function(code, self.frame.globals.clone())?;
        function.annotations.replace(annotations);
        function.closure.replace(closure.and_then(|c| c.downcast().ok()));
        function.defaults.replace(defaults.and_then(|d| d.downcast().ok()));
        function.kwdefaults.replace(kwdefaults.and_then(|d| d.downcast().ok()));
        self.push(function.into_value());
        Ok(())
    }
}

impl Interp {
    /// A function over a code object.
    ///
    /// # Errors
    /// Out of memory; `TypeError` for something that is no code.
    pub fn new_function(&self, code: Value, globals: Gc<Dict>) -> Result<Gc<Function>> {
        let Some(object) = code.get::<super::super::frame::CodeObject>() else {
            return Err(self.type_error("a function needs code"));
        };
        let name = object.name.to_value();
        let qualname = object.qualname.to_value();
        let doc = match &object.code.docstring {
            Some(text) => Some(self.str(text)?),
            None => None,
        };
        let module = globals.get_str("__name__");
        Ok(self.heap.alloc(Function {
            code: RefCell::new(code),
            globals: RefCell::new(globals),
            name: RefCell::new(name),
            qualname: RefCell::new(qualname),
            module: RefCell::new(module),
            doc: RefCell::new(doc),
            defaults: RefCell::new(None),
            kwdefaults: RefCell::new(None),
            annotations: RefCell::new(None),
            closure: RefCell::new(None),
            dict: RefCell::new(None),
        })?)
    }

    /// The short way for a call without keywords: arguments of a plain function become locals.
    pub(in super::super) fn call_positional(
        &self,
        callable: Value,
        args: Vec<Value>,
    ) -> Result<Value> {
        let Some(function) = callable.get::<Function>() else {
            return self.call_owned(callable, Args::from(args));
        };
        let frame = self.new_frame(function, Some(callable.clone()))?;
        let bound = self.bind_simple(&frame, args);
        if let Err(args) = bound {
            self.bind_arguments(function, &frame, Args::from(args))?;
        }
        drop(callable);
        self.run_to_end(frame)
    }

    /// A function of the object's class that a call of `object.name` would reach, if nothing else
    /// could come first.
    fn find_method(&self, object: &Value, name: &Gc<Str>) -> Option<Value> {
        match object.kind() {
            Kind::Instance => {
                let instance = object.get::<Instance>()?;
                let class = instance.class();
                if self.has_getattribute(&class) {
                    return None;
                }
                let found = self.type_lookup_name(&class, name)?;
                if found.kind() != Kind::Function && !is_method(&found) {
                    return None;
                }
                if instance.get(name).is_some() {
                    return None;
                }
                Some(found)
            }
            Kind::List
            | Kind::Dict
            | Kind::Str
            | Kind::Tuple
            | Kind::Set
            | Kind::FrozenSet
            | Kind::Int
            | Kind::Float
            | Kind::Bytes
            | Kind::Generator => {
                let class = self.class_of(object);
                let found = self.type_lookup_name(&class, name)?;
                is_method(&found).then_some(found)
            }
            _ => None,
        }
    }

    fn has_getattribute(&self, class: &Gc<Class>) -> bool {
        self.type_lookup(class, "__getattribute__").is_some_and(|g| g.kind() != Kind::Builtin)
    }
}

fn is_method(found: &Value) -> bool {
    found.get::<Builtin<Native>>().is_some_and(|b| b.is_method.get())
}
