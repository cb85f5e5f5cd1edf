//! Which weak references are cleared before the finalizers of the garbage, and which after.
//!
//! ```text
//!   Python313   all ------------- callbacks -- finalizers -- clear
//!   Python315   with a callback - callbacks -- finalizers -- the rest -- clear
//! ```
//! Up to CPython 3.14 no weak reference to garbage can be used in a finalizer, and a resurrected
//! object has lost all of its own. CPython 3.15 leaves those without a callback usable until the
//! finalizers have run, and clears them for what is garbage then; so it also clears, without a
//! call, the ones that finalizers have made. The collector knows no weak reference: it tells the
//! host which of them each call of [`Host::clear_weakrefs`](crate::Host::clear_weakrefs) is about.
//!
//! Source: `Python/gc.c` (`handle_weakrefs`; `handle_weakref_callbacks` and `clear_weakrefs` of
//! 3.15), GH-136189.

/// A version of the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeakrefRule {
    /// All weak references to garbage are cleared before finalizers run.
    #[default]
    Python313,
    /// Those without a callback stay usable in finalizers.
    Python315,
}

/// The weak references that one call of [`Host::clear_weakrefs`](crate::Host::clear_weakrefs) is
/// about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakrefPass {
    /// All to and among the unreachable objects; reachable ones are called back.
    All,
    /// Those with a callback; reachable ones are called back.
    WithCallback,
    /// All that are left, after the finalizers. Nothing is called back.
    Rest,
}

impl WeakrefRule {
    /// The pass before the finalizers.
    pub(crate) const fn first(self) -> WeakrefPass {
        match self {
            Self::Python313 => WeakrefPass::All,
            Self::Python315 => WeakrefPass::WithCallback,
        }
    }
}
