//! Tests of what ends the program: they run themselves again in a child process.

use std::env;
use std::process::Command;

/// Names the damage that a child process is to do.
pub(crate) const DAMAGE: &str = "PYMALLOC_TEST_DAMAGE";

/// Runs the test `case` in a child process that does the damage, and gives what it wrote before it died.
pub(crate) fn last_words(case: &str, kind: &str) -> String {
    let this = env::current_exe().expect("the test binary");
    let output = Command::new(this)
        .args(["--exact", case, "--nocapture", "--test-threads=1"])
        .env(DAMAGE, kind)
        .output()
        .expect("a child process");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{kind} was not noticed: {text}");
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(output.status.signal(), Some(6), "{kind}: {text}");
    }
    text
}
