//! `complex`: two floats, their arithmetic, and how they are written.
//!
//! An operand that is an integer or a float becomes a complex number first. The arithmetic is in
//! `complex/arithmetic.rs`, text in `complex/text.rs`. Complex numbers have no order.
//!
//! # Source
//! `Objects/complexobject.c`.

mod arithmetic;
mod text;

use super::dunder::class_argument;
use crate::heap::trace_fields;
use crate::object::{Dict, Str, hash as hashes};
use crate::run::builtins::arguments::{receiver, special};
use crate::run::interp::Interp;
use crate::run::modules::{ClassSpec, class_of_payload, registered};
use crate::run::native::{Args, Native, base_of};
use crate::run::operate::float::Number;
use crate::run::raise::Result;
use crate::{Trace, Value};

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::run) struct Complex {
    real: f64,
    imag: f64,
}

impl Trace for Complex {
    const COLLECTABLE: bool = false;

    trace_fields!();
}

impl Complex {
    /// The number an operand is, if it is one.
    fn of(interp: &Interp, value: &Value) -> Result<Option<Self>> {
        if let Some(number) = base_of::<Self>(value) {
            return Ok(Some(*number));
        }
        let Some(number) = Number::of(value) else { return Ok(None) };
        Ok(Some(Self { real: number.to_float(interp)?, imag: 0.0 }))
    }

    /// Its object.
    fn object(self, interp: &Interp) -> Result<Value> {
        Ok(interp.heap.alloc(self)?.into_value())
    }

    fn hash(self) -> i64 {
        const IMAG: i64 = 1_000_003;
        let part = |x: f64| hashes::float(x).unwrap_or(0);
        match part(self.real).wrapping_add(part(self.imag).wrapping_mul(IMAG)) {
            -1 => -2,
            hash => hash,
        }
    }
}

/// An imaginary constant.
pub(in crate::run) fn imaginary(interp: &Interp, imag: f64) -> Result<Value> {
    Complex { real: 0.0, imag }.object(interp)
}

/// `complex(real=0, imag=0)`, or of a text.
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let builtin = registered::<Complex>(interp);
    let class = class_argument(interp, &mut args, &builtin)?;
    let [real, imag] = args.bind(interp, "complex", ["real", "imag"], 0)?;
    if let Some(text) = real.as_ref().and_then(base_of::<Str>) {
        if imag.is_some() {
            return Err(interp.type_error("complex() can't take second arg if first is a string"));
        }
        let number = text::parse(text.as_str());
        let number =
            number.ok_or_else(|| interp.value_error("complex() arg is a malformed string"))?;
        return interp.wrap(&class, number.object(interp)?);
    }
    if imag.as_ref().is_some_and(|imag| base_of::<Str>(imag).is_some()) {
        return Err(interp.type_error("complex() second arg can't be a string"));
    }
    if let (Some(real), None) = (&real, &imag)
        && class.is(builtin.as_value())
        && real.is_a::<Complex>()
    {
        return Ok(real.clone());
    }
    let mut number = match &real {
        Some(real) => part(interp, real, true)?,
        None => Complex { real: 0.0, imag: 0.0 },
    };
    if let Some(imag) = imag {
        let is_complex = |value: &Value| base_of::<Complex>(value).is_some();
        let other = part(interp, &imag, false)?;
        // A sum with a zero would lose the sign of a zero.
        number.imag = match &real {
            Some(real) if is_complex(real) => number.imag + other.real,
            _ => other.real,
        };
        if is_complex(&imag) {
            number.real -= other.imag;
        }
    }
    interp.wrap(&class, number.object(interp)?)
}

/// What an argument of the constructor stands for.
fn part(interp: &Interp, value: &Value, first: bool) -> Result<Complex> {
    if let Some(number) = Complex::of(interp, value)? {
        return Ok(number);
    }
    if first && let Some(made) = interp.call_special(value, "__complex__", Args::none())? {
        return base_of::<Complex>(&made).copied().ok_or_else(|| {
            let name = interp.class_name(&made);
            interp.type_error(format!(
                "{}.__complex__() must return a complex, not {name}",
                interp.class_name(value)
            ))
        });
    }
    if interp.special(value, "__float__").is_some() || interp.special(value, "__index__").is_some()
    {
        return Ok(Complex { real: interp.to_float(value)?, imag: 0.0 });
    }
    let name = interp.class_name(value);
    let which = if first { "first" } else { "second" };
    let or_text = if first { "a string or " } else { "" };
    Err(interp
        .type_error(format!("complex() {which} argument must be {or_text}a number, not '{name}'")))
}

fn of(interp: &Interp, this: &Value, function: &str) -> Result<Complex> {
    receiver::<Complex>(interp, this, function).map(|number| **number)
}

/// `this op other`, or `other op this`.
fn operator(
    interp: &Interp,
    args: Args,
    function: &str,
    reflected: bool,
    compute: fn(&Interp, Complex, Complex) -> Result<Complex>,
) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    let this = of(interp, &this, function)?;
    let Some(other) = Complex::of(interp, &other)? else {
        return Ok(interp.not_implemented.clone());
    };
    let (a, b) = if reflected { (other, this) } else { (this, other) };
    compute(interp, a, b)?.object(interp)
}

