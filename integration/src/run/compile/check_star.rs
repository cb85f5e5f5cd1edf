//! The jumps that must not leave a handler of `except*`.
//!
//! Source: `Python/compile.c`, `compiler_unwind_fblock`.

use ruff_python_ast::statement_visitor::{StatementVisitor, walk_body, walk_stmt};
use ruff_python_ast::{ExceptHandler, Stmt, StmtTry};
use ruff_text_size::{Ranged, TextSize};

/// Finds the jumps out of the handlers of a `try`.
pub(super) fn jumps_out(s: &StmtTry) -> Vec<TextSize> {
    let mut finder = Finder { loops: 0, found: Vec::new() };
    for ExceptHandler::ExceptHandler(handler) in &s.handlers {
        finder.visit_body(&handler.body);
    }
    finder.found
}

struct Finder {
    loops: u32,
    found: Vec<TextSize>,
}

impl<'a> StatementVisitor<'a> for Finder {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let (body, orelse) = match stmt {
            Stmt::Return(_) => return self.found.push(stmt.start()),
            Stmt::Break(_) | Stmt::Continue(_) if self.loops == 0 => {
                return self.found.push(stmt.start());
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => return,
            Stmt::For(s) => (&s.body, &s.orelse),
            Stmt::While(s) => (&s.body, &s.orelse),
            _ => return walk_stmt(self, stmt),
        };
        self.loops += 1;
        walk_body(self, body);
        self.loops -= 1;
        walk_body(self, orelse);
    }
}
