//! The scenarios: which there are, and which versions of CPython each is about.

use std::fs;
use std::path::{Path, PathBuf};

use super::python::Version;
use crate::error::Error;
use crate::workspace;

/// Where the workspace keeps its scenarios.
const FOLDER: &str = "integration/scenarios";

/// One Python file.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// The path as the table shows it.
    pub(crate) name: String,
    /// The path as every implementation gets it: absolute, so that the working directory is free.
    pub(crate) path: PathBuf,
    /// The versions it is about; all where there are none.
    versions: Vec<Version>,
}

impl Scenario {
    fn read(path: &Path, root: &Path) -> Result<Self, Error> {
        let unreadable = |error| Error::Failed(format!("{}: {error}", path.display()));
        let text = fs::read(path).map_err(unreadable)?;
        let path = path.canonicalize().map_err(unreadable)?;
        let name = workspace::relative(&path, root);
        let versions = versions(&String::from_utf8_lossy(&text)).map_err(|word| {
            Error::Failed(format!("{name}: `{word}` is no version such as 3.13"))
        })?;
        Ok(Self { name, path, versions })
    }

    /// Whether its output is defined on `version`.
    pub(crate) fn is_about(&self, version: Version) -> bool {
        self.versions.is_empty() || self.versions.contains(&version)
    }
}

/// The scenarios of the workspace at `root`, sorted by name.
///
/// # Errors
/// Names what cannot be read; a workspace without scenarios is an error too.
pub(crate) fn all(root: &Path) -> Result<Vec<Scenario>, Error> {
    let files = workspace::files_below(&root.join(FOLDER))?;
    let python = files.iter().filter(|file| file.extension().is_some_and(|end| end == "py"));
    let scenarios: Vec<Scenario> =
        python.map(|file| Scenario::read(file, root)).collect::<Result<_, _>>()?;
    if scenarios.is_empty() {
        return Err(Error::Failed(format!("no scenario in {FOLDER}")));
    }
    Ok(scenarios)
}

/// The scenarios in `files`, in that order.
///
/// # Errors
/// Names the first file that cannot be read.
pub(crate) fn named(files: &[PathBuf], root: &Path) -> Result<Vec<Scenario>, Error> {
    files.iter().map(|file| Scenario::read(file, root)).collect()
}

/// What the comments in front of the program say about versions; `Err` is a word that is none.
fn versions(text: &str) -> Result<Vec<Version>, &str> {
    let head = text.lines().take_while(|line| line.starts_with('#') || line.trim().is_empty());
    let mut found = Vec::new();
    for line in head {
        let comment = line.trim_start_matches('#').trim_start();
        if let Some(list) = comment.strip_prefix("versions:") {
            for word in list.split([',', ' ']).filter(|word| !word.is_empty()) {
                found.push(Version::parse(word).ok_or(word)?);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Version, named, versions};

    const V12: Version = Version { major: 3, minor: 12 };
    const V13: Version = Version { major: 3, minor: 13 };

    #[test]
    fn the_head_names_versions() {
        assert_eq!(versions("# versions: 3.12,3.13\nprint(1)\n"), Ok(vec![V12, V13]));
        assert_eq!(versions("# About.\n\n# versions: 3.12, 3.13\n"), Ok(vec![V12, V13]));
        assert_eq!(versions("# About.\nprint(1)\n"), Ok(vec![]));
    }

    #[test]
    fn only_the_head_counts() {
        assert_eq!(versions("print(1)\n# versions: 3.12\n"), Ok(vec![]));
    }

    #[test]
    fn a_word_that_is_no_version_is_named() {
        assert_eq!(versions("# versions: 3.12+\n"), Err("3.12+"));
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = named(&["nowhere.py".into()], "".as_ref()).expect_err("it does not exist");
        assert!(error.to_string().starts_with("nowhere.py: "), "{error}");
    }
}
