//! `_hashlib`: digests of bytes, as `hashlib` and `hmac` find them.
//!
//! A state takes bytes in pieces and gives its digest at any time, without an end to the taking.
//! The algorithms are those of the crates of `RustCrypto` and of `blake2b_simd` and `blake2s_simd`.
//! Trees of BLAKE2 and the SHAKE functions are not supported.
//!
//! # Source
//! `Modules/_hashopenssl.c`, `Modules/blake2module.c`.

use core::cell::RefCell;

use digest::DynDigest;

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::super::types::bytes::bytes_like;
use super::kind::receiver;
use super::{ClassSpec, add_functions, class_of_payload};
use crate::heap::trace_fields;
use crate::object::{Int, Str};
use crate::{Trace, Value};

/// What has been taken so far.
#[derive(Clone)]
enum State {
    Fixed(Box<dyn DynDigest>),
    Blake2b(blake2b_simd::State),
    Blake2s(blake2s_simd::State),
}

impl State {
    /// The beginning of an algorithm that has no parameters.
    fn new(name: &str) -> Option<Self> {
        Some(Self::Fixed(match name {
            "md5" => Box::new(md5::Md5::default()),
            "sha1" => Box::new(sha1::Sha1::default()),
            "sha224" => Box::new(sha2::Sha224::default()),
            "sha256" => Box::new(sha2::Sha256::default()),
            "sha384" => Box::new(sha2::Sha384::default()),
            "sha512" => Box::new(sha2::Sha512::default()),
            "sha3_224" => Box::new(sha3::Sha3_224::default()),
            "sha3_256" => Box::new(sha3::Sha3_256::default()),
            "sha3_384" => Box::new(sha3::Sha3_384::default()),
            "sha3_512" => Box::new(sha3::Sha3_512::default()),
            _ => return None,
        }))
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Fixed(state) => state.update(bytes),
            Self::Blake2b(state) => drop(state.update(bytes)),
            Self::Blake2s(state) => drop(state.update(bytes)),
        }
    }

    /// The digest of what has been taken.
    fn digest(&self) -> Vec<u8> {
        match self {
            Self::Fixed(state) => state.clone().finalize().into_vec(),
            Self::Blake2b(state) => state.finalize().as_bytes().to_vec(),
            Self::Blake2s(state) => state.finalize().as_bytes().to_vec(),
        }
    }
}

/// A state as an object.
struct Hash {
    state: RefCell<State>,
}

impl Trace for Hash {
    const COLLECTABLE: bool = false;
    trace_fields!();
}

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let class = class_of_payload::<Hash>(interp, &ClassSpec::native("_hashlib", "State"))?;
    interp.add_methods(&class, &[("update", update), ("digest", digest), ("copy", copy)])?;
    let (module, dict) = interp.new_module("_hashlib")?;
    add_functions(interp, &dict, &[("blake2", blake2), ("new", new), ("pbkdf2", pbkdf2)])?;
    Ok(module)
}

/// The bytes of an argument.
fn taken(interp: &Interp, value: &Value) -> Result<Vec<u8>> {
    if value.get::<Str>().is_some() {
        return Err(interp.type_error("Strings must be encoded before hashing"));
    }
    let bytes = bytes_like(value);
    let bytes =
        bytes.ok_or_else(|| interp.type_error("object supporting the buffer API required"))?;
    Ok(bytes.into_owned())
}

fn number(value: &Value) -> Option<usize> {
    value.get::<Int>().and_then(Int::as_i64).and_then(|n| usize::try_from(n).ok())
}

fn object(interp: &Interp, state: State) -> Result<Value> {
    Ok(interp.heap.alloc(Hash { state: RefCell::new(state) })?.into_value())
}

/// `new(name)`: a state that has taken nothing; `None` for an unknown name.
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let [name] = args.exactly(interp, "_hashlib.new")?;
    match State::new(name.get::<Str>().map(Str::as_str).unwrap_or_default()) {
        Some(state) => object(interp, state),
        None => Ok(interp.none()),
    }
}

