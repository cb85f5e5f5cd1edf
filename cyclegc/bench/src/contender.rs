//! Who takes part in a row, and how one measurement is run.
//!
//! Peers that recurse get a stack as deep as their graphs.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::composed::Composed;
use crate::memory::{Generational, Kinds, Memory};
use crate::numbers::Shape;
use crate::toy::Toy;
use crate::{Options, peers, rows};

pub(crate) const ROWS: [&str; 11] = [
    "random",
    "sequential",
    "local",
    "program",
    "list",
    "tree",
    "pairs",
    "rings",
    "gcbench",
    "gcbench-parents",
    "young",
];

const PEERS: [&str; 9] = [
    "gcmodule",
    "jrsonnet-gcmodule",
    "dumpster",
    "rust-cc",
    "bacon_rajan_cc",
    "gc",
    "boa_gc",
    "safe-gc",
    "gc-arena",
];

/// Address space for the stack of a peer; only what is used is real.
const STACK: usize = 16 << 30;

/// A measurement that takes longer has failed: some peers need minutes where others need seconds.
const LIMIT: Duration = Duration::from_secs(120);

/// One column of the comparison.
pub(crate) enum Contender {
    /// This program as a child, as that contender.
    Own(&'static str),
    /// A Python interpreter.
    Python(String),
}

/// How many objects a row has; the depth of the long-lived tree for GCBench.
pub(crate) fn size(row: &str, options: &Options) -> usize {
    match row {
        "gcbench" | "gcbench-parents" => [16, 10][usize::from(options.quick)],
        "pairs" | "rings" => [2_000_000, 200_000][usize::from(options.quick)],
        _ if options.quick => 100_000,
        _ if options.large => 10_000_000,
        _ => 1_000_000,
    }
}

/// The newest CPython with this project's semantics on the search path.
pub(crate) fn find_python() -> Option<String> {
    let there = |name: &&str| {
        let output = Command::new(name).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    };
    ["python3.13", "python3"].into_iter().find(there).map(str::to_owned)
}

impl Contender {
    /// The contenders of a row, in the order of the columns.
    pub(crate) fn all(row: &str, options: &Options) -> Vec<Self> {
        let mut all = vec![Self::Own("cyclegc"), Self::Own("cyclegc-roots")];
        if !options.cpu {
            // Two threads take no less of the processors than one.
            all.extend([Self::Own("cyclegc-2-threads"), Self::Own("cyclegc-roots-2-threads")]);
        }
        all.extend([Self::Own("heap"), Self::Own("heap-roots")]);
        if !options.cpu {
            all.extend([Self::Own("heap-2-threads"), Self::Own("heap-roots-2-threads")]);
            // The runner has one clock.
            all.push(Self::Own("heap-python"));
        }
        let python = options.python.iter().filter(|path| !path.is_empty());
        all.extend(python.cloned().map(Self::Python));
        if options.peers && !matches!(row, "program" | "young") {
            all.extend(PEERS.map(Self::Own));
        }
        all.retain(|one| {
            options.only.is_empty() || options.only.iter().any(|name| one.name().starts_with(name))
        });
        all
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Own(name) => name,
            Self::Python(_) => "python",
        }
    }

    /// Runs one measurement. `None`: the process failed, such as by running out of stack or time.
    pub(crate) fn run(&self, row: &str, size: usize, cpu: bool) -> Option<Vec<(String, f64)>> {
        let size = size.to_string();
        let mut command = match self {
            Self::Own(name) => {
                let mut own = Command::new(std::env::current_exe().ok()?);
                own.args(["--child", name, row, &size]);
                own
            }
            Self::Python(path) => {
                let mut python = Command::new(path);
                python.arg(script()).args([row, &size]);
                python
            }
        };
        if cpu {
            command.arg("--cpu");
        }
        let mut child = command.stdout(Stdio::piped()).spawn().ok()?;
        let mut stdout = child.stdout.take()?;
        let (said, all) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut text = String::new();
            let read = stdout.read_to_string(&mut text);
            let _ = said.send(read.map(|_| text));
        });
        let text = all.recv_timeout(LIMIT);
        if text.is_err() {
            eprintln!("{} takes longer than {LIMIT:?} and is ended", self.name());
            child.kill().ok()?;
        }
        let (status, text) = (child.wait().ok()?, text.ok()?.ok()?);
        status.success().then(|| parse(&text))
    }
}

