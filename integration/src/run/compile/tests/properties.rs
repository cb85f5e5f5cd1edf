//! What holds for the code of every program: the invariants of [`Code`], checked anew on the
//! result, over every scenario of this crate.

use std::fs;
use std::path::{Path, PathBuf};

use super::{children, code};
use crate::run::code::{Code, Op};
use crate::run::compile::compile;
use crate::run::source::Source;

/// Checks the invariants of a piece of code and of all code inside it.
fn check(code: &Code) {
    let name = &code.qualname;
    assert_eq!(code.ops.len(), code.lines.len(), "{name}");
    assert!(code.params.slots() as usize <= code.varnames.len(), "{name}");
    let pairs = code.handlers.iter().zip(code.handlers.iter().skip(1));
    for (one, next) in pairs {
        assert!(one.start < one.end && one.end <= next.start, "{name}: {one:?} {next:?}");
    }
    assert_eq!(simulate(code), code.max_stack, "{name}");
    for inner in children(code) {
        check(&inner);
    }
}

/// The deepest stack, found by following every path, those of exceptions included.
fn simulate(code: &Code) -> u32 {
    let name = &code.qualname;
    let mut depths: Vec<Option<u32>> = vec![None; code.ops.len()];
    let mut work = vec![(0, 0)];
    let mut deepest = 0;
    while let Some((at, depth)) = work.pop() {
        deepest = deepest.max(depth);
        let Some(known) = depths.get_mut(at as usize) else { panic!("{name}: runs off its end") };
        if let Some(known) = known {
            assert_eq!(*known, depth, "{name}: op {at}");
            continue;
        }
        *known = Some(depth);
        let op = code.ops[at as usize];
        let step = |pops: u32, pushes: u32| {
            assert!(pops <= depth, "{name}: op {at} {op:?} at depth {depth}");
            depth - pops + pushes
        };
        if let Some((to, effect)) = op.jump() {
            assert_eq!(to <= at, matches!(op, Op::JumpBack(_)), "{name}: op {at}");
            work.push((to, step(effect.pops, effect.pushes)));
        }
        let after = step(op.effect().pops, op.effect().pushes);
        if op.falls_through() {
            work.push((at + 1, after));
        }
        if let Some(handler) = code.handler(at) {
            assert!(handler.depth <= depth, "{name}: op {at}");
            work.push((handler.target, handler.depth + 1));
        }
    }
    let unreached = depths.iter().position(Option::is_none);
    assert_eq!(unreached, None, "{name}");
    deepest
}

fn python_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of scenarios") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            python_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
}

#[test]
fn every_scenario_compiles_to_sound_code() {
    let mut files = Vec::new();
    python_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"), &mut files);
    assert!(!files.is_empty());
    for file in files {
        let source = Source::load(&file).unwrap_or_else(|error| panic!("{error}"));
        check(&compile(&source).unwrap_or_else(|errors| panic!("{errors:?}")));
    }
}

#[test]
fn jumps_out_of_nested_blocks_keep_the_stack_balanced() {
    let ends = ["return g()", "return", "break", "continue", "raise", "pass", "yield 1"];
    for (i, end) in ends.iter().enumerate() {
        for last in ends {
            let text = format!(
                "def f(a):
    for x in a:
        try:
            with a as b, c:
                while b:
                    try:
                        if x: {end}
                    except E as e:
                        if e: {last}
                        for y in e: {end}
                    except F:
                        {end}
                    else:
                        {last}
                    finally:
                        if a: {}
                        {last}
        finally:
            while a: {end}
            {last}
",
                ends[(i + 1) % ends.len()],
            );
            check(&code(&text));
        }
    }
}
