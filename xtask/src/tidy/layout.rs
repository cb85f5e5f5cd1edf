//! Rules on where files are and what must not leak into them.

use super::Finding;
use super::tree::Tree;

/// What stands at the top level, beside files whose name starts with a point.
const TOP_LEVEL: [&str; 17] = [
    "ARCHITECTURE.md",
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "DESIGN.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "clippy.toml",
    "cyclegc",
    "integration",
    "pymalloc",
    "refcount",
    "rustfmt.toml",
    "xtask",
];

/// Directories that exist on the machine of whoever wrote them, in two parts each, because this
/// file is checked too.
const MACHINE: [&str; 4] =
    [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/t", "mp/"), concat!("/ho", "me/")];

/// Hexadecimal digits from which on a number in a snapshot is taken for an address.
const ADDRESS: usize = 6;

/// At the top stand the five crates and the usual files, nothing else.
pub(super) fn top_level(tree: &Tree) -> Vec<Finding> {
    let mut names: Vec<&str> =
        tree.files.iter().filter_map(|file| file.path.split('/').next()).collect();
    names.dedup();
    names
        .into_iter()
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name))
        .map(|name| Finding::new(name, 0, "does not belong at the top level"))
        .collect()
}

/// No path of one machine in any file.
pub(super) fn machine_paths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for path in MACHINE {
            let lines = file.lines_with(path);
            findings.extend(lines.map(|line| Finding::new(&file.path, line, path)));
        }
    }
    findings
}

/// No address in a snapshot.
pub(super) fn snapshot_addresses(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(&["snap"]) {
        let lines = file.lines().filter(|(_, line)| has_address(line));
        findings.extend(lines.map(|(line, _)| Finding::new(&file.path, line, "an address")));
    }
    findings
}

fn has_address(line: &str) -> bool {
    line.split("0x")
        .skip(1)
        .any(|rest| rest.chars().take_while(char::is_ascii_hexdigit).count() >= ADDRESS)
}

/// No snapshot that waits for its review.
pub(super) fn pending_snapshots(tree: &Tree) -> Vec<Finding> {
    let pending = |path: &str| path.ends_with(".snap.new") || path.ends_with(".pending-snap");
    tree.files
        .iter()
        .filter(|file| pending(&file.path))
        .map(|file| Finding::new(&file.path, 0, "accept it or delete it"))
        .collect()
}
