//! The operators: their symbols and the names of their methods.
//!
//! Source: `Objects/typeobject.c`, `slotdefs`.

use super::super::code::{BinaryKind, CompareKind};

/// What a binary operator is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BinaryNames {
    /// The method of the left operand.
    pub(crate) plain: &'static str,
    /// The method of the right operand.
    pub(crate) reflected: &'static str,
    /// The method of an augmented assignment.
    pub(crate) in_place: &'static str,
    /// The operator in error messages.
    pub(crate) symbol: &'static str,
    /// The augmented operator in error messages.
    pub(crate) augmented: &'static str,
}

macro_rules! names {
    ($name:literal, $symbol:literal, $augmented:literal) => {
        BinaryNames {
            plain: concat!("__", $name, "__"),
            reflected: concat!("__r", $name, "__"),
            in_place: concat!("__i", $name, "__"),
            symbol: $symbol,
            augmented: $augmented,
        }
    };
}

/// The names of a binary operator.
pub(crate) const fn of_binary(kind: BinaryKind) -> BinaryNames {
    match kind {
        BinaryKind::Add => names!("add", "+", "+="),
        BinaryKind::Sub => names!("sub", "-", "-="),
        BinaryKind::Mul => names!("mul", "*", "*="),
        BinaryKind::MatMul => names!("matmul", "@", "@="),
        BinaryKind::Div => names!("truediv", "/", "/="),
        BinaryKind::FloorDiv => names!("floordiv", "//", "//="),
        BinaryKind::Mod => names!("mod", "%", "%="),
        BinaryKind::Pow => names!("pow", "** or pow()", "**="),
        BinaryKind::LShift => names!("lshift", "<<", "<<="),
        BinaryKind::RShift => names!("rshift", ">>", ">>="),
        BinaryKind::And => names!("and", "&", "&="),
        BinaryKind::Or => names!("or", "|", "|="),
        BinaryKind::Xor => names!("xor", "^", "^="),
    }
}

/// The method of a comparison.
pub(crate) const fn of_compare(kind: CompareKind) -> &'static str {
    match kind {
        CompareKind::Lt => "__lt__",
        CompareKind::Le => "__le__",
        CompareKind::Eq => "__eq__",
        CompareKind::Ne => "__ne__",
        CompareKind::Gt => "__gt__",
        CompareKind::Ge => "__ge__",
    }
}

/// The symbol of a comparison.
pub(crate) const fn symbol(kind: CompareKind) -> &'static str {
    match kind {
        CompareKind::Lt => "<",
        CompareKind::Le => "<=",
        CompareKind::Eq => "==",
        CompareKind::Ne => "!=",
        CompareKind::Gt => ">",
        CompareKind::Ge => ">=",
    }
}

/// The same comparison with its operands exchanged.
pub(crate) const fn swapped(kind: CompareKind) -> CompareKind {
    match kind {
        CompareKind::Lt => CompareKind::Gt,
        CompareKind::Le => CompareKind::Ge,
        CompareKind::Gt => CompareKind::Lt,
        CompareKind::Ge => CompareKind::Le,
        same => same,
    }
}

/// What a comparison says about an order.
pub(crate) fn holds(kind: CompareKind, order: core::cmp::Ordering) -> bool {
    match kind {
        CompareKind::Lt => order.is_lt(),
        CompareKind::Le => order.is_le(),
        CompareKind::Eq => order.is_eq(),
        CompareKind::Ne => order.is_ne(),
        CompareKind::Gt => order.is_gt(),
        CompareKind::Ge => order.is_ge(),
    }
}
