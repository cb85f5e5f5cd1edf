//! The built-in classes.
//!
//! Classes are made empty here, so that objects can be made at all; [`install`] fills their
//! namespaces once there is an interpreter. They are not tracked: like CPython's static types
//! they live as long as the program.

use core::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::interp::Interp;
use super::raise::Result;
use crate::object::{Class, Kind, Layout, SharedKeys, Tuple};
use crate::{Gc, Heap, OutOfMemory};

macro_rules! types {
    ($($field:ident = $name:literal, $layout:expr $(, $base:ident)?;)*) => {
        /// One class for each built-in kind.
        #[derive(Debug)]
        pub struct Types {
            $(
                #[doc = concat!("`", $name, "`")]
                pub $field: Gc<Class>,
            )*
            exceptions: HashMap<&'static str, Gc<Class>>,
            iterators: HashMap<&'static str, Gc<Class>>,
        }

        impl Types {
            fn bare(heap: &Heap) -> core::result::Result<Self, OutOfMemory> {
                $(
                    let base: Option<&Gc<Class>> = None $(.or(Some(&$base)))?;
                    let $field = make(heap, $name, $layout, base)?;
                )*
                Ok(Self { $($field,)* exceptions: HashMap::new(), iterators: HashMap::new() })
            }

            fn all(&self) -> impl Iterator<Item = &Gc<Class>> {
                [$(&self.$field),*]
                    .into_iter()
                    .chain(self.exceptions.values())
                    .chain(self.iterators.values())
            }
        }
    };
}

types! {
    object = "object", Layout::Plain;
    type_ = "type", Layout::Native(Kind::Class), object;
    none_type = "NoneType", Layout::Native(Kind::None), object;
    int = "int", Layout::Native(Kind::Int), object;
    bool = "bool", Layout::Native(Kind::Bool), int;
    float = "float", Layout::Native(Kind::Float), object;
    str = "str", Layout::Native(Kind::Str), object;
    bytes = "bytes", Layout::Native(Kind::Bytes), object;
    tuple = "tuple", Layout::Native(Kind::Tuple), object;
    list = "list", Layout::Native(Kind::List), object;
    dict = "dict", Layout::Native(Kind::Dict), object;
    set = "set", Layout::Native(Kind::Set), object;
    frozenset = "frozenset", Layout::Native(Kind::FrozenSet), object;
    range = "range", Layout::Native(Kind::Range), object;
    slice = "slice", Layout::Native(Kind::Slice), object;
    ellipsis = "ellipsis", Layout::Native(Kind::Ellipsis), object;
    not_implemented = "NotImplementedType", Layout::Native(Kind::NotImplemented), object;
    code = "code", Layout::Native(Kind::Code), object;
    frame = "frame", Layout::Native(Kind::Frame), object;
    function = "function", Layout::Native(Kind::Function), object;
    builtin = "builtin_function_or_method", Layout::Native(Kind::Builtin), object;
    method_descriptor = "method_descriptor", Layout::Native(Kind::Builtin), object;
    method_wrapper = "method-wrapper", Layout::Native(Kind::Builtin), object;
    wrapper_descriptor = "wrapper_descriptor", Layout::Native(Kind::Builtin), object;
    method = "method", Layout::Native(Kind::Method), object;
    cell = "cell", Layout::Native(Kind::Cell), object;
    module = "module", Layout::Native(Kind::Module), object;
    weakref = "ReferenceType", Layout::Native(Kind::WeakRef), object;
    weakproxy = "weakproxy", Layout::Native(Kind::WeakProxy), object;
    weakcallableproxy = "weakcallableproxy", Layout::Native(Kind::WeakProxy), object;
    generator = "generator", Layout::Native(Kind::Generator), object;
    coroutine = "coroutine", Layout::Native(Kind::Generator), object;
    async_generator = "async_generator", Layout::Native(Kind::Generator), object;
    traceback = "traceback", Layout::Native(Kind::Traceback), object;
    property = "property", Layout::Native(Kind::Descriptor), object;
    staticmethod = "staticmethod", Layout::Native(Kind::Descriptor), object;
    classmethod = "classmethod", Layout::Native(Kind::Descriptor), object;
    getset = "getset_descriptor", Layout::Native(Kind::Descriptor), object;
    member = "member_descriptor", Layout::Native(Kind::Descriptor), object;
    super_ = "super", Layout::Native(Kind::Super), object;
    dict_keys = "dict_keys", Layout::Native(Kind::DictView), object;
    dict_values = "dict_values", Layout::Native(Kind::DictView), object;
    dict_items = "dict_items", Layout::Native(Kind::DictView), object;
    mappingproxy = "mappingproxy", Layout::Native(Kind::MappingProxy), object;
}

