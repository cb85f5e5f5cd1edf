//! Rules on the text of source files.
//!
//! They go line by line and know no grammar: what they look for is written in two parts below, so
//! that this file does not break its own rules.

use super::Finding;
use super::tree::{File, Tree};

/// Lines of a source file, its tests included.
const LONGEST: usize = 500;

/// Lines above an unsafe block in which its argument must stand.
const REACH: usize = 6;

/// What must not stay, and why.
const UNFINISHED: [(&str, &str); 5] = [
    (concat!("todo", "!("), "unfinished code"),
    (concat!("unimplemented", "!("), "unfinished code"),
    (concat!("dbg", "!("), "a trace of debugging"),
    (concat!("#[ig", "nore"), "a test that does not run"),
    (concat!("thread::", "sleep"), "waiting by the clock"),
];

/// What opens a block or an impl that needs an argument.
const UNSAFE: [&str; 2] = [concat!("unsafe", " {"), concat!("unsafe", " impl")];

/// Each source file opens with what it is.
pub(super) fn module_header(tree: &Tree) -> Vec<Finding> {
    let has_header = |file: &File| {
        file.text.starts_with("//! ") || file.text.starts_with("#![doc = include_str!(")
    };
    tree.with_extension(&["rs"])
        .filter(|file| !has_header(file))
        .map(|file| Finding::new(&file.path, 1, "no `//!` header"))
        .collect()
}

/// No source file is longer than 500 lines.
pub(super) fn file_length(tree: &Tree) -> Vec<Finding> {
    tree.with_extension(&["rs"])
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| Finding::new(&file.path, 0, format!("{lines} lines")))
        .collect()
}

/// No tabs, no spaces at the end of a line, a line end at the end of a file.
pub(super) fn whitespace(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["rs", "toml", "md", "py", "yml", "sh"]) {
        for (number, line) in file.lines() {
            if line.contains('\t') {
                findings.push(Finding::new(&file.path, number, "a tab"));
            }
            if line.ends_with([' ', '\t', '\r']) {
                findings.push(Finding::new(&file.path, number, "a space at the end"));
            }
        }
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            findings.push(Finding::new(&file.path, 0, "no line end at the end of the file"));
        }
    }
    findings
}

/// Nothing that is not meant to stay.
pub(super) fn unfinished(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["rs"]) {
        for (pattern, why) in UNFINISHED {
            let lines = file.lines_with(pattern);
            findings.extend(lines.map(|line| Finding::new(&file.path, line, why)));
        }
    }
    findings
}

/// Each unsafe block or impl has its argument close above it.
pub(super) fn safety_comment(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["rs"]) {
        let mut argued = None;
        for (number, line) in file.lines() {
            if line.contains("SAFETY:") {
                argued = Some(number);
            }
            let code = line.split_once("//").map_or(line, |(code, _)| code);
            let is_argued = argued.is_some_and(|argued| number - argued <= REACH);
            if UNSAFE.iter().any(|opening| code.contains(opening)) && !is_argued {
                findings.push(Finding::new(&file.path, number, "no `// SAFETY:` close above"));
            }
        }
    }
    findings
}
