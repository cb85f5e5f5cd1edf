//! Telling the processor which memory is needed soon.
//!
//! Only x86-64 is told: other processors have no such instruction in stable Rust.

/// Has the line at an address brought near, to be written to. The address may be any.
#[inline]
pub(crate) fn prefetch(address: *const u8) {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{_MM_HINT_ET0, _mm_prefetch};
        // SAFETY: every processor of this kind has the instruction, which reads nothing a program
        // could notice.
        unsafe { _mm_prefetch::<_MM_HINT_ET0>(address.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}
