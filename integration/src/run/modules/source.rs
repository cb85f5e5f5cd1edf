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
}
