//! `memoryview`: the bytes of a `bytes` or a `bytearray`, or a slice of them, without a copy.
//!
//! ```text
//!   view --> object          the bytes at start, start + step, ... , of which there are count
//! ```
//! A bytearray counts the views of it, and keeps its length for as long as there are any. A view
//! of a view refers to the object itself. Released views refer to nothing.
//!
//! Items are bytes (format `B`), or the numbers of an `array` or of a `cast`. Views have one
//! dimension. Subscripts and casts are in `memoryview/items.rs`.
//!
//! # Source
//! `Objects/memoryobject.c`.

mod items;

use core::cell::RefCell;

use super::bytearray::ByteArray;
use super::bytes::bytes_like;
use super::dunder::class_argument;
use crate::heap::trace_fields;
use crate::object::{Bytes, Dict};
use crate::run::builtins::arguments::{receiver, special};
use crate::run::interp::Interp;
use crate::run::modules::array::Array;
use crate::run::modules::struct_::item::{Item, Order};
use crate::run::modules::{ClassSpec, class_of_payload, registered};
use crate::run::native::{Args, Native, base_gc, base_of};
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

/// The payload of a `memoryview`.
pub(in crate::run) struct MemoryView {
    /// The object whose bytes these are; nothing once the view is released.
    object: RefCell<Option<Value>>,
    start: usize,
    step: isize,
    count: usize,
    /// What an item is, and its letter.
    item: Item,
    format: char,
}

impl Trace for MemoryView {
    trace_fields!(object);

    fn clear_references(&self) {
        self.release();
    }
}

impl Drop for MemoryView {
    fn drop(&mut self) {
        self.release();
    }
}

impl MemoryView {
    /// The places of the items in the object.
    fn places(&self) -> impl Iterator<Item = usize> {
        let (start, step) = (self.start, self.step);
        (0..self.count.cast_signed()).filter_map(move |i| start.checked_add_signed(i * step))
    }

    /// The bytes; none when the view is released.
    pub(in crate::run) fn to_vec(&self) -> Vec<u8> {
        let object = self.object.borrow();
        let Some(bytes) = object.as_ref().and_then(bytes_like) else { return Vec::new() };
        let size = self.item.size();
        self.places()
            .filter_map(|place| bytes.get(place..place + size))
            .flatten()
            .copied()
            .collect()
    }

    fn size(&self) -> usize {
        self.count * self.item.size()
    }

    fn release(&self) {
        let object = self.object.take();
        if let Some(array) = object.as_ref().and_then(changeable) {
            array.unexport();
        }
        drop(object);
    }
}

/// The bytes that can be changed.
fn changeable(object: &Value) -> Option<&Gc<ByteArray>> {
    base_of::<Array>(object).map(Array::bytes).or_else(|| base_gc::<ByteArray>(object))
}

/// A view of an object that has bytes: `count` items, the first at `start`, `step` bytes apart.
fn view(
    interp: &Interp,
    object: Value,
    (start, step, count): (usize, isize, usize),
    (item, format): (Item, char),
) -> Result<Gc<MemoryView>> {
    let array = changeable(&object).cloned();
    let object = RefCell::new(Some(object));
    let made = interp.heap.alloc(MemoryView { object, start, step, count, item, format })?;
    if let Some(array) = array {
        array.export();
    }
    Ok(made)
}

fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    class_argument(interp, &mut args, &registered::<MemoryView>(interp))?;
    let [object] = args.bind(interp, "memoryview", ["object"], 1)?;
    let object = object.unwrap_or_else(|| interp.none());
    if let Some(other) = object.get::<MemoryView>() {
        let inner = held(interp, other)?;
        let places = (other.start, other.step, other.count);
        return Ok(view(interp, inner, places, (other.item, other.format))?.into_value());
    }
    let Some(bytes) = bytes_like(&object) else {
        let name = interp.class_name(&object);
        return Err(
            interp.type_error(format!("memoryview: a bytes-like object is required, not '{name}'"))
        );
    };
    let len = bytes.len();
    drop(bytes);
    let format = base_of::<Array>(&object).map_or('B', Array::code);
    let item = Item::of(format, Order::Native).unwrap_or(Item::Byte);
    let places = (0, item.size().cast_signed(), len / item.size());
    Ok(view(interp, object, places, (item, format))?.into_value())
}

/// The object behind a view.
fn held(interp: &Interp, view: &MemoryView) -> Result<Value> {
    let object = view.object.borrow().clone();
    let text = "operation forbidden on released memoryview object";
    object.ok_or_else(|| interp.value_error(text))
}

/// The view that a method is called on, which must not be released.
fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Gc<MemoryView>> {
    let found = receiver::<MemoryView>(interp, this, &format!("memoryview.{method}"))?;
    held(interp, found)?;
    Ok(found)
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "memoryview.__len__")?;
    interp.size(of(interp, &this, "__len__")?.count)
}

