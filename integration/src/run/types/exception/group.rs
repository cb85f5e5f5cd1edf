//! `BaseExceptionGroup` and `ExceptionGroup`: exceptions that carry others, and `except*`.
//!
//! Matching splits a group into two of the same shape: one of the exceptions that match, one of
//! the rest. What an `except*` statement raises at its end is put together from the exceptions
//! that its handlers raised, and from those that nobody took, in the shape of the first group.
//!
//! # Source
//! `BaseExceptionGroup_new`, `exceptiongroup_split_recursive`, `_PyExc_PrepReraiseStar` in
//! `Objects/exceptions.c`; PEP 654.

use super::super::super::interp::Interp;
use super::super::super::native::Args;
use super::super::super::raise::Result;
use super::members::stored;
use super::{exception, set_args_to, take_class, take_self};
use crate::object::{Class, Exception, Kind, List, Tuple};
use crate::{Gc, Value};

/// The two halves of a group, where they are not empty.
#[derive(Default)]
struct Halves {
    matching: Option<Value>,
    rest: Option<Value>,
}

/// What an exception must be like to match.
enum Condition<'a> {
    /// Of a class, or of one of a tuple of classes.
    Class(&'a Value),
    /// What a function says.
    Function(&'a Value),
    /// One of these objects.
    OneOf(&'a [Value]),
}

impl Condition<'_> {
    fn is_met(&self, interp: &Interp, exception: &Value) -> Result<bool> {
        match self {
            Self::Class(class) => interp.exception_matches(exception, class),
            Self::Function(function) => {
                let answer = interp.call(function, [exception.clone()])?;
                interp.truth(&answer)
            }
            Self::OneOf(objects) => Ok(objects.iter().any(|object| object.is(exception))),
        }
    }
}

fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let mut class = take_class(interp, &mut args)?;
    let [message, given] = args.exactly(interp, "BaseExceptionGroup.__new__")?;
    if message.kind() != Kind::Str {
        let name = interp.class_name(&message);
        return Err(interp.type_error(format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {name}"
        )));
    }
    let is_row = interp.special(&given, "__getitem__").is_some() && given.kind() != Kind::Dict;
    if !is_row {
        return Err(interp.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = interp.collect(&given)?;
    if items.is_empty() {
        let text = "second argument (exceptions) must be a non-empty sequence";
        return Err(interp.value_error(text));
    }
    if let Some(index) = items.iter().position(|item| !item.is_a::<Exception>()) {
        return Err(interp.value_error(format!(
            "Item {index} of second argument (exceptions) is not an exception"
        )));
    }
    let plain = interp.types.exception("Exception");
    let all_plain = items.iter().all(|item| interp.class_of(item).is_subclass_of(&plain));
    if Gc::ptr_eq(&class, &interp.types.exception("BaseExceptionGroup")) && all_plain {
        class = interp.types.exception("ExceptionGroup");
    } else if class.is_subclass_of(&plain) && !all_plain {
        let text = if class.is_builtin {
            "Cannot nest BaseExceptions in an ExceptionGroup".to_owned()
        } else {
            format!("Cannot nest BaseExceptions in '{}'", class.name())
        };
        return Err(interp.type_error(text));
    }
    let exceptions = interp.tuple_of(items)?.into_value();
    let args = interp.tuple_of(vec![message.clone(), given])?;
    let group = Exception::new(class, args);
    group.members.replace(vec![("message", message), ("exceptions", exceptions)]);
    Ok(interp.heap.alloc(group)?.into_value())
}

fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = take_self(interp, &mut args, "__init__")?;
    args.no_keywords(interp, &interp.class_name(&this))?;
    set_args_to(interp, &this, args.positional)
}

fn str(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__str__")?;
    let count = exceptions(interp, &this)?.len();
    let message = stored(&this, "message").unwrap_or_else(|| interp.none());
    let (message, s) = (interp.to_str(&message)?, if count == 1 { "" } else { "s" });
    interp.str(&format!("{message} ({count} sub-exception{s})"))
}

/// `group.derive(exceptions)`: a group of others with the same message.
fn derive(interp: &Interp, args: Args) -> Result<Value> {
    let [this, exceptions] = args.exactly(interp, "derive")?;
    let class = interp.types.exception("BaseExceptionGroup").into_value();
    let message = stored(&this, "message").unwrap_or_else(|| interp.none());
    interp.call(&class, [message, exceptions])
}

