//! Expressions that compute one value: names, operators, comparisons, attributes, items.
//!
//! Operands are evaluated from left to right and stay on the stack until their operator runs.
//!
//! Source: `Python/compile.c`, `compiler_visit_expr1`.

use ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, Operator, UnaryOp};
use ruff_text_size::Ranged;

use super::codegen::{Access, Codegen};
use super::constant::constant;
use super::display::Collection;
use crate::run::code::{BinaryKind, CompareKind, Const, Op, UnaryKind};

impl<'a> Codegen<'a> {
    /// Pushes the value of an expression.
    pub(super) fn expr(&mut self, expr: &'a Expr) {
        self.at(expr.start(), |this| match constant(expr) {
            Some(value) => this.unit.load_const(value),
            None => this.computed(expr),
        });
    }

    fn computed(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(e) => self.variable(&e.id, Access::Load),
            Expr::Attribute(e) => {
                self.expr(&e.value);
                let name = self.attribute(&e.attr);
                self.at_name(&e.attr, |this| this.unit.op(Op::LoadAttr(name)));
            }
            Expr::Subscript(e) => {
                self.expr(&e.value);
                self.expr(&e.slice);
                self.unit.op(Op::LoadSubscr);
            }
            Expr::Slice(e) => self.slice(e),
            Expr::Call(e) => self.call(e),
            Expr::BinOp(e) => {
                self.expr(&e.left);
                self.expr(&e.right);
                self.unit.op(Op::Binary(binary_kind(e.op)));
            }
            Expr::UnaryOp(e) => {
                self.expr(&e.operand);
                self.unit.op(Op::Unary(match e.op {
                    UnaryOp::Invert => UnaryKind::Invert,
                    UnaryOp::Not => UnaryKind::Not,
                    UnaryOp::UAdd => UnaryKind::Pos,
                    UnaryOp::USub => UnaryKind::Neg,
                }));
            }
            Expr::BoolOp(e) => self.bool_op(e),
            Expr::Compare(e) => self.compare(e),
            Expr::If(e) => {
                let (orelse, end) = (self.unit.label(), self.unit.label());
                self.jump_if(&e.test, orelse, false);
                self.expr(&e.body);
                self.unit.jump(Op::Jump, end);
                self.unit.bind(orelse);
                self.expr(&e.orelse);
                self.unit.bind(end);
            }
            Expr::Named(e) => {
                self.expr(&e.value);
                self.unit.op(Op::Copy(1));
                self.store(&e.target);
            }
            Expr::Tuple(e) => self.sequence(&e.elts, Collection::Tuple),
            Expr::List(e) => self.sequence(&e.elts, Collection::List),
            Expr::Set(e) => self.sequence(&e.elts, Collection::Set),
            Expr::Dict(e) => self.dict(&e.items),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expr);
            }
            Expr::FString(e) => self.formatted(e),
            Expr::Lambda(e) => self.lambda(e),
            Expr::Yield(e) => {
                match &e.value {
                    Some(value) => self.expr(value),
                    None => self.unit.load_const(Const::None),
                }
                self.unit.op(Op::YieldValue);
            }
            Expr::YieldFrom(e) => {
                self.expr(&e.value);
                self.unit.op(Op::GetYieldFromIter);
                self.delegate();
            }
            Expr::Await(e) => {
                self.expr(&e.value);
                self.unit.op(Op::GetAwaitable);
                self.delegate();
            }
            _ => unreachable!("{expr:?} is a constant, a target or refused before"),
        }
    }

    /// Runs `walk` on the line of the name behind a dot.
    pub(super) fn at_name(&mut self, name: &ast::Identifier, walk: impl FnOnce(&mut Self)) {
        self.at(name.start(), walk);
    }

    /// `[iterator] -> [result]` Passes on what an iterator yields until it ends.
    pub(super) fn delegate(&mut self) {
        let (send, done) = (self.unit.label(), self.unit.label());
        self.unit.load_const(Const::None);
        self.unit.bind(send);
        self.unit.jump(Op::Send, done);
        self.unit.jump(Op::YieldDelegated, done);
        self.unit.jump(Op::Jump, send);
        self.unit.bind(done);
    }

    /// Pushes a slice object.
    fn slice(&mut self, slice: &'a ast::ExprSlice) {
        for bound in [&slice.lower, &slice.upper] {
            match bound {
                Some(bound) => self.expr(bound),
                None => self.unit.load_const(Const::None),
            }
        }
        match &slice.step {
            Some(step) => {
                self.expr(step);
                self.unit.op(Op::BuildSlice(3));
            }
            None => self.unit.op(Op::BuildSlice(2)),
        }
    }

    fn bool_op(&mut self, e: &'a ast::ExprBoolOp) {
        let end = self.unit.label();
        let Some((last, first)) = e.values.split_last() else { return };
        for value in first {
            self.expr(value);
            match e.op {
                BoolOp::And => self.unit.jump(Op::JumpIfFalseOrPop, end),
                BoolOp::Or => self.unit.jump(Op::JumpIfTrueOrPop, end),
            }
        }
        self.expr(last);
        self.unit.bind(end);
    }

    fn compare(&mut self, e: &'a ast::ExprCompare) {
        self.expr(&e.left);
        let Some((last, first)) = e.comparators.split_last() else { return };
        let (cleanup, end) = (self.unit.label(), self.unit.label());
        for (&op, right) in e.ops.iter().zip(first) {
            self.expr(right);
            self.unit.op(Op::Swap(2));
            self.unit.op(Op::Copy(2));
            self.unit.op(comparison(op));
            self.unit.jump(Op::JumpIfFalseOrPop, cleanup);
        }
        self.last_comparison(e, last);
        if !first.is_empty() {
            self.unit.jump(Op::Jump, end);
            self.unit.bind(cleanup);
            self.unit.op(Op::Swap(2));
            self.unit.op(Op::Pop);
            self.unit.bind(end);
        }
    }

    /// The last comparison of a chain, its left side on the stack.
    pub(super) fn last_comparison(&mut self, e: &'a ast::ExprCompare, right: &'a Expr) {
        let op = e.ops[e.ops.len() - 1];
        match op {
            CmpOp::In | CmpOp::NotIn => self.searched(right),
            _ => self.expr(right),
        }
        self.unit.op(comparison(op));
    }
}

