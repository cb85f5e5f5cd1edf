//! Calls: from a callable and its arguments to a result.
//!
//! # Source
//! `Objects/call.c`, `type_call` in `Objects/typeobject.c`, `initialize_locals` in
//! `Python/ceval.c`.

mod arguments;
mod depth;
mod rows;

pub(super) use depth::stack_address;
pub(super) use rows::Rows;

use super::frame::{CodeObject, Frame, State};
use super::generator::Generator;
use super::interp::Interp;
use super::native::{Args, Descriptor, Native};
use super::raise::Result;
use super::vm::Exit;
use crate::object::{Builtin, Cell, Class, Function, Kind, Layout, Method, Tuple};
use crate::{FreeList, Gc, Temporary, Value, WeakRef};
use core::cell::{Cell as StdCell, RefCell};

impl Interp {
    /// `callable(*args)`
    ///
    /// # Errors
    /// `TypeError` for what cannot be called, and whatever the call raises.
    pub fn call(&self, callable: &Value, args: impl Into<Args>) -> Result<Value> {
        self.call_owned(callable.clone(), args.into())
    }

    /// As [`Interp::call`]; the callable is given up to the call.
    ///
    /// # Errors
    /// As there.
    pub(super) fn call_owned(&self, callable: Value, mut args: Args) -> Result<Value> {
        match callable.kind() {
            Kind::Function => self.call_function(callable, args),
            Kind::Builtin => match callable.get::<Builtin<Native>>() {
                Some(builtin) => {
                    let this = builtin.this.borrow().clone();
                    if let Some(this) = this {
                        args.prepend(this);
                    }
                    // Only calls of functions in Python count against the program's limit.
                    let _native = self.enter_native("")?;
                    (builtin.native)(self, args)
                }
                None => Err(self.not_callable(&callable)),
            },
            Kind::Method => {
                let parts = callable.get::<Method>().and_then(|m| Some((m.function()?, m.this()?)));
                let Some((function, this)) = parts else {
                    return Err(self.not_callable(&callable));
                };
                args.prepend(this);
                let result = self.call_owned(function, args);
                drop(callable);
                result
            }
            Kind::Class => match callable.as_gc::<Class>() {
                Some(class) => self.call_class(class, args),
                None => Err(self.not_callable(&callable)),
            },
            Kind::WeakRef if super::modules::weakref::part(&callable).is_none() => {
                args.no_keywords(self, "weakref")?;
                if !args.is_empty() {
                    let given = args.len();
                    return Err(
                        self.type_error(format!("weakref expected 0 arguments, got {given}"))
                    );
                }
                let referent = callable.get::<WeakRef>().and_then(WeakRef::upgrade);
                Ok(referent.unwrap_or_else(|| self.none()))
            }
            Kind::WeakProxy => {
                let referent = super::modules::weakref_proxy::referent(self, &callable)?;
                self.call_owned(referent, args)
            }
            Kind::Descriptor => match callable.get::<Descriptor>() {
                Some(Descriptor::Static(function)) => {
                    let function = function.function();
                    match function {
                        Some(function) => self.call_owned(function, args),
                        None => Err(self.not_callable(&callable)),
                    }
                }
                _ => Err(self.not_callable(&callable)),
            },
            _ => {
                let class = self.class_of(&callable);
                match self.type_lookup(&class, "__call__") {
                    Some(call) => {
                        let _native = self.enter_native("")?;
                        self.call_unbound(call, &callable, args)
                    }
                    None => Err(self.not_callable(&callable)),
                }
            }
        }
    }

    /// Calls what was found in the class of `this`, as a method of `this`.
    ///
    /// # Errors
    /// What it raises.
    pub(super) fn call_unbound(&self, found: Value, this: &Value, mut args: Args) -> Result<Value> {
        let is_function = match found.kind() {
            Kind::Function => true,
            Kind::Builtin => found.get::<Builtin<Native>>().is_some_and(|b| b.is_method.get()),
            _ => false,
        };
        if is_function {
            args.prepend(this.clone());
            return self.call_owned(found, args);
        }
        let bound = self.bind_descriptor(&found, Some(this), &self.class_of(this))?;
        self.call_owned(bound, args)
    }

    /// `object.name(*args)`
    ///
    /// # Errors
    /// `AttributeError`, and whatever the call raises.
    pub fn call_method(&self, object: &Value, name: &str, args: impl Into<Args>) -> Result<Value> {
        let method = self.get_attr_str(object, name)?;
        self.call_owned(method, args.into())
    }

