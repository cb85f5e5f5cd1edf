//! From Python's syntax of regular expressions to that of `fancy_regex`.
//!
//! Most of both is the same. What differs is written out: `$` (which matches before a last newline,
//! too), `.`, `^` and classes under flags, `\Z`, comments, white space in verbose patterns, braces
//! that are no repetition, and the escapes. Flags are kept for each group, since they may be set
//! inside one.
//!
//! # Source
//! `Lib/re/_parser.py`.

use core::fmt::Write;
use core::iter::Peekable;
use core::str::Chars;

/// The flags, by their values in the module `re`.
pub(super) mod flag {
    pub(in super::super) const IGNORE_CASE: u32 = 2;
    pub(in super::super) const MULTI_LINE: u32 = 8;
    pub(in super::super) const DOT_ALL: u32 = 16;
    pub(in super::super) const UNICODE: u32 = 32;
    pub(in super::super) const VERBOSE: u32 = 64;
    pub(in super::super) const ASCII: u32 = 256;
}

/// A pattern in the other syntax.
pub(super) struct Translated {
    /// The pattern.
    pub(super) text: String,
    /// The groups that have names.
    pub(super) names: Vec<(String, usize)>,
    /// For each group where in the pattern it is closed.
    pub(super) closings: Vec<usize>,
    /// The flags, those in the pattern included.
    pub(super) flags: u32,
}

/// Translates a pattern.
///
/// # Errors
/// What is wrong with the pattern, in Python's words.
pub(super) fn translate(pattern: &str, flags: u32) -> Result<Translated, String> {
    let mut translator = Translator {
        rest: pattern.chars().peekable(),
        text: String::with_capacity(pattern.len() + 8),
        names: Vec::new(),
        closings: Vec::new(),
        open: Vec::new(),
        flags,
        place: 0,
        last: Last::Nothing,
    };
    translator.run()?;
    let Translator { mut text, names, closings, mut flags, .. } = translator;
    if flags & flag::IGNORE_CASE != 0 {
        text = format!("(?i:{text})");
    }
    if flags & flag::ASCII == 0 {
        flags |= flag::UNICODE;
    }
    Ok(Translated { text, names, closings, flags })
}

/// A group that has been opened.
struct Open {
    /// Its number, if it captures.
    number: Option<usize>,
    /// The flags around it.
    flags: u32,
    place: usize,
}

struct Translator<'p> {
    rest: Peekable<Chars<'p>>,
    text: String,
    names: Vec<(String, usize)>,
    closings: Vec<usize>,
    open: Vec<Open>,
    flags: u32,
    place: usize,
    last: Last,
}

/// What stands before a place in a pattern.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// The start of a branch, or what only says where it stands, such as `^`.
    Nothing,
    /// What can be repeated.
    Item,
    /// Something that is repeated already.
    Repeated,
}

