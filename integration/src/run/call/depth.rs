//! How deeply calls may nest.
//!
//! Two limits end a recursion: the program's own, and the native stack, which is checked by
//! address since frames of Rust differ in size. Either raises `RecursionError`.

use super::super::interp::Interp;
use super::super::raise::Result;

/// One nested call; ends with the value.
pub(in super::super) struct Depth<'a>(&'a Interp);

impl Drop for Depth<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.depth.set(self.0.depth.get() - 1);
    }
}

impl Interp {
    /// Enters a call.
    ///
    /// # Errors
    /// `RecursionError`.
    #[inline]
    pub(in super::super) fn enter(&self) -> Result<Depth<'_>> {
        let depth = self.depth.get();
        if depth >= self.recursion_limit.get() || stack_address() < self.stack_limit.get() {
            return Err(self.too_deep());
        }
        self.depth.set(depth + 1);
        Ok(Depth(self))
    }

    #[cold]
    fn too_deep(&self) -> super::super::raise::Raised {
        self.recursion_error("maximum recursion depth exceeded")
    }
}

/// About where the native stack is now.
#[inline(always)]
pub(in super::super) fn stack_address() -> usize {
    let marker = 0_u8;
    (&raw const marker).addr()
}
