//! What Python has and the runner has not, found before anything runs.
//!
//! Every place is reported, not only the first, so that one look tells whether a program can run.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Comprehension, Expr, Number, Stmt, TypeParams};
use ruff_text_size::Ranged;

use crate::run::source::{Source, SourceError};

/// Reports every construct of a module that the runner does not support.
pub(super) fn unsupported(source: &Source, body: &[Stmt], errors: &mut Vec<SourceError>) {
    Finder { source, errors }.visit_body(body);
}

struct Finder<'s> {
    source: &'s Source,
    errors: &'s mut Vec<SourceError>,
}

impl Finder<'_> {
    fn report(&mut self, node: &impl Ranged, what: &str) {
        self.errors.push(self.source.error(node.start(), format!("unsupported: {what}")));
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(s) if s.is_async => self.report(s, "async def"),
            Stmt::For(s) if s.is_async => self.report(s, "async for"),
            Stmt::With(s) if s.is_async => self.report(s, "async with"),
            Stmt::Try(s) if s.is_star => self.report(s, "except*"),
            Stmt::TypeAlias(s) => self.report(s, "type statement"),
            Stmt::ImportFrom(s) if s.names.iter().any(|alias| alias.name.id == "*") => {
                self.report(s, "import of all names");
            }
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Await(e) => self.report(e, "await"),
            Expr::TString(e) => self.report(e, "template string"),
            Expr::NumberLiteral(e) if matches!(e.value, Number::Complex { .. }) => {
                self.report(e, "complex number");
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        if comprehension.is_async {
            self.report(comprehension, "async comprehension");
        }
        visitor::walk_comprehension(self, comprehension);
    }

    fn visit_type_params(&mut self, type_params: &'a TypeParams) {
        self.report(type_params, "type parameters");
        visitor::walk_type_params(self, type_params);
    }
}
