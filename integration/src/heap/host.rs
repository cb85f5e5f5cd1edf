//! The heap as the collector sees it.
//!
//! The collector asks for counts and edges through [`cyclegc::Host`]; the answers come from the
//! headers and vtables. Finalizers, callbacks and the hooks around a collection go on to the
//! [`Runtime`](super::Runtime), if there is one.
//!
//! # Source
//! `tp_traverse`, `tp_clear`, `tp_finalize`; `delete_garbage` in `Python/gc.c`.

use core::fmt;
use core::ptr::NonNull;
use core::time::Duration;

use cyclegc::{DebugEvent, GcWord, Generation, Host, Outcome, Owners, Unreachable, UntrackPass};
use refcount::Count;

use super::detection::CallingOut;
use super::header::Header;
use super::inner::Inner;
use super::{Tracer, Value, garbage, release, weak};

/// The header of an object the collector asks about.
fn header<'a>(object: NonNull<Header>) -> &'a Header {
    // SAFETY: the collector asks about tracked objects and about what living objects own, and an
    // object is untracked before its block is given back.
    unsafe { object.as_ref() }
}

/// A further owner of an object that the collector calls out for, and the leave to call out.
/// Nothing for an object whose death has been put off.
fn hold(object: NonNull<Header>) -> Option<(CallingOut, Value)> {
    if header(object).count.count() == 0 {
        return None;
    }
    // SAFETY: the object is alive and owned.
    let held = unsafe { Value::from_borrowed(object) };
    // The value stands last in the pair and is dropped first when the pair is taken apart.
    Some((CallingOut::enter(), held))
}

// SAFETY: blocks do not move; `destroy` untracks an object before its block is given back; the word
// is the header's own. What payloads do against their contract while the collector looks is put off
// or refused (`detection.rs`). Only `Gc` and `Value` change counts. What a wrong `trace` disowns is
// cleared by safe code on a living object, and freed without that only if all types have promised
// to be exact (`release.rs`). `finalize`, `clear` and `save_garbage` hold an owner.
unsafe impl Host for Inner {
    type Object = Header;

    #[inline(always)]
    fn word<'a>(&self, object: &'a Header) -> &'a GcWord {
        &object.word
    }

    #[inline(always)]
    fn owners(&self, object: NonNull<Header>) -> Owners {
        let count = &header(object).count;
        if count.is_immortal() { Owners::Immortal } else { Owners::Counted(count.count()) }
    }

    #[inline]
    fn traverse<V: FnMut(NonNull<Header>)>(&self, object: NonNull<Header>, visit: &mut V) {
        let mut visit = |row: &[NonNull<Header>]| row.iter().for_each(|to| visit(*to));
        let mut tracer = Tracer::new(&mut visit);
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (header(object).vtable.trace)(object, &mut tracer) };
    }

    #[inline]
    fn hint(&self, object: NonNull<Header>) {
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (header(object).vtable.hint)(object) };
    }

    #[inline]
    fn is_own(&self, object: NonNull<Header>) -> Option<bool> {
        // SAFETY: the collector asks about objects whose blocks have not been given back.
        Some(core::ptr::eq(unsafe { Inner::of(object) }, self))
    }

    #[inline]
    fn is_plain(&self, object: NonNull<Header>) -> bool {
        self.is_exact() && release::is_releasable(object)
    }

    #[inline]
    fn untracks(&self, object: NonNull<Header>) -> bool {
        header(object).vtable.untracks
    }

    fn clear(&self, object: NonNull<Header>) {
        let Some((_out, held)) = hold(object) else { return };
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (held.vtable().clear)(object) };
    }

    fn clear_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        garbage::clear_all(self, garbage)
    }

    fn free_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        release::free_all(self, garbage)
    }

    #[inline]
    fn dies_unseen(&self, object: NonNull<Header>) -> bool {
        header(object).dies_unseen()
    }

    fn needs_finalizer(&self, object: NonNull<Header>) -> bool {
        let vtable = header(object).vtable;
        // SAFETY: the function is the one of the object's own vtable.
        vtable.finalizes && unsafe { (vtable.needs_finalizer)(object) }
    }

    fn finalize(&self, object: NonNull<Header>) {
        let Some((_out, held)) = hold(object) else { return };
        (held.vtable().finalize)(&held, &self.lend());
    }

    fn may_untrack(&self, object: NonNull<Header>, pass: UntrackPass) -> bool {
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (header(object).vtable.may_untrack)(object, pass == UntrackPass::Full) }
    }

    fn clear_weakrefs(&self, unreachable: &Unreachable<'_, Self>) -> usize {
        weak::clear_unreachable(self, unreachable)
    }

    fn save_garbage(&self, object: NonNull<Header>) {
        let Some((_out, held)) = hold(object) else { return };
        let taken = self.runtime().is_some_and(|runtime| runtime.save_garbage(&held));
        if !taken {
            self.garbage.borrow_mut().push(held);
        }
    }

    fn roots(&self, visit: &mut dyn FnMut(NonNull<Header>)) {
        if let Some(runtime) = self.runtime() {
            runtime.roots(&mut |value| visit(value.header()));
        }
    }

    fn on_start(&self, generation: Generation) {
        if let Some(runtime) = self.runtime() {
            let _out = CallingOut::enter();
            runtime.collection_started(generation);
        }
    }

    fn on_stop(&self, outcome: &Outcome) {
        if let Some(runtime) = self.runtime() {
            let _out = CallingOut::enter();
            runtime.collection_stopped(outcome);
        }
    }

    fn collected_all(&self) {
        self.free_lists.empty();
        if let Some(runtime) = self.runtime() {
            let _out = CallingOut::enter();
            runtime.trim();
        }
    }

    fn debug(&self, event: &DebugEvent<Header>) {
        if let Some(runtime) = self.runtime() {
            super::debug::report(self, runtime.as_ref(), event);
        }
    }

    #[cfg(feature = "parallel")]
    fn workers(&self) -> Option<cyclegc::Workers<Self>> {
        Inner::workers(self)
    }

    fn label(&self, object: NonNull<Header>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (header(object).vtable.label)(object, f) }
    }

    fn now(&self) -> Option<Duration> {
        Some(self.started.elapsed())
    }
}
