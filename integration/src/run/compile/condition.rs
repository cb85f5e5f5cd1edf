//! Conditions: expressions of which only the truth matters, compiled to jumps.
//!
//! `not`, `and`, `or`, conditional expressions and chained comparisons leave no value behind.
//!
//! Source: `Python/compile.c`, `compiler_jump_if`.

use ruff_python_ast::{self as ast, BoolOp, Expr, UnaryOp};
use ruff_text_size::Ranged;

use super::codegen::Codegen;
use super::constant::truth;
use super::expr::comparison;
use super::unit::Label;
use crate::run::code::Op;

impl<'a> Codegen<'a> {
    /// Jumps to `to` if the truth of `expr` is `when`, else goes on.
    pub(super) fn jump_if(&mut self, expr: &'a Expr, to: Label, when: bool) {
        if let Some(known) = truth(expr) {
            if known == when {
                self.unit.jump(Op::Jump, to);
            }
            return;
        }
        match expr {
            Expr::UnaryOp(e) if e.op == UnaryOp::Not => self.jump_if(&e.operand, to, !when),
            Expr::BoolOp(e) => self.jump_if_bool(e, to, when),
            Expr::If(e) => {
                let (orelse, end) = (self.unit.label(), self.unit.label());
                self.jump_if(&e.test, orelse, false);
                self.jump_if(&e.body, to, when);
                self.unit.jump(Op::Jump, end);
                self.unit.bind(orelse);
                self.jump_if(&e.orelse, to, when);
                self.unit.bind(end);
            }
            Expr::Compare(e) if e.ops.len() > 1 => {
                self.at(e.start(), |this| this.jump_if_chain(e, to, when));
            }
            _ => {
                self.expr(expr);
                self.at(expr.start(), |this| this.unit.jump(pop_jump_if(when), to));
            }
        }
    }

    fn jump_if_bool(&mut self, e: &'a ast::ExprBoolOp, to: Label, when: bool) {
        let Some((last, first)) = e.values.split_last() else { return };
        let decisive = e.op == BoolOp::Or;
        let end = self.unit.label();
        let early = if decisive == when { to } else { end };
        for value in first {
            self.jump_if(value, early, decisive);
        }
        self.jump_if(last, to, when);
        self.unit.bind(end);
    }

    fn jump_if_chain(&mut self, e: &'a ast::ExprCompare, to: Label, when: bool) {
        let Some((last, first)) = e.comparators.split_last() else { return };
        let (cleanup, end) = (self.unit.label(), self.unit.label());
        self.expr(&e.left);
        for (&op, right) in e.ops.iter().zip(first) {
            self.expr(right);
            self.unit.op(Op::Swap(2));
            self.unit.op(Op::Copy(2));
            self.unit.op(comparison(op));
            self.unit.jump(Op::PopJumpIfFalse, cleanup);
        }
        self.last_comparison(e, last);
        self.unit.jump(pop_jump_if(when), to);
        self.unit.jump(Op::Jump, end);
        self.unit.bind(cleanup);
        self.unit.op(Op::Pop);
        if !when {
            self.unit.jump(Op::Jump, to);
        }
        self.unit.bind(end);
    }
}

fn pop_jump_if(when: bool) -> fn(u32) -> Op {
    if when { Op::PopJumpIfTrue } else { Op::PopJumpIfFalse }
}
