//! Each rule, given a small tree that breaks it and one that keeps it.

use super::tree::{File, Tree};
use super::{Finding, layout, manifest, source};

fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| File { path: (*path).into(), text: (*text).into() };
    Tree { files: files.iter().map(file).collect() }
}

fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_mechanism_must_not_depend_on_another() {
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let text = format!("[{section}]\ncyclegc.workspace = true\n");
        let findings = manifest::dependency_rule(&tree(&[("refcount/Cargo.toml", &text)]));
        assert_eq!(
            shown(&findings),
            ["refcount/Cargo.toml:2: `refcount` must not depend on `cyclegc`"]
        );
    }
}

#[test]
fn a_dependency_for_one_platform_or_under_another_name_is_seen() {
    let root = "[workspace.dependencies]\ngc = { path = \"cyclegc\", package = \"cyclegc\" }\n";
    let member = "[target.'cfg(unix)'.dependencies]\ngc.workspace = true\n";
    let tree = tree(&[("Cargo.toml", root), ("pymalloc/Cargo.toml", member)]);
    assert_eq!(
        shown(&manifest::dependency_rule(&tree)),
        ["pymalloc/Cargo.toml:2: `pymalloc` must not depend on `cyclegc`"]
    );
}

#[test]
fn the_composed_heap_may_depend_on_the_mechanisms_but_not_on_the_commands() {
    let text = "[dependencies]\ncyclegc.workspace = true\nhashbrown.workspace = true\n";
    assert!(manifest::dependency_rule(&tree(&[("integration/Cargo.toml", text)])).is_empty());
    let text = "[dev-dependencies]\nxtask.workspace = true\n";
    assert_eq!(manifest::dependency_rule(&tree(&[("integration/Cargo.toml", text)])).len(), 1);
}

#[test]
fn a_nested_crate_may_depend_on_the_crate_that_it_serves_alone() {
    let text = "[dependencies]\npymalloc.workspace = true\ncyclegc.workspace = true\n";
    assert_eq!(
        shown(&manifest::dependency_rule(&tree(&[("pymalloc/capi/Cargo.toml", text)]))),
        ["pymalloc/capi/Cargo.toml:3: `pymalloc/capi` must not depend on `cyclegc`"]
    );
}

#[test]
fn a_crate_with_a_workspace_of_its_own_names_its_versions_and_is_not_published() {
    let text = "[workspace]\n[dependencies]\ncyclegc = { path = \"..\" }\ngc = \"0.5\"\n";
    let tree = tree(&[("cyclegc/bench/Cargo.toml", text)]);
    assert!(manifest::dependency_rule(&tree).is_empty());
    assert!(manifest::versions_in_root(&tree).is_empty());
    assert_eq!(
        shown(&manifest::fields(&tree)),
        ["cyclegc/bench/Cargo.toml: `publish = false` is missing"]
    );
}

#[test]
fn a_version_in_a_member_is_a_finding() {
    let text = "[dependencies]\ninsta = \"1\"\ntracing = { workspace = true, optional = true }\n";
    assert_eq!(
        shown(&manifest::versions_in_root(&tree(&[("refcount/Cargo.toml", text)]))),
        ["refcount/Cargo.toml:2: `insta` should say `workspace = true`"]
    );
}

#[test]
fn a_manifest_without_fields_lists_what_is_missing() {
    let text = "[package]\nname = \"refcount\"\nversion.workspace = true\nkeywords = []\n";
    let shown = shown(&manifest::fields(&tree(&[("refcount/Cargo.toml", text)])));
    assert!(!shown.iter().any(|finding| finding.contains("`version`")), "{shown:?}");
    for what in ["`keywords` is", "`description` is", "`lints.workspace", "has no README"] {
        assert!(shown.iter().any(|finding| finding.contains(what)), "{what}: {shown:?}");
    }
}

