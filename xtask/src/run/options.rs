//! The command line of `run`.
//!
//! Options in front of the file are the runner's; the file and all that follows it are the
//! program's, dashes included.

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

use integration::run::GcThreads;
use tracing_subscriber::filter::LevelFilter;

use crate::error::Error;

/// Each option with what it does.
pub(crate) const OPTIONS: [(&str, &str); 6] = [
    ("--log LEVEL", "off, error, warn, info (the default), debug or trace"),
    ("--log-format FORMAT", "pretty (the default), compact or json"),
    ("--log-file FILE", "write the log there instead of to standard error"),
    ("--stats", "print the allocator's and the collector's statistics at exit"),
    ("--max-heap BYTES", "raise MemoryError beyond; takes the suffixes K, M and G"),
    ("--gc-threads N", "let that many threads look for garbage in a large heap; 1 is the default"),
];

/// More than any machine has use for.
const MOST_THREADS: NonZero<usize> = NonZero::new(256).unwrap();

const LEVELS: [(&str, LevelFilter); 6] = [
    ("off", LevelFilter::OFF),
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

const FORMATS: [(&str, Format); 3] =
    [("pretty", Format::Pretty), ("compact", Format::Compact), ("json", Format::Json)];

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For reading along: time since the start, colour on a terminal.
    Pretty,
    /// For comparing two runs: no times of day, no colour.
    Compact,
    /// For `cargo xtask log` and other programs: one object per line.
    Json,
}

/// What is logged, how, and where to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) level: LevelFilter,
    pub(crate) format: Format,
    /// Standard error where there is none.
    pub(crate) file: Option<PathBuf>,
}

/// The whole command line.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) log: Log,
    pub(crate) program: Program,
}

/// What runs, and within which limits.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) file: PathBuf,
    /// `sys.argv` behind the file.
    pub(crate) args: Vec<String>,
    /// Whether statistics are printed at exit.
    pub(crate) stats: bool,
    /// Bytes of the heap; no limit where there is none.
    pub(crate) max_heap: Option<usize>,
    /// The threads that look for garbage.
    pub(crate) gc_threads: Option<GcThreads>,
}

impl Options {
    /// Reads the rest of the command line.
    ///
    /// # Errors
    /// Names the option or the value that is not valid, and the valid ones.
    pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Self, Error> {
        let mut log = Log { level: LevelFilter::INFO, format: Format::Pretty, file: None };
        let mut stats = false;
        let mut max_heap = None;
        let mut gc_threads = None;
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("log") => {
                    log.level = one_of(parser.value()?, "level", "levels", &LEVELS)?;
                }
                lexopt::Arg::Long("log-format") => {
                    log.format = one_of(parser.value()?, "format", "formats", &FORMATS)?;
                }
                lexopt::Arg::Long("log-file") => log.file = Some(parser.value()?.into()),
                lexopt::Arg::Long("stats") => stats = true,
                lexopt::Arg::Long("max-heap") => {
                    max_heap = Some(bytes(&parser.value()?.to_string_lossy())?);
                }
                lexopt::Arg::Long("gc-threads") => {
                    gc_threads = Some(GcThreads::new(threads(&parser.value()?.to_string_lossy())?));
                }
                lexopt::Arg::Value(file) => {
                    let args = parser.raw_args()?.map(text).collect::<Result<_, _>>()?;
                    let program = Program { file: file.into(), args, stats, max_heap, gc_threads };
                    return Ok(Self { log, program });
                }
                other => return Err(Error::unexpected(&other, &OPTIONS.map(|(name, _)| name))),
            }
        }
        Err(Error::Usage("no program is named: run [OPTIONS] FILE.py [ARGS]".to_owned()))
    }
}

fn text(argument: OsString) -> Result<String, Error> {
    argument.into_string().map_err(|argument| {
        Error::Usage(format!("the argument `{}` is not UTF-8", argument.display()))
    })
}

fn one_of<T: Copy>(
    given: OsString,
    kind: &str,
    plural: &str,
    valid: &[(&str, T)],
) -> Result<T, Error> {
    let given = text(given)?;
    valid.iter().find(|(name, _)| *name == given).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = valid.iter().map(|(name, _)| *name).collect();
        Error::unknown(kind, plural, &given, &names)
    })
}

