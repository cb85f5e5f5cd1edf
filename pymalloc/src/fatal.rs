//! The end of a program whose memory is damaged: a report on standard error, then abort.
//!
//! Nothing unwinds, since an allocator may not, and nothing is allocated. Without the feature `std`
//! there is no standard error, and the report is the message of a panic that cannot unwind.

use core::fmt;

/// Writes the report, then aborts.
#[cold]
#[inline(never)]
pub(crate) fn die(report: fmt::Arguments<'_>) -> ! {
    #[cfg(feature = "std")]
    {
        use std::io::Write;
        // Standard error is not buffered; when it is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{report}");
        std::process::abort()
    }
    #[cfg(not(feature = "std"))]
    {
        extern "C" fn abort(report: &fmt::Arguments<'_>) -> ! {
            // A panic that reaches the edge of an `extern "C"` function aborts.
            panic!("{report}")
        }
        abort(&report)
    }
}