fn split(interp: &Interp, args: Args) -> Result<Value> {
    let [this, condition] = args.exactly(interp, "split")?;
    let halves = interp.split_group(&this, &condition_of(interp, &condition)?)?;
    let none = || interp.none();
    let parts = [halves.matching.unwrap_or_else(none), halves.rest.unwrap_or_else(none)];
    interp.tuple(parts.into_iter())
}

fn subgroup(interp: &Interp, args: Args) -> Result<Value> {
    let [this, condition] = args.exactly(interp, "subgroup")?;
    let halves = interp.split_group(&this, &condition_of(interp, &condition)?)?;
    Ok(halves.matching.unwrap_or_else(|| interp.none()))
}

fn condition_of<'a>(interp: &Interp, condition: &'a Value) -> Result<Condition<'a>> {
    let base = interp.types.exception("BaseException");
    let is_class =
        |value: &Value| value.as_gc::<Class>().is_some_and(|class| class.is_subclass_of(&base));
    let is_row = condition.get::<Tuple>().is_some_and(|row| row.items().iter().all(is_class));
    if is_class(condition) || is_row {
        return Ok(Condition::Class(condition));
    }
    if !condition.is_a::<Class>() && interp.is_callable(condition) {
        return Ok(Condition::Function(condition));
    }
    Err(interp.type_error(
        "expected an exception type, a tuple of exception types, or a callable \
                           (other than a class)",
    ))
}

/// The exceptions of a group.
fn exceptions(interp: &Interp, this: &Value) -> Result<Gc<Tuple>> {
    let found = stored(this, "exceptions").and_then(|value| value.downcast::<Tuple>().ok());
    found.ok_or_else(|| interp.type_error("an exception group is needed"))
}

fn is_group(interp: &Interp, value: &Value) -> bool {
    interp.class_of(value).is_subclass_of(&interp.types.exception("BaseExceptionGroup"))
}

/// Whether two exceptions come from one raise: their tracebacks, notes, causes and contexts are
/// the same objects.
fn same_origin(interp: &Interp, left: &Value, right: &Value) -> Result<bool> {
    let (Some(a), Some(b)) = (left.get::<Exception>(), right.get::<Exception>()) else {
        return Ok(false);
    };
    let same = |a: &Option<Value>, b: &Option<Value>| match (a, b) {
        (Some(a), Some(b)) => a.is(b),
        (None, None) => true,
        _ => false,
    };
    let notes = |e: &Value| interp.lookup_attr(e, "__notes__");
    Ok(same(&a.traceback.borrow(), &b.traceback.borrow())
        && same(&a.cause.borrow(), &b.cause.borrow())
        && same(&a.context.borrow(), &b.context.borrow())
        && same(&notes(left)?, &notes(right)?))
}

impl Interp {
    fn split_group(&self, exception: &Value, condition: &Condition<'_>) -> Result<Halves> {
        if condition.is_met(self, exception)? {
            return Ok(Halves { matching: Some(exception.clone()), rest: None });
        }
        if !is_group(self, exception) {
            return Ok(Halves { matching: None, rest: Some(exception.clone()) });
        }
        let _depth = self.enter()?;
        let (mut matching, mut rest) = (Vec::new(), Vec::new());
        for inner in exceptions(self, exception)?.items() {
            let halves = self.split_group(inner, condition)?;
            matching.extend(halves.matching);
            rest.extend(halves.rest);
        }
        Ok(Halves {
            matching: self.subset(exception, matching)?,
            rest: self.subset(exception, rest)?,
        })
    }

    /// A group of some exceptions of another, with all that is known of its raise.
    fn subset(&self, group: &Value, items: Vec<Value>) -> Result<Option<Value>> {
        if items.is_empty() {
            return Ok(None);
        }
        let items = self.list(items)?;
        let made = self.call_method(group, "derive", [items])?;
        if !is_group(self, &made) {
            return Err(self.type_error("derive must return an instance of BaseExceptionGroup"));
        }
        if let (Some(from), Some(to)) = (group.get::<Exception>(), made.get::<Exception>()) {
            let parts = (
                to.traceback.replace(from.traceback.borrow().clone()),
                to.context.replace(from.context.borrow().clone()),
                to.cause.replace(from.cause.borrow().clone()),
            );
            drop(parts);
            to.suppress_context.set(from.suppress_context.get());
        }
        if let Some(notes) = self.lookup_attr(group, "__notes__")? {
            let copy = self.collect(&notes)?;
            let copy = self.list(copy)?;
            self.set_attr_str(&made, "__notes__", copy)?;
        }
        Ok(Some(made))
    }

