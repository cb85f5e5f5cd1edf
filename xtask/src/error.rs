//! Why a command ended without doing what it was asked to.
//!
//! Two kinds, because a shell tells them apart by the exit status: a command line that makes no
//! sense (2) and work that was understood and failed (1).

use std::fmt::{self, Display};
use std::process::ExitCode;

/// What went wrong, in words for a person at a terminal.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line names something that does not exist; exit status 2.
    Usage(String),
    /// The command was understood and could not be carried out; exit status 1.
    Failed(String),
}

impl Error {
    /// A name that is not one of the valid ones.
    pub(crate) fn unknown(kind: &str, plural: &str, given: &str, valid: &[&str]) -> Self {
        Self::Usage(format!("unknown {kind} `{given}`; the {plural} are: {}", valid.join(", ")))
    }

    /// An option or a positional argument that the command does not take.
    pub(crate) fn unexpected(argument: &lexopt::Arg<'_>, options: &[&str]) -> Self {
        match argument {
            lexopt::Arg::Short(letter) => {
                Self::unknown("option", "options", &format!("-{letter}"), options)
            }
            lexopt::Arg::Long(name) => {
                Self::unknown("option", "options", &format!("--{name}"), options)
            }
            lexopt::Arg::Value(value) => {
                Self::Usage(format!("unexpected argument `{}`", value.to_string_lossy()))
            }
        }
    }

    /// The exit status that stands for this error.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) | Self::Failed(what) => f.write_str(what),
        }
    }
}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn an_unknown_name_is_answered_with_the_valid_ones() {
        let error = Error::unknown("suite", "suites", "refcont", &["refcount", "cyclegc"]);
        assert_eq!(error.to_string(), "unknown suite `refcont`; the suites are: refcount, cyclegc");
        assert!(matches!(error, Error::Usage(_)));
    }
}
