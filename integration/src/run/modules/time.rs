//! The module `time`: clocks and `sleep`. Names of the calendar are those of `_time_calendar`,
//! which is imported when one is asked for.
//!
//! # Source
//! `Modules/timemodule.c`.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::super::interp::Interp;
use super::super::native::{Args, base_of};
use super::super::raise::Result;
use super::add_functions;
use crate::Value;
use crate::object::{Float, Int, Str};

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("time")?;
    add_functions(
        interp,
        &dict,
        &[
            ("__getattr__", calendar),
            ("monotonic", |interp, args| seconds(interp, args, "monotonic", since_start())),
            ("monotonic_ns", |interp, args| {
                nanoseconds(interp, args, "monotonic_ns", since_start())
            }),
            ("perf_counter", |interp, args| seconds(interp, args, "perf_counter", since_start())),
            ("perf_counter_ns", |interp, args| {
                nanoseconds(interp, args, "perf_counter_ns", since_start())
            }),
            ("process_time", |interp, args| seconds(interp, args, "process_time", of_process())),
            ("process_time_ns", |interp, args| {
                nanoseconds(interp, args, "process_time_ns", of_process())
            }),
            ("sleep", sleep),
            ("time", |interp, args| seconds(interp, args, "time", since_epoch())),
            ("time_ns", |interp, args| nanoseconds(interp, args, "time_ns", since_epoch())),
        ],
    )?;
    Ok(module)
}

/// `time.__getattr__(name)`
fn calendar(interp: &Interp, args: Args) -> Result<Value> {
    let [name] = args.exactly(interp, "time.__getattr__")?;
    let calendar = interp.import("_time_calendar")?;
    let Some(name) = base_of::<Str>(&name) else { return Ok(interp.none()) };
    if let Some(found) = interp.lookup_attr(&calendar, name.as_str())? {
        return Ok(found);
    }
    Err(interp.attribute_error(format!("module 'time' has no attribute '{}'", name.as_str())))
}

/// Time since the clock was first asked.
fn since_start() -> Duration {
    use std::sync::OnceLock;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Processor time of this process, of all its threads.
#[cfg(unix)]
fn of_process() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap_or_default()
}

/// Without the clock, the time that has passed: no less than the processor's.
#[cfg(not(unix))]
fn of_process() -> Duration {
    since_start()
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn seconds(interp: &Interp, args: Args, name: &str, time: Duration) -> Result<Value> {
    args.exactly::<0>(interp, &format!("time.{name}"))?;
    interp.float(time.as_secs_f64())
}

fn nanoseconds(interp: &Interp, args: Args, name: &str, time: Duration) -> Result<Value> {
    args.exactly::<0>(interp, &format!("time.{name}"))?;
    interp.int(i64::try_from(time.as_nanos()).unwrap_or(i64::MAX))
}

/// `time.sleep(seconds)`
fn sleep(interp: &Interp, args: Args) -> Result<Value> {
    let [time] = args.exactly(interp, "time.sleep")?;
    let seconds = match base_of::<Float>(&time) {
        Some(seconds) => seconds.0,
        None => match base_of::<Int>(&time) {
            Some(seconds) => seconds.to_f64(),
            None => {
                let seconds = interp.index(&time)?;
                Duration::from_secs(seconds.unsigned_abs()).as_secs_f64()
                    * if seconds < 0 { -1.0 } else { 1.0 }
            }
        },
    };
    if seconds.is_nan() {
        return Err(interp.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(interp.value_error("sleep length must be non-negative"));
    }
    let time = Duration::try_from_secs_f64(seconds).ok();
    // CPython counts nanoseconds in 64 bits.
    let Some(time) = time.filter(|time| i64::try_from(time.as_nanos()).is_ok()) else {
        return Err(interp.overflow_error("timestamp too large to convert to C PyTime_t"));
    };
    if time.is_zero() {
        interp.give_way();
    } else {
        interp.sleep_until(Instant::now() + time)?;
    }
    interp.safepoint();
    Ok(interp.none())
}
