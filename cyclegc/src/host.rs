//! What the collector asks of the object model it serves.
//!
//! The collector stores no counts, no edges and no types: it asks for them through [`Host`]. Four
//! methods are required; the others say "nothing of that kind here" unless overridden. Detection
//! calls only `word`, `owners`, `traverse`, `hint`, `dies_unseen`, `is_own`, `is_plain`, `untracks`,
//! `may_untrack`, `has_legacy_finalizer` and `roots`, which run no user code. All other methods may
//! run anything, the collector included.
//!
//! Source: the type slots `tp_traverse`, `tp_clear`, `tp_finalize`, `tp_del` and PEP 442.

use core::fmt;
use core::ptr::NonNull;
use core::time::Duration;

use crate::debug::{DebugEvent, Miscount};
use crate::generation::Generation;
use crate::outcome::Outcome;
use crate::unreachable::Unreachable;
use crate::word::GcWord;

/// How many references own an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owners {
    /// A counted object with that many owners. 0 stands for an object that is being destroyed; it
    /// and what it refers to are kept.
    Counted(u32),
    /// An object that is never freed. It moves to the permanent generation.
    Immortal,
}

/// Which of the two passes asks [`Host::may_untrack`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UntrackPass {
    /// The pass that every collection makes: CPython untracks tuples in it.
    Every,
    /// The later pass of a full collection: CPython 3.13 untracks dicts in it.
    Full,
}

/// An object model whose cycles a [`Collector`](crate::Collector) finds.
///
/// The crate page has an implementation in thirty lines.
///
/// # Safety
/// The collector decides from these answers what is garbage, so an implementor guarantees:
/// * a tracked object stays where it is and stays alive until it has been untracked, and its
///   header is only read or written through shared references and cells;
/// * `word` answers the same word for the same object always and different words for different
///   objects, and nobody else writes to it;
/// * `owners` is the number of references that exist, and `traverse` visits exactly the references
///   that the object owns to objects that have a collector word, each as often as it is owned,
///   tracked or not. One reference too many reported lets a live object be cleared; one too few
///   only leaks;
/// * `word`, `owners`, `traverse`, `hint`, `dies_unseen`, `is_own`, `is_plain`, `untracks`,
///   `may_untrack`, `has_legacy_finalizer` and `roots` call neither the collector nor code that
///   could change a count, an edge or a tracked object;
/// * `finalize`, `clear`, `clear_all` and `save_garbage` hold a reference of their own to the object
///   while they work, and an object that dies in them is untracked before it is freed.
///
/// All methods may panic: the collection ends, nothing is lost, and the panic goes on.
pub unsafe trait Host: Sized {
    /// The header of an object. The collector handles objects as `NonNull<Self::Object>`.
    type Object;

