//! The Python extension `cyclegc`, built for one interpreter.
//!
//! It stands apart from the workspace (`cyclegc/cpython`), is built for release with the
//! interpreter's own configuration, and is copied under the name that `import cyclegc` looks for.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::workspace;

/// Where the crate is.
const CRATE: &str = "cyclegc/cpython";
const LIBRARY: &str = "libcyclegc_cpython.so";

/// The extension, ready to be imported.
#[derive(Debug)]
pub(crate) struct Extension {
    directory: PathBuf,
    /// The module that installs the collector when an interpreter starts.
    customize: PathBuf,
}

impl Extension {
    /// Builds the extension of the workspace at `root` for the interpreter at `python`.
    ///
    /// # Errors
    /// It does not build, or cannot be copied.
    pub(crate) fn build(root: &Path, python: &Path, release: &str) -> Result<Self, Error> {
        let target = workspace::target(root).join("cyclegc-cpython").join(release);
        let status = Command::new(workspace::cargo())
            .args(["build", "--quiet", "--locked", "--release", "--manifest-path"])
            .arg(root.join(CRATE).join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .env("PYO3_PYTHON", python)
            .stdin(Stdio::null())
            .status();
        let failed = |what: String| Error::Failed(format!("{CRATE} for CPython {release}: {what}"));
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(failed(status.to_string())),
            Err(error) => return Err(failed(error.to_string())),
        }
        let directory = target.join("import");
        // A new file each time, because an interpreter may still have the old one mapped.
        let module = directory.join("cyclegc.so");
        fs::create_dir_all(&directory)
            .and_then(|()| fs::remove_file(&module).or(Ok(())))
            .and_then(|()| fs::copy(target.join("release").join(LIBRARY), &module))
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self { directory, customize: root.join(CRATE).join("python") })
    }

    /// The directory that holds the extension; other files may be put there.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Makes `command`, which starts the interpreter, and all interpreters that it starts, collect
    /// with the extension from their beginning.
    pub(crate) fn put_into(&self, command: &mut Command) {
        let own = [self.directory.as_path(), self.customize.as_path()];
        command.env("PYTHONPATH", python_path(&own, std::env::var_os("PYTHONPATH").as_deref()));
    }

    /// Makes `command` able to import the extension, without installing it.
    pub(crate) fn offer_to(&self, command: &mut Command) {
        let own = [self.directory.as_path()];
        command.env("PYTHONPATH", python_path(&own, std::env::var_os("PYTHONPATH").as_deref()));
    }
}

/// `own` in front of what the variable says already.
fn python_path(own: &[&Path], others: Option<&OsStr>) -> OsString {
    let mut path = OsString::new();
    let parts = own.iter().map(|part| part.as_os_str());
    for part in parts.chain(others.filter(|others| !others.is_empty())) {
        if !path.is_empty() {
            path.push(":");
        }
        path.push(part);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::python_path;
    use std::path::Path;

    #[test]
    fn the_extension_comes_before_what_is_on_the_path_already() {
        let own = [Path::new("a"), Path::new("b")];
        assert_eq!(python_path(&own, Some("c:d".as_ref())), "a:b:c:d");
        assert_eq!(python_path(&own, Some("".as_ref())), "a:b");
        assert_eq!(python_path(&own[..1], None), "a");
    }
}
