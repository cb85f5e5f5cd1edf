//! The pointers from outside, each behaviour on every count it holds for.

mod allocators;
mod bad_input;
mod cyclic;
mod equal_to_std;
mod ownership;
#[cfg(feature = "serde")]
mod serde;
mod traits;
mod unsized_values;
mod weak;
mod weak_races;

use std::cell::Cell;
use std::rc::Rc as Shared;

/// Makes a module of tests for each count, one test for each function that is generic over it.
macro_rules! each_count {
    ($($module:ident: $count:ident),+; $tests:tt) => {
        $(each_count!(@ $module $count $tests);)+
    };
    (@ $module:ident $count:ident { $($test:ident),+ $(,)? }) => {
        mod $module {
            $(
                #[test]
                fn $test() {
                    super::$test::<refcount::$count>();
                }
            )+
        }
    };
}
use each_count;

/// Counts its drops.
#[derive(Clone, Default)]
struct Drops(Shared<Cell<u32>>);

impl Drops {
    fn count(&self) -> u32 {
        self.0.get()
    }

    fn value(&self) -> Droppy {
        Droppy(self.0.clone())
    }
}

/// Adds one to its [`Drops`] when it is dropped, and to no other when it is cloned.
#[derive(Clone)]
struct Droppy(Shared<Cell<u32>>);

impl Drop for Droppy {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}
