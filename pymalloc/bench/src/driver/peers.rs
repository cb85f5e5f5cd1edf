//! The peers, and how a worker for each comes into being.
//!
//! A peer is a feature of this package, and cargo builds the worker once for each: features of one
//! dependency differ between peers, and a program has one global allocator. A peer that does not
//! build here (a C++ compiler is missing, say) is left out with a message. CPython's allocator and
//! tcmalloc are no builds: the system's worker loads the one from a libpython of this machine, and is
//! started with the other in `LD_PRELOAD`. Where there is no such library there is no such peer.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// An allocator with a column in the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// Where its worker comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// This package with the feature of the peer's name.
    Feature,
    /// This package without features.
    System,
    /// The library of an interpreter.
    Interpreter(PathBuf),
    /// A library that takes the place of the system's `malloc`.
    Preloaded(PathBuf),
}

/// What `--peers` takes beside the interpreters; ours first.
pub(crate) const FEATURES: [&str; 10] = [
    "pymalloc",
    "pymalloc-hardened",
    "heap",
    "floor",
    "system",
    "mimalloc",
    "mimalloc-secure",
    "jemalloc",
    "snmalloc",
    "rpmalloc",
];

/// The feature versions whose library is looked for, as `--peers cpython-3.13` names them.
const INTERPRETERS: [&str; 3] = ["3.13", "3.12", "3.11"];

/// The libraries of gperftools, as Debian's `libtcmalloc-minimal4` and others have them.
const TCMALLOC: [&str; 3] =
    ["libtcmalloc_minimal.so.4", "libtcmalloc_minimal.so", "libtcmalloc.so.4"];

/// Where the system's libraries are.
const LIBRARIES: [&str; 5] = [
    "/usr/local/lib",
    "/usr/lib",
    "/usr/lib64",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
];

/// A peer that can be run.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) peer: Peer,
    program: PathBuf,
}

impl Worker {
    /// A command that runs `row`.
    pub(crate) fn command(&self, row: &str, quick: bool, pointers: bool) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(row);
        if quick {
            command.arg("--quick");
        }
        if pointers {
            command.arg("--pointers");
        }
        match &self.peer.kind {
            Kind::Interpreter(library) => {
                command.arg("--libpython").arg(library);
                if let Some(home) = home_of(library) {
                    command.env("PYTHONHOME", home);
                }
            }
            Kind::Preloaded(library) => {
                command.env("LD_PRELOAD", library);
            }
            Kind::Feature | Kind::System => {}
        }
        command
    }

    /// Whether the peer can be a program's global allocator.
    pub(crate) fn is_global(&self) -> bool {
        self.peer.name != "heap" && !matches!(self.peer.kind, Kind::Interpreter(_))
    }

    /// Whether the peer can be reached through C function pointers.
    pub(crate) fn has_pointers(&self) -> bool {
        self.peer.name != "heap"
    }
}

/// Every peer of this machine, ours first.
pub(crate) fn all() -> Vec<Peer> {
    let feature = |name: &&str| Peer {
        name: (*name).to_owned(),
        kind: if *name == "system" { Kind::System } else { Kind::Feature },
    };
    let interpreter = |version: &&str| {
        let library = library_of(version)?;
        Some(Peer { name: format!("cpython-{version}"), kind: Kind::Interpreter(library) })
    };
    let tcmalloc = TCMALLOC.iter().find_map(|name| in_system_libraries(name));
    let tcmalloc =
        tcmalloc.map(|path| Peer { name: "tcmalloc".to_owned(), kind: Kind::Preloaded(path) });
    let interpreters = INTERPRETERS.iter().filter_map(interpreter);
    FEATURES.iter().map(feature).chain(tcmalloc).chain(interpreters).collect()
}

/// A library of the system's.
fn in_system_libraries(name: &str) -> Option<PathBuf> {
    LIBRARIES.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

/// The newest shared library of CPython `version`: pyenv's, else the system's.
fn library_of(version: &str) -> Option<PathBuf> {
    let name = format!("libpython{version}.so");
    let home = || env::home_dir().map(|home| home.join(".pyenv"));
    let pyenv = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(home);
    let entries = pyenv.and_then(|root| fs::read_dir(root.join("versions")).ok());
    let mut found: Vec<(u32, PathBuf)> = entries
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let directory = entry.file_name().to_str()?.to_owned();
            let micro = directory.strip_prefix(version)?.strip_prefix('.')?.parse().ok()?;
            Some((micro, entry.path().join("lib").join(&name)))
        })
        .collect();
    found.sort();
    let pyenv = found.into_iter().rev().map(|(_, path)| path).find(|path| path.is_file());
    pyenv.or_else(|| in_system_libraries(&name))
}

/// The directory that the interpreter's library takes its modules from.
fn home_of(library: &Path) -> Option<&Path> {
    library.parent()?.parent()
}

/// Builds a worker for each peer, and leaves out those that do not build.
///
/// # Errors
/// None of them builds, or cargo cannot be run.
pub(crate) fn build(peers: &[Peer]) -> Result<Vec<Worker>, String> {
    let mut workers = Vec::new();
    for peer in peers {
        let feature = (peer.kind == Kind::Feature).then_some(peer.name.as_str());
        eprintln!("building the worker for {}", peer.name);
        match build_one(feature)? {
            Some(program) => workers.push(Worker { peer: peer.clone(), program }),
            None => eprintln!("{} does not build here and is left out", peer.name),
        }
    }
    if workers.is_empty() { Err("no worker could be built".to_owned()) } else { Ok(workers) }
}

/// Builds the worker with `feature`, and puts it in a place where the next one does not replace it.
fn build_one(feature: Option<&str>) -> Result<Option<PathBuf>, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--locked", "--quiet", "--bin", "worker"]);
    command.args(["--message-format", "json-render-diagnostics", "--manifest-path"]).arg(manifest);
    if let Some(feature) = feature {
        command.args(["--features", feature]);
    }
    let output = command.stderr(std::process::Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Ok(None);
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let program = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "worker")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    let program = program.ok_or("cargo names no worker")?;
    let copy = program.with_file_name(format!("worker-{}", feature.unwrap_or("system")));
    fs::copy(&program, &copy).map_err(|error| format!("{}: {error}", copy.display()))?;
    Ok(Some(copy))
}