fn power(interp: &Interp, mut args: Args) -> Result<Value> {
    if args.len() == 3 && args.positional.pop().is_some_and(|modulus| !interp.is_none(&modulus)) {
        return Err(interp.value_error("complex modulo"));
    }
    operator(interp, args, "complex.__pow__", false, arithmetic::power)
}

fn equality(interp: &Interp, args: Args, function: &str, same: bool) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    let number = of(interp, &this, function)?;
    let equal = match (base_of::<Complex>(&other), Number::of(&other)) {
        (Some(other), _) => number == *other,
        // An integer is compared without rounding.
        (None, Some(other)) => {
            let order = Number::Float(number.real).order(&other);
            number.imag == 0.0 && order.is_some_and(core::cmp::Ordering::is_eq)
        }
        (None, None) => return Ok(interp.not_implemented.clone()),
    };
    Ok(interp.bool(equal == same))
}

fn unary(
    interp: &Interp,
    args: Args,
    function: &str,
    compute: fn(Complex) -> Complex,
) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    compute(of(interp, &this, function)?).object(interp)
}

fn absolute(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "complex.__abs__")?;
    let Complex { real, imag } = of(interp, &this, "complex.__abs__")?;
    let length = real.hypot(imag);
    if length.is_infinite() && real.is_finite() && imag.is_finite() {
        return Err(interp.overflow_error("absolute value too large"));
    }
    interp.float(length)
}

fn truth(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "complex.__bool__")?;
    let Complex { real, imag } = of(interp, &this, "complex.__bool__")?;
    Ok(interp.bool(real != 0.0 || imag != 0.0))
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "complex.__hash__")?;
    interp.int(of(interp, &this, "complex.__hash__")?.hash())
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "complex.__repr__")?;
    interp.str(&text::repr(of(interp, &this, "complex.__repr__")?))
}

fn format(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [spec]) = special(interp, args, "complex.__format__")?;
    let number = of(interp, &this, "complex.__format__")?;
    let Some(spec) = base_of::<Str>(&spec) else {
        let name = interp.class_name(&spec);
        return Err(interp.type_error(format!("__format__() argument must be str, not {name}")));
    };
    if spec.as_str().is_empty() {
        return interp.str(&interp.to_str(&this)?);
    }
    interp.str(&text::format(interp, number, spec.as_str())?)
}

fn new_args(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "complex.__getnewargs__")?;
    let Complex { real, imag } = of(interp, &this, "complex.__getnewargs__")?;
    interp.tuple([interp.float(real)?, interp.float(imag)?].into_iter())
}

macro_rules! operators {
    ($($plain:literal $reflected:literal $compute:ident,)*) => {
        &[$(
            ($plain, |i, a| {
                operator(i, a, concat!("complex.", $plain), false, arithmetic::$compute)
            }),
            ($reflected, |i, a| {
                operator(i, a, concat!("complex.", $reflected), true, arithmetic::$compute)
            }),
        )*]
    };
}

const OPERATORS: &[(&str, Native)] = operators! {
    "__add__" "__radd__" add,
    "__sub__" "__rsub__" subtract,
    "__mul__" "__rmul__" multiply,
    "__truediv__" "__rtruediv__" divide,
};

const METHODS: &[(&str, Native)] = &[
    ("__pow__", power),
    ("__rpow__", |i, a| operator(i, a, "complex.__rpow__", true, arithmetic::power)),
    ("__eq__", |i, a| equality(i, a, "complex.__eq__", true)),
    ("__ne__", |i, a| equality(i, a, "complex.__ne__", false)),
    ("__neg__", |i, a| {
        unary(i, a, "complex.__neg__", |z| Complex { real: -z.real, imag: -z.imag })
    }),
    ("__pos__", |i, a| unary(i, a, "complex.__pos__", |z| z)),
    ("__complex__", |i, a| unary(i, a, "complex.__complex__", |z| z)),
    ("conjugate", |i, a| unary(i, a, "complex.conjugate", |z| Complex { imag: -z.imag, ..z })),
    ("__abs__", absolute),
    ("__bool__", truth),
    ("__hash__", hash),
    ("__repr__", repr),
    ("__format__", format),
    ("__getnewargs__", new_args),
];

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = class_of_payload::<Complex>(interp, &ClassSpec::native("builtins", "complex"))?;
    interp.add_static(&class, &[("__new__", new)])?;
    interp.add_methods(&class, OPERATORS)?;
    interp.add_methods(&class, METHODS)?;
    interp.add_computed(&class, "real", |i, v| i.float(of(i, v, "complex.real")?.real), None)?;
    interp.add_computed(&class, "imag", |i, v| i.float(of(i, v, "complex.imag")?.imag), None)?;
    let name = interp.intern("complex")?;
    drop(Dict::set_str(&interp.builtins, &name, class.into_value())?);
    Ok(())
}
