//! Exceptions in flight.
//!
//! Rust code of the runner answers `Result<T>`: the error is an exception that has been raised
//! and looks for a handler. Running out of memory is carried without an object, since none could
//! be made; [`Interp::materialize`] turns it into the `MemoryError` kept for the purpose.

use crate::object::Exception;
use crate::{Gc, OutOfMemory, Value};

use super::interp::Interp;

/// An exception in flight.
#[derive(Debug)]
pub enum Raised {
    /// An exception object.
    Exception(Value),
    /// There was no memory; the exception object is made where it is caught.
    OutOfMemory,
}

impl Raised {
    /// Whether the exception has been on its way before.
    pub fn has_traceback(&self) -> bool {
        match self {
            Self::Exception(value) => {
                value.get::<Exception>().is_some_and(|e| e.traceback.borrow().is_some())
            }
            Self::OutOfMemory => false,
        }
    }
}

/// What an operation of the language answers.
pub type Result<T> = core::result::Result<T, Raised>;

impl From<OutOfMemory> for Raised {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

macro_rules! raisers {
    ($($(#[$doc:meta])* $name:ident = $class:literal;)*) => {
        impl Interp {
            $($(#[$doc])*
            pub fn $name(&self, message: impl AsRef<str>) -> Raised {
                self.raise($class, message.as_ref())
            })*
        }
    };
}

raisers! {
    /// A `TypeError`.
    type_error = "TypeError";
    /// A `ValueError`.
    value_error = "ValueError";
    /// An `AttributeError`.
    attribute_error = "AttributeError";
    /// A `NameError`.
    name_error = "NameError";
    /// An `IndexError`.
    index_error = "IndexError";
    /// A `RuntimeError`.
    runtime_error = "RuntimeError";
    /// A `RecursionError`.
    recursion_error = "RecursionError";
    /// An `OverflowError`.
    overflow_error = "OverflowError";
    /// A `ZeroDivisionError`.
    zero_division_error = "ZeroDivisionError";
    /// A `ReferenceError`.
    reference_error = "ReferenceError";
    /// An `ImportError`.
    import_error = "ImportError";
}

impl Interp {
    /// An exception of a built-in class, with a message.
    pub fn raise(&self, class: &str, message: &str) -> Raised {
        let made = self.str(message).and_then(|text| self.new_exception(class, &[text]));
        made.map_or_else(|raised| raised, |exception| Raised::Exception(exception.into_value()))
    }

    /// A `KeyError` about a key.
    pub fn key_error(&self, key: &Value) -> Raised {
        self.raise_with("KeyError", std::slice::from_ref(key))
    }

    /// The `StopIteration` with which a generator answers its result.
    pub fn stop_iteration(&self, value: Option<Value>) -> Raised {
        match value {
            Some(value) => self.raise_with("StopIteration", &[value]),
            None => self.raise_with("StopIteration", &[]),
        }
    }

    /// An exception of a built-in class with these arguments.
    pub fn raise_with(&self, class: &str, args: &[Value]) -> Raised {
        let made = self.new_exception(class, args);
        made.map_or_else(|raised| raised, |exception| Raised::Exception(exception.into_value()))
    }

    /// A new exception object of a built-in class.
    ///
    /// # Errors
    /// [`Raised::OutOfMemory`].
    pub fn new_exception(&self, class: &str, args: &[Value]) -> Result<Gc<Exception>> {
        let class = self.types.exception(class);
        let args = self.tuple_of(args.to_vec())?;
        Ok(self.heap.alloc(Exception::new(class, args))?)
    }

    /// The exception object of something in flight.
    pub fn materialize(&self, raised: Raised) -> Value {
        match raised {
            Raised::Exception(value) => value,
            Raised::OutOfMemory => {
                self.open_reserve();
                let made = self.new_exception("MemoryError", &[]);
                made.map_or_else(|_| self.memory_error.clone(), Gc::into_value)
            }
        }
    }

    /// Whether something in flight is an exception of a built-in class or of one derived from it.
    pub fn is_raised(&self, raised: &Raised, class: &str) -> bool {
        match raised {
            Raised::OutOfMemory => {
                matches!(class, "MemoryError" | "Exception" | "BaseException")
            }
            Raised::Exception(value) => value
                .get::<Exception>()
                .is_some_and(|e| e.class().is_subclass_of(&self.types.exception(class))),
        }
    }

    /// Turns a raised `StopIteration` into `None`, for loops in Rust.
    ///
    /// # Errors
    /// Whatever else was raised.
    pub fn stop_to_none<T>(&self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(raised) if self.is_raised(&raised, "StopIteration") => Ok(None),
            Err(raised) => Err(raised),
        }
    }
}
