//! The collector's debug output, line by line.
//!
//! The flags are the collector's, the text is its own too; the language decides where the lines
//! go. Objects are named by label and address, as CPython's lines are.

use cyclegc::DebugEvent;

use super::Runtime;
use super::detection::CallingOut;
use super::header::Header;
use super::inner::Inner;

/// Hands one report to the language.
pub(crate) fn report(inner: &Inner, runtime: &dyn Runtime, event: &DebugEvent<Header>) {
    let text = event.display(inner).to_string();
    let _out = CallingOut::enter();
    for line in text.lines() {
        runtime.debug_line(line);
    }
}