    /// Whether the value can be called.
    pub fn is_callable(&self, value: &Value) -> bool {
        match value.kind() {
            Kind::Function | Kind::Builtin | Kind::Method | Kind::Class | Kind::WeakRef => true,
            Kind::Descriptor => matches!(value.get(), Some(Descriptor::Static(_))),
            Kind::WeakProxy => super::modules::weakref_proxy::referent(self, value)
                .is_ok_and(|referent| self.is_callable(&referent)),
            _ => self.special(value, "__call__").is_some(),
        }
    }

    fn not_callable(&self, value: &Value) -> super::raise::Raised {
        self.type_error(format!("'{}' object is not callable", self.class_name(value)))
    }

    /// `class(*args)`: the metaclass' `__call__`, else `__new__` and `__init__`.
    fn call_class(&self, class: &Gc<Class>, args: Args) -> Result<Value> {
        let metaclass = class.metaclass.borrow().clone();
        if let Some(metaclass) = metaclass.as_ref().and_then(Value::as_gc::<Class>)
            && let Some(call) = self.type_lookup(metaclass, "__call__")
            && call.kind() != Kind::Builtin
        {
            return self.call_unbound(call, class.as_value(), args);
        }
        let tuple = if self.takes_argument_tuple(class) {
            self.hold_argument_tuple(args.len())
        } else {
            None
        };
        self.make(class, args, tuple)
    }

    /// Whether CPython hands the arguments to the class in a tuple, as it does for all that have
    /// no `tp_vectorcall`, unless the call is specialised already.
    fn takes_argument_tuple(&self, class: &Gc<Class>) -> bool {
        !class.is_builtin
            || match class.layout {
                Layout::Native(Kind::Native | Kind::Bytes | Kind::Descriptor | Kind::WeakRef) => {
                    true
                }
                Layout::Native(Kind::Iterator) => Gc::ptr_eq(class, &self.types.iterator("zip")),
                _ => false,
            }
    }

    /// Counts the tuple in which CPython hands arguments to a function of its old calling
    /// convention (`METH_VARARGS`), or to one that takes any number of them.
    pub(super) fn count_argument_tuple(&self, len: usize) {
        drop(self.hold_argument_tuple(len));
    }

