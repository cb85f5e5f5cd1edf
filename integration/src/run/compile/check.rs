//! Errors that the grammar does not catch: a `return` outside a function, a `break` outside a loop,
//! a parameter twice, an irrefutable pattern that is not the last, ...
//!
//! The parser's own checker knows them; this is the walk that tells it where it is. Clashes between
//! declarations of names are found with the scopes instead. Code that is nested deeper than
//! [`MAX_NESTING`] is refused, as CPython's parser does, because the compiler recurses.

use std::cell::RefCell;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Arguments, Comprehension, Expr, PythonVersion, Stmt, StmtTry};
use ruff_python_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxChecker, SemanticSyntaxContext, SemanticSyntaxError,
};
use ruff_text_size::{Ranged, TextRange};

use super::check_star;
use crate::run::source::{Source, SourceError};

/// How deep statements and expressions may be nested.
const MAX_NESTING: u32 = 400;

/// Reports every such error of a module.
pub(super) fn check(source: &Source, body: &[Stmt], errors: &mut Vec<SourceError>) {
    let mut walk = Walk {
        semantic: SemanticSyntaxChecker::new(),
        context: Context {
            source,
            errors: RefCell::new(errors),
            frames: vec![Frame::Module],
            in_loop: false,
        },
        loops: vec![0],
        nesting: 0,
    };
    walk.visit_body(body);
}

enum Frame {
    Module,
    Class,
    Function { parameters: Vec<String>, is_async: bool },
    Comprehension,
    Generator,
}

impl Frame {
    fn is_comprehension(&self) -> bool {
        matches!(self, Self::Comprehension | Self::Generator)
    }
}

struct Context<'s> {
    source: &'s Source,
    errors: RefCell<&'s mut Vec<SourceError>>,
    frames: Vec<Frame>,
    in_loop: bool,
}

struct Walk<'s> {
    semantic: SemanticSyntaxChecker,
    context: Context<'s>,
    /// Loops around, for each frame that can have loops.
    loops: Vec<u32>,
    nesting: u32,
}

