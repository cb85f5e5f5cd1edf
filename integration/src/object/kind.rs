//! Python's kinds of object, as the heap tells them apart.

use core::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What an object is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// The name of Python's type of this kind.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

kinds! {
    /// A Rust value of a host, unknown to Python.
    Native = "native",
    /// `None`.
    None = "NoneType",
    /// `True` and `False`.
    Bool = "bool",
    /// An integer of any size.
    Int = "int",
    /// A double.
    Float = "float",
    /// Text.
    Str = "str",
    /// Bytes.
    Bytes = "bytes",
    /// A fixed row of objects.
    Tuple = "tuple",
    /// A growable row of objects.
    List = "list",
    /// A mapping in insertion order.
    Dict = "dict",
    /// A set that can change.
    Set = "set",
    /// A set that cannot.
    FrozenSet = "frozenset",
    /// `range(...)`.
    Range = "range",
    /// `slice(...)`.
    Slice = "slice",
    /// `...`
    Ellipsis = "ellipsis",
    /// `NotImplemented`.
    NotImplemented = "NotImplementedType",
    /// Compiled code.
    Code = "code",
    /// The running or suspended call of a piece of code.
    Frame = "frame",
    /// A function written in Python.
    Function = "function",
    /// A function written in Rust.
    Builtin = "builtin_function_or_method",
    /// A function bound to an instance.
    Method = "method",
    /// A variable shared between a function and the functions inside it.
    Cell = "cell",
    /// A class.
    Class = "type",
    /// An object of a class written in Python.
    Instance = "object",
    /// An exception.
    Exception = "BaseException",
    /// One line of a traceback.
    Traceback = "traceback",
    /// A module.
    Module = "module",
    /// A weak reference.
    WeakRef = "weakref",
    /// A weak reference that acts as its referent.
    WeakProxy = "weakproxy",
    /// `dict.keys()`, `dict.values()`, `dict.items()`.
    DictView = "dict_view",
    /// A dict that can only be read.
    MappingProxy = "mappingproxy",
    /// A generator.
    Generator = "generator",
    /// An iterator of a built-in kind.
    Iterator = "iterator",
    /// `property`, `staticmethod`, `classmethod` and slot descriptors.
    Descriptor = "descriptor",
    /// `super(...)`.
    Super = "super",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
