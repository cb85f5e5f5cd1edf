//! Functions and lambdas: what is evaluated at the `def`, and the code of the body.
//!
//! At the `def`, in this order: decorators, defaults, keyword-only defaults, annotations, the
//! closure. The docstring loses its common indentation (3.13).
//!
//! Source: `Python/compile.c`, `compiler_function`, `_PyCompile_CleanDoc`.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Decorator, Expr, ParameterWithDefault, Parameters, Stmt};
use ruff_text_size::Ranged;

use super::codegen::{Access, Codegen};
use super::type_params::DEFAULTS;
use super::unit::operand;
use crate::run::code::{CodeKind, Const, Op, Params, function_parts};

impl<'a> Codegen<'a> {
    /// `def`
    pub(super) fn function(&mut self, s: &'a ast::StmtFunctionDef) {
        self.decorators(&s.decorator_list);
        match &s.type_params {
            Some(params) => self.generic_function(s, params),
            None => {
                let defaults = self.defaults(&s.parameters);
                self.plain_function(s, defaults);
            }
        }
        self.decorate(&s.decorator_list);
        self.at_name(&s.name, |this| this.variable(&s.name.id, Access::Store));
    }

    /// Pushes the function of a `def`; its defaults, of which `parts` tells, are on the stack.
    fn plain_function(&mut self, s: &'a ast::StmtFunctionDef, mut parts: u32) {
        let annotations = self.annotations(s);
        if annotations > 0 {
            self.unit.op(Op::BuildTuple(annotations));
            parts |= function_parts::ANNOTATIONS;
        }
        let scope = self.scopes.at(s.range());
        self.enter_function(scope, Some(&s.parameters), Some(&s.name.id));
        self.unit.docstring = docstring(&s.body);
        self.body(after_docstring(&s.body));
        self.unit.stay_on_line();
        self.unit.load_const(Const::None);
        self.unit.op(Op::Return);
        self.make_function(parts);
    }

    /// The function of a `def` with type parameters.
    fn generic_function(&mut self, s: &'a ast::StmtFunctionDef, params: &'a ast::TypeParams) {
        let parts = default_parts(&s.parameters);
        self.enter_type_params(params, parts);
        for name in DEFAULTS.iter().zip([function_parts::DEFAULTS, function_parts::KWDEFAULTS]) {
            if parts & name.1 != 0 {
                self.variable(name.0, Access::Load);
            }
        }
        self.plain_function(s, parts);
        self.set_type_params();
        self.leave_type_params();
        self.defaults(&s.parameters);
        self.unit.op(Op::Call(parts.count_ones()));
    }

    /// `lambda`
    pub(super) fn lambda(&mut self, e: &'a ast::ExprLambda) {
        let parameters = e.parameters.as_deref();
        let parts = parameters.map_or(0, |parameters| self.defaults(parameters));
        self.enter_function(self.scopes.at(e.range()), parameters, None);
        self.expr(&e.body);
        self.unit.op(Op::Return);
        self.make_function(parts);
    }

    fn enter_function(
        &mut self,
        scope: usize,
        parameters: Option<&'a Parameters>,
        declared: Option<&str>,
    ) {
        let mut names = Vec::new();
        let mut params = Params::default();
        if let Some(p) = parameters {
            let plain = p.posonlyargs.iter().chain(&p.args).chain(&p.kwonlyargs);
            names.extend(plain.map(|p| self.mangled(&p.parameter.name.id)));
            let stars = [&p.vararg, &p.kwarg].into_iter().flatten();
            names.extend(stars.map(|p| self.mangled(&p.name.id)));
            params = Params {
                posonly: operand(p.posonlyargs.len()),
                positional: operand(p.posonlyargs.len() + p.args.len()),
                kwonly: operand(p.kwonlyargs.len()),
                vararg: p.vararg.is_some(),
                kwarg: p.kwarg.is_some(),
            };
        }
        self.push_unit(CodeKind::Function, scope, &names, declared);
        self.unit.params = params;
        self.prologue();
    }

    /// Ends the code of a function and pushes the function; `parts` are on the stack.
    pub(super) fn make_function(&mut self, mut parts: u32) {
        let code = self.pop_unit();
        for name in &code.freevars {
            let cell = self.closure_cell(name);
            self.unit.op(Op::LoadClosure(cell));
        }
        if !code.freevars.is_empty() {
            self.unit.op(Op::BuildTuple(operand(code.freevars.len())));
            parts |= function_parts::CLOSURE;
        }
        self.unit.load_const(Const::Code(code));
        self.unit.op(Op::MakeFunction(parts));
    }

