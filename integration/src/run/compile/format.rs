//! Formatted strings: literal parts and replacement fields, joined.
//!
//! A field is evaluated, then converted (`!r`), then its format specification is evaluated, which
//! can have fields itself. `{x=}` puts the text of the field in front and converts with `repr`
//! unless it has a conversion or a specification.
//!
//! Source: `Python/compile.c`, `compiler_joined_str`.

use ruff_python_ast::{
    ConversionFlag, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement,
};

use super::codegen::Codegen;
use super::unit::operand;
use crate::run::code::{Const, Conversion, Op};

/// A piece of a formatted string.
enum Piece<'a> {
    Text(String),
    Field(&'a InterpolatedElement),
}

impl<'a> Codegen<'a> {
    /// Pushes the value of a formatted string.
    pub(super) fn formatted(&mut self, string: &'a ExprFString) {
        let mut pieces = Vec::new();
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => add_text(&mut pieces, &literal.value),
                FStringPart::FString(f) => split(&mut pieces, f.elements.iter()),
            }
        }
        self.join(pieces);
    }

    fn join(&mut self, pieces: Vec<Piece<'a>>) {
        let count = operand(pieces.len());
        if pieces.is_empty() {
            self.unit.load_const(Const::from(""));
        }
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.unit.load_const(Const::from(&*text)),
                Piece::Field(field) => self.field(field),
            }
        }
        if count > 1 {
            self.unit.op(Op::BuildString(count));
        }
    }

    fn field(&mut self, field: &'a InterpolatedElement) {
        self.expr(&field.expression);
        let conversion = match field.conversion {
            ConversionFlag::Str => Some(Conversion::Str),
            ConversionFlag::Ascii => Some(Conversion::Ascii),
            ConversionFlag::Repr => Some(Conversion::Repr),
            ConversionFlag::None => None,
        };
        let shows_itself = field.debug_text.is_some() && field.format_spec.is_none();
        if let Some(conversion) = conversion.or(shows_itself.then_some(Conversion::Repr)) {
            self.unit.op(Op::ConvertValue(conversion));
        }
        match &field.format_spec {
            None => self.unit.op(Op::FormatSimple),
            Some(spec) => {
                let mut pieces = Vec::new();
                split(&mut pieces, spec.elements.iter());
                self.join(pieces);
                self.unit.op(Op::FormatWithSpec);
            }
        }
    }
}

fn split<'a>(
    pieces: &mut Vec<Piece<'a>>,
    elements: impl Iterator<Item = &'a InterpolatedStringElement>,
) {
    for element in elements {
        match element {
            InterpolatedStringElement::Literal(literal) => add_text(pieces, &literal.value),
            InterpolatedStringElement::Interpolation(field) => {
                if let Some(text) = &field.debug_text {
                    add_text(pieces, text.as_str());
                }
                pieces.push(Piece::Field(field));
            }
        }
    }
}

/// Adds literal text, to the piece before if that is text too.
fn add_text(pieces: &mut Vec<Piece<'_>>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(before)) => before.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}
