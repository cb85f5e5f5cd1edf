//! A Python source: its text, where it came from, and places in it.
//!
//! A file must be UTF-8, with or without a byte order mark; a coding line is not interpreted.
//! Whatever is wrong with a source is a [`SourceError`], which names file, line and column.
//! Lines count from 1 and end at `\n`, `\r\n` or `\r`; columns count characters, from 1.

use std::fmt;
use std::path::Path;
use std::rc::Rc;

use ruff_text_size::TextSize;

/// The text of a Python program.
///
/// ```
/// use integration::run::source::Source;
///
/// let source = Source::from_text("demo.py", "x = 1\ny = 2\n");
/// assert_eq!(source.error(6.into(), "no").to_string(), "demo.py:2:1: no");
/// ```
#[derive(Debug)]
pub struct Source {
    path: Rc<str>,
    text: String,
    /// The offset of the first byte of each line.
    starts: Vec<u32>,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, is not UTF-8, or has 4 GiB or more.
    pub fn load(path: &Path) -> Result<Self, SourceError> {
        let name: Rc<str> = path.to_string_lossy().into();
        let fail = |line, column, message: String| SourceError {
            path: Rc::clone(&name),
            line,
            column,
            message,
        };
        let bytes = std::fs::read(path).map_err(|error| fail(1, 1, error.to_string()))?;
        if u32::try_from(bytes.len()).is_err() {
            return Err(fail(1, 1, "the file is too large".into()));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::from_text(&name, &text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let before = Self::from_text(&name, &String::from_utf8_lossy(&bytes[..valid]));
                let message = format!("invalid UTF-8: byte {:#04x}", bytes[valid]);
                let end = TextSize::of(before.text());
                let (line, column) = before.place(end);
                Err(fail(line, column, message))
            }
        }
    }

    /// Takes text that does not come from a file; `name` stands where the file name would.
    pub fn from_text(name: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in (0u32..).zip(bytes) {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at as usize + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        Self { path: name.into(), text, starts }
    }

    /// The text, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the file, as it was given.
    pub fn path(&self) -> &Rc<str> {
        &self.path
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: TextSize) -> u32 {
        let lines = self.starts.partition_point(|&start| start <= u32::from(offset));
        u32::try_from(lines).unwrap_or(u32::MAX)
    }

    /// The line and the column of a byte offset, both from 1.
    pub fn place(&self, offset: TextSize) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let before = self.text.get(start..offset.to_usize()).unwrap_or("");
        (line, u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// An error at a byte offset.
    pub fn error(&self, offset: TextSize, message: impl Into<String>) -> SourceError {
        let (line, column) = self.place(offset);
        SourceError { path: Rc::clone(&self.path), line, column, message: message.into() }
    }
}

/// What is wrong with a source, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// The file.
    pub path: Rc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path, self.line, self.column, self.message)
    }
}

impl std::error::Error for SourceError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_after_every_kind_of_line_end() {
        let source = Source::from_text("t.py", "a\r\nb\rä = 1\nc");
        let offset = |needle: &str| {
            TextSize::try_from(source.text().find(needle).unwrap()).expect("a short text")
        };
        assert_eq!(source.place(offset("a")), (1, 1));
        assert_eq!(source.place(offset("b")), (2, 1));
        assert_eq!(source.place(offset("=")), (3, 3));
        assert_eq!(source.place(offset("c")), (4, 1));
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_text() {
        let source = Source::from_text("t.py", "\u{feff}x");
        assert_eq!(source.text(), "x");
        assert_eq!(source.place(0.into()), (1, 1));
    }

    #[test]
    fn a_missing_file_is_an_error_with_a_place() {
        let error = Source::load(Path::new("no/such/file.py")).unwrap_err();
        assert!(error.to_string().starts_with("no/such/file.py:1:1: "), "{error}");
    }

    #[test]
    fn invalid_utf8_is_an_error_where_it_starts() {
        let dir = std::env::temp_dir();
        let path = dir.join(format!("invalid-utf8-{}.py", std::process::id()));
        std::fs::write(&path, b"x = 1\ny = '\xff'\n").unwrap();
        let error = Source::load(&path).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!((error.line, error.column), (2, 6));
        assert_eq!(error.message, "invalid UTF-8: byte 0xff");
    }
}
