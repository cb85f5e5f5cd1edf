//! A program run to its end, or to the end of our patience.
//!
//! Both outputs are read by threads of their own, so that neither can fill its pipe and block the
//! program. Each tells a channel when its end is reached; waiting on that channel is the only wait
//! that has a limit. An output beyond the limit is cut off, which ends the program that writes it.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Bytes of one output that are kept.
const LIMIT: u64 = 64 << 20;

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself, or by a signal.
    Ended(ExitStatus),
    /// By us, because it took too long.
    TimedOut,
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ended(status) => write!(f, "{status}"),
            Self::TimedOut => f.write_str("timed out"),
        }
    }
}

/// What a program left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) end: End,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
}

/// Runs `command` with an empty input, for at most `patience`.
///
/// # Errors
/// The program cannot be started, or cannot be waited for.
pub(crate) fn run(mut command: Command, patience: Duration) -> io::Result<Outcome> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn()?;
    let (at_end, ended) = mpsc::channel();
    let stdout = read(child.stdout.take(), at_end.clone());
    let stderr = read(child.stderr.take(), at_end);

    let mut in_time = true;
    for _ in 0..2 {
        let left = patience.saturating_sub(start.elapsed());
        in_time = in_time && ended.recv_timeout(left).is_ok();
    }
    let end = if in_time { End::Ended(child.wait()?) } else { stop(&mut child)? };
    Ok(Outcome { end, stdout: join(stdout), stderr: join(stderr) })
}

fn read(pipe: Option<impl Read + Send + 'static>, at_end: Sender<()>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // What was read before an error is still an output to compare.
            let _ = pipe.take(LIMIT).read_to_end(&mut bytes);
        }
        // Nobody listens any more after a timeout.
        let _ = at_end.send(());
        bytes
    })
}

fn stop(child: &mut Child) -> io::Result<End> {
    child.kill()?;
    child.wait()?;
    Ok(End::TimedOut)
}

fn join(reader: JoinHandle<Vec<u8>>) -> Vec<u8> {
    reader.join().unwrap_or_default()
}

#[cfg(all(test, unix))]
mod tests {
    use std::io;
    use std::process::Command;
    use std::time::Duration;

    use super::{End, run};

    fn sh(script: &str, patience: Duration) -> io::Result<super::Outcome> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, patience)
    }

    #[test]
    fn outputs_and_status_are_kept_apart() -> io::Result<()> {
        let outcome = sh("echo out; echo err >&2; exit 7", Duration::from_mins(1))?;
        assert_eq!(outcome.stdout, b"out\n");
        assert_eq!(outcome.stderr, b"err\n");
        assert_eq!(outcome.end.to_string(), "exit status: 7");
        Ok(())
    }

    #[test]
    fn a_program_without_end_is_stopped() -> io::Result<()> {
        let outcome = sh("echo begun; while :; do :; done", Duration::from_millis(300))?;
        assert_eq!(outcome.end, End::TimedOut);
        Ok(())
    }
}
