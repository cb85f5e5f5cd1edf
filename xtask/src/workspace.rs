//! Where the workspace is, and which files it consists of.
//!
//! The root is looked for from the manifest that cargo names in the environment, else from the
//! current directory, upwards to the manifest that opens a workspace. Walks skip what is not the
//! project's: build output and the repository's own data.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::error::Error;

/// Directories that no walk enters. `.git` is a file where the checkout is one of several.
const SKIPPED: [&str; 4] = ["target", ".git", "__pycache__", "node_modules"];

/// The directory of the workspace's manifest.
pub(crate) fn root() -> Result<PathBuf, Error> {
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(directory) => PathBuf::from(directory),
        None => env::current_dir()
            .map_err(|error| Error::Failed(format!("the current directory: {error}")))?,
    };
    start
        .ancestors()
        .find(|directory| opens_workspace(&directory.join("Cargo.toml")))
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            Error::Failed(format!("no workspace manifest at or above {}", start.display()))
        })
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// Where cargo puts what it builds of the workspace at `root`.
pub(crate) fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

fn opens_workspace(manifest: &Path) -> bool {
    fs::read_to_string(manifest)
        .is_ok_and(|text| text.lines().any(|line| line.trim() == "[workspace]"))
}

/// Every file below `directory`, sorted by path.
///
/// # Errors
/// Names the directory that could not be read.
pub(crate) fn files_below(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(directory) = open.pop() {
        list(&directory, &mut open, &mut found)
            .map_err(|error| Error::Failed(format!("{}: {error}", directory.display())))?;
    }
    found.sort();
    Ok(found)
}

fn list(directory: &Path, open: &mut Vec<PathBuf>, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if SKIPPED.iter().any(|skipped| entry.file_name() == *skipped) {
            continue;
        }
        let to = if entry.file_type()?.is_dir() { &mut *open } else { &mut *found };
        to.push(entry.path());
    }
    Ok(())
}

/// `path` as seen from `root`, with `/` between its parts; unchanged where it lies outside.
pub(crate) fn relative(path: &Path, root: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::{files_below, relative, root};
    use crate::error::Error;

    #[test]
    fn the_root_holds_this_crate() -> Result<(), Error> {
        let root = root()?;
        let files = files_below(&root.join("xtask"))?;
        assert!(files.iter().any(|file| relative(file, &root) == "xtask/src/workspace.rs"));
        Ok(())
    }

    #[test]
    fn a_missing_directory_is_named() {
        let error = files_below("no/such/place".as_ref()).expect_err("it does not exist");
        assert!(error.to_string().starts_with("no/such/place: "));
    }
}
