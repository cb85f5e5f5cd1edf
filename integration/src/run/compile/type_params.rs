//! Type parameters (PEP 695): `def f[T](x: T)`, `class C[T]`, `type A[T] = list[T]`.
//!
//! A statement with type parameters is compiled as a function around it, in which the parameters
//! are variables, and which is called at once:
//!
//! ```text
//!   def f[T](x: T = d): ...         def <generic parameters of f>(.defaults):
//!                                       T = TypeVar("T")
//!                             =>        .type_params = (T,)
//!                                       def f(x: T = ...): ...
//!                                       f.__type_params__ = .type_params
//!                                       return f
//!                                   f = <generic parameters of f>((d,))
//! ```
//! Bounds, constraints, defaults and the value of an alias are functions of their own: they are
//! evaluated when somebody asks. The objects are made by the module `_type_params`.
//!
//! Names bound in the body of a class are not seen by the type parameters of its methods.
//!
//! Source: `Python/compile.c`, `compiler_type_params`.

use ruff_python_ast::{self as ast, Expr, TypeParam, TypeParams};
use ruff_text_size::{Ranged, TextRange};

use super::codegen::{Access, Codegen};
use super::unit::operand;
use crate::run::code::{CodeKind, Const, Op, Params, function_parts};

/// The variable of the tuple of all parameters.
pub(super) const TYPE_PARAMS: &str = ".type_params";
/// The variable of the base `Generic[...]` of a class.
pub(super) const GENERIC_BASE: &str = ".generic_base";
/// The parameters that the defaults of a function come in.
pub(super) const DEFAULTS: [&str; 2] = [".defaults", ".kwdefaults"];

/// The module that makes the objects.
const MODULE: &str = "_type_params";

/// The places of the scopes that evaluate bound and default of a parameter, if it has them.
pub(super) fn lazy_parts(param: &TypeParam) -> [Option<(TextRange, &Expr)>; 2] {
    let (bound, default) = match param {
        TypeParam::TypeVar(p) => (p.bound.as_deref(), p.default.as_deref()),
        TypeParam::ParamSpec(p) => (None, p.default.as_deref()),
        TypeParam::TypeVarTuple(p) => (None, p.default.as_deref()),
    };
    let bound = bound.map(|e| (TextRange::new(param.start(), e.end()), e));
    // It begins where no other node does: at the end of the name.
    let default = default.map(|e| (TextRange::new(param.name().end(), e.end()), e));
    [bound, default]
}

impl<'a> Codegen<'a> {
    /// Begins the function around a statement; `defaults` says which defaults it is given.
    pub(super) fn enter_type_params(&mut self, params: &'a TypeParams, defaults: u32) {
        let given = [function_parts::DEFAULTS, function_parts::KWDEFAULTS];
        let names: Vec<_> = DEFAULTS
            .iter()
            .zip(given)
            .filter(|(_, part)| defaults & part != 0)
            .map(|(name, _)| (*name).into())
            .collect();
        self.push_unit(CodeKind::Function, self.scopes.at(params.range()), &names, None);
        self.unit.is_type_params = true;
        self.unit.params = Params { positional: operand(names.len()), ..Params::default() };
        self.prologue();
        for param in params {
            self.type_param(param);
        }
        for param in params {
            self.variable(param.name(), Access::Load);
        }
        self.unit.op(Op::BuildTuple(operand(params.len())));
        self.variable(TYPE_PARAMS, Access::Store);
    }

    /// Ends that function, which answers what is on the stack, and pushes it.
    pub(super) fn leave_type_params(&mut self) {
        self.unit.op(Op::Return);
        self.make_function(0);
    }

    /// Gives the function on the stack its type parameters.
    pub(super) fn set_type_params(&mut self) {
        self.unit.op(Op::Copy(1));
        self.variable(TYPE_PARAMS, Access::Load);
        self.unit.op(Op::Swap(2));
        let name = self.attribute("__type_params__");
        self.unit.op(Op::StoreAttr(name));
    }

    /// Makes the base `Generic[...]`.
    pub(super) fn generic_base(&mut self) {
        self.maker("generic_base");
        self.variable(TYPE_PARAMS, Access::Load);
        self.unit.op(Op::Call(1));
        self.variable(GENERIC_BASE, Access::Store);
    }

    /// `type X = value`
    pub(super) fn type_alias(&mut self, s: &'a ast::StmtTypeAlias) {
        let Expr::Name(name) = &*s.name else { return };
        if let Some(params) = &s.type_params {
            self.enter_type_params(params, 0);
        }
        self.maker("alias");
        self.unit.load_const(Const::from(name.id.as_str()));
        match &s.type_params {
            Some(_) => self.variable(TYPE_PARAMS, Access::Load),
            None => self.unit.load_const(Const::Tuple([].into())),
        }
        self.lazy(s.range(), &s.value);
        self.unit.op(Op::Call(3));
        if s.type_params.is_some() {
            self.leave_type_params();
            self.unit.op(Op::Call(0));
        }
        self.variable(&name.id, Access::Store);
    }

    fn type_param(&mut self, param: &'a TypeParam) {
        let [bound, default] = lazy_parts(param);
        self.maker(match (param, bound) {
            (TypeParam::TypeVar(_), Some((_, Expr::Tuple(_)))) => "constrained_var",
            (TypeParam::TypeVar(_), _) => "type_var",
            (TypeParam::ParamSpec(_), _) => "param_spec",
            (TypeParam::TypeVarTuple(_), _) => "type_var_tuple",
        });
        self.unit.load_const(Const::from(param.name().as_str()));
        for part in [bound, default] {
            match part {
                Some((place, value)) => self.lazy(place, value),
                None => self.unit.load_const(Const::None),
            }
        }
        self.unit.op(Op::Call(3));
        self.variable(param.name(), Access::Store);
    }

    /// Pushes a function that evaluates an expression.
    fn lazy(&mut self, place: TextRange, value: &'a Expr) {
        self.push_unit(CodeKind::Function, self.scopes.at(place), &[], None);
        self.prologue();
        match value {
            Expr::Starred(starred) => {
                self.expr(&starred.value);
                self.unit.op(Op::UnpackSequence(1));
            }
            value => self.expr(value),
        }
        self.unit.op(Op::Return);
        self.make_function(0);
    }

    /// Pushes a function of the module that makes the objects.
    fn maker(&mut self, name: &str) {
        self.unit.load_const(Const::Int(0));
        self.unit.load_const(Const::Tuple([Const::from(name)].into()));
        let module = self.unit.name(&MODULE.into());
        self.unit.op(Op::ImportName(module));
        let name = self.unit.name(&name.into());
        self.unit.op(Op::ImportFrom(name));
        self.unit.op(Op::Swap(2));
        self.unit.op(Op::Pop);
    }
}
