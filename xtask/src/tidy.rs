//! `cargo xtask tidy`: the rules of this workspace that the compiler does not know.
//!
//! A rule is a function from the tree of files to its findings; it reads no disk, so that its tests
//! give it small bad trees. Each rule has a name, which a finding repeats, and counts as one test.

mod layout;
mod manifest;
mod source;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt::{self, Display};
use std::path::Path;
use std::process::ExitCode;

use crate::error::Error;
use crate::tally::Tally;
use crate::workspace;
use tree::Tree;

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// Counted from 1; 0 where the whole file is meant.
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.what),
            line => write!(f, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// One rule.
struct Rule {
    name: &'static str,
    about: &'static str,
    check: fn(&Tree) -> Vec<Finding>,
}

const RULES: [Rule; 12] = [
    Rule {
        name: "dependency-rule",
        about: "refcount, cyclegc and pymalloc depend on no crate of the workspace",
        check: manifest::dependency_rule,
    },
    Rule {
        name: "versions-in-root",
        about: "versions of dependencies stand in the root manifest alone",
        check: manifest::versions_in_root,
    },
    Rule {
        name: "manifest-fields",
        about: "each crate has the fields that publishing needs, and the workspace's lints",
        check: manifest::fields,
    },
    Rule {
        name: "top-level",
        about: "at the top stand the five crates and the usual files, nothing else",
        check: layout::top_level,
    },
    Rule {
        name: "module-header",
        about: "each source file opens with what it is",
        check: source::module_header,
    },
    Rule {
        name: "file-length",
        about: "no source file is longer than 500 lines",
        check: source::file_length,
    },
    Rule {
        name: "whitespace",
        about: "no tabs, no spaces at the end of a line, a line end at the end of a file",
        check: source::whitespace,
    },
    Rule {
        name: "unfinished",
        about: "nothing that is not meant to stay",
        check: source::unfinished,
    },
    Rule {
        name: "safety-comment",
        about: "each unsafe block or impl has its argument close above it",
        check: source::safety_comment,
    },
    Rule {
        name: "machine-paths",
        about: "no path of one machine in any file",
        check: layout::machine_paths,
    },
    Rule {
        name: "snapshot-addresses",
        about: "no address in a snapshot",
        check: layout::snapshot_addresses,
    },
    Rule {
        name: "pending-snapshots",
        about: "no snapshot that waits for its review",
        check: layout::pending_snapshots,
    },
];

/// Checks all rules on the workspace.
///
/// # Errors
/// An argument, since it takes none, or a tree that cannot be read.
pub(crate) fn command(mut parser: lexopt::Parser) -> Result<ExitCode, Error> {
    if let Some(argument) = parser.next()? {
        return Err(Error::unexpected(&argument, &["none"]));
    }
    let tally = check(&workspace::root()?)?;
    println!("{tally}");
    Ok(if tally.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks all rules on the workspace at `root` and prints one line for each, and the findings.
///
/// # Errors
/// A tree that cannot be read.
pub(crate) fn check(root: &Path) -> Result<Tally, Error> {
    let tree = Tree::read(root)?;
    let mut tally = Tally::default();
    for rule in &RULES {
        let findings = (rule.check)(&tree);
        tally += Tally::of_check(findings.is_empty());
        let word = if findings.is_empty() { "ok" } else { "BROKEN" };
        println!("   {word:<7} {:<19} {}", rule.name, rule.about);
        for finding in findings {
            println!("     {finding} [{}]", rule.name);
        }
    }
    Ok(tally)
}
