//! Rules on the crates' manifests.
//!
//! They read the manifests themselves and not what cargo makes of them, because cargo forgets
//! where a version came from. A dependency counts under each name it can have: the key it stands
//! under and the package that this key is another name for, here or in the root manifest.
//!
//! A helper crate nests inside the folder of the crate that it serves, and may depend on that one.
//! With a `[workspace]` of its own it stands alone: it is a program, it may depend on what it
//! measures or serves, names its versions itself, and is never published.

use toml::{Table, Value};

use super::Finding;
use super::tree::{File, Tree};

/// The crates, each with the workspace's crates that it may depend on.
const ARROWS: [(&str, &[&str]); 5] = [
    ("pymalloc", &[]),
    ("refcount", &[]),
    ("cyclegc", &[]),
    ("integration", &["pymalloc", "refcount", "cyclegc"]),
    ("xtask", &["integration", "pymalloc", "refcount", "cyclegc"]),
];

/// Fields of a manifest that a registry or a reader asks for.
const FIELDS: [&str; 11] = [
    "name",
    "version",
    "edition",
    "rust-version",
    "description",
    "license",
    "repository",
    "authors",
    "readme",
    "keywords",
    "categories",
];

/// refcount, cyclegc and pymalloc depend on no crate of the workspace.
pub(super) fn dependency_rule(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let root = tree.files.iter().find(|file| file.path == "Cargo.toml").and_then(parse);
    for (file, name, manifest) in members(tree, &mut findings) {
        if stands_alone(&manifest) {
            continue;
        }
        let served = name.split('/').next().unwrap_or(name);
        let Some((_, allowed)) = ARROWS.iter().find(|(crate_name, _)| *crate_name == served) else {
            findings.push(Finding::new(
                &file.path,
                0,
                format!("`{name}` has no place in the rule"),
            ));
            continue;
        };
        for (key, dependency) in dependencies(&manifest) {
            let package = package(key, dependency, root.as_ref());
            let of_workspace = ARROWS.iter().any(|(crate_name, _)| *crate_name == package);
            if of_workspace && !allowed.contains(&package) && package != served {
                let what = format!("`{name}` must not depend on `{package}`");
                findings.push(Finding::new(&file.path, line_of(file, key), what));
            }
        }
    }
    findings
}

/// Versions of dependencies stand in the root manifest alone.
pub(super) fn versions_in_root(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, _, manifest) in members(tree, &mut findings) {
        if stands_alone(&manifest) {
            continue;
        }
        for (key, dependency) in dependencies(&manifest) {
            if dependency.get("workspace").and_then(Value::as_bool) != Some(true) {
                let what = format!("`{key}` should say `workspace = true`");
                findings.push(Finding::new(&file.path, line_of(file, key), what));
            }
        }
    }
    findings
}

/// Each crate has the fields that publishing needs, and the workspace's lints.
pub(super) fn fields(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, name, manifest) in members(tree, &mut findings) {
        let package = manifest.get("package");
        if stands_alone(&manifest) {
            let publish = package.and_then(|package| package.get("publish"));
            if publish.and_then(Value::as_bool) != Some(false) {
                findings.push(Finding::new(&file.path, 0, "`publish = false` is missing"));
            }
            continue;
        }
        let missing = |field: &&&str| !package.is_some_and(|package| is_given(package, field));
        for field in FIELDS.iter().filter(missing) {
            findings.push(Finding::new(&file.path, 0, format!("`{field}` is missing")));
        }
        let readme = format!("{name}/README.md");
        if !tree.files.iter().any(|file| file.path == readme) {
            findings.push(Finding::new(&readme, 0, "the crate has no README"));
        }
        let lints = manifest.get("lints").and_then(|lints| lints.get("workspace"));
        if lints.and_then(Value::as_bool) != Some(true) {
            findings.push(Finding::new(&file.path, 0, "`lints.workspace = true` is missing"));
        }
    }
    findings
}

/// Whether the crate opens a workspace of its own.
fn stands_alone(manifest: &Table) -> bool {
    manifest.contains_key("workspace")
}

/// Whether `field` has a value, or takes the workspace's.
fn is_given(package: &Value, field: &str) -> bool {
    match package.get(field) {
        Some(Value::String(text)) => !text.is_empty() && text != concat!("TO", "DO"),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Table(table)) => table.get("workspace").and_then(Value::as_bool) == Some(true),
        _ => false,
    }
}

/// The manifests of the crates with the crates' names; one that cannot be read is a finding.
fn members<'tree>(
    tree: &'tree Tree,
    findings: &mut Vec<Finding>,
) -> Vec<(&'tree File, &'tree str, Table)> {
    let mut found = Vec::new();
    for file in &tree.files {
        let Some(name) = file.path.strip_suffix("/Cargo.toml") else { continue };
        match file.text.parse::<Table>() {
            Ok(manifest) => found.push((file, name, manifest)),
            Err(error) => findings.push(Finding::new(&file.path, 0, error.message())),
        }
    }
    found
}

fn parse(file: &File) -> Option<Table> {
    file.text.parse().ok()
}

/// Every dependency of a manifest: for building, for tests, and for one platform.
fn dependencies(manifest: &Table) -> Vec<(&String, &Value)> {
    const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let mut scopes: Vec<&Table> = vec![manifest];
    if let Some(Value::Table(platforms)) = manifest.get("target") {
        scopes.extend(platforms.values().filter_map(Value::as_table));
    }
    let tables = scopes.into_iter().flat_map(|scope| KINDS.map(|kind| scope.get(kind)));
    tables.flatten().filter_map(Value::as_table).flatten().collect()
}

/// The package behind a dependency's key.
fn package<'manifest>(
    key: &'manifest str,
    dependency: &'manifest Value,
    root: Option<&'manifest Table>,
) -> &'manifest str {
    let shared = || root?.get("workspace")?.get("dependencies")?.get(key)?.get("package");
    dependency.get("package").or_else(shared).and_then(Value::as_str).unwrap_or(key)
}

/// The line on which a dependency stands, as well as text tells.
fn line_of(file: &File, key: &str) -> usize {
    file.lines().find(|(_, line)| line.starts_with(key)).map_or(0, |(number, _)| number)
}
