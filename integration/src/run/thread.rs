//! Threads of a program: they take turns on the one thread that the heap belongs to.
//!
//! Each has a native stack of its own, a [`Fiber`]; the main thread has that of the OS thread. One
//! runs at a time, and gives its turn up where it waits (for a lock, for the end of another, for a
//! time), and when others can run, after [`TURN`] calls and backward jumps. Those that can run
//! stand in a queue. The others run while the main thread waits:
//!
//! ```text
//!   main thread   ... wait --+                                    +--> goes on
//!   first of the queue       +-- resume ... waits --+             |
//!   next of the queue                               +-- resume ...+ waits, and main is next
//! ```
//!
//! Only the ends of sleeps and timeouts depend on the clock, and are served in the order of their
//! times: a program that has none runs in the same way each time. When all threads wait for one
//! another, the wait of the main thread fails with a `RuntimeError`.
//!
//! # Invariants
//! 1. The cells of the interpreter that a [`Context`] exchanges belong to the thread that runs.
//!    Where another than the main thread runs, its own context keeps those of the main thread.
//! 2. A thread stands in `ready` at most once, and not while it waits.
//! 3. No cell is borrowed while a fiber runs.
//!
//! # Source
//! `Python/ceval_gil.c`: who gets the lock; `Python/thread_pthread.h`.

mod context;
mod waiters;

use core::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Instant;

use super::interp::Interp;
use super::modules::Local;
use super::raise::{Raised, Result};
use crate::fiber::{self, Fiber};
use crate::{Gc, Weak};

use context::Context;
pub(super) use waiters::Waiters;

/// How many calls and backward jumps a turn has while others can run: about what CPython does in
/// its switch interval of 5 milliseconds.
const TURN: u32 = 100_000;

/// Bytes of native stack of a thread.
const STACK: usize = if cfg!(target_pointer_width = "64") { 64 << 20 } else { 4 << 20 };

/// Bytes of it that stay free for the code that reports a recursion too deep.
const STACK_RESERVE: usize = 512 << 10;

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wake {
    /// Somebody has ended it.
    Called,
    /// Its time has come.
    TimedOut,
    /// Nobody can end it.
    Stuck,
}

/// A thread of the program.
pub(super) struct Thread {
    /// `threading.get_ident()`
    pub(super) ident: i64,
    /// Whether the program may end before it.
    pub(super) is_daemon: Cell<bool>,
    /// Those of the objects of `threading.local` that it has values in.
    pub(super) locals: RefCell<Vec<Weak<Local>>>,
    /// Those that wait for its end.
    joining: Waiters,
    /// Nothing for the main thread, and while the thread runs.
    fiber: RefCell<Option<Fiber>>,
    context: Context,
    waits: Cell<bool>,
    until: Cell<Option<Instant>>,
    woken: Cell<Wake>,
    has_ended: Cell<bool>,
}

impl Thread {
    fn new(ident: i64) -> Rc<Self> {
        Rc::new(Self {
            ident,
            is_daemon: Cell::new(false),
            locals: RefCell::default(),
            joining: Waiters::default(),
            fiber: RefCell::new(None),
            context: Context::new(),
            waits: Cell::new(false),
            until: Cell::new(None),
            woken: Cell::new(Wake::Called),
            has_ended: Cell::new(false),
        })
    }

    /// Whether its work is done.
    pub(super) fn has_ended(&self) -> bool {
        self.has_ended.get()
    }

    /// Waits until the thread's work is done; `false` when the time comes first.
    ///
    /// # Errors
    /// `RuntimeError` when it can never end.
    pub(super) fn join(&self, interp: &Interp, until: Option<Instant>) -> Result<bool> {
        while !self.has_ended() {
            if !self.joining.wait(interp, "the end of a thread", until)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// A turn that is held; not any more once dropped.
pub(super) struct HeldTurn<'a>(&'a Scheduler);

impl Drop for HeldTurn<'_> {
    fn drop(&mut self) {
        self.0.held.set(self.0.held.get() - 1);
    }
}

/// Who runs, and who runs next.
pub(super) struct Scheduler {
    main: Rc<Thread>,
    current: RefCell<Rc<Thread>>,
    /// All that have begun and not ended, in this order.
    all: RefCell<Vec<Rc<Thread>>>,
    ready: RefCell<VecDeque<Rc<Thread>>>,
    has_several: Cell<bool>,
    is_closed: Cell<bool>,
    /// How many hold their turn until something is whole.
    held: Cell<u32>,
    /// What is left of the turn.
    left: Cell<u32>,
    /// `sys.getswitchinterval()`, in turns.
    pub(super) turn: Cell<f64>,
    last_ident: Cell<i64>,
    /// `threading.stack_size()`
    pub(super) stack_size: Cell<i64>,
}

impl Scheduler {
    /// One thread, the main one.
    pub(super) fn new() -> Self {
        let main = Thread::new(1);
        Self {
            current: RefCell::new(main.clone()),
            all: RefCell::new(vec![main.clone()]),
            main,
            ready: RefCell::default(),
            has_several: Cell::new(false),
            is_closed: Cell::new(false),
            held: Cell::new(0),
            left: Cell::new(TURN),
            turn: Cell::new(1.0),
            last_ident: Cell::new(1),
            stack_size: Cell::new(0),
        }
    }

