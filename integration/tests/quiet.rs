//! Nothing is written that nobody asked for.
//!
//! The test starts its own binary again, for one test alone, and reads what that wrote.

use std::process::Command;

use integration::Heap;

const CHILD: &str = "INTEGRATION_QUIET_CHILD";

/// Uses the heap so that every kind of event has something to tell.
fn use_the_heap() {
    let heap = Heap::with_budget(4 << 20);
    let mut kept = Vec::new();
    while let Ok(list) = heap.list(core::iter::empty()) {
        if list.push(list.to_value()).is_err() {
            break;
        }
        if kept.len() < 100 {
            kept.push(list);
        }
    }
    let freed = heap.collect().map_or(0, |outcome| outcome.freed);
    assert!(freed > 1000);
    heap.make_immortal(kept[0].as_value());
    let mut nest =
        heap.tuple(core::iter::empty()).map_or_else(|_| unreachable!(), |t| t.to_value());
    for _ in 0..1000 {
        let Ok(outer) = heap.tuple([nest].into_iter()) else { return };
        nest = outer.into_value();
    }
}

/// Runs a program that prints, with its output captured.
#[cfg(feature = "runner")]
fn run_a_program() {
    let file = "scenarios/tutorial/01_counting_references.py".into();
    let options = integration::run::Options { file, ..Default::default() };
    let (ended, stdout, _) = integration::run::run_captured(&options);
    assert!(ended.status == 0 && !stdout.is_empty());
}

#[test]
fn the_child_uses_the_heap() {
    if std::env::var_os(CHILD).is_some() {
        use_the_heap();
        #[cfg(feature = "runner")]
        run_a_program();
    }
}

#[test]
fn a_heap_and_a_captured_program_write_nothing_themselves() {
    let program = std::env::current_exe().expect("a test knows its binary");
    let child = Command::new(program)
        .args(["--exact", "quiet::the_child_uses_the_heap", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .env("RUST_LOG", "trace")
        .output()
        .expect("the binary can be started");
    assert!(child.status.success());
    assert_eq!(String::from_utf8_lossy(&child.stderr), "");
    let stdout = String::from_utf8_lossy(&child.stdout);
    let foreign: Vec<&str> = stdout
        .lines()
        .filter(|line| {
            !line.is_empty() && !line.starts_with("running ") && !line.starts_with("test ")
        })
        .collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(stdout.contains("1 passed"), "{stdout}");
}
