//! Measures pymalloc against other allocators: builds a worker for each peer, runs them by turns,
//! prints the tables.
//!
//! `pymalloc-bench [OPTIONS]`; `--help` prints the options, the rows and the peers. Standard output
//! gets Markdown, standard error what is being done. Exit status: 0 done, 1 something failed, 2 the
//! command line makes no sense.

mod driver;

use std::process::ExitCode;

fn main() -> ExitCode {
    match driver::options::parse(lexopt::Parser::from_env()) {
        Ok(Some(options)) => driver::run(&options),
        Ok(None) => {
            print!("{}", driver::options::help());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