    /// Whether there is more than one thread.
    #[inline(always)]
    pub(super) fn has_several(&self) -> bool {
        self.has_several.get()
    }

    /// The main thread.
    pub(super) fn main(&self) -> &Rc<Thread> {
        &self.main
    }

    /// The thread that runs.
    pub(super) fn current(&self) -> Rc<Thread> {
        self.current.borrow().clone()
    }

    /// All threads that have not ended, in the order in which they were started.
    pub(super) fn all(&self) -> Vec<Rc<Thread>> {
        self.all.borrow().clone()
    }

    /// Lets a thread that waits run when its turn comes.
    fn wake(&self, thread: &Rc<Thread>, how: Wake) {
        if thread.waits.replace(false) {
            thread.woken.set(how);
            self.ready.borrow_mut().push_back(thread.clone());
        }
    }

    /// Wakes those whose time has come, the earliest first.
    fn wake_sleepers(&self) {
        let mut due: Vec<(Instant, Rc<Thread>)> = self.sleepers().collect();
        if due.is_empty() {
            return;
        }
        let now = Instant::now();
        due.retain(|(until, _)| *until <= now);
        due.sort_by_key(|(until, _)| *until);
        for (_, thread) in due {
            self.wake(&thread, Wake::TimedOut);
        }
    }

    fn sleepers(&self) -> impl Iterator<Item = (Instant, Rc<Thread>)> {
        self.all().into_iter().filter_map(|thread| {
            let until = thread.until.get().filter(|_| thread.waits.get())?;
            Some((until, thread))
        })
    }

    /// No turn ends but by a wait while the answer lives: others would see what is not whole.
    pub(super) fn hold_turn(&self) -> HeldTurn<'_> {
        self.held.set(self.held.get() + 1);
        HeldTurn(self)
    }

    fn begin_turn(&self) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded")]
        self.left.set((f64::from(TURN) * self.turn.get()).clamp(1.0, 1e9) as u32);
    }
}

impl Interp {
    /// Starts a thread, which runs when its turn comes.
    ///
    /// # Errors
    /// `RuntimeError` when there is no room for its stack, or the program is ending.
    pub(super) fn start_thread(
        &self,
        is_daemon: bool,
        work: impl FnOnce(&Self) + 'static,
    ) -> Result<Rc<Thread>> {
        let scheduler = &self.scheduler;
        let Some(interp) = self.shared().filter(|_| !scheduler.is_closed.get()) else {
            return Err(self.runtime_error("can't create new thread at interpreter shutdown"));
        };
        scheduler.last_ident.set(scheduler.last_ident.get() + 1);
        let thread = Thread::new(scheduler.last_ident.get());
        thread.is_daemon.set(is_daemon);
        let this = thread.clone();
        let fiber = Fiber::new(STACK, move |stack| {
            interp.stack_limit.set(stack + STACK_RESERVE);
            work(&interp);
            interp.end_thread(&this);
        });
        let Ok(fiber) = fiber else { return Err(self.runtime_error("can't start new thread")) };
        thread.fiber.replace(Some(fiber));
        scheduler.all.borrow_mut().push(thread.clone());
        scheduler.ready.borrow_mut().push_back(thread.clone());
        scheduler.has_several.set(true);
        Ok(thread)
    }

    /// The work of the thread that runs is done: what is its own goes, then it is told.
    fn end_thread(&self, thread: &Rc<Thread>) {
        super::modules::end_locals(self, thread);
        self.state.thread_dict.forget();
        let scheduler = &self.scheduler;
        scheduler.all.borrow_mut().retain(|other| !Rc::ptr_eq(other, thread));
        scheduler.has_several.set(scheduler.all.borrow().len() > 1);
        thread.has_ended.set(true);
        thread.joining.wake_all(self);
    }

    /// Waits until somebody ends it, or the time comes: then `false`.
    ///
    /// # Errors
    /// `RuntimeError` in the main thread, when all threads wait without an end.
    fn wait(&self, what: &str, until: Option<Instant>) -> Result<bool> {
        let thread = self.scheduler.current();
        thread.until.set(until);
        thread.waits.set(true);
        self.switch();
        match thread.woken.get() {
            Wake::Called => Ok(true),
            Wake::TimedOut => Ok(false),
            Wake::Stuck => Err(self.deadlock(what)),
        }
    }