fn to_bytes(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "memoryview.tobytes")?;
    interp.bytes(&of(interp, &this, "tobytes")?.to_vec())
}

fn to_list(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "memoryview.tolist")?;
    let found = of(interp, &this, "tolist")?;
    let bytes = found.to_vec();
    let items = bytes.chunks(found.item.size());
    interp
        .list(items.map(|item| found.item.get(interp, Order::Native, item)).collect::<Result<_>>()?)
}

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "memoryview.__iter__")?;
    of(interp, &this, "__iter__")?;
    interp.row_iterator(&this, crate::run::iterate::Row::Items)
}

fn release(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "memoryview.release")?;
    receiver::<MemoryView>(interp, &this, "memoryview.release")?.release();
    Ok(interp.none())
}

fn exit(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "memoryview.__exit__")?;
    receiver::<MemoryView>(interp, &this, "memoryview.__exit__")?.release();
    Ok(interp.none())
}

fn equal(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "memoryview.__eq__")?;
    let found = receiver::<MemoryView>(interp, &this, "memoryview.__eq__")?;
    let other_view = other.get::<MemoryView>();
    if found.object.borrow().is_none() || other_view.is_some_and(|v| v.object.borrow().is_none()) {
        return Ok(interp.bool(this.is(&other)));
    }
    Ok(match bytes_like(&other) {
        Some(bytes) => interp.bool(found.to_vec() == *bytes),
        None => interp.not_implemented.clone(),
    })
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "memoryview.__hash__")?;
    let found = of(interp, &this, "__hash__")?;
    if base_of::<Bytes>(&held(interp, found)?).is_none() {
        return Err(interp.value_error("cannot hash writable memoryview object"));
    }
    let bytes = interp.bytes(&found.to_vec())?;
    interp.int(interp.hash(&bytes)?)
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "memoryview.__repr__")?;
    let found = receiver::<MemoryView>(interp, &this, "memoryview.__repr__")?;
    let released = if found.object.borrow().is_none() { "released " } else { "" };
    interp.str(&format!("<{released}memory at {:#x}>", this.id()))
}

fn hex(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "memoryview.hex")?;
    let bytes = interp.bytes(&of(interp, &this, "hex")?.to_vec())?;
    interp.call_method(&bytes, "hex", args)
}

const METHODS: &[(&str, Native)] = &[
    ("__len__", len),
    ("__iter__", iter),
    ("__eq__", equal),
    ("__hash__", hash),
    ("__repr__", repr),
    ("__enter__", |interp, args| {
        let (this, []) = args.method(interp, "memoryview.__enter__")?;
        of(interp, &this, "__enter__")?;
        Ok(this)
    }),
    ("__exit__", exit),
    ("hex", hex),
    ("release", release),
    ("tobytes", to_bytes),
    ("tolist", to_list),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let spec = ClassSpec::native("builtins", "memoryview").weak();
    let class = class_of_payload::<MemoryView>(interp, &spec)?;
    interp.add_static(&class, &[("__new__", construct)])?;
    let name = interp.intern("memoryview")?;
    drop(Dict::set_str(&interp.builtins, &name, class.to_value())?);
    interp.add_methods(&class, METHODS)?;
    interp.add_methods(&class, items::METHODS)?;
    interp.add_computed(&class, "obj", |i, v| held(i, of(i, v, "obj")?), None)?;
    interp.add_computed(&class, "nbytes", |i, v| i.size(of(i, v, "nbytes")?.size()), None)?;
    interp.add_computed(
        &class,
        "itemsize",
        |i, v| i.size(of(i, v, "itemsize")?.item.size()),
        None,
    )?;
    interp.add_computed(&class, "ndim", |i, v| of(i, v, "ndim").and(i.int(1)), None)?;
    let format = |i: &Interp, v: &Value| i.str(of(i, v, "format")?.format.encode_utf8(&mut [0; 4]));
    interp.add_computed(&class, "format", format, None)?;
    interp.add_computed(
        &class,
        "shape",
        |i, v| i.tuple([i.size(of(i, v, "shape")?.count)?].into_iter()),
        None,
    )?;
    interp.add_computed(
        &class,
        "strides",
        |i, v| {
            let step = i64::try_from(of(i, v, "strides")?.step).unwrap_or(1);
            i.tuple([i.int(step)?].into_iter())
        },
        None,
    )?;
    interp.add_computed(
        &class,
        "contiguous",
        |i, v| {
            let found = of(i, v, "contiguous")?;
            Ok(i.bool(found.step == found.item.size().cast_signed()))
        },
        None,
    )?;
    interp.add_computed(
        &class,
        "readonly",
        |i, v| {
            let object = held(i, of(i, v, "readonly")?)?;
            Ok(i.bool(changeable(&object).is_none()))
        },
        None,
    )
}
