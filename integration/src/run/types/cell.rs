//! `cell`: a variable that a function shares with the functions inside it.
//!
//! # Source
//! `Objects/cellobject.c`.

use super::dunder::class_argument;
use crate::Value;
use crate::object::Cell;
use crate::run::builtins::arguments::positional;
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::operate::names;
use crate::run::raise::Result;

/// `types.CellType(contents=)`.
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    class_argument(interp, &mut args, &interp.types.cell)?;
    args.no_keywords(interp, "cell")?;
    let [contents] = positional(interp, args, "cell", 0)?;
    Ok(interp.heap.alloc(Cell::new(contents))?.into_value())
}

/// Cells are compared by their contents; an empty one comes before all others.
fn compare(interp: &Interp, args: Args, kind: CompareKind) -> Result<Value> {
    let (this, [other]) = args.method(interp, "cell")?;
    let (Some(a), Some(b)) = (this.get::<Cell>(), other.get::<Cell>()) else {
        return Ok(interp.not_implemented.clone());
    };
    match (a.get(), b.get()) {
        (Some(a), Some(b)) => interp.compare(kind, &a, &b),
        (a, b) => Ok(interp.bool(names::holds(kind, a.is_some().cmp(&b.is_some())))),
    }
}

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.cell;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(
        class,
        &[
            ("__eq__", |i, a| compare(i, a, CompareKind::Eq)),
            ("__ne__", |i, a| compare(i, a, CompareKind::Ne)),
            ("__lt__", |i, a| compare(i, a, CompareKind::Lt)),
            ("__le__", |i, a| compare(i, a, CompareKind::Le)),
            ("__gt__", |i, a| compare(i, a, CompareKind::Gt)),
            ("__ge__", |i, a| compare(i, a, CompareKind::Ge)),
        ],
    )?;
    interp.add_computed(
        class,
        "cell_contents",
        |interp, cell| {
            cell.get::<Cell>()
                .and_then(Cell::get)
                .ok_or_else(|| interp.value_error("Cell is empty"))
        },
        Some(|_, cell, value| {
            if let Some(cell) = cell.get::<Cell>() {
                drop(cell.replace(value));
            }
            Ok(())
        }),
    )
}