#[test]
fn a_manifest_that_does_not_parse_is_a_finding() {
    let findings = manifest::fields(&tree(&[("refcount/Cargo.toml", "[package\n")]));
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_stranger_at_the_top_level_is_named_once() {
    let tree = tree(&[
        (".ci/run", ""),
        ("README.md", ""),
        ("refcount/src/lib.rs", ""),
        ("scripts/a.sh", ""),
        ("scripts/b.sh", ""),
    ]);
    assert_eq!(shown(&layout::top_level(&tree)), ["scripts: does not belong at the top level"]);
}

#[test]
fn a_source_file_without_header_is_a_finding() {
    let tree = tree(&[
        ("a.rs", "//! What it is.\n"),
        ("b.rs", "use std::fmt;\n//! Too late.\n"),
        ("c.rs", "#![doc = include_str!(\"../README.md\")]\n"),
        ("d.py", "import gc\n"),
    ]);
    assert_eq!(shown(&source::module_header(&tree)), ["b.rs:1: no `//!` header"]);
}

#[test]
fn a_file_of_501_lines_is_too_long() {
    let (longest, longer) = ("\n".repeat(500), "\n".repeat(501));
    let tree = tree(&[("a.rs", &longest), ("b.rs", &longer), ("c.snap", &longer)]);
    assert_eq!(shown(&source::file_length(&tree)), ["b.rs: 501 lines"]);
}

#[test]
fn whitespace_that_nobody_sees_is_found() {
    let tree = tree(&[("a.rs", "one\n\ttwo\nthree \n"), ("b.md", "no end")]);
    assert_eq!(
        shown(&source::whitespace(&tree)),
        ["a.rs:2: a tab", "a.rs:3: a space at the end", "b.md: no line end at the end of the file"]
    );
}

#[test]
fn what_is_not_meant_to_stay_is_found() {
    let text = concat!("fn a() {\n    to", "do!()\n}\n#[ig", "nore]\nthread::", "sleep(x);\n");
    let lines: Vec<usize> =
        source::unfinished(&tree(&[("a.rs", text)])).iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [2, 4, 5]);
}

#[test]
fn an_unsafe_block_needs_its_argument_within_six_lines() {
    let block = concat!("unsafe", " { read(p) }\n");
    let argued = format!("// SAFETY: invariant 2.\n{}{block}", "\n".repeat(5));
    let far = format!("// SAFETY: invariant 2.\n{}{block}", "\n".repeat(6));
    let comment = format!("/// See `{}`.\n", block.trim());
    let implementation = concat!("unsafe", " impl Send for A {}\n");
    let tree = tree(&[
        ("a.rs", &argued),
        ("b.rs", &far),
        ("c.rs", &comment),
        ("d.rs", block),
        ("e.rs", implementation),
    ]);
    assert_eq!(
        shown(&source::safety_comment(&tree)),
        [
            "b.rs:8: no `// SAFETY:` close above",
            "d.rs:1: no `// SAFETY:` close above",
            "e.rs:1: no `// SAFETY:` close above"
        ]
    );
}

#[test]
fn a_path_of_one_machine_is_found_in_any_file() {
    let text = concat!("see\n/ro", "ot/notes\n");
    assert_eq!(layout::machine_paths(&tree(&[("a.md", text)])).len(), 1);
    assert!(layout::machine_paths(&tree(&[("a.md", "see target/notes\n")])).is_empty());
}

#[test]
fn an_address_in_a_snapshot_is_told_from_a_number() {
    let text = "hex(255) = 0xff\n<Node object at 0x7f10c2a3>\n";
    let tree = tree(&[("a.snap", text), ("b.rs", text)]);
    assert_eq!(shown(&layout::snapshot_addresses(&tree)), ["a.snap:2: an address"]);
}

#[test]
fn a_snapshot_that_waits_for_review_is_found() {
    let tree = tree(&[("a.snap", ""), ("b.snap.new", ""), (".c.rs.pending-snap", "")]);
    assert_eq!(layout::pending_snapshots(&tree).len(), 2);
}