    /// Pushes the defaults of parameters.
    fn defaults(&mut self, parameters: &'a Parameters) -> u32 {
        let plain = parameters.posonlyargs.iter().chain(&parameters.args);
        let values: Vec<&Expr> = plain.filter_map(default).collect();
        if !values.is_empty() {
            self.tuple_of(&values);
        }
        let mut pairs = 0;
        for parameter in &parameters.kwonlyargs {
            if let Some(value) = default(parameter) {
                let name = self.mangled(&parameter.parameter.name.id);
                self.unit.load_const(Const::Str(name));
                self.expr(value);
                pairs += 1;
            }
        }
        if pairs > 0 {
            self.unit.op(Op::BuildMap(pairs));
        }
        default_parts(parameters)
    }

    /// Pushes name and value of each annotation of a signature; gives the number of values.
    fn annotations(&mut self, s: &'a ast::StmtFunctionDef) -> u32 {
        let p = &s.parameters;
        let plain = p.posonlyargs.iter().chain(&p.args).map(|p| &p.parameter);
        let vararg = p.vararg.iter().map(|p| &**p);
        let kwonly = p.kwonlyargs.iter().map(|p| &p.parameter);
        let kwarg = p.kwarg.iter().map(|p| &**p);
        let named = plain.chain(vararg).chain(kwonly).chain(kwarg);
        let named = named.map(|p| (p.name.id.as_str(), p.annotation.as_deref()));
        let mut count = 0;
        for (name, annotation) in named.chain([("return", s.returns.as_deref())]) {
            if let Some(annotation) = annotation {
                let name = self.mangled(name);
                self.unit.load_const(Const::Str(name));
                self.annotation(annotation);
                count += 2;
            }
        }
        count
    }

    /// Pushes the value of an annotation, or its text if the file asks for that.
    pub(super) fn annotation(&mut self, annotation: &'a Expr) {
        if self.text_annotations {
            let text = &self.source.text()[annotation.range()];
            let words: Vec<&str> = text.split_whitespace().collect();
            self.unit.load_const(Const::from(&*words.join(" ")));
        } else if let Expr::Starred(starred) = annotation {
            self.expr(&starred.value);
            self.unit.op(Op::UnpackSequence(1));
        } else {
            self.expr(annotation);
        }
    }

    /// Pushes the decorators.
    pub(super) fn decorators(&mut self, decorators: &'a [Decorator]) {
        for decorator in decorators {
            self.expr(&decorator.expression);
        }
    }

    /// Calls the decorators, the last one first.
    pub(super) fn decorate(&mut self, decorators: &'a [Decorator]) {
        for decorator in decorators.iter().rev() {
            self.at(decorator.expression.start(), |this| this.unit.op(Op::Call(1)));
        }
    }
}

fn default(parameter: &ParameterWithDefault) -> Option<&Expr> {
    parameter.default.as_deref()
}

/// Which parts of a function the defaults of its parameters are.
fn default_parts(parameters: &Parameters) -> u32 {
    let mut plain = parameters.posonlyargs.iter().chain(&parameters.args);
    let mut parts = 0;
    if plain.any(|p| default(p).is_some()) {
        parts |= function_parts::DEFAULTS;
    }
    if parameters.kwonlyargs.iter().any(|p| default(p).is_some()) {
        parts |= function_parts::KWDEFAULTS;
    }
    parts
}

/// The docstring of a body, without the indentation common to its lines.
pub(super) fn docstring(body: &[Stmt]) -> Option<Rc<str>> {
    let Some(Stmt::Expr(first)) = body.first() else { return None };
    let Expr::StringLiteral(text) = &*first.value else { return None };
    Some(clean(text.value.to_str()).into())
}

/// The statements of a body behind its docstring.
pub(super) fn after_docstring(body: &[Stmt]) -> &[Stmt] {
    if docstring(body).is_some() { &body[1..] } else { body }
}

fn clean(text: &str) -> String {
    let expanded = expand_tabs(text);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = expanded.split('\n');
    let first = lines.next().unwrap_or_default().trim_start_matches(' ');
    let rest: Vec<&str> = lines.collect();
    let inked = rest.iter().filter(|line| line.len() > indent(line));
    let margin = inked.map(|line| indent(line)).min().unwrap_or(0);
    let mut result = first.to_owned();
    for line in rest {
        result.push('\n');
        result.push_str(&line[margin.min(indent(line))..]);
    }
    result
}

fn expand_tabs(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let width = 8 - column % 8;
                result.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                result.push(c);
                column = 0;
            }
            _ => {
                result.push(c);
                column += 1;
            }
        }
    }
    result
}
