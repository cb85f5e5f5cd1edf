//! Pointers that threads share and one thread uses most: the one that made the value.
//!
//! ```
//! use refcount::BiasedCount;
//! use refcount::brc::{Brc, Weak};
//!
//! let value = Brc::new(1); // This thread clones and drops it as it would an `Rc`.
//! let weak: Weak<i32> = Brc::downgrade(&value);
//! std::thread::spawn(move || assert_eq!(*value, 1)).join().unwrap();
//! // The other thread has dropped the last owner and left it to this one.
//! BiasedCount::drain();
//! assert!(weak.upgrade().is_none());
//! ```

use allocator_api2::alloc::Global;

use crate::biased::BiasedCount;
pub use crate::r#ref::Brc;

/// A weak pointer that threads share.
pub type Weak<T, A = Global> = crate::r#ref::Weak<T, BiasedCount, A>;
