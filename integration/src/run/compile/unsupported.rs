//! What Python has and the runner has not, found before anything runs.
//!
//! Every place is reported, not only the first, so that one look tells whether a program can run.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt};
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
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::TString(e) => self.report(e, "template string"),
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