fn script() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rows.py")
}

fn parse(lines: &str) -> Vec<(String, f64)> {
    let parse = |line: &str| {
        let (column, time) = line.split_once(' ')?;
        Some((column.to_owned(), time.parse().ok()?))
    };
    lines.lines().filter_map(parse).collect()
}

/// The child: runs one row as one contender and prints the times.
pub(crate) fn child(
    contender: &str,
    row: &str,
    size: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    if contender == "heap-python" {
        let args = vec![row.to_owned(), size.to_string()];
        let options = integration::run::Options { file: script(), args, ..Default::default() };
        let (ended, stdout, stderr) = integration::run::run_captured(&options);
        print!("{stdout}");
        eprint!("{stderr}");
        return if ended.status == 0 { Ok(()) } else { Err("the program failed".into()) };
    }
    let (contender, row) = (contender.to_owned(), row.to_owned());
    let work = move || dispatch(&contender, &row, size);
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    let times = thread.join().map_err(|_| "the measurement panicked")??;
    for (column, time) in times {
        println!("{column} {time}");
    }
    // The memories are left as they are: taking them down is not measured.
    std::process::exit(0);
}

fn dispatch(contender: &str, row: &str, size: usize) -> Result<rows::Times, String> {
    match contender {
        "cyclegc" => own::<Toy<false>>(row, size),
        "cyclegc-roots" => own::<Toy<true>>(row, size),
        "cyclegc-2-threads" => own::<Toy<false, 2>>(row, size),
        "cyclegc-roots-2-threads" => own::<Toy<true, 2>>(row, size),
        "heap" => own::<Composed<false>>(row, size),
        "heap-roots" => own::<Composed<true>>(row, size),
        "heap-2-threads" => own::<Composed<false, 2>>(row, size),
        "heap-roots-2-threads" => own::<Composed<true, 2>>(row, size),
        "gcmodule" => common::<peers::Gcmodule>(row, size),
        "jrsonnet-gcmodule" => common::<peers::Jrsonnet>(row, size),
        "dumpster" => common::<peers::Dumpster>(row, size),
        "rust-cc" => common::<peers::RustCc>(row, size),
        "bacon_rajan_cc" => common::<peers::BaconRajan>(row, size),
        "gc" => common::<peers::RustGc>(row, size),
        "boa_gc" => common::<peers::BoaGc>(row, size),
        "safe-gc" => common::<peers::SafeGc>(row, size),
        "gc-arena" => common::<peers::GcArena>(row, size),
        _ => Err(format!("no contender is called {contender}")),
    }
}

/// Also the rows that not every memory has.
fn own<M: Generational + Kinds>(row: &str, size: usize) -> Result<rows::Times, String> {
    match row {
        "young" => Ok(rows::young::<M>(size)),
        "program" => Ok(rows::program::<M>(size)),
        _ => common::<M>(row, size),
    }
}

fn common<M: Memory>(row: &str, size: usize) -> Result<rows::Times, String> {
    Ok(match row {
        "random" => rows::graph::<M>(Shape::Random, size),
        "sequential" => rows::graph::<M>(Shape::Sequential, size),
        "local" => rows::graph::<M>(Shape::Local, size),
        "list" => rows::list::<M>(size),
        "tree" => rows::tree::<M>(size),
        "pairs" => rows::rings::<M>(2, size),
        "rings" => rows::rings::<M>(8, size),
        "gcbench" => rows::gcbench::<M>(u32::try_from(size).map_err(|e| e.to_string())?, false),
        "gcbench-parents" => {
            rows::gcbench::<M>(u32::try_from(size).map_err(|e| e.to_string())?, true)
        }
        _ => return Err(format!("no row is called {row}")),
    })
}
