//! Clearing the garbage.
//!
//! The host drops each member's references in list order; counts fall, and members die of it, the
//! cleared one or others. A member that is still there when all have been cleared goes to the
//! survivors' generation, alive and emptied: something else holds it. With `SAVEALL` the host keeps
//! each member instead. CPython moves a member there right after its own clearing, though most of
//! those die when a later member is cleared; here they wait in their slots, which only
//! `gc.get_objects()` called from a clearing could tell.
//!
//! Where nobody can tell the order, the host may clear them all in one of its own: members die one
//! out of the other in the order of the edges, which on a large heap is one cache miss after the
//! other, while a pass over all of them in list order lets the processor read ahead. The detection
//! has seen by then whether any edge leads out of the candidates to something whose death shows.
//!
//! Garbage about which nobody can tell anything may be freed in one go, without taking references
//! off that only other garbage holds.
//!
//! Source: `Python/gc.c` (`delete_garbage`).

use crate::collect::Running;
use crate::debug::DebugFlags;
use crate::host::Host;
use crate::unreachable::Unreachable;
use crate::weakref::WeakrefPass;

impl<H: Host> Running<'_, H> {
    /// Step 13. `plain`: all members are. `closed`: nothing outside dies visibly of it. `inward`:
    /// members refer to members alone. Answers how many members have been freed.
    pub(crate) fn clear(&self, plain: bool, closed: bool, inward: bool) -> usize {
        let Self { collector, host, .. } = *self;
        let array = &collector.unreachable;
        let garbage = array.live();
        if garbage == 0 {
            return 0;
        }
        let at_once = !self.reports(DebugFlags::SAVEALL) && collector.legacy.live() == 0;
        let all = Unreachable::new(collector, host, WeakrefPass::All).with_edges(inward);
        let done = at_once && (plain && host.free_all(&all) || closed && host.clear_all(&all));
        if !done {
            self.clear_one_by_one();
        }
        let freed = garbage - array.live();
        self.give_back(array);
        freed
    }

    fn clear_one_by_one(&self) {
        let Self { collector, host, .. } = *self;
        let array = &collector.unreachable;
        let mut slot = 0;
        while slot < array.len() {
            if let Some(object) = array.get(slot) {
                if self.reports(DebugFlags::SAVEALL) {
                    host.save_garbage(object);
                } else {
                    host.clear(object);
                }
                if cfg!(test) {
                    self.check();
                }
            }
            slot += 1;
        }
    }
}
