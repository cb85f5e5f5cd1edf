//! The walk that finds scopes and what they do with names.
//!
//! What a name means is not decided here, except for a walrus target, which is put into the
//! function around its comprehension at once. Clashes of declarations are errors.

use std::rc::Rc;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    self as ast, Comprehension, ExceptHandler, Expr, ExprContext, Parameters, Pattern, Stmt,
    TypeParams,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::super::type_params::{DEFAULTS, GENERIC_BASE, TYPE_PARAMS, lazy_parts};
use super::{Binding, Scope, ScopeKind, Scopes, Symbol, mangle};
use crate::run::source::{Source, SourceError};

/// Finds all scopes of a module.
pub(in super::super) fn collect(
    source: &Source,
    body: &[Stmt],
    errors: &mut Vec<SourceError>,
) -> Scopes {
    let mut collector = Collector::new(source, errors);
    collector.visit_body(body);
    collector.scopes
}

struct Collector<'s> {
    source: &'s Source,
    errors: &'s mut Vec<SourceError>,
    scopes: Scopes,
    current: usize,
    class: Option<Rc<str>>,
}

impl<'s> Collector<'s> {
    fn new(source: &'s Source, errors: &'s mut Vec<SourceError>) -> Self {
        let mut collector =
            Self { source, errors, scopes: Scopes::default(), current: 0, class: None };
        collector.push(ScopeKind::Module, "<module>", None);
        collector
    }

    fn push(&mut self, kind: ScopeKind, name: &str, parent: Option<usize>) -> usize {
        self.scopes.scopes.push(Scope {
            kind,
            name: name.into(),
            parent,
            children: Vec::new(),
            symbols: std::collections::BTreeMap::new(),
            is_generator: false,
            is_async: false,
            needs_class_cell: false,
        });
        self.scopes.scopes.len() - 1
    }

    /// Collects a block inside the current one.
    fn inside(
        &mut self,
        kind: ScopeKind,
        name: &str,
        place: TextRange,
        walk: impl FnOnce(&mut Self),
    ) {
        let parent = self.current;
        let scope = self.push(kind, name, Some(parent));
        self.scopes.get_mut(parent).children.push(scope);
        let before = self.scopes.places.insert(place, scope);
        debug_assert!(before.is_none(), "two scopes at {place:?}");
        self.current = scope;
        walk(self);
        self.current = parent;
    }

    fn error(&mut self, place: TextSize, message: String) {
        self.errors.push(self.source.error(place, message));
    }

    fn symbol_in(&mut self, scope: usize, name: Rc<str>, place: TextSize) -> &mut Symbol {
        let fresh = Symbol {
            bound: false,
            global: false,
            nonlocal: false,
            free_in_class: false,
            binding: Binding::Unresolved,
            place,
        };
        self.scopes.get_mut(scope).symbols.entry(name).or_insert(fresh)
    }

    fn symbol(&mut self, name: &str, place: TextSize) -> &mut Symbol {
        let name = mangle(self.class.as_deref(), name);
        self.symbol_in(self.current, name, place)
    }

    fn bind(&mut self, name: &str, place: TextSize) {
        self.symbol(name, place).bound = true;
    }

    fn bind_identifier(&mut self, name: &ast::Identifier) {
        self.bind(&name.id, name.start());
    }

    /// A walrus target: bound around all comprehensions, and not a variable of any of them.
    fn bind_named(&mut self, name: &str, place: TextSize) {
        let name = mangle(self.class.as_deref(), name);
        let mut scope = self.current;
        while self.is_comprehension(scope) {
            self.symbol_in(scope, Rc::clone(&name), place);
            scope = self.scopes.get(scope).parent.unwrap_or(0);
        }
        let is_function = self.scopes.get(scope).kind == ScopeKind::Function;
        let target = self.symbol_in(scope, Rc::clone(&name), place);
        target.bound = true;
        let global = target.global || !is_function;
        let mut inner = self.current;
        while inner != scope {
            let symbol = self.symbol_in(inner, Rc::clone(&name), place);
            symbol.global = global;
            symbol.nonlocal = !global;
            inner = self.scopes.get(inner).parent.unwrap_or(0);
        }
    }

    /// Something is awaited here: a generator expression around becomes asynchronous by that.
    fn awaits(&mut self) {
        let mut scope = self.current;
        while self.scopes.get(scope).kind == ScopeKind::Inlined {
            scope = self.scopes.get(scope).parent.unwrap_or(0);
        }
        if self.scopes.get(scope).kind == ScopeKind::Function {
            self.scopes.get_mut(scope).is_async = true;
        }
    }

