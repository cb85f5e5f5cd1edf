//! What the process holds, as the kernel counts it.

use std::fs;

/// Bytes that are resident now.
pub fn resident() -> u64 {
    field("VmRSS:")
}

/// The most bytes that were ever resident.
pub fn peak() -> u64 {
    field("VmHWM:")
}

/// A line of the process's status, which counts in KiB; 0 where the kernel has none.
fn field(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) * 1024
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn the_peak_is_at_least_what_is_resident() {
        let resident = super::resident();
        assert!(resident > 0);
        assert!(super::peak() >= resident);
    }
}
