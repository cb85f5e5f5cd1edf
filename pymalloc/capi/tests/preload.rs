//! Real programs on the library: what `LD_PRELOAD` does to them.
//!
//! The library is built by the test, as a user would build it. One of the programs is this very
//! test binary, started again: `child` is a test that does nothing unless it is told to.

#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::{env, fs};

#[path = "preload/child.rs"]
mod child;

/// Builds the library and answers where it is.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("preload");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked", "-p", "pymalloc-capi", "--target-dir"])
            .arg(&place)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .expect("cargo");
        assert!(built.success(), "{built}");
        place.join("debug").join("libpymalloc_capi.so")
    })
}

/// Runs a program on the library; `None` where it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    if !Path::new(program).is_file() {
        return None;
    }
    let mut command = Command::new(program);
    command.args(arguments).env("LD_PRELOAD", library()).env("LC_ALL", "C");
    Some(command.output().unwrap_or_else(|error| panic!("{program}: {error}")))
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs one of the children in this test binary.
fn child(name: &str) {
    let this = env::current_exe().expect("this program");
    let mut command = Command::new(this);
    command.args(["--exact", "child::child", "--nocapture", "--test-threads=1"]);
    command.env("PRELOAD_CHILD", name).env("LD_PRELOAD", library());
    let output = command.output().expect("this program");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(said.contains(&format!("child {name} is done")), "{output:?}");
}

#[test]
fn programs_of_the_system_run() {
    if let Some(output) = run("/bin/ls", &["-la", "/"]) {
        assert!(text(&output).lines().count() > 3);
    }
    if let Some(output) = run("/bin/sh", &["-c", "for i in 1 2 3; do echo $i | cat; done"]) {
        assert_eq!(text(&output), "1\n2\n3\n");
    }
    if let Some(output) = run("/usr/bin/sort", &["-r", "--parallel=4", "Cargo.toml"]) {
        let file = fs::read_to_string("Cargo.toml").expect("a file");
        let mut lines: Vec<&str> = file.lines().collect();
        lines.sort_by(|a, b| b.cmp(a));
        assert_eq!(text(&output).lines().collect::<Vec<_>>(), lines);
    }
}

#[test]
fn an_interpreter_with_threads_and_children_runs() {
    let program = "import subprocess, sys, threading\n\
                   made = []\n\
                   def make(): made.append([{str(i): [i] * (i % 90)} for i in range(3000)])\n\
                   threads = [threading.Thread(target=make) for _ in range(4)]\n\
                   [thread.start() for thread in threads]\n\
                   [thread.join() for thread in threads]\n\
                   print(sum(len(each) for each in made))\n\
                   print(subprocess.check_output([sys.executable, '-c', 'print(5)']))";
    if let Some(output) = run("/usr/bin/python3", &["-I", "-c", program]) {
        assert_eq!(text(&output), "12000\nb'5\\n'\n");
    }
}

#[test]
fn sizes_and_alignments_are_kept() {
    child("sizes");
}

#[test]
fn what_cannot_be_served_is_null_with_a_reason() {
    child("errors");
}

#[test]
fn blocks_move_between_threads_and_outlive_them() {
    child("threads");
}

#[test]
fn the_child_of_a_fork_allocates_and_frees() {
    child("fork");
}
