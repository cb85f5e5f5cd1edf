//! Formatting: `format(v, spec)`, `str.format` and the operator `%` of text.
//!
//! ```text
//!   spec.rs       the parts of a specification
//!   layout.rs     sign, groups, padding
//!   number.rs     digits of integers and floats
//!   template.rs   "{} {name.attribute[0]!r:>{width}}".format(...)
//!   percent.rs    "%-5s %(name)d" % ...
//! ```
//! Source: `Python/formatter_unicode.c`, `Objects/stringlib/unicode_format.h`.

mod layout;
pub(super) mod number;
mod percent;
pub(super) mod spec;
mod template;

use super::interp::Interp;
use super::operate::integer::Integer;
use super::raise::{Raised, Result};
use crate::Value;
use crate::object::{Float, Kind, Str};
pub(super) use layout::pad;
use spec::{Align, Spec};

impl Interp {
    /// `format(value, spec)`.
    ///
    /// # Errors
    /// `ValueError` for a bad specification, and whatever `__format__` raises.
    pub fn format(&self, value: &Value, spec: &str) -> Result<String> {
        if let Some(text) = self.native_format(value, spec)? {
            return Ok(text);
        }
        let argument = self.str(spec)?;
        let Some(method) = self.special(value, "__format__") else {
            return self.default_format(value, spec);
        };
        if self.is_object_method(&method) {
            return self.default_format(value, spec);
        }
        // CPython binds this method, and so owns the object once more while it runs.
        let bound = value.clone();
        let result = self.call_unbound(method, value, [argument].into())?;
        drop(bound);
        match super::operate::peel(&result).get::<Str>() {
            Some(text) => Ok(text.as_str().to_owned()),
            None => {
                let name = self.class_name(&result);
                Err(self.type_error(format!("__format__ must return a str, not {name}")))
            }
        }
    }

    /// Formats a value of a built-in kind; nothing for other kinds.
    ///
    /// # Errors
    /// `ValueError`.
    pub(crate) fn native_format(&self, value: &Value, spec: &str) -> Result<Option<String>> {
        match value.kind() {
            _ if spec.is_empty() => match value.kind() {
                Kind::Instance => Ok(None),
                Kind::Str => self.to_str(value).map(Some),
                _ => self.native_repr(value),
            },
            Kind::Str => {
                let text = value.get::<Str>().map(Str::as_str).unwrap_or_default();
                self.format_text(text, spec).map(Some)
            }
            Kind::Int | Kind::Bool => match Integer::of(value) {
                Some(n) => number::integer(self, &n, spec, value.kind().name()).map(Some),
                None => Ok(None),
            },
            Kind::Float => {
                let x = value.get::<Float>().map(|x| x.0).unwrap_or_default();
                number::float(self, x, spec, "float").map(Some)
            }
            _ => Ok(None),
        }
    }

    /// `object.__format__(value, spec)`.
    ///
    /// # Errors
    /// `TypeError` for a specification, and whatever `__str__` raises.
    pub(crate) fn default_format(&self, value: &Value, spec: &str) -> Result<String> {
        if spec.is_empty() {
            return self.to_str(value);
        }
        let name = self.class_name(value);
        Err(self.type_error(format!("unsupported format string passed to {name}.__format__")))
    }

    fn format_text(&self, text: &str, spec: &str) -> Result<String> {
        let spec = Spec::parse(self, spec, Align::Left, "str")?;
        let refuse = |what: &str| -> Result<String> {
            Err(self.value_error(format!("{what} not allowed in string format specifier")))
        };
        match spec {
            Spec { kind: Some(kind), .. } if kind != 's' => {
                return Err(Spec::unknown(self, kind, "str"));
            }
            Spec { sign: Some(' '), .. } => return refuse("Space"),
            Spec { sign: Some(_), .. } => return refuse("Sign"),
            Spec { no_negative_zero: true, .. } => return refuse("Negative zero coercion (z)"),
            Spec { alternate: true, .. } => return refuse("Alternate form (#)"),
            Spec { align: Align::AfterSign, .. } => return refuse("'=' alignment"),
            _ => {}
        }
        let shown: String = match spec.precision {
            Some(most) => text.chars().take(most).collect(),
            None => text.to_owned(),
        };
        Ok(layout::pad(&spec, &shown))
    }

    /// The error of a template.
    fn bad_format(&self, message: &str) -> Raised {
        self.value_error(message)
    }
}