/// The op of a binary operator.
pub(super) fn binary_kind(op: Operator) -> BinaryKind {
    match op {
        Operator::Add => BinaryKind::Add,
        Operator::Sub => BinaryKind::Sub,
        Operator::Mult => BinaryKind::Mul,
        Operator::MatMult => BinaryKind::MatMul,
        Operator::Div => BinaryKind::Div,
        Operator::Mod => BinaryKind::Mod,
        Operator::Pow => BinaryKind::Pow,
        Operator::LShift => BinaryKind::LShift,
        Operator::RShift => BinaryKind::RShift,
        Operator::BitOr => BinaryKind::Or,
        Operator::BitXor => BinaryKind::Xor,
        Operator::BitAnd => BinaryKind::And,
        Operator::FloorDiv => BinaryKind::FloorDiv,
    }
}

/// The op of a comparison operator.
pub(super) fn comparison(op: CmpOp) -> Op {
    Op::Compare(match op {
        CmpOp::Eq => CompareKind::Eq,
        CmpOp::NotEq => CompareKind::Ne,
        CmpOp::Lt => CompareKind::Lt,
        CmpOp::LtE => CompareKind::Le,
        CmpOp::Gt => CompareKind::Gt,
        CmpOp::GtE => CompareKind::Ge,
        CmpOp::Is => return Op::Is(false),
        CmpOp::IsNot => return Op::Is(true),
        CmpOp::In => return Op::Contains(false),
        CmpOp::NotIn => return Op::Contains(true),
    })
}