/// `blake2(wide, size, key, salt, person)`: `BLAKE2b` or `BLAKE2s`.
fn blake2(interp: &Interp, args: Args) -> Result<Value> {
    let [wide, size, key, salt, person] = args.exactly(interp, "_hashlib.blake2")?;
    let wide = interp.truth(&wide)?;
    let (name, largest) = if wide { ("blake2b", 64) } else { ("blake2s", 32) };
    let size = interp.index(&size)?;
    let Some(size) = usize::try_from(size).ok().filter(|size| (1..=largest).contains(size)) else {
        return Err(interp.value_error(format!(
            "digest_size for {name} must be between 1 and {largest} bytes, here it is {size}"
        )));
    };
    let part = |value: &Value, name: &str, most: usize| {
        let Some(bytes) = bytes_like(value) else {
            let given = interp.class_name(value);
            let message = format!("a bytes-like object is required, not '{given}'");
            return Err(interp.type_error(message));
        };
        if bytes.len() > most {
            return Err(interp.value_error(format!("maximum {name} length is {most} bytes")));
        }
        Ok(bytes.into_owned())
    };
    let (salt, person) = (part(&salt, "salt", largest / 4)?, part(&person, "person", largest / 4)?);
    let key = part(&key, "key", largest)?;
    let state = if wide {
        let mut params = blake2b_simd::Params::new();
        let params = params.hash_length(size).key(&key).salt(&salt).personal(&person);
        State::Blake2b(params.to_state())
    } else {
        let mut params = blake2s_simd::Params::new();
        let params = params.hash_length(size).key(&key).salt(&salt).personal(&person);
        State::Blake2s(params.to_state())
    };
    object(interp, state)
}

fn update(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [bytes]) = args.method(interp, "update")?;
    let hash = receiver::<Hash>(interp, &this, "update", "_hashlib.State")?;
    let bytes = taken(interp, &bytes)?;
    hash.state.borrow_mut().update(&bytes);
    Ok(interp.none())
}

fn digest(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "digest")?;
    let hash = receiver::<Hash>(interp, &this, "digest", "_hashlib.State")?;
    let digest = hash.state.borrow().digest();
    interp.bytes(&digest)
}

fn copy(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "copy")?;
    let hash = receiver::<Hash>(interp, &this, "copy", "_hashlib.State")?;
    let state = hash.state.borrow().clone();
    object(interp, state)
}

/// `pbkdf2(inner, outer, salt, iterations, length)`: a key of so many bytes. The two states have
/// taken the block of the password that HMAC begins with.
fn pbkdf2(interp: &Interp, args: Args) -> Result<Value> {
    let [inner, outer, salt, iterations, length] = args.exactly(interp, "_hashlib.pbkdf2")?;
    let inner = receiver::<Hash>(interp, &inner, "pbkdf2", "_hashlib.State")?.state.borrow();
    let outer = receiver::<Hash>(interp, &outer, "pbkdf2", "_hashlib.State")?.state.borrow();
    let hmac = |parts: &[&[u8]]| {
        let mut state = inner.clone();
        for part in parts {
            state.update(part);
        }
        let digest = state.digest();
        let mut state = outer.clone();
        state.update(&digest);
        state.digest()
    };
    let salt = taken(interp, &salt)?;
    let (iterations, length) = (number(&iterations).unwrap_or(1), number(&length).unwrap_or(0));
    let (mut key, mut block) = (Vec::new(), 0_u32);
    while key.len() < length {
        block += 1;
        let mut row = hmac(&[&salt, &block.to_be_bytes()]);
        let mut sum = row.clone();
        for _ in 1..iterations {
            row = hmac(&[&row]);
            for (sum, byte) in sum.iter_mut().zip(&row) {
                *sum ^= byte;
            }
        }
        key.append(&mut sum);
    }
    key.truncate(length);
    interp.bytes(&key)
}
