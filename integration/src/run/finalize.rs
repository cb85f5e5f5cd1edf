//! The interpreter as the heap's runtime: finalizers, callbacks, the hooks of the collector.
//!
//! Whatever such code raises is told to nobody who could handle it, so it goes to the unraisable
//! hook; an exception on its way elsewhere is not disturbed, since it is a value in Rust.
//!
//! # Source
//! `slot_tp_finalize` in `Objects/typeobject.c`, `handle_callback` in `Objects/weakrefobject.c`.

use std::rc::{Rc, Weak};

use cyclegc::{Generation, Outcome};

use super::generator::Generator;
use super::interp::Interp;
use super::modules;
use super::native::Args;
use crate::{Gc, Runtime, Value, WeakRef};

/// The heap's way to its interpreter. It does not own it: the interpreter owns the heap.
pub(super) struct Hooks {
    interp: Weak<Interp>,
}

impl Hooks {
    /// The hooks of an interpreter.
    pub(super) fn new(interp: &Rc<Interp>) -> Rc<Self> {
        Rc::new(Self { interp: Rc::downgrade(interp) })
    }

    fn with(&self, f: impl FnOnce(&Interp)) {
        if let Some(interp) = self.interp.upgrade() {
            f(&interp);
        }
    }
}

impl Runtime for Hooks {
    fn finalize(&self, object: &Value) {
        self.with(|interp| interp.run_finalizer(object));
    }

    fn weakref_callback(&self, weakref: &Gc<WeakRef>, callback: &Value) {
        self.with(|interp| {
            let argument = modules::weakref_proxy::callback_argument(weakref);
            if let Err(raised) = interp.call(callback, [argument]) {
                interp.unraisable(raised, "Exception ignored in", Some(callback));
            }
        });
    }

    fn collection_started(&self, generation: Generation) {
        self.with(|interp| modules::gc::collection_started(interp, generation));
    }

    fn collection_stopped(&self, outcome: &Outcome) {
        self.with(|interp| modules::gc::collection_stopped(interp, outcome));
    }

    fn save_garbage(&self, object: &Value) -> bool {
        let mut saved = false;
        self.with(|interp| saved = modules::gc::save_garbage(interp, object));
        saved
    }

    fn roots(&self, visit: &mut dyn FnMut(&Value)) {
        self.with(|interp| {
            visit(interp.modules.as_value());
            visit(interp.builtins.as_value());
            for (_, frame) in interp.frames_of_threads() {
                if frame.as_value().is_tracked() {
                    visit(frame.as_value());
                }
            }
        });
    }

    fn debug_line(&self, line: &str) {
        self.with(|interp| modules::gc::debug_line(interp, line));
    }
}

impl Interp {
    /// A coroutine dies that nobody has awaited.
    fn warn_unawaited(&self, coroutine: &Generator) {
        let name = coroutine.qualname.borrow().as_str().to_owned();
        let text = format!("coroutine '{name}' was never awaited");
        let warned = self.modules.get_str("warnings").map(|warnings| {
            let category = self.types.exception("RuntimeWarning").into_value();
            let message = self.str(&text)?;
            self.call_method(&warnings, "warn", [message, category])
        });
        match warned {
            None => self.write_error(&format!("sys:1: RuntimeWarning: {text}\n")),
            Some(Ok(_)) => {}
            Some(Err(raised)) => self.unraisable(raised, "Exception ignored in", None),
        }
    }

    fn run_finalizer(&self, object: &Value) {
        if let Some(generator) = object.as_gc::<Generator>() {
            if generator.is_unawaited() {
                return self.warn_unawaited(generator);
            }
            if let Some(finalizer) = generator.finalizer() {
                if let Err(raised) = self.call(&finalizer, [object.clone()]) {
                    self.unraisable(raised, "Exception ignored in", Some(object));
                }
                return;
            }
            if let Err(raised) = self.generator_close(generator) {
                self.unraisable(raised, "Exception ignored in", Some(object));
            }
            return;
        }
        let Some(finalizer) = self.special(object, "__del__") else { return };
        let shown = finalizer.clone();
        if let Err(raised) = self.call_unbound(finalizer, object, Args::none()) {
            self.unraisable(raised, "Exception ignored in", Some(&shown));
        }
    }
}
