//! `str.format`: a text with replacement fields.
//!
//! ```text
//!   {name.attribute[key]!conversion:specification}
//! ```
//! A specification may contain fields itself, to a depth of two. Fields without a number are
//! numbered in order; numbered and unnumbered ones do not mix.
//!
//! Source: `Objects/stringlib/unicode_format.h`.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use crate::Value;

/// How deep fields stand in specifications of fields.
const MAX_DEPTH: usize = 2;

/// What fields refer to.
enum Source<'a> {
    Args(&'a Args),
    Mapping(&'a Value),
}

/// Whether fields are numbered, once that is known.
#[derive(Default)]
struct Numbering {
    next: usize,
    by_hand: Option<bool>,
}

impl Interp {
    /// `template.format(*args, **kwargs)`.
    ///
    /// # Errors
    /// `ValueError` for a bad template, `IndexError` and `KeyError` for a missing argument, and
    /// whatever the formatting raises.
    pub fn str_format(&self, template: &str, args: Args) -> Result<String> {
        self.fill(template, &Source::Args(&args), &mut Numbering::default(), MAX_DEPTH)
    }

    /// `template.format_map(mapping)`.
    ///
    /// # Errors
    /// As [`Interp::str_format`].
    pub fn str_format_map(&self, template: &str, mapping: &Value) -> Result<String> {
        self.fill(template, &Source::Mapping(mapping), &mut Numbering::default(), MAX_DEPTH)
    }

    fn fill(
        &self,
        template: &str,
        source: &Source<'_>,
        numbering: &mut Numbering,
        depth: usize,
    ) -> Result<String> {
        if depth == 0 {
            return Err(self.bad_format("Max string recursion exceeded"));
        }
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(behind) = rest.strip_prefix(brace) {
                text.push_str(brace);
                rest = behind;
            } else if brace == "}" {
                return Err(self.bad_format("Single '}' encountered in format string"));
            } else if rest.is_empty() {
                return Err(self.bad_format("Single '{' encountered in format string"));
            } else {
                let Some(end) = end_of_field(rest) else {
                    return Err(self.bad_format("expected '}' before end of string"));
                };
                text.push_str(&self.field(&rest[..end], source, numbering, depth)?);
                rest = &rest[end + 1..];
            }
        }
        text.push_str(rest);
        Ok(text)
    }

    fn field(
        &self,
        field: &str,
        source: &Source<'_>,
        numbering: &mut Numbering,
        depth: usize,
    ) -> Result<String> {
        let mut in_key = false;
        let end = field.find(|c| {
            in_key = (in_key || c == '[') && c != ']';
            !in_key && matches!(c, '!' | ':' | '{')
        });
        let (name, rest) = field.split_at(end.unwrap_or(field.len()));
        let (conversion, spec) = match rest.chars().next() {
            Some('{') => return Err(self.bad_format("unexpected '{' in field name")),
            Some('!') => {
                let mut behind = rest[1..].chars();
                let Some(conversion) = behind.next() else {
                    return Err(self.bad_format("unmatched '{' in format spec"));
                };
                match behind.next() {
                    None => (Some(conversion), ""),
                    Some(':') => (Some(conversion), behind.as_str()),
                    Some(_) => {
                        let error = "expected ':' after conversion specifier";
                        return Err(self.bad_format(error));
                    }
                }
            }
            Some(_) => (None, &rest[1..]),
            None => (None, ""),
        };
        let value = self.find_field(name, source, numbering)?;
        let spec = if spec.contains(['{', '}']) {
            self.fill(spec, source, numbering, depth - 1)?
        } else {
            spec.to_owned()
        };
        let Some(conversion) = conversion else { return self.format(&value, &spec) };
        let text = match conversion {
            's' => self.to_str(&value)?,
            'r' => self.repr(&value)?,
            'a' => self.ascii(&value)?,
            c if c > ' ' && c.is_ascii() => {
                return Err(self.bad_format(&format!("Unknown conversion specifier {c}")));
            }
            c => {
                let code = u32::from(c);
                let error = format!("Unknown conversion specifier \\x{code:x}");
                return Err(self.bad_format(&error));
            }
        };
        self.format(&self.str(&text)?, &spec)
    }

    /// The object a field's name means: an argument, then attributes and items of it.
    fn find_field(
        &self,
        name: &str,
        source: &Source<'_>,
        numbering: &mut Numbering,
    ) -> Result<Value> {
        let (first, mut rest) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
        let mut value = self.argument(first, source, numbering)?;
        while let Some(kind) = rest.chars().next() {
            rest = &rest[1..];
            if kind == '.' {
                let (attribute, behind) =
                    rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
                if attribute.is_empty() {
                    return Err(self.bad_format("Empty attribute in format string"));
                }
                value = self.get_attr_str(&value, attribute)?;
                rest = behind;
                continue;
            }
            let Some((key, behind)) = rest.split_once(']') else {
                return Err(self.bad_format("Missing ']' in format string"));
            };
            if key.is_empty() {
                return Err(self.bad_format("Empty attribute in format string"));
            }
            if !behind.is_empty() && !behind.starts_with(['.', '[']) {
                let error = "Only '.' or '[' may follow ']' in format field specifier";
                return Err(self.bad_format(error));
            }
            let key = match self.number(key)? {
                Some(index) => self.int(index)?,
                None => self.str(key)?,
            };
            value = self.get_item(&value, &key)?;
            rest = behind;
        }
        Ok(value)
    }

    fn argument(
        &self,
        name: &str,
        source: &Source<'_>,
        numbering: &mut Numbering,
    ) -> Result<Value> {
        let number = self.number(name)?;
        if name.is_empty() || number.is_some() {
            let by_hand = number.is_some();
            if *numbering.by_hand.get_or_insert(by_hand) != by_hand {
                let (from, to) = ("manual field specification", "automatic field numbering");
                let (from, to) = if by_hand { (to, from) } else { (from, to) };
                return Err(self.bad_format(&format!("cannot switch from {from} to {to}")));
            }
        }
        let index = match number {
            Some(index) => usize::try_from(index).unwrap_or(usize::MAX),
            None if name.is_empty() => {
                numbering.next += 1;
                numbering.next - 1
            }
            None => return self.named_argument(name, source),
        };
        match source {
            Source::Args(args) => args.positional.get(index).cloned().ok_or_else(|| {
                self.index_error(format!(
                    "Replacement index {index} out of range for positional args tuple"
                ))
            }),
            Source::Mapping(_) => Err(self.bad_format("Format string contains positional fields")),
        }
    }

    fn named_argument(&self, name: &str, source: &Source<'_>) -> Result<Value> {
        match source {
            Source::Args(args) => {
                match args.keywords.iter().find(|(known, _)| known.as_str() == name) {
                    Some((_, value)) => Ok(value.clone()),
                    None => Err(self.key_error(&self.str(name)?)),
                }
            }
            Source::Mapping(mapping) => self.get_item(mapping, &self.str(name)?),
        }
    }

    /// The number a text of digits means; nothing for other texts.
    fn number(&self, text: &str) -> Result<Option<i64>> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        match text.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(self.bad_format("Too many decimal digits in format string")),
        }
    }
}

/// Where the brace that closes a field stands; keys in brackets may contain any character.
fn end_of_field(rest: &str) -> Option<usize> {
    let (mut depth, mut in_key, mut in_name) = (1, false, true);
    for (at, c) in rest.char_indices() {
        match c {
            '[' if in_name => in_key = true,
            ']' => in_key = false,
            _ if in_key => {}
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            ':' | '!' => in_name = false,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::end_of_field;

    #[test]
    fn a_field_ends_at_its_own_brace() {
        assert_eq!(end_of_field("0} x}"), Some(1));
        assert_eq!(end_of_field("0:{w}} x"), Some(5));
        assert_eq!(end_of_field("0[}]}"), Some(4));
        assert_eq!(end_of_field("0:[}"), Some(3));
        assert_eq!(end_of_field("0"), None);
    }
}
