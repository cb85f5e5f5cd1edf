//! What `os` asks the system: folders, names, the process and its environment.
//!
//! # Source
//! `Modules/posixmodule.c`.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;
use std::{env, io, process};

use super::add_functions;
use super::file::system_error;
use super::set;
use crate::object::{Dict, Str};
use crate::run::builtins::arguments::exactly;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;
use crate::{OutOfMemory, Value};

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("posix")?;
    add_functions(
        interp,
        &dict,
        &[
            ("chdir", |i, a| change(i, a, "chdir", |path| env::set_current_dir(path))),
            ("cpu_count", |i, a| {
                exactly::<0>(i, a, "cpu_count")?;
                i.size(std::thread::available_parallelism().map_or(1, usize::from))
            }),
            ("getcwd", |i, a| {
                exactly::<0>(i, a, "getcwd")?;
                let folder = env::current_dir().map_err(|error| system_error(i, &error, &[]))?;
                i.str(&folder.to_string_lossy())
            }),
            ("getpid", |i, a| {
                exactly::<0>(i, a, "getpid")?;
                i.int(process::id().into())
            }),
            ("listdir", list),
            ("mkdir", |i, a| change(i, a, "mkdir", |path| fs::create_dir(path))),
            ("remove", |i, a| change(i, a, "remove", |path| fs::remove_file(path))),
            ("rename", rename),
            ("rmdir", |i, a| change(i, a, "rmdir", |path| fs::remove_dir(path))),
            ("stat", |i, a| stat(i, a, |path| fs::metadata(path))),
            ("readlink", read_link),
            ("symlink", link),
            ("lstat", |i, a| stat(i, a, |path| fs::symlink_metadata(path))),
            ("urandom", random_bytes),
        ],
    )?;
    let environment = interp.heap.dict()?;
    for (name, value) in env::vars_os() {
        let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
        drop(Dict::set_str(&environment, &interp.intern(&name)?, interp.str(&value)?)?);
    }
    set(interp, &dict, "environ", environment.into_value())?;
    Ok(module)
}

/// The text of a path.
fn path<'a>(interp: &Interp, value: &'a Value, function: &str) -> Result<&'a Path> {
    match base_of::<Str>(value) {
        Some(path) => Ok(Path::new(path.as_str())),
        None => Err(interp.type_error(format!(
            "{function}: path should be string, bytes or os.PathLike, not {}",
            interp.class_name(value)
        ))),
    }
}

/// A function that changes what stands under one path.
fn change(
    interp: &Interp,
    args: Args,
    function: &str,
    act: fn(&Path) -> io::Result<()>,
) -> Result<Value> {
    let [name] = exactly(interp, args, function)?;
    act(path(interp, &name, function)?).map_err(|error| system_error(interp, &error, &[&name]))?;
    Ok(interp.none())
}

fn rename(interp: &Interp, args: Args) -> Result<Value> {
    let [from, to] = exactly(interp, args, "rename")?;
    fs::rename(path(interp, &from, "rename")?, path(interp, &to, "rename")?)
        .map_err(|error| system_error(interp, &error, &[&from, &to]))?;
    Ok(interp.none())
}

/// `readlink(path)`: where a symbolic link leads.
fn read_link(interp: &Interp, args: Args) -> Result<Value> {
    let [name] = exactly(interp, args, "readlink")?;
    let target = fs::read_link(path(interp, &name, "readlink")?);
    let target = target.map_err(|error| system_error(interp, &error, &[&name]))?;
    interp.str(&target.to_string_lossy())
}

/// `symlink(target, path)`
#[cfg(unix)]
fn link(interp: &Interp, args: Args) -> Result<Value> {
    let [target, name] = exactly(interp, args, "symlink")?;
    std::os::unix::fs::symlink(path(interp, &target, "symlink")?, path(interp, &name, "symlink")?)
        .map_err(|error| system_error(interp, &error, &[&target, &name]))?;
    Ok(interp.none())
}

#[cfg(not(unix))]
fn link(interp: &Interp, _: Args) -> Result<Value> {
    Err(interp.raise("OSError", "symbolic links are not made here"))
}

fn list(interp: &Interp, args: Args) -> Result<Value> {
    let [name] = exactly(interp, args, "listdir")?;
    let names = fs::read_dir(path(interp, &name, "listdir")?).and_then(|entries| {
        entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()
    });
    let names = names.map_err(|error| system_error(interp, &error, &[&name]))?;
    let names = names.iter().map(|name| interp.str(&name.to_string_lossy()));
    interp.list(names.collect::<Result<_>>()?)
}

/// `(mode, size, modified, inode, device)`
fn stat(interp: &Interp, args: Args, ask: fn(&Path) -> io::Result<Metadata>) -> Result<Value> {
    let [name] = exactly(interp, args, "stat")?;
    let found = ask(path(interp, &name, "stat")?);
    let found = found.map_err(|error| system_error(interp, &error, &[&name]))?;
    let modified = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let (mode, inode, device) = identity(&found);
    let number = |n: u64| interp.int(i64::try_from(n).unwrap_or(i64::MAX));
    interp.tuple(
        [
            number(mode)?,
            number(found.len())?,
            interp.float(modified.unwrap_or_default().as_secs_f64())?,
            number(inode)?,
            number(device)?,
        ]
        .into_iter(),
    )
}

#[cfg(unix)]
fn identity(found: &Metadata) -> (u64, u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.mode().into(), found.ino(), found.dev())
}

/// The kind of the file in the bits where Unix has it.
#[cfg(not(unix))]
fn identity(found: &Metadata) -> (u64, u64, u64) {
    (if found.is_dir() { 0o040_777 } else { 0o100_666 }, 0, 0)
}

/// `urandom(size)`: bytes that nobody can foretell.
fn random_bytes(interp: &Interp, args: Args) -> Result<Value> {
    let [size] = exactly(interp, args, "urandom")?;
    let Ok(size) = usize::try_from(interp.index(&size)?) else {
        return Err(interp.value_error("negative argument not allowed"));
    };
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| OutOfMemory)?;
    bytes.resize(size, 0);
    fill_random(&mut bytes).map_err(|error| system_error(interp, &error, &[]))?;
    interp.bytes(&bytes)
}

/// The random numbers of the system.
#[cfg(unix)]
fn fill_random(bytes: &mut [u8]) -> io::Result<()> {
    use std::io::Read;
    fs::File::open("/dev/urandom")?.read_exact(bytes)
}

/// Hashes under keys that come from the random numbers of the system.
#[cfg(not(unix))]
fn fill_random(bytes: &mut [u8]) -> io::Result<()> {
    use std::hash::{BuildHasher, RandomState};
    let state = RandomState::new();
    for (at, place) in bytes.chunks_mut(8).enumerate() {
        place.copy_from_slice(&state.hash_one(at).to_le_bytes()[..place.len()]);
    }
    Ok(())
}
