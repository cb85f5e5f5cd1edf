//! The constants of `sys`: what a program is told about its interpreter.
//!
//! The runner follows CPython 3.13.0, and that is what it says it is.

use super::super::namespace::namespace;
use super::super::sequence::struct_sequence;
use super::set;
use crate::object::Dict;
use crate::run::interp::Interp;
use crate::run::raise::Result;
use crate::{Gc, Value};

/// `sys.hexversion` of 3.13.0 final.
const HEX_VERSION: i64 = 0x030d_00f0;

/// Puts the constants into the module.
pub(super) fn install(interp: &Interp, dict: &Gc<Dict>) -> Result<()> {
    let version = version_info(interp)?;
    for (name, text) in [
        ("version", "3.13.0 (main) [Rust]"),
        ("copyright", "Copyright (c) 2001-2024 Python Software Foundation."),
        ("platform", "linux"),
        ("byteorder", if cfg!(target_endian = "little") { "little" } else { "big" }),
        ("executable", ""),
        ("prefix", "/usr/local"),
        ("exec_prefix", "/usr/local"),
        ("float_repr_style", "short"),
    ] {
        set(interp, dict, name, interp.str(text)?)?;
    }
    for (name, number) in [
        ("hexversion", HEX_VERSION),
        ("api_version", 1013),
        ("maxsize", i64::MAX),
        ("maxunicode", 0x10_ffff),
    ] {
        set(interp, dict, name, interp.int(number)?)?;
    }
    set(interp, dict, "dont_write_bytecode", interp.bool(true))?;
    set(interp, dict, "version_info", version.clone())?;
    let implementation = namespace(
        interp,
        vec![
            ("name", interp.str("cpython")?),
            ("cache_tag", interp.str("cpython-313")?),
            ("version", version),
            ("hexversion", interp.int(HEX_VERSION)?),
        ],
    )?;
    set(interp, dict, "implementation", implementation)?;
    set(interp, dict, "flags", flags(interp)?)?;
    set(interp, dict, "float_info", float_info(interp)?)?;
    set(interp, dict, "int_info", int_info(interp)?)?;
    let builtin_names = ["builtins", "gc", "itertools", "sys", "time"];
    let names = builtin_names.iter().map(|name| interp.str(name)).collect::<Result<Vec<_>>>()?;
    set(interp, dict, "builtin_module_names", interp.tuple(names.into_iter())?)
}

fn version_info(interp: &Interp) -> Result<Value> {
    let fields = vec![
        ("major", interp.int(3)?),
        ("minor", interp.int(13)?),
        ("micro", interp.int(0)?),
        ("releaselevel", interp.str("final")?),
        ("serial", interp.int(0)?),
    ];
    struct_sequence(interp, "sys", "version_info", fields)
}

fn flags(interp: &Interp) -> Result<Value> {
    let mut fields = Vec::new();
    for name in [
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
    ] {
        let on = matches!(name, "dont_write_bytecode" | "hash_randomization");
        fields.push((name, interp.int(on.into())?));
    }
    fields.push(("dev_mode", interp.bool(false)));
    fields.push(("utf8_mode", interp.int(0)?));
    fields.push(("warn_default_encoding", interp.int(0)?));
    fields.push(("safe_path", interp.bool(false)));
    fields.push(("int_max_str_digits", interp.int(4300)?));
    struct_sequence(interp, "sys", "flags", fields)
}

fn float_info(interp: &Interp) -> Result<Value> {
    let fields = vec![
        ("max", interp.float(f64::MAX)?),
        ("max_exp", interp.int(f64::MAX_EXP.into())?),
        ("max_10_exp", interp.int(f64::MAX_10_EXP.into())?),
        ("min", interp.float(f64::MIN_POSITIVE)?),
        ("min_exp", interp.int(f64::MIN_EXP.into())?),
        ("min_10_exp", interp.int(f64::MIN_10_EXP.into())?),
        ("dig", interp.int(f64::DIGITS.into())?),
        ("mant_dig", interp.int(f64::MANTISSA_DIGITS.into())?),
        ("epsilon", interp.float(f64::EPSILON)?),
        ("radix", interp.int(f64::RADIX.into())?),
        ("rounds", interp.int(1)?),
    ];
    struct_sequence(interp, "sys", "float_info", fields)
}

fn int_info(interp: &Interp) -> Result<Value> {
    let fields = vec![
        ("bits_per_digit", interp.int(30)?),
        ("sizeof_digit", interp.int(4)?),
        ("default_max_str_digits", interp.int(4300)?),
        ("str_digits_check_threshold", interp.int(640)?),
    ];
    struct_sequence(interp, "sys", "int_info", fields)
}
