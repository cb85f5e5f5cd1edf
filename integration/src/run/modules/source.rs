//! The modules that are written in Python, as text.
//!
//! They stand in `run/lib`, and the runner compiles them like any program when they are first
//! imported.

macro_rules! sources {
    ($($name:literal $file:literal,)*) => {
        /// File name and text of a module written in Python.
        pub(in crate::run) fn source(name: &str) -> Option<(&'static str, &'static str)> {
            Some(match name {
                $($name => ($file, include_str!(concat!("../lib/", $file))),)*
                _ => return None,
            })
        }
    };
}

sources! {
    "__future__" "__future__.py",
    "_abc_basic" "_abc_basic.py",
    "_collections_user" "_collections_user.py",
    "_dataclass_fields" "_dataclass_fields.py",
    "_enum_flag" "_enum_flag.py",
    "_enum_values" "_enum_values.py",
    "_weakref_finalize" "_weakref_finalize.py",
    "_weakrefset" "_weakrefset.py",
    "abc" "abc.py",
    "bisect" "bisect.py",
    "collections" "collections.py",
    "collections.abc" "collections_abc_alias.py",
    "collections_abc" "collections_abc.py",
    "contextlib" "contextlib.py",
    "copy" "copy.py",
    "dataclasses" "dataclasses.py",
    "enum" "enum.py",
    "functools" "functools.py",
    "heapq" "heapq.py",
    "importlib" "importlib.py",
    "io" "io.py",
    "json" "json.py",
    "keyword" "keyword.py",
    "operator" "operator.py",
    "random" "random.py",
    "reprlib" "reprlib.py",
    "string" "string.py",
    "traceback" "traceback.py",
    "types" "types.py",
    "typing" "typing.py",
    "warnings" "warnings.py",
    "weakref" "weakref.py",
}
