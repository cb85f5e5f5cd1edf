//! Calls: the callable first, then arguments from left to right, keywords last.
//!
//! `o.m(...)` makes no bound method. Stars, and more arguments than the stack should hold, collect
//! the arguments into a tuple and a dict first.
//!
//! Source: `Python/compile.c`, `compiler_call`.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr, Keyword};
use ruff_text_size::Ranged;

use super::codegen::{Access, Codegen};
use super::display::{Collection, MAX_ON_STACK};
use super::unit::operand;
use crate::run::code::{Const, Op};

impl<'a> Codegen<'a> {
    /// Pushes the result of a call.
    pub(super) fn call(&mut self, call: &'a ast::ExprCall) {
        if let Expr::Attribute(method) = &*call.func
            && is_plain(&call.arguments, 0)
        {
            self.expr(&method.value);
            let name = self.attribute(&method.attr);
            self.at_name(&method.attr, |this| this.unit.op(Op::LoadMethod(name)));
            self.at(method.attr.start(), |this| this.plain_arguments(&call.arguments, true));
        } else {
            self.expr(&call.func);
            self.call_with(&call.arguments, 0, None);
        }
    }

    /// Calls the callable on the stack; `pushed` arguments are on the stack too. The variable
    /// `last` is one more argument behind the positional ones.
    pub(super) fn call_with(
        &mut self,
        arguments: &'a ast::Arguments,
        pushed: u32,
        last: Option<&str>,
    ) {
        if is_plain(arguments, pushed + u32::from(last.is_some())) {
            let given =
                arguments.args.len() + arguments.keywords.len() + usize::from(last.is_some());
            self.push_arguments(arguments, last);
            let args = pushed + operand(given);
            return self.plain_call(&arguments.keywords, args, false);
        }
        self.starred_arguments(&arguments.args, pushed, last);
        let mut started = false;
        let mut pending = 0;
        for (i, keyword) in arguments.keywords.iter().enumerate() {
            if keyword.arg.is_some() {
                pending += 1;
                continue;
            }
            if pending > 0 {
                self.add_keywords(&arguments.keywords[i - pending..i], &mut started);
                pending = 0;
            }
            if !started {
                self.unit.op(Op::BuildMap(0));
                started = true;
            }
            self.expr(&keyword.value);
            self.unit.op(Op::DictMerge);
        }
        if pending > 0 {
            let first = arguments.keywords.len() - pending;
            self.add_keywords(&arguments.keywords[first..], &mut started);
        }
        self.unit.op(Op::CallEx(started));
    }

    fn plain_arguments(&mut self, arguments: &'a ast::Arguments, is_method: bool) {
        self.push_arguments(arguments, None);
        let args = arguments.args.len() + arguments.keywords.len();
        self.plain_call(&arguments.keywords, operand(args), is_method);
    }

    fn push_arguments(&mut self, arguments: &'a ast::Arguments, last: Option<&str>) {
        match &*arguments.args {
            // It borrows the parentheses of the call, and starts with them.
            [only @ Expr::Generator(e)] if !e.parenthesized => {
                self.at(arguments.start(), |this| this.comprehension(only));
            }
            args => args.iter().for_each(|argument| self.expr(argument)),
        }
        if let Some(last) = last {
            self.variable(last, Access::Load);
        }
        arguments.keywords.iter().for_each(|keyword| self.expr(&keyword.value));
    }

    fn plain_call(&mut self, keywords: &[Keyword], args: u32, is_method: bool) {
        if keywords.is_empty() {
            return self.unit.op(if is_method { Op::CallMethod(args) } else { Op::Call(args) });
        }
        let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
        let names: Rc<[Const]> = names.map(|name| Const::Str(self.mangled(name))).collect();
        let names = self.unit.constant(Const::Tuple(names));
        let args = u16::try_from(args).expect("a plain call has few arguments");
        self.unit.op(if is_method {
            Op::CallMethodKw { args, names }
        } else {
            Op::CallKw { args, names }
        });
    }

    /// Makes one iterable of the positional arguments, `pushed` of them on the stack.
    fn starred_arguments(&mut self, args: &'a [Expr], pushed: u32, last: Option<&str>) {
        if let ([Expr::Starred(only)], 0) = (args, pushed) {
            return self.expr(&only.value);
        }
        if pushed == 0 {
            if args.is_empty() {
                return self.unit.load_const(Const::Tuple([].into()));
            }
            return self.sequence(args, Collection::Tuple);
        }
        self.unit.op(Op::BuildList(pushed));
        for argument in args {
            if let Expr::Starred(starred) = argument {
                self.expr(&starred.value);
                self.unit.op(Op::ListExtend);
            } else {
                self.expr(argument);
                self.unit.op(Op::ListAppend(1));
            }
        }
        if let Some(last) = last {
            self.variable(last, Access::Load);
            self.unit.op(Op::ListAppend(1));
        }
        self.unit.op(Op::ListToTuple);
    }

    /// Builds a dict of named arguments, and merges it into the one on the stack if there is one.
    fn add_keywords(&mut self, keywords: &'a [Keyword], started: &mut bool) {
        let is_long = keywords.len() * 2 > MAX_ON_STACK;
        if is_long {
            self.unit.op(Op::BuildMap(0));
        }
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                let name = self.mangled(name);
                self.unit.load_const(Const::Str(name));
            }
            self.expr(&keyword.value);
            if is_long {
                self.unit.op(Op::MapAdd(1));
            }
        }
        if !is_long {
            self.unit.op(Op::BuildMap(operand(keywords.len())));
        }
        if *started {
            self.unit.op(Op::DictMerge);
        }
        *started = true;
    }
}

/// Whether all arguments can be put on the stack one by one.
fn is_plain(arguments: &ast::Arguments, pushed: u32) -> bool {
    let total = arguments.args.len() + arguments.keywords.len() + pushed as usize;
    total <= MAX_ON_STACK
        && !arguments.args.iter().any(Expr::is_starred_expr)
        && arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
}