    fn deadlock(&self, what: &str) -> Raised {
        let others = self.scheduler.all.borrow().len() - 1;
        self.runtime_error(match others {
            0 => format!("deadlock: waiting for {what}, and there is no other thread"),
            1 => format!("deadlock: waiting for {what}, and so does the other thread"),
            n => format!("deadlock: waiting for {what}, and so do the {n} other threads"),
        })
    }

    /// Lets the others run until that time.
    ///
    /// # Errors
    /// None that a program could bring about.
    pub(super) fn sleep_until(&self, until: Instant) -> Result<()> {
        self.wait("a time", Some(until)).map(drop)
    }

    /// One safepoint of the turn is over.
    #[inline]
    pub(super) fn count_down_turn(&self) {
        let left = self.scheduler.left.get();
        if left == 0 {
            self.give_way();
        } else {
            self.scheduler.left.set(left - 1);
        }
    }

    /// Ends the turn of the thread that runs, if others can run.
    #[cold]
    pub(super) fn give_way(&self) {
        let scheduler = &self.scheduler;
        scheduler.begin_turn();
        if scheduler.is_closed.get() || scheduler.held.get() > 0 {
            return;
        }
        scheduler.wake_sleepers();
        if !scheduler.ready.borrow().is_empty() {
            scheduler.ready.borrow_mut().push_back(scheduler.current());
            self.switch();
        }
    }

    /// The thread that runs stops until its turn comes.
    fn switch(&self) {
        let scheduler = &self.scheduler;
        if Rc::ptr_eq(&scheduler.current(), &scheduler.main) {
            self.run_others();
        } else {
            fiber::suspend();
        }
        scheduler.begin_turn();
    }

    /// Runs the other threads until the main thread's turn comes.
    fn run_others(&self) {
        let scheduler = &self.scheduler;
        loop {
            scheduler.wake_sleepers();
            let next = scheduler.ready.borrow_mut().pop_front();
            match next {
                Some(thread) if Rc::ptr_eq(&thread, &scheduler.main) => return,
                // Once the program has ended the others do not run any more.
                Some(_) if scheduler.is_closed.get() => {}
                Some(thread) => self.run_thread(&thread),
                None => self.idle(),
            }
        }
    }

    /// Nobody can run: waits for the first whose time will come.
    fn idle(&self) {
        let scheduler = &self.scheduler;
        let Some((until, _)) = scheduler.sleepers().min_by_key(|(until, _)| *until) else {
            return scheduler.wake(&scheduler.main, Wake::Stuck);
        };
        let _ = self.stdout.borrow_mut().flush();
        if let Some(left) = until.checked_duration_since(Instant::now()) {
            // May wake early: then the caller comes again.
            std::thread::park_timeout(left);
        }
    }

    fn run_thread(&self, thread: &Rc<Thread>) {
        let scheduler = &self.scheduler;
        let Some(mut fiber) = thread.fiber.take() else { return };
        let main = scheduler.current.replace(thread.clone());
        thread.context.exchange(self);
        let is_done = fiber.resume();
        thread.context.exchange(self);
        drop(scheduler.current.replace(main));
        if !is_done {
            thread.fiber.replace(Some(fiber));
        }
    }

    /// The frames that run or wait, of each thread: its number and the innermost.
    pub(super) fn frames_of_threads(&self) -> Vec<(i64, Gc<super::frame::Frame>)> {
        let current = self.scheduler.current();
        let frame_of = |thread: &Rc<Thread>| {
            if Rc::ptr_eq(thread, &current) {
                self.frame.borrow().clone()
            } else if Rc::ptr_eq(thread, &self.scheduler.main) {
                current.context.frame()
            } else {
                thread.context.frame()
            }
        };
        let all = self.scheduler.all();
        all.iter().filter_map(|thread| Some((thread.ident, frame_of(thread)?))).collect()
    }

    /// From here on only the main thread runs.
    pub(super) fn close_scheduler(&self) {
        self.scheduler.is_closed.set(true);
        self.scheduler.has_several.set(false);
    }

    /// Drops what the threads hold that have not ended. No code of the program runs meanwhile,
    /// since the heap's runtime is gone.
    pub(super) fn drop_threads(&self) {
        for thread in self.scheduler.all.take() {
            let fiber = thread.fiber.take();
            thread.context.exchange(self);
            drop(fiber);
            thread.context.exchange(self);
            thread.context.forget();
            drop(thread.locals.take());
        }
        self.scheduler.ready.take();
    }
}
