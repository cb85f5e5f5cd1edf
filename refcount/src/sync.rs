//! The atomics, locks and queues of the counts that threads share: the real ones, or `loom`'s.
//!
//! Under `cfg(loom)` every access goes through the model checker, which runs a test under all
//! orders of its threads' steps and all values a relaxed load may see. The checker has no lock-free
//! queue; there a locked one stands for it, so the queue itself is taken on trust.

#[cfg(not(loom))]
mod real {
    pub(crate) use core::hint::spin_loop;
    #[cfg(feature = "std")]
    pub(crate) use core::sync::atomic::{AtomicBool, AtomicIsize, AtomicU64, fence};
    pub(crate) use core::sync::atomic::{AtomicU32, Ordering};
    #[cfg(feature = "std")]
    pub(crate) use std::sync::{Mutex, MutexGuard};

    #[cfg(feature = "std")]
    pub(crate) use crossbeam::queue::SegQueue;
}

#[cfg(loom)]
mod model {
    use std::collections::VecDeque;

    pub(crate) use loom::hint::spin_loop;
    pub(crate) use loom::sync::atomic::{
        AtomicBool, AtomicIsize, AtomicU32, AtomicU64, Ordering, fence,
    };
    pub(crate) use loom::sync::{Mutex, MutexGuard};

    /// A queue with the operations of crossbeam's.
    pub(crate) struct SegQueue<T>(Mutex<VecDeque<T>>);

    impl<T> SegQueue<T> {
        pub(crate) fn new() -> Self {
            Self(Mutex::new(VecDeque::new()))
        }

        pub(crate) fn push(&self, value: T) {
            self.0.lock().expect("no panic in a model").push_back(value);
        }

        pub(crate) fn pop(&self) -> Option<T> {
            self.0.lock().expect("no panic in a model").pop_front()
        }

        pub(crate) fn is_empty(&self) -> bool {
            self.0.lock().expect("no panic in a model").is_empty()
        }
    }
}

#[cfg(loom)]
pub(crate) use model::*;
#[cfg(not(loom))]
pub(crate) use real::*;
