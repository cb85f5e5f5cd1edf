//! What `sys` tells of threads: their frames, and how long their turns are.

use crate::Value;
use crate::run::frame::Frame;
use crate::run::interp::Interp;
use crate::run::modules::thread::seconds;
use crate::run::native::Args;
use crate::run::raise::Result;

/// Seconds of `sys.getswitchinterval()` that are one turn of the scheduler.
const TURN: f64 = 0.005;

/// `sys._current_frames()`: the innermost frame of each thread, by its number.
pub(super) fn current_frames(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys._current_frames")?;
    let frames = interp.heap.dict()?;
    for (ident, frame) in interp.frames_of_threads() {
        Frame::become_object(&frame);
        interp.dict_set(&frames, interp.int(ident)?, frame.into_value())?;
    }
    Ok(frames.into_value())
}

/// `sys.getswitchinterval()`
pub(super) fn get_switch_interval(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.getswitchinterval")?;
    interp.float(interp.scheduler.turn.get() * TURN)
}

/// `sys.setswitchinterval(seconds)`
pub(super) fn set_switch_interval(interp: &Interp, args: Args) -> Result<Value> {
    let [interval] = args.exactly(interp, "sys.setswitchinterval")?;
    let interval = seconds(interp, &interval)?;
    if interval.is_nan() || interval <= 0.0 {
        return Err(interp.value_error("switch interval must be strictly positive"));
    }
    interp.scheduler.turn.set(interval / TURN);
    Ok(interp.none())
}