impl Walk<'_> {
    fn inside(&mut self, frame: Frame, walk: impl FnOnce(&mut Self)) {
        self.context.frames.push(frame);
        self.loops.push(0);
        self.context.in_loop = false;
        walk(self);
        self.loops.pop();
        self.context.in_loop = self.loops.last().is_some_and(|&loops| loops > 0);
        self.context.frames.pop();
    }

    fn in_loop<'a>(&mut self, body: &'a [Stmt])
    where
        Self: Visitor<'a>,
    {
        self.change_loops(1);
        self.visit_body(body);
        self.change_loops(-1);
    }

    fn change_loops(&mut self, by: i32) {
        if let Some(loops) = self.loops.last_mut() {
            *loops = loops.saturating_add_signed(by);
            self.context.in_loop = *loops > 0;
        }
    }

    /// Whether the node may be entered; undone by [`Self::leave`].
    fn enter(&mut self, node: &impl Ranged) -> bool {
        self.nesting += 1;
        if self.nesting == MAX_NESTING {
            let error = self.context.source.error(node.start(), "too many levels of nesting");
            self.context.errors.borrow_mut().push(error);
        }
        self.nesting < MAX_NESTING
    }

    fn leave(&mut self) {
        self.nesting -= 1;
    }

    fn comprehension<'a>(
        &mut self,
        frame: Frame,
        generators: &'a [Comprehension],
        elements: [Option<&'a Expr>; 2],
    ) where
        Self: Visitor<'a>,
    {
        let Some((first, rest)) = generators.split_first() else { return };
        self.visit_expr(&first.iter);
        self.inside(frame, |this| {
            this.visit_expr(&first.target);
            first.ifs.iter().for_each(|test| this.visit_expr(test));
            for generator in rest {
                this.visit_comprehension(generator);
            }
            elements.into_iter().flatten().for_each(|element| this.visit_expr(element));
        });
    }

    /// Expressions that may be starred.
    fn items<'a>(&mut self, items: &'a [Expr])
    where
        Self: Visitor<'a>,
    {
        for item in items {
            match item {
                Expr::Starred(starred) => self.visit_expr(&starred.value),
                item => self.visit_expr(item),
            }
        }
    }

    fn statement<'a>(&mut self, stmt: &'a Stmt)
    where
        Self: Visitor<'a>,
    {
        match stmt {
            Stmt::FunctionDef(function) => {
                function.decorator_list.iter().for_each(|d| self.visit_decorator(d));
                self.visit_parameters(&function.parameters);
                if let Some(returns) = &function.returns {
                    self.visit_annotation(returns);
                }
                let parameters = function.parameters.iter_source_order();
                let parameters = parameters.map(|p| p.name().id.to_string()).collect();
                let frame = Frame::Function { parameters, is_async: function.is_async };
                self.inside(frame, |this| this.visit_body(&function.body));
            }
            Stmt::ClassDef(class) => {
                class.decorator_list.iter().for_each(|d| self.visit_decorator(d));
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                self.inside(Frame::Class, |this| this.visit_body(&class.body));
            }
            Stmt::For(s) => {
                self.visit_expr(&s.iter);
                self.visit_expr(&s.target);
                self.in_loop(&s.body);
                self.visit_body(&s.orelse);
            }
            Stmt::While(s) => {
                self.visit_expr(&s.test);
                self.in_loop(&s.body);
                self.visit_body(&s.orelse);
            }
            Stmt::Try(s) => {
                if s.is_star {
                    self.star_handlers(s);
                }
                visitor::walk_stmt(self, stmt);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn star_handlers(&self, s: &StmtTry) {
        for place in check_star::jumps_out(s) {
            let message = "'break', 'continue' and 'return' cannot appear in an 'except*' block";
            let error = self.context.source.error(place, message);
            self.context.errors.borrow_mut().push(error);
        }
    }

    fn expression<'a>(&mut self, expr: &'a Expr)
    where
        Self: Visitor<'a>,
    {
        match expr {
            Expr::Lambda(lambda) => {
                let mut names = Vec::new();
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                    let parameters = parameters.iter_source_order();
                    names.extend(parameters.map(|p| p.name().id.to_string()));
                }
                let frame = Frame::Function { parameters: names, is_async: false };
                self.inside(frame, |this| this.visit_expr(&lambda.body));
            }
            Expr::Tuple(tuple) => self.items(&tuple.elts),
            Expr::List(list) => self.items(&list.elts),
            Expr::Set(set) => self.items(&set.elts),
            Expr::Starred(starred) => {
                let message = "can't use starred expression here";
                let error = self.context.source.error(starred.start(), message);
                self.context.errors.borrow_mut().push(error);
            }
            Expr::ListComp(c) => {
                self.comprehension(Frame::Comprehension, &c.generators, [Some(&c.elt), None]);
            }
            Expr::SetComp(c) => {
                self.comprehension(Frame::Comprehension, &c.generators, [Some(&c.elt), None]);
            }
            Expr::Generator(c) => {
                self.comprehension(Frame::Generator, &c.generators, [Some(&c.elt), None]);
            }
            Expr::DictComp(c) => {
                let elements = [c.key.as_deref(), Some(&*c.value)];
                self.comprehension(Frame::Comprehension, &c.generators, elements);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }
}

impl<'a> Visitor<'a> for Walk<'_> {
    fn visit_arguments(&mut self, arguments: &'a Arguments) {
        self.items(&arguments.args);
        arguments.keywords.iter().for_each(|keyword| self.visit_keyword(keyword));
    }

    fn visit_annotation(&mut self, annotation: &'a Expr) {
        self.items(core::slice::from_ref(annotation));
    }

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if self.enter(stmt) {
            self.semantic.visit_stmt(stmt, &self.context);
            self.statement(stmt);
        }
        self.leave();
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if self.enter(expr) {
            self.semantic.visit_expr(expr, &self.context);
            self.expression(expr);
        }
        self.leave();
    }
}

impl SemanticSyntaxContext for Context<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        false
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        None
    }

    fn python_version(&self) -> PythonVersion {
        PythonVersion::PY313
    }

    fn source(&self) -> &str {
        self.source.text()
    }

    /// Declarations are checked with the scopes.
    fn global(&self, _name: &str) -> Option<TextRange> {
        None
    }

    /// Declarations are checked with the scopes.
    fn has_nonlocal_binding(&self, _name: &str) -> bool {
        true
    }

    fn in_async_context(&self) -> bool {
        let function = self.frames.iter().rev().find(|f| !f.is_comprehension());
        matches!(function, Some(Frame::Function { is_async: true, .. }))
    }

    fn in_await_allowed_context(&self) -> bool {
        true
    }

    fn in_yield_allowed_context(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Function { .. }))
    }

    fn in_sync_comprehension(&self) -> bool {
        false
    }

    fn in_class_body_comprehension(&self) -> bool {
        let around = self.frames.iter().rev().find(|f| !f.is_comprehension());
        matches!(around, Some(Frame::Class))
    }

    fn in_module_scope(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Module))
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Function { .. }))
    }

    fn in_generator_context(&self) -> bool {
        let mut comprehensions = self.frames.iter().rev().take_while(|f| f.is_comprehension());
        comprehensions.any(|f| matches!(f, Frame::Generator))
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        let error = self.source.error(error.range.start(), error.to_string());
        self.errors.borrow_mut().push(error);
    }

    fn in_loop_context(&self) -> bool {
        self.in_loop
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        match self.frames.last() {
            Some(Frame::Function { parameters, .. }) => parameters.iter().any(|p| p == name),
            _ => false,
        }
    }
}
