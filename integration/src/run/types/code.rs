//! Attributes of `code`.
//!
//! # Source
//! `code_memberlist`, `code_getsetlist` in `Objects/codeobject.c`.

use crate::run::code::{Code, CodeKind, Routine};
use crate::run::frame::CodeObject;
use crate::run::interp::Interp;
use crate::run::raise::Result;
use crate::{Gc, Value};

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    fn of<'a>(interp: &Interp, value: &'a Value) -> Result<&'a CodeObject> {
        value.get::<CodeObject>().ok_or_else(|| interp.type_error("not a code object"))
    }
    fn names(interp: &Interp, names: Vec<Value>) -> Result<Value> {
        interp.tuple(names.into_iter())
    }
    let class = &interp.types.code;
    interp.add_computed(class, "co_name", |i, c| Ok(of(i, c)?.name.to_value()), None)?;
    interp.add_computed(class, "co_qualname", |i, c| Ok(of(i, c)?.qualname.to_value()), None)?;
    interp.add_computed(class, "co_filename", |i, c| i.str(&of(i, c)?.code.filename), None)?;
    interp.add_computed(
        class,
        "co_firstlineno",
        |i, c| i.int(of(i, c)?.code.first_line.into()),
        None,
    )?;
    interp.add_computed(
        class,
        "co_argcount",
        |i, c| i.int(of(i, c)?.code.params.positional.into()),
        None,
    )?;
    interp.add_computed(
        class,
        "co_posonlyargcount",
        |i, c| i.int(of(i, c)?.code.params.posonly.into()),
        None,
    )?;
    interp.add_computed(
        class,
        "co_kwonlyargcount",
        |i, c| i.int(of(i, c)?.code.params.kwonly.into()),
        None,
    )?;
    interp.add_computed(class, "co_flags", |i, c| i.int(flags(&of(i, c)?.code)), None)?;
    interp.add_computed(class, "co_nlocals", |i, c| i.size(of(i, c)?.varnames.len()), None)?;
    interp.add_computed(
        class,
        "co_varnames",
        |i, c| names(i, of(i, c)?.varnames.iter().map(Gc::to_value).collect()),
        None,
    )?;
    interp.add_computed(
        class,
        "co_names",
        |i, c| names(i, of(i, c)?.names.iter().map(Gc::to_value).collect()),
        None,
    )?;
    interp.add_computed(class, "co_consts", |i, c| names(i, of(i, c)?.consts.clone()), None)?;
    interp.add_computed(
        class,
        "co_freevars",
        |i, c| {
            let free = of(i, c)?.code.freevars.iter().map(|n| i.str(n)).collect::<Result<_>>()?;
            names(i, free)
        },
        None,
    )?;
    interp.add_computed(
        class,
        "co_cellvars",
        |i, c| {
            let cells = &of(i, c)?.code.cellvars;
            names(i, cells.iter().map(|v| i.str(&v.name)).collect::<Result<_>>()?)
        },
        None,
    )
}

/// `co_flags`: optimised, new locals, `*args`, `**kwargs`, nested, and what a call makes.
fn flags(code: &Code) -> i64 {
    let bits = [
        (code.kind == CodeKind::Function, 1 | 2),
        (code.params.vararg, 4),
        (code.params.kwarg, 8),
        (code.kind == CodeKind::Function && code.qualname.contains("<locals>"), 16),
        (code.routine == Routine::Generator, 32),
        (code.routine == Routine::Coroutine, 128),
        (code.routine == Routine::AsyncGenerator, 512),
    ];
    bits.iter().filter(|(is_set, _)| *is_set).map(|(_, bit)| bit).sum()
}