/// A number of bytes: digits and an optional `K`, `M` or `G` for powers of 1024.
fn bytes(given: &str) -> Result<usize, Error> {
    let (digits, unit) = match given.char_indices().last() {
        Some((end, 'K' | 'k')) => (&given[..end], 1 << 10),
        Some((end, 'M' | 'm')) => (&given[..end], 1 << 20),
        Some((end, 'G' | 'g')) => (&given[..end], 1 << 30),
        _ => (given, 1_usize),
    };
    digits.parse::<usize>().ok().and_then(|number| number.checked_mul(unit)).ok_or_else(|| {
        Error::Usage(format!("`{given}` is no number of bytes; such as 65536, 64K, 16M or 1G"))
    })
}

/// A number of threads.
fn threads(given: &str) -> Result<NonZero<usize>, Error> {
    let number = given.parse::<NonZero<usize>>().ok().filter(|number| *number <= MOST_THREADS);
    number.ok_or_else(|| {
        let text = format!("`{given}` is no number of threads; valid are 1 to {MOST_THREADS}");
        Error::Usage(text)
    })
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::filter::LevelFilter;

    use super::{Format, Options, bytes, threads};
    use crate::error::Error;

    fn parse(line: &str) -> Result<Options, Error> {
        Options::parse(lexopt::Parser::from_args(line.split_whitespace()))
    }

    #[test]
    fn without_options_collections_are_logged_for_reading() -> Result<(), Error> {
        let options = parse("a.py")?;
        assert_eq!(options.log.level, LevelFilter::INFO);
        assert_eq!(options.log.format, Format::Pretty);
        assert_eq!(options.program.file.to_str(), Some("a.py"));
        assert!(!options.program.stats);
        Ok(())
    }

    #[test]
    fn what_follows_the_file_is_the_programs() -> Result<(), Error> {
        let options = parse("--log=debug --max-heap 2M --stats a.py --log off -x -- b")?;
        assert_eq!(options.log.level, LevelFilter::DEBUG);
        assert_eq!(options.program.max_heap, Some(2 << 20));
        assert!(options.program.stats);
        assert_eq!(options.program.args, ["--log", "off", "-x", "--", "b"]);
        Ok(())
    }

    #[test]
    fn an_invalid_value_is_answered_with_the_valid_ones() {
        let error = parse("--log loud a.py").expect_err("no such level").to_string();
        assert_eq!(
            error,
            "unknown level `loud`; the levels are: off, error, warn, info, debug, trace"
        );
        let error = parse("--log-format xml a.py").expect_err("no such format").to_string();
        assert_eq!(error, "unknown format `xml`; the formats are: pretty, compact, json");
        let error = parse("--fast a.py").expect_err("no such option").to_string();
        assert!(error.starts_with("unknown option `--fast`; the options are: --log"), "{error}");
    }

    #[test]
    fn a_program_must_be_named() {
        assert!(matches!(parse("--stats"), Err(Error::Usage(_))));
    }

    #[test]
    fn threads_are_at_least_one_and_not_too_many() -> Result<(), Error> {
        let options = parse("--gc-threads 2 a.py")?;
        assert_eq!(options.program.gc_threads.map(|threads| threads.number.get()), Some(2));
        assert_eq!(parse("a.py")?.program.gc_threads, None);
        assert_eq!(threads("256")?.get(), 256);
        for bad in ["0", "257", "-1", "two", ""] {
            let error = threads(bad).expect_err(bad).to_string();
            assert_eq!(error, format!("`{bad}` is no number of threads; valid are 1 to 256"));
        }
        Ok(())
    }

    #[test]
    fn bytes_take_binary_suffixes_and_refuse_what_does_not_fit() -> Result<(), Error> {
        assert_eq!(bytes("0")?, 0);
        assert_eq!(bytes("64K")?, 65_536);
        assert_eq!(bytes("3g")?, 3 << 30);
        for bad in ["", "K", "-1", "1.5M", "99999999999999999999", "99999999999G", "1KB"] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
        Ok(())
    }
}