    /// What `except* class` takes of an exception, and what it leaves. A single exception that
    /// matches is taken as a group of one.
    ///
    /// # Errors
    /// `TypeError` for a class that cannot be caught so.
    pub(in crate::run) fn match_group(
        &self,
        exception: &Value,
        class: &Value,
    ) -> Result<(Option<Value>, Option<Value>)> {
        self.exception_matches(&self.memory_error, class)?;
        let group = self.types.exception("BaseExceptionGroup");
        let one = core::slice::from_ref(class);
        let classes = class.get::<Tuple>().map_or(one, Tuple::items);
        if classes.iter().any(|c| c.get::<Class>().is_some_and(|c| c.is_subclass_of(&group))) {
            return Err(self.type_error(
                "catching ExceptionGroup with except* is not allowed. Use except instead.",
            ));
        }
        if is_group(self, exception) {
            let halves = self.split_group(exception, &Condition::Class(class))?;
            return Ok((halves.matching, halves.rest));
        }
        if !self.exception_matches(exception, class)? {
            return Ok((None, Some(exception.clone())));
        }
        let items = self.tuple([exception.clone()].into_iter())?;
        let wrapped = self.call(group.as_value(), [self.str("")?, items])?;
        if let (Some(from), Some(to)) = (exception.get::<Exception>(), wrapped.get::<Exception>()) {
            let traceback = from.traceback.borrow().clone();
            drop(to.traceback.replace(traceback));
        }
        Ok((Some(wrapped), None))
    }

    /// What an `except*` statement raises at its end, if anything: `raised` holds what its handlers
    /// raised and what was left of `original`.
    ///
    /// # Errors
    /// What `derive` raises.
    pub(in crate::run) fn reraise_of_star(
        &self,
        original: &Value,
        raised: &List,
    ) -> Result<Option<Value>> {
        let mut found: Vec<Value> = raised.to_vec();
        if !is_group(self, original) {
            let first = found.into_iter().next();
            return Ok(first.filter(|exception| !self.is_none(exception)));
        }
        found.retain(|exception| !self.is_none(exception));
        let (mut fresh, mut again) = (Vec::new(), Vec::new());
        for exception in found {
            let is_again = same_origin(self, &exception, original)?;
            (if is_again { &mut again } else { &mut fresh }).push(exception);
        }
        let mut leaves = Vec::new();
        for exception in again {
            self.leaves(&exception, &mut leaves)?;
        }
        let again = self.split_group(original, &Condition::OneOf(&leaves))?.matching;
        if fresh.is_empty() {
            return Ok(again);
        }
        fresh.extend(again);
        if fresh.len() == 1 {
            return Ok(fresh.pop());
        }
        let class = self.types.exception("BaseExceptionGroup").into_value();
        let items = self.list(fresh)?;
        self.call(&class, [self.str("")?, items]).map(Some)
    }

    /// The exceptions in a group that are no groups.
    fn leaves(&self, exception: &Value, leaves: &mut Vec<Value>) -> Result<()> {
        if !is_group(self, exception) {
            leaves.push(exception.clone());
            return Ok(());
        }
        let _depth = self.enter()?;
        for inner in exceptions(self, exception)?.items() {
            self.leaves(inner, leaves)?;
        }
        Ok(())
    }
}

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = interp.types.exception("BaseExceptionGroup");
    interp.add_static(&class, &[("__new__", new)])?;
    interp.add_methods(
        &class,
        &[
            ("__init__", init),
            ("__str__", str),
            ("derive", derive),
            ("split", split),
            ("subgroup", subgroup),
        ],
    )?;
    let message = |i: &Interp, e: &Value| {
        exception(i, e, "message")?;
        Ok(stored(e, "message").unwrap_or_else(|| i.none()))
    };
    interp.add_computed(&class, "message", message, None)?;
    interp.add_computed(&class, "exceptions", |i, e| Ok(exceptions(i, e)?.into_value()), None)
}
