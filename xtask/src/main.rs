//! The commands of the workspace: `cargo xtask COMMAND`.
//!
//! One file per command; each takes the rest of the command line and answers with an exit status.
//! Without a command it prints what there is. It starts other programs with `std::process`, needs
//! nothing but a Rust toolchain, and treats a CPython that is installed as a gift: the oracle uses
//! it, everything else does without.
//!
//! Exit status: 0 done, 1 something failed, 2 the command line makes no sense (`run` has statuses
//! of its own: those of the program).

#![allow(clippy::print_stdout, reason = "the commands answer on standard output")]

mod bench;
mod collector;
mod conform;
mod cpython;
mod error;
mod junit;
mod log;
mod run;
mod table;
mod tally;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use crate::error::Error;

/// A subcommand, as the overview prints it.
struct Command {
    name: &'static str,
    /// What follows the name on the command line.
    arguments: &'static str,
    about: &'static str,
    run: fn(lexopt::Parser) -> Result<ExitCode, Error>,
}

const COMMANDS: [Command; 7] = [
    Command {
        name: "run",
        arguments: "[OPTIONS] FILE.py [ARGS]",
        about: "run a Python program on the heap and log what the memory manager does",
        run: run::command,
    },
    Command {
        name: "test",
        arguments: "[SUITE...]",
        about: "run everything that must stay green, or the named suites",
        run: test::command,
    },
    Command {
        name: "conform",
        arguments: "[OPTIONS] [FILE...]",
        about: "compare the scenarios' output with that of each CPython installed",
        run: conform::command,
    },
    Command {
        name: "tidy",
        arguments: "",
        about: "check the rules that the compiler does not know",
        run: tidy::command,
    },
    Command {
        name: "log",
        arguments: "FILE.jsonl",
        about: "summarise a log written by `run --log-format json --log-file FILE.jsonl`",
        run: log::command,
    },
    Command {
        name: "bench",
        arguments: "[NAME [ARGS]]",
        about: "measure against CPython and the peers, or list the measurements",
        run: bench::command,
    },
    Command {
        name: "cpython",
        arguments: "[OPTIONS] [--] [ARGS]",
        about: "start a real CPython whose objects live in pymalloc, test it, time it",
        run: cpython::command,
    },
];

fn main() -> ExitCode {
    let answer = dispatch(lexopt::Parser::from_env());
    answer.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        error.exit_code()
    })
}

fn dispatch(mut parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let name = match parser.next()? {
        None | Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => {
            overview();
            return Ok(ExitCode::SUCCESS);
        }
        Some(lexopt::Arg::Value(name)) => name.to_string_lossy().into_owned(),
        Some(other) => return Err(Error::unexpected(&other, &["--help"])),
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        let names = COMMANDS.map(|command| command.name);
        return Err(Error::unknown("command", "commands", &name, &names));
    };
    (command.run)(parser)
}

fn overview() {
    println!("cargo xtask COMMAND\n");
    for command in &COMMANDS {
        println!("  {}", format!("{} {}", command.name, command.arguments).trim_end());
        println!("      {}", command.about);
    }
    println!("\nSuites of `test`:");
    for (name, about) in test::suites() {
        println!("  {name:<17} {about}");
    }
    println!("\nOptions of `run`, in front of FILE.py (what follows it is the program's):");
    for (option, about) in run::OPTIONS {
        println!("  {option:<36} {about}");
    }
    println!("\nOptions of `cpython`, in front of what is CPython's:");
    for (option, about) in cpython::OPTIONS {
        println!("  {option:<36} {about}");
    }
    println!("\nOptions of `conform`:");
    for (option, about) in conform::OPTIONS {
        println!("  {option:<36} {about}");
    }
}
