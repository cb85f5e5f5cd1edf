//! Exceptions nobody can handle, such as those of finalizers.
//!
//! # Source
//! `PyErr_WriteUnraisable` in `Python/errors.c`.

use super::interp::Interp;
use super::raise::Raised;
use crate::Value;

impl Interp {
    /// Tells of an exception that nobody can handle, and forgets it: `sys.unraisablehook`.
    pub fn unraisable(&self, raised: Raised, context: &str, object: Option<&Value>) {
        let exception = self.materialize(raised);
        self.add_first_traceback(&exception);
        tracing::warn!(
            target: "integration::run",
            class = self.class_name(&exception),
            "exception ignored"
        );
        if super::modules::sys::call_unraisable_hook(self, &exception, context, object) {
            return;
        }
        let text = match object {
            Some(object) => {
                let shown = self.repr(object).unwrap_or_else(|_| "<object repr() failed>".into());
                format!("{context}: {shown}")
            }
            None => context.to_owned(),
        };
        self.write_error(&format!("{text}\n"));
        let trace = self.traceback_text(&exception);
        self.write_error(&trace);
    }

    /// Writes to the program's standard error.
    pub fn write_error(&self, text: &str) {
        // Nobody is left to tell when the error output fails.
        let _ = self.stderr.borrow_mut().write_all(text.as_bytes());
    }
}