impl Translator<'_> {
    fn next(&mut self) -> Option<char> {
        self.place += 1;
        self.rest.next()
    }

    fn take(&mut self, c: char) -> bool {
        let is_next = self.rest.peek() == Some(&c);
        if is_next {
            self.next();
        }
        is_next
    }

    /// The text up to `end`, which is taken too.
    fn until(&mut self, end: char, what: &str) -> Result<String, String> {
        let mut text = String::new();
        loop {
            match self.next() {
                Some(c) if c == end => return Ok(text),
                Some(c) => text.push(c),
                None => return Err(format!("{what} at position {}", self.place - 1)),
            }
        }
    }

    fn write(&mut self, text: core::fmt::Arguments<'_>) {
        // Writing to a `String` does not fail.
        let _ = self.text.write_fmt(text);
    }

    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    fn run(&mut self) -> Result<(), String> {
        while let Some(c) = self.next() {
            if c.is_ascii_whitespace() && self.has(flag::VERBOSE) {
                continue;
            }
            let is_place = match c {
                '\\' => matches!(self.rest.peek(), Some('b' | 'B' | 'A' | 'Z')),
                _ => matches!(c, '^' | '$' | '|' | '('),
            };
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => self.group()?,
                '*' | '+' | '?' => {
                    self.repeat(self.place - 1)?;
                    self.text.push(c);
                    self.manner();
                    continue;
                }
                '{' => {
                    if self.braces()? {
                        self.manner();
                        continue;
                    }
                }
                ')' => {
                    let Some(group) = self.open.pop() else {
                        return Err(format!(
                            "unbalanced parenthesis at position {}",
                            self.place - 1
                        ));
                    };
                    if let Some(number) = group.number {
                        self.closings[number - 1] = self.place;
                    }
                    self.flags = group.flags;
                    self.text.push(')');
                }
                '$' if self.has(flag::MULTI_LINE) => self.text.push_str(r"(?=\n|\z)"),
                '$' => self.text.push_str(r"(?=\n?\z)"),
                '^' if self.has(flag::MULTI_LINE) => self.text.push_str("(?m:^)"),
                '.' if self.has(flag::DOT_ALL) => self.text.push_str("(?s:.)"),
                '#' if self.has(flag::VERBOSE) => {
                    while self.rest.peek().is_some_and(|&c| c != '\n') {
                        self.next();
                    }
                    continue;
                }
                '^' | '.' | '|' => self.text.push(c),
                c => self.literal(c),
            }
            self.last = if is_place { Last::Nothing } else { Last::Item };
        }
        match self.open.pop() {
            Some(group) => {
                Err(format!("missing ), unterminated subpattern at position {}", group.place))
            }
            None => Ok(()),
        }
    }

    fn literal(&mut self, c: char) {
        if c.is_alphanumeric() || matches!(c, '_' | ' ' | ',' | '=' | ':' | ';' | '"' | '\'') {
            self.text.push(c);
        } else {
            self.write(format_args!(r"\x{{{:X}}}", u32::from(c)));
        }
    }

    /// Notes that what stands before the operator at a place is repeated.
    fn repeat(&mut self, place: usize) -> Result<(), String> {
        match self.last {
            Last::Nothing => Err(format!("nothing to repeat at position {place}")),
            Last::Repeated => Err(format!("multiple repeat at position {place}")),
            Last::Item => {
                self.last = Last::Repeated;
                Ok(())
            }
        }
    }

    /// Behind a repetition: `?` for as few as possible, `+` for one that gives nothing back.
    fn manner(&mut self) {
        for mark in ['?', '+'] {
            if self.take(mark) {
                self.text.push(mark);
                return;
            }
        }
    }

    /// `{m}`, `{m,}`, `{,n}`, `{m,n}`, or a brace; whether it is a repetition.
    fn braces(&mut self) -> Result<bool, String> {
        let place = self.place;
        let ahead: String = self.rest.clone().take_while(|&c| c != '}').collect();
        let is_closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let (least, most) = match ahead.split_once(',') {
            Some((least, most)) => (least, Some(most)),
            None => (ahead.as_str(), None),
        };
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let is_repetition = is_closed
            && is_number(least)
            && most.is_none_or(is_number)
            && (!least.is_empty() || most.is_some_and(|most| !most.is_empty()));
        if !is_repetition {
            self.literal('{');
            return Ok(false);
        }
        let bound = |text: &str| text.parse::<u64>().ok();
        if let (Some(least), Some(most)) = (bound(least), most.and_then(bound))
            && most < least
        {
            return Err(format!("min repeat greater than max repeat at position {place}"));
        }
        self.repeat(place - 1)?;
        for _ in 0..=ahead.chars().count() {
            self.next();
        }
        let least = if least.is_empty() { "0" } else { least };
        match most {
            Some(most) => self.write(format_args!("{{{least},{most}}}")),
            None => self.write(format_args!("{{{least}}}")),
        }
        Ok(true)
    }

    fn open(&mut self, number: Option<usize>, place: usize) {
        self.open.push(Open { number, flags: self.flags, place });
    }

    fn capture(&mut self, place: usize) -> usize {
        self.closings.push(0);
        let number = self.closings.len();
        self.open(Some(number), place);
        self.text.push('(');
        number
    }

    fn group(&mut self) -> Result<(), String> {
        let place = self.place - 1;
        if !self.take('?') {
            self.capture(place);
            return Ok(());
        }
        match self.next() {
            Some('P') => self.named(place),
            Some('#') => self.until(')', "missing ), unterminated comment").map(drop),
            Some(c @ (':' | '=' | '!' | '>')) => {
                self.open(None, place);
                self.text.push_str("(?");
                self.text.push(c);
                Ok(())
            }
            Some('<') => match self.next() {
                Some(c @ ('=' | '!')) => {
                    self.open(None, place);
                    self.text.push_str("(?<");
                    self.text.push(c);
                    Ok(())
                }
                _ => Err(format!("unknown extension ?< at position {}", place + 1)),
            },
            Some('(') => {
                let name = self.until(')', "missing ), unterminated name")?;
                self.open(None, place);
                let number = self.names.iter().find(|(known, _)| *known == name);
                let number = number.map_or(name.clone(), |(_, number)| number.to_string());
                self.write(format_args!("(?({number})"));
                Ok(())
            }
            Some(c) => self.inline_flags(c, place),
            None => Err(format!("unexpected end of pattern at position {}", place + 2)),
        }
    }

    /// `(?P<name>...)` and `(?P=name)`.
    fn named(&mut self, place: usize) -> Result<(), String> {
        match self.next() {
            Some('<') => {
                let name = self.until('>', "missing >, unterminated name")?;
                let at = place + 4;
                if name.is_empty() {
                    return Err(format!("missing group name at position {at}"));
                }
                let is_name = |(i, c): (usize, char)| {
                    c == '_' || if i == 0 { c.is_alphabetic() } else { c.is_alphanumeric() }
                };
                if !name.char_indices().all(is_name) {
                    return Err(format!("bad character in group name '{name}' at position {at}"));
                }
                if let Some((_, known)) = self.names.iter().find(|(known, _)| *known == name) {
                    let number = self.closings.len() + 1;
                    return Err(format!(
                        "redefinition of group name '{name}' as group {number}; was group {known} \
                         at position {at}"
                    ));
                }
                let number = self.capture(place);
                self.names.push((name, number));
                Ok(())
            }
            Some('=') => {
                let name = self.until(')', "missing ), unterminated name")?;
                let known = self.names.iter().find(|(known, _)| *known == name);
                let Some((_, number)) = known else {
                    return Err(format!("unknown group name '{name}' at position {}", place + 4));
                };
                let number = *number;
                self.write(format_args!(r"(?:\{number})"));
                Ok(())
            }
            _ => Err(format!("unknown extension ?P at position {}", place + 1)),
        }
    }

    /// `(?ims)` at the start, `(?i-s:...)`.
    fn inline_flags(&mut self, first: char, place: usize) -> Result<(), String> {
        let (mut on, mut off, mut is_off) = (0, 0, false);
        let mut next = Some(first);
        loop {
            let bit = match next {
                Some('i') => flag::IGNORE_CASE,
                Some('m') => flag::MULTI_LINE,
                Some('s') => flag::DOT_ALL,
                Some('x') => flag::VERBOSE,
                Some('a') => flag::ASCII,
                Some('u') => flag::UNICODE,
                Some('-') if !is_off => {
                    is_off = true;
                    0
                }
                Some(')') if !is_off => {
                    self.flags |= on;
                    return Ok(());
                }
                Some(':') => break,
                Some(c) => return Err(format!("unknown extension ?{c} at position {}", place + 1)),
                None => {
                    return Err(format!("missing -, : or ) at position {}", self.place - 1));
                }
            };
            *if is_off { &mut off } else { &mut on } |= bit;
            next = self.next();
        }
        self.open(None, place);
        self.flags = (self.flags | on) & !off;
        let case = if on & flag::IGNORE_CASE != 0 { "i" } else { "" };
        let case = if off & flag::IGNORE_CASE != 0 { "-i" } else { case };
        self.write(format_args!("(?{case}:"));
        Ok(())
    }

    fn class(&mut self) -> Result<(), String> {
        let place = self.place - 1;
        self.text.push('[');
        if self.take('^') {
            self.text.push('^');
        }
        let mut is_first = true;
        // A character that stands for itself, and whether a `-` follows it.
        let (mut low, mut is_range) = (None, false);
        loop {
            let next = self.next();
            match next {
                None => return Err(format!("unterminated character set at position {place}")),
                Some(']') if !is_first => break,
                Some('\\') => self.escape(true)?,
                Some('-') if is_first || self.rest.peek() == Some(&']') => {
                    self.text.push_str(r"\-");
                }
                Some('-') => self.text.push('-'),
                Some(c) => {
                    if let (Some(low), true) = (low, is_range)
                        && c < low
                    {
                        let at = self.place - 3;
                        return Err(format!("bad character range {low}-{c} at position {at}"));
                    }
                    self.literal(c);
                }
            }
            is_range = next == Some('-') && low.is_some() && !is_range;
            if !is_range {
                low = next.filter(|c| *c != '\\' && *c != '-');
            }
            is_first = false;
        }
        self.text.push(']');
        Ok(())
    }

    fn escape(&mut self, in_class: bool) -> Result<(), String> {
        let Some(c) = self.next() else {
            return Err(format!("bad escape (end of pattern) at position {}", self.place - 2));
        };
        let ascii = self.has(flag::ASCII);
        match c {
            'd' | 'w' | 's' | 'D' | 'W' | 'S' if !ascii => {
                self.text.push('\\');
                self.text.push(c);
            }
            'd' if in_class => self.text.push_str("0-9"),
            'w' if in_class => self.text.push_str("a-zA-Z0-9_"),
            'd' => self.text.push_str("[0-9]"),
            'w' => self.text.push_str("[a-zA-Z0-9_]"),
            's' => self.text.push_str(r"[ \t\n\r\x0B\x0C]"),
            'D' => self.text.push_str("[^0-9]"),
            'W' => self.text.push_str("[^a-zA-Z0-9_]"),
            'S' => self.text.push_str(r"[^ \t\n\r\x0B\x0C]"),
            'b' if in_class => self.literal('\u{8}'),
            'b' | 'B' | 'A' => {
                self.text.push('\\');
                self.text.push(c);
            }
            'Z' => self.text.push_str(r"\z"),
            'n' => self.literal('\n'),
            't' => self.literal('\t'),
            'r' => self.literal('\r'),
            'a' => self.literal('\u{7}'),
            'f' => self.literal('\u{c}'),
            'v' => self.literal('\u{b}'),
            'x' => self.coded(2)?,
            'u' => self.coded(4)?,
            'U' => self.coded(8)?,
            '0' => self.literal('\0'),
            '1'..='9' if !in_class => {
                let mut number = c.to_string();
                while number.len() < 2 && self.rest.peek().is_some_and(char::is_ascii_digit) {
                    number.extend(self.next());
                }
                self.write(format_args!(r"(?:\{number})"));
            }
            c if c.is_ascii_alphanumeric() => {
                return Err(format!(r"bad escape \{c} at position {}", self.place - 2));
            }
            c => self.literal(c),
        }
        Ok(())
    }

    /// A character by its number.
    fn coded(&mut self, digits: usize) -> Result<(), String> {
        let text: String = (0..digits).filter_map(|_| self.next()).collect();
        let c = u32::from_str_radix(&text, 16).ok().and_then(char::from_u32);
        let c = c.ok_or_else(|| format!("incomplete escape at position {}", self.place))?;
        self.literal(c);
        Ok(())
    }
}
