//! Python's object kinds as payloads of the heap.

mod class;
mod descriptor;
mod exception;
mod function;
mod instance;
mod kind;
mod module;

pub use class::{Class, Layout};
pub use descriptor::{Descriptor, Super};
pub use exception::{Exception, Traceback};
pub use function::{Builtin, Cell, Function, Method};
pub use instance::{Attributes, Instance};
pub use kind::Kind;
pub use module::Module;
