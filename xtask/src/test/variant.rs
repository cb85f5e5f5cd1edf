//! Builds of another kind: tests under a model checker, a sanitizer or an interpreter.
//!
//! A variant is what rustc is told, which toolchain it needs, and how cargo is called. Each has a
//! target folder of its own, since other flags rebuild everything. A variant whose tools are not
//! installed is skipped, and says so: it counts no test.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::workspace;

/// How tests are built and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// All orders of the threads' steps: `loom` in place of the atomics.
    Model,
    /// Data races, as they happen: `ThreadSanitizer`.
    Race,
    /// Memory that nobody frees: `LeakSanitizer`.
    Leak,
    /// Uses of memory that is freed or another's: `AddressSanitizer`.
    Address,
    /// Undefined behaviour: Miri, with several orders of threads.
    Interpreted,
}

/// The one platform that the sanitizers are run on.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Memory is mapped through the C library, where the sanitizer sees it: else it would take an arena
/// for the one that was at its address before.
const RACE: &str = "-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer --cfg rustix_use_libc";

const ADDRESS: &str = "-Zsanitizer=address -Cunsafe-allow-abi-mismatch=sanitizer";

impl Variant {
    const fn folder(self) -> &'static str {
        match self {
            Self::Model => "loom",
            Self::Race => "tsan",
            Self::Leak => "lsan",
            Self::Address => "asan",
            Self::Interpreted => "miri",
        }
    }

    const fn is_sanitizer(self) -> bool {
        matches!(self, Self::Race | Self::Leak | Self::Address)
    }

    /// What is missing for this variant, if anything is.
    pub(super) fn missing(self) -> Option<&'static str> {
        let is_host = cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"));
        match self {
            _ if self.is_sanitizer() && !is_host => Some("sanitizers are run on x86-64 Linux"),
            _ if self.is_sanitizer() && !answers(&["--version"]) => Some("no nightly toolchain"),
            Self::Interpreted if !answers(&["miri", "--version"]) => {
                Some("no nightly toolchain with the component `miri`")
            }
            _ => None,
        }
    }

    /// The command for `cargo test` with these arguments.
    pub(super) fn command(self, root: &Path, arguments: &str) -> Command {
        let mut command =
            if self == Self::Model { Command::new(workspace::cargo()) } else { nightly() };
        if self == Self::Interpreted {
            command.arg("miri");
        }
        command.args(["test", "--locked", "--no-fail-fast"]).args(arguments.split(' '));
        if self.is_sanitizer() {
            command.args(["--target", TARGET]);
        }
        command.env("CARGO_TARGET_DIR", workspace::target(root).join(self.folder()));
        match self {
            Self::Model => command.env("RUSTFLAGS", "--cfg loom"),
            Self::Race => {
                let known = root.join("xtask/src/test/thread_sanitizer.txt");
                let options = format!("suppressions={}", known.display());
                command.env("TSAN_OPTIONS", options).env("RUSTFLAGS", RACE)
            }
            Self::Leak => command.env("RUSTFLAGS", "-Zsanitizer=leak"),
            Self::Address => {
                // What a heap of `PyMalloc` keeps is found from memory it mapped, where leaks are not
                // looked for.
                command.env("ASAN_OPTIONS", "detect_leaks=0").env("RUSTFLAGS", ADDRESS)
            }
            Self::Interpreted => {
                command.env("MIRIFLAGS", "-Zmiri-many-seeds=0..16 -Zmiri-disable-isolation")
            }
        };
        command
    }
}

/// Cargo of the nightly toolchain.
fn nightly() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo"]).env_remove("RUSTUP_TOOLCHAIN");
    command.env_remove("RUSTC").env_remove("RUSTDOC").env_remove("CARGO");
    command
}

fn answers(arguments: &[&str]) -> bool {
    let mut command = nightly();
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
