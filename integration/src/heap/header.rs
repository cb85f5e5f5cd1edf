//! The sixteen bytes in front of every object.
//!
//! ```text
//!   0          4          8                     16
//!  | count    | gc word  | vtable              | payload ...
//!    owners     slot and   what the object is
//!               flags
//! ```
//!
//! The count is `refcount`'s word, the collector word is `cyclegc`'s, and the table says how to
//! trace, clear, finalize and drop the payload. Once an object is dead and its destruction is
//! deferred, the first eight bytes hold the trashcan's link.
//!
//! # Invariants
//! 1. A header lives at the start of a block of at most 512 bytes that came from the pools of the
//!    heap that owns it, so one mask away from it stands the heap.
//! 2. The vtable is one of the two of the payload's type, from birth to the end of the block: the
//!    one for objects that are counted, or the one for others.
//! 3. The first eight bytes are a count and a collector word until the last owner, the finalizer
//!    and the weak references are gone; only then may they become a link.

use core::any::TypeId;
use core::fmt;
use core::ptr::NonNull;

use cyclegc::GcWord;
use refcount::{Count, LocalCount};

use super::inner::Inner;
use super::{FreeList, Heap, Tracer, Value};
use crate::object::Kind;

/// What stands in front of a payload.
#[repr(C)]
pub(crate) struct Header {
    /// Owned references to the object.
    pub(crate) count: LocalCount,
    /// The collector's slot and flags.
    pub(crate) word: GcWord,
    /// What the payload is.
    pub(crate) vtable: &'static VTable,
}

const _: () = assert!(size_of::<Header>() == 16);
const _: () = assert!(align_of::<Header>() == 8);
const _: () = assert!(core::mem::offset_of!(Header, vtable) == 8);

impl Header {
    /// The header of a new object: one owner, untracked.
    #[inline(always)]
    pub(crate) fn new(vtable: &'static VTable) -> Self {
        Self { count: LocalCount::new(), word: GcWord::new(), vtable }
    }

    /// Whether the object never dies, or nobody can tell when: it owns no references, runs no code,
    /// and nobody is told.
    #[inline]
    pub(crate) fn dies_unseen(&self) -> bool {
        let Self { count, word, vtable } = self;
        let owns_nothing = !vtable.collectable && !vtable.finalizes;
        count.is_immortal() || owns_nothing && vtable.drops_unseen && !word.has_weakrefs()
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the type, asked alone")]
/// How the heap handles a payload whose type it no longer knows.
pub(crate) struct VTable {
    /// The payload's type.
    pub(crate) type_id: TypeId,
    /// Which of Python's kinds the payload is.
    pub(crate) kind: Kind,
    /// Whether the collector may ever track the object: it can refer to others.
    pub(crate) collectable: bool,
    /// Whether births and deaths are counted by the collector.
    pub(crate) counted: bool,
    /// Whether there may be a free list for the object.
    pub(crate) free_listed: bool,
    /// The table of the same type for objects that the collector does not count.
    pub(crate) uncounted: Option<&'static VTable>,
    /// Whether the type has a finalizer at all.
    pub(crate) finalizes: bool,
    /// Whether `trace` is exact, and may be called on any thread, as may `hint`.
    pub(crate) exact: bool,
    /// Whether nobody can tell when a payload is dropped.
    pub(crate) drops_unseen: bool,
    /// Whether payloads can be released.
    pub(crate) releasable: bool,
    /// Whether this very payload can, where that is not so of all.
    pub(crate) is_releasable: Option<unsafe fn(NonNull<Header>) -> bool>,
    /// Whether `may_untrack` can answer true.
    pub(crate) untracks: bool,
    /// Passes every counted reference of the payload on.
    pub(crate) trace: unsafe fn(NonNull<Header>, &mut Tracer<'_>),
    /// Asks the processor for what `trace` reads outside the object's block.
    pub(crate) hint: unsafe fn(NonNull<Header>),
    /// Drops the references that close cycles.
    pub(crate) clear: unsafe fn(NonNull<Header>),
    /// Whether this very object has a finalizer.
    pub(crate) needs_finalizer: unsafe fn(NonNull<Header>) -> bool,
    /// Runs the finalizer.
    pub(crate) finalize: fn(&Value, &Heap),
    /// Whether the collector may stop tracking the object, in a full collection or in any.
    pub(crate) may_untrack: unsafe fn(NonNull<Header>, bool) -> bool,
    /// The free list for the object, if it has one.
    pub(crate) free_list: unsafe fn(NonNull<Header>) -> Option<FreeList>,
    /// Drops the payload in place and gives memory outside the block back.
    pub(crate) drop: unsafe fn(NonNull<Header>, &Inner),
    /// As `drop`, but forgets what `trace` passes on.
    pub(crate) release: unsafe fn(NonNull<Header>, &Inner),
    /// Bytes of the object's block.
    pub(crate) size: unsafe fn(NonNull<Header>) -> usize,
    /// Bytes the object owns outside its block.
    pub(crate) extra_size: unsafe fn(NonNull<Header>) -> usize,
    /// Names the object for logs and reports.
    pub(crate) label: unsafe fn(NonNull<Header>, &mut fmt::Formatter<'_>) -> fmt::Result,
}

impl fmt::Debug for VTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VTable").field("kind", &self.kind).finish_non_exhaustive()
    }
}
