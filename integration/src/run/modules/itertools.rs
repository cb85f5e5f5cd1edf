//! The module `itertools`.
//!
//! Every class is one payload that implements [`Step`]; what all of them have in common, making
//! the class and the methods `__iter__` and `__next__`, is here.
//!
//! ```text
//!   endless.rs      count, cycle, repeat
//!   chain.rs        chain, islice, starmap, zip_longest, batched, pairwise, accumulate
//!   choose.rs       compress, dropwhile, filterfalse, takewhile
//!   combine.rs      product, permutations, combinations, combinations_with_replacement
//!   group.rs        groupby
//!   tee.rs          tee
//! ```
//! None of them has a `clear`: a cycle through an iterator is broken at a container, as in CPython.
//!
//! # Source
//! `Modules/itertoolsmodule.c`.

mod chain;
mod choose;
mod combine;
mod endless;
mod group;
mod row;
mod slice;
mod tee;

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::kind::{ClassSpec, class_of_payload, receiver};
use super::{add_functions, set};
use crate::object::{Class, Dict};
use crate::{Gc, Trace, Value};

/// An iterator of the module.
trait Step: Trace + Sized {
    /// The name of its class.
    const NAME: &'static str;

    /// Makes one from the arguments of a call.
    fn make(interp: &Interp, args: Args) -> Result<Self>;

    /// The next value, or nothing at the end; `this` is the iterator's own object.
    fn step(&self, interp: &Interp, this: &Value) -> Result<Option<Value>>;
}

/// Makes the payload a [`Trace`] whose references are in the fields named.
macro_rules! traced {
    ($name:ident: $($field:ident),*) => {
        impl $crate::Trace for $name {
            $crate::heap::trace_fields!($($field),*);

            fn label(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(<Self as super::Step>::NAME)
            }
        }
    };
}
use traced;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("itertools")?;
    add::<row::Accumulate>(interp, &dict)?;
    add::<row::Batched>(interp, &dict)?;
    let chain = add::<chain::Chain>(interp, &dict)?;
    interp.add_class_methods(&chain, &[("from_iterable", chain::from_iterable)])?;
    add::<combine::Combinations>(interp, &dict)?;
    add::<combine::CombinationsWithReplacement>(interp, &dict)?;
    add::<choose::Compress>(interp, &dict)?;
    let count = add::<endless::Count>(interp, &dict)?;
    interp.add_methods(&count, &[("__repr__", endless::count_repr)])?;
    add::<endless::Cycle>(interp, &dict)?;
    add::<choose::DropWhile>(interp, &dict)?;
    add::<choose::FilterFalse>(interp, &dict)?;
    add::<group::GroupBy>(interp, &dict)?;
    class::<group::Group>(interp, "_grouper")?;
    add::<slice::Slice>(interp, &dict)?;
    add::<row::Pairwise>(interp, &dict)?;
    add::<combine::Permutations>(interp, &dict)?;
    add::<combine::Product>(interp, &dict)?;
    let repeat = add::<endless::Repeat>(interp, &dict)?;
    interp.add_methods(
        &repeat,
        &[("__repr__", endless::repeat_repr), ("__length_hint__", endless::repeat_hint)],
    )?;
    add::<chain::StarMap>(interp, &dict)?;
    add::<choose::TakeWhile>(interp, &dict)?;
    let tee = class::<tee::Tee>(interp, "_tee")?;
    interp.add_static(&tee, &[("__new__", new::<tee::Tee>)])?;
    interp.add_methods(&tee, &[("__copy__", tee::copy)])?;
    set(interp, &dict, "_tee", tee.into_value())?;
    tee::install(interp)?;
    add::<chain::ZipLongest>(interp, &dict)?;
    add_functions(interp, &dict, &[("tee", tee::tee)])?;
    Ok(module)
}

/// Makes the class of an iterator and puts it into the module.
fn add<S: Step>(interp: &Interp, dict: &Gc<Dict>) -> Result<Gc<Class>> {
    let class = class::<S>(interp, S::NAME)?;
    interp.add_static(&class, &[("__new__", new::<S>)])?;
    set(interp, dict, S::NAME, class.to_value())?;
    Ok(class)
}

/// Makes the class of an iterator.
fn class<S: Step>(interp: &Interp, name: &'static str) -> Result<Gc<Class>> {
    let class = class_of_payload::<S>(interp, &ClassSpec::native("itertools", name).weak())?;
    interp.add_methods(&class, &[("__iter__", itself), ("__next__", next::<S>)])?;
    Ok(class)
}

fn new<S: Step>(interp: &Interp, args: Args) -> Result<Value> {
    let Args { mut positional, keywords } = args;
    if positional.is_empty() {
        return Err(interp.type_error(format!("{}.__new__(): not enough arguments", S::NAME)));
    }
    let class = positional.remove(0);
    let made = S::make(interp, Args { positional, keywords })?;
    interp.wrap(&class, interp.heap.alloc(made)?.into_value())
}

fn itself(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__iter__")?;
    Ok(this)
}

fn next<S: Step>(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__next__")?;
    let payload = receiver::<S>(interp, &this, "__next__", S::NAME)?;
    payload.step(interp, &this)?.ok_or_else(|| interp.stop_iteration(None))
}

/// A size such as `n` or `r`, with the words for one below zero.
fn size(interp: &Interp, value: &Value, below_zero: &str) -> Result<usize> {
    usize::try_from(interp.index(value)?).map_err(|_| interp.value_error(below_zero))
}
