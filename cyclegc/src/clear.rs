//! Clearing the garbage.
//!
//! The host drops each member's references in list order; counts fall, and members die of it, the
//! cleared one or others. A member that is still there when all have been cleared goes to the
//! survivors' generation, alive and emptied: something else holds it. With `SAVEALL` the host keeps
//! each member instead. CPython moves a member there right after its own clearing, though most of
//! those die when a later member is cleared; here they wait in their slots, which only
//! `gc.get_objects()` called from a clearing could tell.
//!
//! Source: `Python/gc.c` (`delete_garbage`).

use crate::collect::Running;
use crate::debug::DebugFlags;
use crate::host::Host;

impl<H: Host> Running<'_, H> {
    /// Step 13. Answers how many members have been freed.
    pub(crate) fn clear(&self) -> usize {
        let Self { collector, host, .. } = *self;
        let array = &collector.unreachable;
        let garbage = array.live();
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
        let freed = garbage - array.live();
        self.give_back(array);
        freed
    }
}