/// The exceptions and their bases, bases first.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("BaseException", "object"),
    ("Exception", "BaseException"),
    ("SystemExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("GeneratorExit", "BaseException"),
    ("BaseExceptionGroup", "BaseException"),
    ("ExceptionGroup", "BaseExceptionGroup"),
    ("ArithmeticError", "Exception"),
    ("FloatingPointError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BufferError", "Exception"),
    ("EOFError", "Exception"),
    ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("MemoryError", "Exception"),
    ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"),
    ("BlockingIOError", "OSError"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("PermissionError", "OSError"),
    ("TimeoutError", "OSError"),
    ("ChildProcessError", "OSError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("NotADirectoryError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("ConnectionError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("ReferenceError", "Exception"),
    ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("StopIteration", "Exception"),
    ("StopAsyncIteration", "Exception"),
    ("SyntaxError", "Exception"),
    ("IndentationError", "SyntaxError"),
    ("TabError", "IndentationError"),
    ("SystemError", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("UnicodeError", "ValueError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("Warning", "Exception"),
    ("BytesWarning", "Warning"),
    ("DeprecationWarning", "Warning"),
    ("EncodingWarning", "Warning"),
    ("FutureWarning", "Warning"),
    ("ImportWarning", "Warning"),
    ("PendingDeprecationWarning", "Warning"),
    ("ResourceWarning", "Warning"),
    ("RuntimeWarning", "Warning"),
    ("SyntaxWarning", "Warning"),
    ("UnicodeWarning", "Warning"),
    ("UserWarning", "Warning"),
];

/// The classes of iterators.
const ITERATORS: &[&str] = &[
    "list_iterator",
    "list_reverseiterator",
    "tuple_iterator",
    "range_iterator",
    "str_iterator",
    "str_ascii_iterator",
    "bytes_iterator",
    "bytearray_iterator",
    "set_iterator",
    "dict_keyiterator",
    "dict_valueiterator",
    "dict_itemiterator",
    "dict_reversekeyiterator",
    "dict_reversevalueiterator",
    "dict_reverseitemiterator",
    "callable_iterator",
    "iterator",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
];

impl Types {
    /// The classes, with empty namespaces.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn new(heap: &Heap) -> core::result::Result<Self, OutOfMemory> {
        let mut types = Self::bare(heap)?;
        for &(name, base) in EXCEPTIONS {
            let base = types.exceptions.get(base).unwrap_or(&types.object);
            let class = make(heap, name, Layout::Native(Kind::Exception), Some(base))?;
            types.exceptions.insert(name, class);
        }
        types.join_group_to_exception(heap)?;
        for &name in ITERATORS {
            let layout = Layout::Native(Kind::Iterator);
            types.iterators.insert(name, make(heap, name, layout, Some(&types.object))?);
        }
        Ok(types)
    }

    /// Makes `Exception` the second base of `ExceptionGroup`.
    fn join_group_to_exception(&self, heap: &Heap) -> core::result::Result<(), OutOfMemory> {
        let names = ["ExceptionGroup", "BaseExceptionGroup", "Exception", "BaseException"];
        let [class, group, exception, base] = names.map(|name| self.exception(name).into_value());
        let Some(made) = class.get::<Class>() else { return Ok(()) };
        let bases = heap.tuple([group.clone(), exception.clone()].into_iter())?;
        let order = [class.clone(), group, exception, base, self.object.to_value()];
        let order = heap.tuple(order.into_iter())?;
        drop((made.bases.replace(bases), made.mro.replace(Some(order))));
        Ok(())
    }

    /// A built-in exception class; `BaseException` for a name that is none.
    pub fn exception(&self, name: &str) -> Gc<Class> {
        let class = self.exceptions.get(name).or_else(|| self.exceptions.get("BaseException"));
        class.cloned().unwrap_or_else(|| self.object.clone())
    }

    /// Every built-in exception class with its name.
    pub fn exceptions(&self) -> impl Iterator<Item = (&'static str, &Gc<Class>)> {
        EXCEPTIONS.iter().filter_map(|&(name, _)| Some((name, self.exceptions.get(name)?)))
    }

    /// The class of a kind of iterator; `iterator` for a name that is none.
    pub fn iterator(&self, name: &str) -> Gc<Class> {
        let class = self.iterators.get(name).or_else(|| self.iterators.get("iterator"));
        class.cloned().unwrap_or_else(|| self.object.clone())
    }

    /// Takes all built-in classes out of the collector's sight.
    pub fn untrack(&self) {
        for class in self.all() {
            class.as_value().untrack();
            class.dict.as_value().untrack();
            if let Some(mro) = class.mro() {
                mro.as_value().untrack();
            }
            class.bases.borrow().as_value().untrack();
        }
    }

    /// Empties all built-in classes, when the program has ended.
    pub fn clear(&self) {
        for class in self.all() {
            crate::Trace::clear_references(&**class);
        }
    }
}

/// A class with an empty namespace.
fn make(
    heap: &Heap,
    name: &str,
    layout: Layout,
    base: Option<&Gc<Class>>,
) -> core::result::Result<Gc<Class>, OutOfMemory> {
    let is_function = name == "builtin_function_or_method";
    let name = heap.str(name)?;
    let bases: Vec<_> = base.iter().map(|b| b.to_value()).collect();
    let class = heap.alloc_untracked(Class {
        name: RefCell::new(name.clone()),
        qualname: RefCell::new(name),
        bases: RefCell::new(heap.tuple(bases.into_iter())?),
        base: RefCell::new(None),
        mro: RefCell::new(None),
        dict: heap.dict()?,
        metaclass: RefCell::new(None),
        layout,
        has_dict: matches!(layout, Layout::Native(Kind::Exception | Kind::Function | Kind::Module)),
        slots: Vec::new(),
        is_builtin: true,
        has_weakrefs: is_function
            || matches!(
                layout,
                Layout::Native(
                    Kind::Set
                        | Kind::FrozenSet
                        | Kind::Function
                        | Kind::Method
                        | Kind::Generator
                        | Kind::Class
                        | Kind::Module
                        | Kind::Code
                )
            ),
        has_finalizer: Cell::new(false),
        keys: SharedKeys::default(),
        subclasses: RefCell::new(Vec::new()),
        version: Cell::new(0),
    })?;
    let mut mro = vec![class.to_value()];
    if let Some(base) = base.and_then(|b| b.mro()) {
        mro.extend(base.items().iter().cloned());
    }
    let mro: Gc<Tuple> = heap.tuple(mro.into_iter())?;
    class.mro.replace(Some(mro));
    Ok(class)
}

mod alias;
mod bool;
pub(super) mod bytearray;
pub(super) mod bytes;
mod cell;
mod class;
mod code;
mod complex;
mod coroutine;
mod descriptor;
mod dict;
pub(super) mod dict_views;
mod dunder;
mod exception;
mod float;
mod function;
mod generator;
mod install;
mod int;
mod iterators;
mod list;
mod mappingproxy;
pub(super) mod memoryview;
mod none;
mod number;
mod object;
mod range;
mod set;
mod slice;
mod super_;
pub(super) mod text;
mod tuple;

pub(super) use bytes::bytes_like;
pub(super) use complex::imaginary;
pub(super) use super_::bind as bind_super;

/// Fills the namespaces of the built-in classes.
///
/// # Errors
/// Out of memory.
pub fn install(interp: &Interp) -> Result<()> {
    install::install(interp)
}
