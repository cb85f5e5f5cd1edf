//! Fibers: code with a native stack of its own, which stops in the middle and goes on later.
//!
//! A fiber runs on the OS thread that resumes it, and while it runs, the one who resumed it waits.
//! It suspends itself from any depth of calls; whoever resumes it next goes on from there. A fiber
//! that is dropped before its end is unwound: what stands on its stack is dropped, as by a panic
//! that nobody is told of.
//!
//! ```text
//!   stack of the OS thread   | ... resume --+           +-- goes on ...
//!   stack of the fiber                      +-- work ---+ suspend
//! ```
//!
//! To the rest of the program a fiber is like a call, but for one thing: two fibers may end in
//! another order than they began. State that a call sets and puts back must therefore be kept for
//! each fiber; in the heap that is the trashcan, see
//! [`Heap::exchange_deaths`](crate::Heap::exchange_deaths).
//!
//! # Invariants
//! 1. `RUNNING` holds the way out of the fiber whose stack is in use, and nothing on the stack of
//!    the OS thread and while a fiber is unwound.
//!
//! # Source
//! Stacks and switches are those of the crate `corosensei`.

use core::cell::Cell;
use core::ptr::NonNull;
use std::io;

use corosensei::stack::{DefaultStack, Stack};
use corosensei::{Coroutine, CoroutineResult, Yielder};

thread_local! {
    static RUNNING: Cell<Option<NonNull<Yielder<(), ()>>>> = const { Cell::new(None) };
}

/// Code with a stack of its own.
pub(crate) struct Fiber {
    coroutine: Coroutine<(), (), ()>,
}

/// The code outside of a fiber is in charge again when this is dropped, also after a panic.
struct Outside(Option<NonNull<Yielder<(), ()>>>);

impl Outside {
    fn keep() -> Self {
        Self(RUNNING.take())
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        RUNNING.set(self.0);
    }
}

impl Fiber {
    /// A fiber with a stack of `size` bytes, which are taken from the OS as they are used. `work`
    /// begins when the fiber is resumed for the first time; it is told the lowest address of its
    /// stack.
    ///
    /// # Errors
    /// That of the OS when there is no room for the stack.
    pub(crate) fn new(size: usize, work: impl FnOnce(usize) + 'static) -> io::Result<Self> {
        let stack = DefaultStack::new(size)?;
        let limit = stack.limit().get();
        let coroutine = Coroutine::with_stack(stack, move |yielder: &Yielder<(), ()>, ()| {
            RUNNING.set(Some(NonNull::from(yielder)));
            work(limit);
        });
        Ok(Self { coroutine })
    }

    /// Lets the fiber run until it suspends itself or its work is done; answers whether it is done.
    ///
    /// # Panics
    /// With the panic of the work; when the work is done already.
    pub(crate) fn resume(&mut self) -> bool {
        let _outside = Outside::keep();
        matches!(self.coroutine.resume(()), CoroutineResult::Return(()))
    }
}

impl Drop for Fiber {
    fn drop(&mut self) {
        let _outside = Outside::keep();
        self.coroutine.force_unwind();
    }
}

/// Stops the fiber that runs, until it is resumed. When it is dropped instead, the call unwinds.
///
/// # Panics
/// Where no fiber runs.
pub(crate) fn suspend() {
    let Some(running) = RUNNING.get() else { panic!("suspended outside of a fiber") };
    // SAFETY: invariant 1: this is the bottom of the stack that this call stands on.
    let way_out = unsafe { running.as_ref() };
    way_out.suspend(());
    RUNNING.set(Some(running));
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::rc::Rc;

    use super::{Fiber, suspend};

    const STACK: usize = 256 << 10;

    fn log() -> Rc<RefCell<Vec<&'static str>>> {
        Rc::default()
    }

    fn say(log: &Rc<RefCell<Vec<&'static str>>>, what: &'static str) {
        log.borrow_mut().push(what);
    }

    #[test]
    fn a_fiber_goes_on_where_it_was_suspended() {
        let log = log();
        let inside = log.clone();
        let work = move |_| {
            say(&inside, "begins");
            suspend();
            say(&inside, "ends");
        };
        let mut fiber = Fiber::new(STACK, work).expect("room for a stack");
        assert!(!fiber.resume());
        say(&log, "outside");
        assert!(fiber.resume());
        assert_eq!(*log.borrow(), ["begins", "outside", "ends"]);
    }

    #[test]
    fn fibers_end_in_an_order_of_their_own() {
        let log = log();
        let fiber = |name: &'static str| {
            let log = log.clone();
            let work = move |_| {
                suspend();
                say(&log, name);
            };
            Fiber::new(STACK, work).expect("room for a stack")
        };
        let (mut first, mut second) = (fiber("first"), fiber("second"));
        assert!(!first.resume() && !second.resume());
        assert!(first.resume() && second.resume());
        assert_eq!(*log.borrow(), ["first", "second"]);
    }

    #[test]
    fn a_fiber_that_is_dropped_drops_what_stands_on_its_stack() {
        struct Tells(Rc<RefCell<Vec<&'static str>>>);
        impl Drop for Tells {
            fn drop(&mut self) {
                say(&self.0, "dropped");
            }
        }
        let log = log();
        let inside = log.clone();
        let work = move |_| {
            let _tells = Tells(inside);
            suspend();
        };
        let mut fiber = Fiber::new(STACK, work).expect("room for a stack");
        assert!(!fiber.resume());
        drop(fiber);
        assert_eq!(*log.borrow(), ["dropped"]);
    }

    #[test]
    fn a_panic_goes_to_the_one_who_resumed() {
        let mut fiber = Fiber::new(STACK, |_| panic!("inside")).expect("room for a stack");
        let panic = catch_unwind(AssertUnwindSafe(|| fiber.resume())).expect_err("must panic");
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"inside"));
        assert!(catch_unwind(suspend).is_err(), "no fiber runs afterwards");
    }
}
