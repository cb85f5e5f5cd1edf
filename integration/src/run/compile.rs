//! The compiler: from the text of a Python program to [`Code`].
//!
//! The text is parsed by `ruff_python_parser`, checked as a whole for errors that the grammar does
//! not catch and for what the runner does not support, its names are resolved, and each block of
//! code is generated and assembled. Nothing runs, and no heap is involved. Evaluation order, scoping
//! and the lifetime of temporaries are those of CPython 3.13.
//!
//! ```text
//!   text -> parser -> check -> scope -> resolve -> codegen -> assemble -> Code
//!                          all errors of the file are reported together
//! ```
//!
//! It does not fold arithmetic, and `from __future__ import` binds no name.
//!
//! Source: `Python/compile.c`, `Python/symtable.c`.

mod assemble;
mod assign;
mod asynchronous;
mod block;
mod call;
mod check;
mod check_star;
mod class;
mod codegen;
mod comprehension;
mod condition;
mod constant;
mod display;
mod exception;
mod expr;
mod fold;
mod format;
mod function;
mod pattern;
mod resolve;
mod scope;
mod star;
mod stmt;
mod type_params;
mod unit;

#[cfg(test)]
mod tests;

use std::rc::Rc;

use ruff_python_ast::{AtomicNodeIndex, Expr, PythonVersion, Stmt, StmtExpr};
use ruff_python_parser::{ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;

use self::codegen::Codegen;
use super::code::{Code, CodeKind, Const, Op};
use super::source::{Source, SourceError};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Statements; the code returns `None`.
    Exec,
    /// One expression; the code returns its value.
    Eval,
}

/// Compiles a program.
///
/// # Errors
/// Everything that is wrong with the program, in the order of the text.
///
/// ```
/// use integration::run::{compile::compile, source::Source};
///
/// let code = compile(&Source::from_text("demo.py", "x = 1\n")).unwrap();
/// assert_eq!(code.ops.len(), 4);
///
/// let errors = compile(&Source::from_text("demo.py", "return 1\n")).unwrap_err();
/// let text = "demo.py:1:1: `return` statement outside of a function";
/// assert_eq!(errors[0].to_string(), text);
/// ```
pub fn compile(source: &Source) -> Result<Rc<Code>, Vec<SourceError>> {
    compile_mode(source, Mode::Exec)
}

/// Compiles the text of an `exec` or `eval`; `filename` stands where the file name would.
///
/// # Errors
/// As [`compile`].
pub fn compile_str(text: &str, filename: &str, mode: Mode) -> Result<Rc<Code>, Vec<SourceError>> {
    let text = match mode {
        Mode::Exec => text,
        Mode::Eval => text.trim_start_matches([' ', '\t']),
    };
    compile_mode(&Source::from_text(filename, text), mode)
}

fn compile_mode(source: &Source, mode: Mode) -> Result<Rc<Code>, Vec<SourceError>> {
    let body = parse(source, mode)?;
    let mut errors = Vec::new();
    check::check(source, &body, &mut errors);
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    let mut scopes = scope::collect(source, &body, &mut errors);
    resolve::resolve(source, &mut scopes, &mut errors);
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    let kind = match mode {
        Mode::Exec => CodeKind::Module,
        Mode::Eval => CodeKind::Expression,
    };
    let mut codegen = Codegen::new(source, &scopes, kind);
    codegen.text_annotations = body.iter().any(asks_for_text_annotations);
    codegen.prologue();
    match (mode, body.as_slice()) {
        (Mode::Eval, [Stmt::Expr(only)]) => codegen.expr(&only.value),
        (_, body) => {
            codegen.namespace_body(body);
            codegen.unit.stay_on_line();
            codegen.unit.load_const(Const::None);
        }
    }
    codegen.unit.op(Op::Return);
    Ok(codegen.finish())
}

fn in_order(mut errors: Vec<SourceError>) -> Vec<SourceError> {
    errors.sort_by_key(|error| (error.line, error.column));
    errors.dedup_by_key(|error| (error.line, error.column));
    errors
}

/// Parses a source to statements; an expression becomes a body of one statement.
fn parse(source: &Source, mode: Mode) -> Result<Vec<Stmt>, Vec<SourceError>> {
    let parser_mode = match mode {
        Mode::Exec => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    let options = ParseOptions::from(parser_mode).with_target_version(PythonVersion::PY313);
    let parsed = parse_unchecked(source.text(), options);
    let mut errors: Vec<SourceError> = Vec::new();
    for error in parsed.errors() {
        errors.push(source.error(error.location.start(), error.error.to_string()));
    }
    if errors.is_empty() {
        for error in parsed.unsupported_syntax_errors() {
            errors.push(source.error(error.range().start(), error.to_string()));
        }
    }
    if !errors.is_empty() {
        return Err(in_order(errors));
    }
    Ok(match parsed.into_syntax() {
        ruff_python_ast::Mod::Module(module) => module.body.into_iter().collect(),
        ruff_python_ast::Mod::Expression(expression) => {
            let range = expression.range;
            let value: Box<Expr> = expression.body;
            vec![Stmt::Expr(StmtExpr { node_index: AtomicNodeIndex::NONE, range, value })]
        }
    })
}

fn asks_for_text_annotations(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::ImportFrom(s) if s.module.as_ref().is_some_and(|m| m.id == "__future__") => {
            s.names.iter().any(|alias| alias.name.id == "annotations")
        }
        _ => false,
    }
}