    /// As [`Interp::count_argument_tuple`], for a tuple that lives as long as the answer.
    pub(super) fn hold_argument_tuple(&self, len: usize) -> Option<Temporary<'_>> {
        FreeList::of_tuple(len).map(|row| self.heap.hold_temporary(row))
    }

    /// `type.__call__(class, *args)`
    ///
    /// # Errors
    /// What `__new__` and `__init__` raise.
    pub(super) fn instantiate(&self, class: &Gc<Class>, args: Args) -> Result<Value> {
        self.make(class, args, None)
    }

    /// As [`Interp::instantiate`], with the tuple in which CPython has the arguments.
    fn make(
        &self,
        class: &Gc<Class>,
        args: Args,
        mut tuple: Option<Temporary<'_>>,
    ) -> Result<Value> {
        let is_type = Gc::ptr_eq(class, &self.types.type_);
        if is_type && args.len() == 1 && args.keywords.is_empty() {
            return Ok(self.class_of(&args.positional[0]).into_value());
        }
        let Some(new) = self.type_lookup(class, "__new__") else {
            return Err(self.type_error(format!("cannot create '{}' instances", class.name())));
        };
        if tuple.is_some() && takes_over_tuple(class, &new) {
            drop(tuple.take());
        }
        let init = self.type_lookup(class, "__init__");
        let python_init = init.as_ref().is_some_and(|i| i.kind() != Kind::Builtin);
        if let Some(builtin) = new.get::<Builtin<Native>>()
            && python_init
            && builtin.name == "__new__"
            && class.layout == Layout::Plain
        {
            // `object.__new__` takes no arguments, and `__init__` takes them all.
            let object = self.new_instance(class)?;
            return self.initialize(class, object, init, args);
        }
        let mut new_args =
            Args { positional: args.positional.clone(), keywords: args.keywords.clone() };
        new_args.prepend(class.to_value());
        let new = self.bind_descriptor(&new, None, class)?;
        let object = self.call_owned(new, new_args)?;
        if !self.is_instance(&object, class) {
            return Ok(object);
        }
        self.initialize(class, object, init, args)
    }

    fn initialize(
        &self,
        class: &Gc<Class>,
        object: Value,
        init: Option<Value>,
        args: Args,
    ) -> Result<Value> {
        let _ = class;
        if let Some(init) = init {
            let result = self.call_unbound(init, &object, args)?;
            if !self.is_none(&result) {
                return Err(self.type_error(format!(
                    "__init__() should return None, not '{}'",
                    self.class_name(&result)
                )));
            }
        }
        Ok(object)
    }

    fn call_function(&self, callable: Value, args: Args) -> Result<Value> {
        let frame = self.bound_frame(callable, args)?;
        self.run_to_end(frame)
    }

    /// The frame of a call of a function, with its arguments.
    ///
    /// # Errors
    /// `TypeError` when the arguments do not fit; out of memory.
    pub(super) fn bound_frame(&self, callable: Value, args: Args) -> Result<Gc<Frame>> {
        let Some(function) = callable.to::<Function>() else {
            return Err(self.not_callable(&callable));
        };
        let frame = self.new_frame(&function, Some(callable))?;
        let Args { positional, keywords } = args;
        let bound = if keywords.is_empty() {
            self.bind_simple(&frame, positional)
        } else {
            Err(positional)
        };
        if let Err(positional) = bound {
            self.bind_arguments(&function, &frame, Args { positional, keywords })?;
        }
        Ok(frame)
    }

    /// A frame for a function, without its arguments.
    ///
    /// # Errors
    /// Out of memory.
    pub(super) fn new_frame(
        &self,
        function: &Function,
        callable: Option<Value>,
    ) -> Result<Gc<Frame>> {
        let Ok(code) = function.code.borrow().clone().downcast::<CodeObject>() else {
            return Err(self.type_error("a function has lost its code"));
        };
        let mut cells: Vec<Option<Gc<Cell>>> = Vec::with_capacity(code.code.cell_count());
        cells.resize(code.code.cellvars.len(), None);
        if let Some(closure) = &*function.closure.borrow() {
            cells.extend(closure.items().iter().map(Value::to::<Cell>));
        }
        let globals = function.globals.borrow().clone();
        self.frame_of(code, globals, cells, callable)
    }

    /// A frame for code that is no function's: a module, or text given to `exec`.
    ///
    /// # Errors
    /// Out of memory.
    pub(super) fn frame_of(
        &self,
        code: Gc<CodeObject>,
        globals: Gc<crate::object::Dict>,
        cells: Vec<Option<Gc<Cell>>>,
        function: Option<Value>,
    ) -> Result<Gc<Frame>> {
        let locals = vec![None; code.varnames.len()];
        Ok(self.heap.alloc(Frame {
            function: RefCell::new(function),
            code,
            globals,
            namespace: RefCell::new(None),
            locals: RefCell::new(locals),
            cells: RefCell::new(cells),
            stack: RefCell::new(Vec::new()),
            ip: StdCell::new(0),
            state: StdCell::new(State::Created),
            back: RefCell::new(None),
            is_object: StdCell::new(false),
        })?)
    }

    /// Runs a frame to its end, or makes a generator of it.
    ///
    /// # Errors
    /// What the code raises.
    pub(super) fn run_to_end(&self, frame: Gc<Frame>) -> Result<Value> {
        if frame.code.code.routine.is_suspendable() {
            return Ok(self.heap.alloc(Generator::new(frame))?.into_value());
        }
        let exit = self.run_frame(&frame, None);
        self.end_frame(frame);
        match exit? {
            Exit::Return(value) | Exit::Yield(value) => Ok(value),
        }
    }

    /// A frame has ended: nobody else holds it, or it is kept whole with its callers.
    pub(super) fn end_frame(&self, frame: Gc<Frame>) {
        if frame.owners() > 1 {
            if frame.back.borrow().is_none() {
                let caller = self.frame.borrow().clone();
                if let Some(caller) = &caller {
                    Frame::become_object(caller);
                }
                frame.back.replace(caller);
            }
            let _ = frame.track();
        }
        drop(frame);
    }

    /// The tuple of the values; the one empty tuple if there are none.
    ///
    /// # Errors
    /// Out of memory.
    pub(super) fn tuple_of(&self, values: Vec<Value>) -> Result<Gc<Tuple>> {
        if values.is_empty()
            && let Some(empty) = self.empty_tuple.to::<Tuple>()
        {
            return Ok(empty);
        }
        Ok(self.heap.tuple(values.into_iter())?)
    }
}

/// Whether the tuple of the arguments is not there beside the object that they make: it becomes a
/// part of the object, or the call is specialised and has none.
fn takes_over_tuple(class: &Class, new: &Value) -> bool {
    match class.layout {
        Layout::Native(Kind::Exception) => true,
        Layout::Native(Kind::Native) => class.name.borrow().as_str() == "chain",
        Layout::Plain => new.kind() == Kind::Builtin,
        _ => false,
    }
}
