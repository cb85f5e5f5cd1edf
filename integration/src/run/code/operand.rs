//! The operands of instructions that are a choice and not a number.

/// The parts that [`MakeFunction`](super::Op::MakeFunction) finds on the stack, in this order, below the code.
pub mod function_parts {
    /// A tuple of the defaults of the last positional parameters.
    pub const DEFAULTS: u32 = 1;
    /// A dict of the defaults of keyword-only parameters.
    pub const KWDEFAULTS: u32 = 2;
    /// A tuple `(name, value, name, value, ..)` that becomes `__annotations__`.
    pub const ANNOTATIONS: u32 = 4;
    /// A tuple of cells, one for each of the code's freevars.
    pub const CLOSURE: u32 = 8;
}

/// A unary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryKind {
    /// `-v`
    Neg,
    /// `+v`
    Pos,
    /// `~v`
    Invert,
    /// `not v`, always a bool
    Not,
}

/// A binary operator, plain or in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryKind {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `@`
    MatMul,
    /// `/`
    Div,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
}

/// A rich comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareKind {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// The conversion of a replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}
