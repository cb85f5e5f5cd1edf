//! Functions written in Rust: how they are called and how they take their arguments apart.

use super::interp::Interp;
use super::raise::Result;
use crate::object::{Builtin, Instance, Str};
use crate::{Gc, Trace, Value};

/// A function of the language written in Rust.
pub type Native = fn(&Interp, Args) -> Result<Value>;

/// The object of such a function.
pub type BuiltinFunction = Builtin<Native>;

/// The reader of a computed attribute.
pub type Getter = fn(&Interp, &Value) -> Result<Value>;

/// The writer of a computed attribute; no value means deletion.
pub type Setter = fn(&Interp, &Value, Option<Value>) -> Result<()>;

/// A descriptor whose computed attributes are Rust code.
pub type Descriptor = crate::object::Descriptor<Getter, Setter>;

/// The arguments of one call, owned. A method finds its `self` first among the positional ones.
#[derive(Debug, Default)]
pub struct Args {
    /// By position.
    pub positional: Vec<Value>,
    /// By keyword.
    pub keywords: Vec<(Gc<Str>, Value)>,
}

impl From<Vec<Value>> for Args {
    fn from(positional: Vec<Value>) -> Self {
        Self { positional, keywords: Vec::new() }
    }
}

impl<const N: usize> From<[Value; N]> for Args {
    fn from(positional: [Value; N]) -> Self {
        Self { positional: positional.into(), keywords: Vec::new() }
    }
}

impl Args {
    /// No arguments.
    pub fn none() -> Self {
        Self::default()
    }

    /// How many there are by position.
    pub fn len(&self) -> usize {
        self.positional.len()
    }

    /// Whether there are none by position.
    pub fn is_empty(&self) -> bool {
        self.positional.is_empty()
    }

    /// Puts an argument in front of the others.
    pub fn prepend(&mut self, this: Value) {
        self.positional.insert(0, this);
    }

    /// Takes a keyword argument out, if it was given.
    pub fn keyword(&mut self, name: &str) -> Option<Value> {
        let index = self.keywords.iter().position(|(n, _)| n.as_str() == name)?;
        Some(self.keywords.remove(index).1)
    }

    /// Exactly `N` positional arguments and no keywords; `function` is named in the error.
    ///
    /// # Errors
    /// `TypeError` in Python's words.
    pub fn exactly<const N: usize>(self, interp: &Interp, function: &str) -> Result<[Value; N]> {
        self.no_keywords(interp, function)?;
        let given = self.positional.len();
        self.positional.try_into().map_err(|_| {
            let expected = match N {
                0 => "no arguments".to_owned(),
                1 => "exactly one argument".to_owned(),
                n => format!("exactly {n} arguments"),
            };
            interp.type_error(format!("{function}() takes {expected} ({given} given)"))
        })
    }

    /// `self` and exactly `N` further arguments: for methods of built-in types, whose errors do
    /// not count `self`.
    ///
    /// # Errors
    /// `TypeError` in Python's words.
    pub fn method<const N: usize>(
        mut self,
        interp: &Interp,
        function: &str,
    ) -> Result<(Value, [Value; N])> {
        let this = self.take_self(interp, function)?;
        Ok((this, self.exactly(interp, function)?))
    }

    /// Takes `self` out.
    ///
    /// # Errors
    /// `TypeError` when there is none.
    pub fn take_self(&mut self, interp: &Interp, function: &str) -> Result<Value> {
        if self.positional.is_empty() {
            return Err(interp.type_error(format!("unbound method {function}() needs an argument")));
        }
        Ok(self.positional.remove(0))
    }

    /// Between `least` and `names.len()` arguments, by position or by the keyword of their name.
    /// Missing ones are `None`. A name that begins with `*` can be given by position only.
    ///
    /// # Errors
    /// `TypeError` in Python's words.
    pub fn bind<const N: usize>(
        mut self,
        interp: &Interp,
        function: &str,
        names: [&str; N],
        least: usize,
    ) -> Result<[Option<Value>; N]> {
        let given = self.positional.len();
        if given > N {
            let s = if N == 1 { "" } else { "s" };
            let most = if least == N { "exactly" } else { "at most" };
            return Err(interp
                .type_error(format!("{function}() takes {most} {N} argument{s} ({given} given)")));
        }
        let mut bound = [const { None }; N];
        for (place, value) in bound.iter_mut().zip(self.positional.drain(..)) {
            *place = Some(value);
        }
        for (name, value) in self.keywords.drain(..) {
            let Some(index) = names.iter().position(|n| *n == name.as_str()) else {
                return Err(interp.type_error(format!(
                    "{function}() got an unexpected keyword argument '{}'",
                    name.as_str()
                )));
            };
            if bound[index].replace(value).is_some() {
                return Err(interp.type_error(format!(
                    "argument for {function}() given by name ('{}') and position ({})",
                    name.as_str(),
                    index + 1
                )));
            }
        }
        if let Some(missing) = bound.iter().take(least).position(Option::is_none) {
            return Err(interp.type_error(format!(
                "{function}() missing required argument '{}' (pos {})",
                names[missing].trim_start_matches('*'),
                missing + 1
            )));
        }
        Ok(bound)
    }

    /// Fails when keywords are left.
    ///
    /// # Errors
    /// `TypeError` in Python's words.
    pub fn no_keywords(&self, interp: &Interp, function: &str) -> Result<()> {
        if self.keywords.is_empty() {
            return Ok(());
        }
        Err(interp.type_error(format!("{function}() takes no keyword arguments")))
    }
}

/// The payload of a built-in kind: the value's own, or the one that an object of a derived class
/// wraps.
#[inline]
pub fn base_of<T: Trace>(value: &Value) -> Option<&T> {
    match value.get::<T>() {
        Some(payload) => Some(payload),
        None => value.get::<Instance>()?.base()?.get::<T>(),
    }
}

/// As [`base_of`], typed.
#[inline]
pub fn base_gc<T: Trace>(value: &Value) -> Option<&Gc<T>> {
    match value.as_gc::<T>() {
        Some(gc) => Some(gc),
        None => value.get::<Instance>()?.base()?.as_gc::<T>(),
    }
}
