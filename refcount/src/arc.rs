//! Pointers that threads share, named as in `std::sync`: a program changes over by its `use` line.
//!
//! ```
//! // use std::sync::{Arc, Weak};
//! use refcount::arc::{Arc, Weak};
//!
//! let value = Arc::new(1);
//! let weak: Weak<i32> = Arc::downgrade(&value);
//! std::thread::spawn(move || assert_eq!(*value, 1)).join().unwrap();
//! assert!(weak.upgrade().is_none());
//! ```

use allocator_api2::alloc::Global;

use crate::atomic::AtomicCount;
pub use crate::r#ref::Arc;

/// A weak pointer that threads share.
pub type Weak<T, A = Global> = crate::r#ref::Weak<T, AtomicCount, A>;