    /// The collector's word of `object`.
    fn word<'a>(&self, object: &'a Self::Object) -> &'a GcWord;

    /// How many references own `object`.
    fn owners(&self, object: NonNull<Self::Object>) -> Owners;

    /// Visits every object that `object` owns a reference to (`tp_traverse`).
    ///
    /// The order of the visits shows in the order of later finalizers.
    fn traverse<V: FnMut(NonNull<Self::Object>)>(
        &self,
        object: NonNull<Self::Object>,
        visit: &mut V,
    );

    /// `object`, whose header is likely in the cache by now, will be traversed soon: the moment to
    /// ask the processor for what [`traverse`](Self::traverse) reads besides the header, such as
    /// items in a block of their own. Must not take longer than reading the header.
    #[inline]
    fn hint(&self, object: NonNull<Self::Object>) {
        let _ = object;
    }

    /// Whether `object`, which is tracked, is tracked by the collector that asks, and not by another
    /// one. `None` if the host cannot tell, or not in about the time that reading the header takes:
    /// the collector then copies all counts before it looks at the first edge. The host must be
    /// able to tell of all objects or of none.
    #[inline]
    fn is_own(&self, object: NonNull<Self::Object>) -> Option<bool> {
        let _ = object;
        None
    }

    /// Drops the references that `object` owns (`tp_clear`), as far as cycles need it.
    ///
    /// Most objects die of it. One that does not stays alive, emptied, in the older generation.
    fn clear(&self, object: NonNull<Self::Object>);

    /// Clears all of `garbage`, in an order of the host's choice: for hosts that gain by not letting
    /// the members die one out of the other, all over the memory. Answers false, having done
    /// nothing, if they are to be [cleared](Self::clear) one by one, in list order.
    ///
    /// Called only where that order cannot be told from outside: whatever members refer to is a
    /// member itself, stays alive without them, or [`dies_unseen`](Self::dies_unseen). What can be
    /// told from members' own deaths is for the host to know.
    fn clear_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        let _ = garbage;
        false
    }

    /// Frees all of `garbage`, whose members are all [plain](Self::is_plain), instead of clearing
    /// it: for hosts that know of each member's references which lead to other members, and need not
    /// take those off. Answers false, having done nothing, if they are to be cleared.
    ///
    /// The host [takes](Unreachable::take_all) the members out first. The safety of this is all its
    /// own: it must know that `owners` and `traverse` have been exact for *all* objects.
    fn free_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        let _ = garbage;
        false
    }

    /// Whether nobody can tell when `object`, which is no candidate, dies: it owns no reference,
    /// runs no code, and nobody is told.
    #[inline]
    fn dies_unseen(&self, object: NonNull<Self::Object>) -> bool {
        let _ = object;
        false
    }

    /// Whether there is nothing about `object` that anybody could tell it has been collected by: no
    /// finalizer, legacy ones included, no weak reference to it, it is none itself, and its death
    /// shows nowhere. Where all of the garbage is so, the collector asks no more about it, but
    /// clears it. Answering false is always right.
    #[inline]
    fn is_plain(&self, object: NonNull<Self::Object>) -> bool {
        let _ = object;
        false
    }

    /// Whether `object` has something for [`finalize`](Self::finalize) to do.
    fn needs_finalizer(&self, object: NonNull<Self::Object>) -> bool {
        let _ = object;
        false
    }

    /// Finalizes an unreachable object, once in its life (`tp_finalize`, `__del__`).
    ///
    /// May resurrect it, free other members of the garbage, track new objects, or collect again
    /// (which then answers an empty [`Outcome`]).
    fn finalize(&self, object: NonNull<Self::Object>) {
        let _ = object;
    }

    /// Whether `object` has a finalizer that may not run in a cycle (`tp_del`). It and what it
    /// reaches are uncollectable.
    fn has_legacy_finalizer(&self, object: NonNull<Self::Object>) -> bool {
        let _ = object;
        false
    }

    /// Whether [`may_untrack`](Self::may_untrack) can answer true for objects such as `object`, a
    /// survivor. If not, it is not asked; answering true is always right.
    #[inline]
    fn untracks(&self, object: NonNull<Self::Object>) -> bool {
        let _ = object;
        true
    }

    /// Whether `object`, a survivor, cannot be part of a cycle and need not be tracked.
    ///
    /// An object answers true in one of the two passes at most; CPython's tuples do in
    /// [`UntrackPass::Every`], its dicts in [`UntrackPass::Full`]. Runs no user code.
    fn may_untrack(&self, object: NonNull<Self::Object>, pass: UntrackPass) -> bool {
        let _ = (object, pass);
        false
    }

    /// Clears the weak references to and among the unreachable objects, then calls the callbacks
    /// of those that are themselves reachable. Answers how many weak reference objects outside
    /// the unreachable set were freed by it; they count as collected. Under another rule than the
    /// default one, [`Unreachable::pass`] says which weak references the call is about.
    fn clear_weakrefs(&self, unreachable: &Unreachable<'_, Self>) -> usize {
        unreachable.nothing_called();
        0
    }

    /// Keeps `object` in the host's list of garbage: an uncollectable object with a legacy
    /// finalizer, or under [`DebugFlags::SAVEALL`](crate::DebugFlags::SAVEALL) any object.
    fn save_garbage(&self, object: NonNull<Self::Object>) {
        let _ = object;
    }

    /// Visits objects known to be alive, each at least once. They must own a reference's worth of
    /// life: nobody may drop them while the collection runs. Used by full collections after
    /// [`set_mark_from_roots(true)`](crate::Collector::set_mark_from_roots).
    fn roots(&self, visit: &mut dyn FnMut(NonNull<Self::Object>)) {
        let _ = visit;
    }

    /// A collection is about to start; counters and generations are as they were before it.
    fn on_start(&self, generation: Generation) {
        let _ = generation;
    }

    /// A collection is over, except that a nested one would still do nothing.
    fn on_stop(&self, outcome: &Outcome) {
        let _ = outcome;
    }

    /// A full collection has cleared its garbage: the time to empty free lists.
    fn collected_all(&self) {}

    /// Something that the [debug flags](crate::DebugFlags) ask to be reported.
    fn debug(&self, event: &DebugEvent<Self::Object>) {
        let _ = event;
    }

    /// An edge to an object was visited that no owner accounts for: `owners` or `traverse` is wrong,
    /// here or in whoever changed a count. Called within the detection, so that the object is still
    /// there to be looked at; it is kept. Runs no user code.
    fn miscounted(&self, miscount: &Miscount<Self::Object>) {
        let _ = miscount;
    }

    /// The way for several threads to detect: `Some(Workers::new())` for a
    /// [`ParallelHost`](crate::ParallelHost).
    #[cfg(feature = "parallel")]
    fn workers(&self) -> Option<crate::Workers<Self>> {
        None
    }

    /// Writes what kind of object it is, for logs and reports. Without address.
    ///
    /// # Errors
    /// Those of the formatter.
    fn label(&self, object: NonNull<Self::Object>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = object;
        f.write_str("object")
    }

    /// Time since some fixed moment. `None`: the host has no clock, durations are not measured.
    fn now(&self) -> Option<Duration> {
        None
    }
}

/// The collector's word of a live object.
#[inline]
pub(crate) fn word<'a, H: Host>(host: &H, object: &'a NonNull<H::Object>) -> &'a GcWord {
    // SAFETY: the collector asks only about objects in its arrays, objects that a live object
    // visits and objects that the caller owns; `Host` guarantees that these are alive.
    let header = unsafe { object.as_ref() };
    host.word(header)
}
