//! Pointers for one thread, named as in `std::rc`: a program changes over by its `use` line.
//!
//! ```
//! // use std::rc::{Rc, Weak};
//! use refcount::rc::{Rc, Weak};
//!
//! let value = Rc::new(1);
//! let weak: Weak<i32> = Rc::downgrade(&value);
//! assert_eq!(weak.upgrade().as_deref(), Some(&1));
//! ```

use allocator_api2::alloc::Global;

use crate::local::LocalCount;
pub use crate::r#ref::Rc;

/// A weak pointer for one thread.
pub type Weak<T, A = Global> = crate::r#ref::Weak<T, LocalCount, A>;
