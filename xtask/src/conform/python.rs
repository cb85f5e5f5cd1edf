//! The CPython interpreters of this machine.
//!
//! Looked for, in this order: what the command line names; else what the variable
//! `CONFORM_PYTHONS` lists (paths or versions, separated by commas); else, for each of the wanted
//! versions, `python3.N` on the `PATH`, then the newest in the directory of pyenv. A name counts
//! only when the program behind it answers that it is CPython: pyenv puts stand-ins on the `PATH`
//! that fail when they are run.

use std::ffi::OsStr;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::error::Error;

/// The versions that scenarios are compared with.
const WANTED: [Version; 3] = [
    Version { major: 3, minor: 11 },
    Version { major: 3, minor: 12 },
    Version { major: 3, minor: 13 },
];

/// What the interpreter is asked; other implementations than CPython answer another name.
const QUESTION: &str = "import sys; print(sys.implementation.name, *sys.version_info[:3])";

/// A feature version: two micro releases of one behave alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) major: u16,
    pub(crate) minor: u16,
}

impl Version {
    /// Reads `3.13`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
    }
}

impl Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// An interpreter that has answered.
#[derive(Clone, Debug)]
pub(crate) struct Interpreter {
    pub(crate) path: PathBuf,
    pub(crate) version: Version,
    /// The version with its micro release, such as `3.13.0`.
    pub(crate) release: String,
}

impl Interpreter {
    /// A command that runs `file` the same way each time: no settings of the user's, no random
    /// hashes, UTF-8.
    pub(crate) fn command(&self, file: &Path) -> Command {
        let mut command = Command::new(&self.path);
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("PYTHON") {
                command.env_remove(name);
            }
        }
        command.env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
        command.args(["-s", "-X", "utf8"]).arg(file);
        command
    }

    /// Asks the program at `path` what it is.
    fn probe(path: &Path) -> Option<Self> {
        let output = Command::new(path)
            .args(["-I", "-c", QUESTION])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let answer = String::from_utf8(output.stdout).ok()?;
        let (version, release) = understand(&answer)?;
        Some(Self { path: path.to_path_buf(), version, release })
    }
}

/// Reads an answer such as `cpython 3 13 0`.
fn understand(answer: &str) -> Option<(Version, String)> {
    let numbers = answer.trim().strip_prefix("cpython ")?;
    let mut parts = numbers.split(' ');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    Some((Version { major, minor }, numbers.replace(' ', ".")))
}

/// The interpreters to compare with, at most one for each name asked for or version wanted.
///
/// # Errors
/// Names the first one that was asked for and does not answer.
pub(crate) fn find(asked: &[String]) -> Result<Vec<Interpreter>, Error> {
    let listed;
    let asked = if asked.is_empty() {
        let variable = env::var("CONFORM_PYTHONS").unwrap_or_default();
        listed = variable.split(',').map(str::trim).map(str::to_owned).collect::<Vec<_>>();
        listed.as_slice()
    } else {
        asked
    };
    let asked: Vec<&String> = asked.iter().filter(|name| !name.is_empty()).collect();
    if asked.is_empty() {
        return Ok(WANTED.into_iter().filter_map(of_version).collect());
    }
    let find = |name: &String| match Version::parse(name) {
        Some(version) => of_version(version),
        None => Interpreter::probe(Path::new(name)),
    };
    asked
        .into_iter()
        .map(|name| {
            find(name).ok_or_else(|| Error::Failed(format!("`{name}`: no CPython answers to it")))
        })
        .collect()
}

fn of_version(version: Version) -> Option<Interpreter> {
    let program = format!("python{version}");
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).map(|directory| directory.join(&program));
    on_path
        .chain(pyenv(version))
        .filter(|path| path.is_file())
        .filter_map(|path| Interpreter::probe(&path))
        .find(|found| found.version == version)
}

/// The interpreters of `version` that pyenv has installed, newest first.
fn pyenv(version: Version) -> Vec<PathBuf> {
    let home = || env::home_dir().map(|home| home.join(".pyenv"));
    let Some(root) = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(home) else {
        return Vec::new();
    };
    let Ok(entries) = fs::read_dir(root.join("versions")) else { return Vec::new() };
    let mut releases: Vec<(u16, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let micro = micro(&entry.file_name(), version)?;
            Some((micro, entry.path().join("bin").join("python3")))
        })
        .collect();
    releases.sort_by_key(|(micro, _)| std::cmp::Reverse(*micro));
    releases.into_iter().map(|(_, path)| path).collect()
}

/// The micro release of a directory such as `3.13.0`, when it is one of `version`.
fn micro(directory: &OsStr, version: Version) -> Option<u16> {
    let rest = directory.to_str()?.strip_prefix(&format!("{version}."))?;
    rest.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Version, find, micro, understand};

    const V13: Version = Version { major: 3, minor: 13 };

    #[test]
    fn only_cpython_is_understood() {
        assert_eq!(understand("cpython 3 13 0\n"), Some((V13, "3.13.0".to_owned())));
        assert_eq!(understand("pypy 3 10 14\n"), None);
        assert_eq!(understand(""), None);
    }

    #[test]
    fn releases_of_one_version_are_told_from_its_neighbours() {
        assert_eq!(micro("3.13.2".as_ref(), V13), Some(2));
        assert_eq!(micro("3.1.13".as_ref(), V13), None);
        assert_eq!(micro("3.13-dev".as_ref(), V13), None);
    }

    #[test]
    fn an_interpreter_that_was_asked_for_must_answer() {
        let error = find(&["no/such/python".to_owned()]).expect_err("it does not exist");
        assert_eq!(error.to_string(), "`no/such/python`: no CPython answers to it");
    }
}