    fn is_comprehension(&self, scope: usize) -> bool {
        let scope = self.scopes.get(scope);
        scope.kind == ScopeKind::Inlined || &*scope.name == "<genexpr>"
    }

    fn declare(&mut self, name: &ast::Identifier, nonlocal: bool) {
        let word = if nonlocal { "nonlocal" } else { "global" };
        let mangled = mangle(self.class.as_deref(), &name.id);
        let seen = self.scopes.get(self.current).symbols.get(&mangled);
        let problem = match seen {
            Some(symbol) if symbol.bound => Some("assigned to before"),
            Some(symbol) if !symbol.global && !symbol.nonlocal => Some("used prior to"),
            _ => None,
        };
        if let Some(problem) = problem {
            let message = format!("name '{}' is {problem} {word} declaration", name.id);
            return self.error(name.start(), message);
        }
        let symbol = self.symbol(&name.id, name.start());
        if nonlocal {
            symbol.nonlocal = true;
        } else {
            symbol.global = true;
            // Code of the module itself then means the global, too: text given to `exec` may have
            // another namespace.
            self.symbol_in(0, mangled, name.start()).global = true;
        }
    }

    /// The parts of a function that belong to the scope around it.
    fn defaults(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    fn parameters(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_source_order() {
            self.bind_identifier(parameter.name());
        }
    }

    fn annotations(&mut self, function: &ast::StmtFunctionDef) {
        for parameter in function.parameters.iter_source_order() {
            if let Some(annotation) = parameter.annotation() {
                self.visit_expr(annotation);
            }
        }
        if let Some(returns) = &function.returns {
            self.visit_expr(returns);
        }
    }

    fn comprehension(
        &mut self,
        kind: ScopeKind,
        name: &str,
        place: TextRange,
        generators: &[Comprehension],
        elements: [Option<&Expr>; 2],
    ) {
        let Some((first, rest)) = generators.split_first() else { return };
        self.visit_expr(&first.iter);
        self.inside(kind, name, place, |this| {
            if kind == ScopeKind::Function {
                this.bind(".0", place.start());
                this.scopes.get_mut(this.current).is_generator = true;
            }
            if first.is_async {
                this.awaits();
            }
            this.visit_expr(&first.target);
            first.ifs.iter().for_each(|test| this.visit_expr(test));
            for generator in rest {
                if generator.is_async {
                    this.awaits();
                }
                this.visit_expr(&generator.target);
                this.visit_expr(&generator.iter);
                generator.ifs.iter().for_each(|test| this.visit_expr(test));
            }
            elements.into_iter().flatten().for_each(|element| this.visit_expr(element));
        });
    }

    fn class(&mut self, class: &ast::StmtClassDef) {
        class.decorator_list.iter().for_each(|d| self.visit_expr(&d.expression));
        let params = class.type_params.as_deref();
        self.with_type_params(params, &class.name.id, |this| {
            if let Some(arguments) = &class.arguments {
                this.visit_arguments(arguments);
            }
            if params.is_some() {
                this.bind(GENERIC_BASE, class.start());
            }
            let outer = this.class.replace(class.name.id.as_str().into());
            this.inside(ScopeKind::Class, &class.name.id, class.range, |this| {
                if params.is_some() {
                    this.symbol(TYPE_PARAMS, class.start());
                }
                this.visit_body(&class.body);
            });
            this.class = outer;
        });
        self.bind_identifier(&class.name);
    }

    /// Collects a statement inside the scope of its type parameters, if it has any.
    fn with_type_params(
        &mut self,
        params: Option<&TypeParams>,
        name: &str,
        walk: impl FnOnce(&mut Self),
    ) {
        let Some(params) = params else { return walk(self) };
        let scope = format!("<generic parameters of {name}>");
        self.inside(ScopeKind::Function, &scope, params.range, |this| {
            this.bind(TYPE_PARAMS, params.start());
            for param in params {
                this.bind_identifier(param.name());
                for (place, value) in lazy_parts(param).into_iter().flatten() {
                    this.inside(ScopeKind::Function, param.name(), place, |this| {
                        this.visit_expr(value);
                    });
                }
            }
            walk(this);
        });
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) {
        let Expr::Name(name) = &*alias.name else { return };
        self.bind(&name.id, name.start());
        self.with_type_params(alias.type_params.as_deref(), &name.id, |this| {
            this.inside(ScopeKind::Function, &name.id, alias.range, |this| {
                this.visit_expr(&alias.value);
            });
        });
    }

    fn function(&mut self, function: &ast::StmtFunctionDef) {
        function.decorator_list.iter().for_each(|d| self.visit_expr(&d.expression));
        self.defaults(&function.parameters);
        let params = function.type_params.as_deref();
        self.with_type_params(params, &function.name.id, |this| {
            if params.is_some() {
                for name in DEFAULTS {
                    this.bind(name, function.start());
                }
            }
            this.annotations(function);
            this.inside(ScopeKind::Function, &function.name.id, function.range, |this| {
                this.scopes.get_mut(this.current).is_async = function.is_async;
                this.parameters(&function.parameters);
                this.visit_body(&function.body);
            });
        });
        self.bind_identifier(&function.name);
    }

    fn annotated(&mut self, assign: &ast::StmtAnnAssign) {
        if let Expr::Name(name) = &*assign.target
            && (assign.simple || assign.value.is_some())
        {
            let symbol = self.symbol(&name.id, name.start());
            let word = match (symbol.global, symbol.nonlocal) {
                (true, _) => Some("global"),
                (_, true) => Some("nonlocal"),
                _ => None,
            };
            symbol.bound = true;
            if let Some(word) = word
                && self.current != 0
            {
                let message = format!("annotated name '{}' can't be {word}", name.id);
                self.error(name.start(), message);
            }
        } else {
            self.visit_expr(&assign.target);
        }
        self.visit_expr(&assign.annotation);
        if let Some(value) = &assign.value {
            self.visit_expr(value);
        }
    }
}

impl<'a> Visitor<'a> for Collector<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Global(s) => s.names.iter().for_each(|name| self.declare(name, false)),
            Stmt::Nonlocal(s) => s.names.iter().for_each(|name| self.declare(name, true)),
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    let first = name.id.split('.').next().unwrap_or_default();
                    self.bind(first, name.start());
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in import.names.iter().filter(|alias| alias.name.id != "*") {
                    self.bind_identifier(alias.asname.as_ref().unwrap_or(&alias.name));
                }
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(h) = handler;
        if let Some(name) = &h.name {
            self.bind_identifier(name);
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(p) => p.name.as_ref(),
            Pattern::MatchStar(p) => p.name.as_ref(),
            Pattern::MatchMapping(p) => p.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = name {
            self.bind_identifier(name);
        }
        visitor::walk_pattern(self, pattern);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                self.symbol(&name.id, name.start());
                let kind = self.scopes.get(self.current).kind;
                let in_function = matches!(kind, ScopeKind::Function | ScopeKind::Inlined);
                if name.id == "super" && in_function {
                    self.symbol("__class__", name.start());
                }
            }
            Expr::Name(name) => self.bind(&name.id, name.start()),
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                if let Expr::Name(name) = &*named.target {
                    self.bind_named(&name.id, name.start());
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                self.inside(ScopeKind::Function, "<lambda>", lambda.range, |this| {
                    if let Some(parameters) = &lambda.parameters {
                        this.parameters(parameters);
                    }
                    this.visit_expr(&lambda.body);
                });
            }
            Expr::ListComp(c) => {
                let elements = [Some(&*c.elt), None];
                self.comprehension(
                    ScopeKind::Inlined,
                    "<listcomp>",
                    c.range,
                    &c.generators,
                    elements,
                );
            }
            Expr::SetComp(c) => {
                let elements = [Some(&*c.elt), None];
                self.comprehension(
                    ScopeKind::Inlined,
                    "<setcomp>",
                    c.range,
                    &c.generators,
                    elements,
                );
            }
            Expr::DictComp(c) => {
                let elements = [c.key.as_deref(), Some(&*c.value)];
                self.comprehension(
                    ScopeKind::Inlined,
                    "<dictcomp>",
                    c.range,
                    &c.generators,
                    elements,
                );
            }
            Expr::Generator(c) => {
                let elements = [Some(&*c.elt), None];
                self.comprehension(
                    ScopeKind::Function,
                    "<genexpr>",
                    c.range,
                    &c.generators,
                    elements,
                );
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.scopes.get_mut(self.current).is_generator = true;
                visitor::walk_expr(self, expr);
            }
            Expr::Await(_) => {
                self.awaits();
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }
}
