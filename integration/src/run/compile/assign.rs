//! Targets: assignment, augmented and annotated assignment, deletion.
//!
//! The value is evaluated first, then each target from left to right. A tuple that is unpacked at
//! once is not built: two or three values are exchanged on the stack instead, and fast locals are
//! then bound from right to left, which decides which old value dies first.
//!
//! Source: `Python/compile.c`, `Python/flowgraph.c`, `apply_static_swaps`.

use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::codegen::{Access, Codegen};
use super::expr::binary_kind;
use super::unit::{Item, operand};
use crate::run::code::{CodeKind, Const, Op};

impl<'a> Codegen<'a> {
    /// `t1 = t2 = value`
    pub(super) fn assign(&mut self, targets: &'a [Expr], value: &'a Expr) {
        self.expr(value);
        for (i, target) in targets.iter().enumerate() {
            if i + 1 < targets.len() {
                self.unit.op(Op::Copy(1));
            }
            self.store(target);
        }
    }

    /// Binds a target to the value on the stack.
    pub(super) fn store(&mut self, target: &'a Expr) {
        self.at(target.start(), |this| match target {
            Expr::Name(e) => this.variable(&e.id, Access::Store),
            Expr::Attribute(e) => {
                this.note_static_attribute(e);
                this.expr(&e.value);
                let name = this.attribute(&e.attr);
                this.at_name(&e.attr, |this| this.unit.op(Op::StoreAttr(name)));
            }
            Expr::Subscript(e) => {
                this.expr(&e.value);
                this.expr(&e.slice);
                this.unit.op(Op::StoreSubscr);
            }
            Expr::Tuple(e) => this.unpack(&e.elts),
            Expr::List(e) => this.unpack(&e.elts),
            Expr::Starred(e) => this.store(&e.value),
            _ => unreachable!("the parser refuses {target:?} as a target"),
        });
    }

    fn unpack(&mut self, targets: &'a [Expr]) {
        if self.exchanged(targets) {
            return;
        }
        let count = operand(targets.len());
        match targets.iter().position(Expr::is_starred_expr) {
            None => self.unit.op(Op::UnpackSequence(count)),
            Some(star) => {
                let short = |n: usize| u16::try_from(n).expect("checked before");
                let (before, after) = (short(star), short(targets.len() - star - 1));
                self.unit.op(Op::UnpackEx { before, after });
            }
        }
        for target in targets {
            self.store(target);
        }
    }

    /// Unpacks the values of a tuple about to be built without building it, if it is short.
    fn exchanged(&mut self, targets: &'a [Expr]) -> bool {
        let Some(&Item::Op(Op::BuildTuple(built), line, _)) = self.unit.items.last() else {
            return false;
        };
        let same = built as usize == targets.len() && line == self.unit.line;
        if !same || !(1..=3).contains(&built) || targets.iter().any(Expr::is_starred_expr) {
            return false;
        }
        self.unit.items.pop();
        if built > 1 && self.are_distinct_locals(targets) {
            targets.iter().rev().for_each(|target| self.store(target));
        } else {
            if built > 1 {
                self.unit.op(Op::Swap(built));
            }
            for target in targets {
                self.store(target);
            }
        }
        true
    }

    /// Whether the targets are different fast locals on the current line.
    fn are_distinct_locals(&mut self, targets: &'a [Expr]) -> bool {
        let mut seen: Vec<&str> = Vec::new();
        targets.iter().all(|target| match target {
            Expr::Name(e) if self.source.line(e.start()) == self.unit.line => {
                let is_new = !seen.contains(&e.id.as_str());
                seen.push(&e.id);
                is_new && self.is_fast(&e.id)
            }
            _ => false,
        })
    }

    fn note_static_attribute(&mut self, target: &ast::ExprAttribute) {
        if !matches!(&*target.value, Expr::Name(name) if name.id == "self") {
            return;
        }
        let class = self.around.iter_mut().rev().find(|unit| unit.kind == CodeKind::Class);
        if let Some(class) = class
            && !class.static_attributes.iter().any(|known| **known == *target.attr.id)
        {
            class.static_attributes.push(target.attr.id.as_str().into());
        }
    }

    /// `target op= value`
    pub(super) fn augmented(&mut self, s: &'a ast::StmtAugAssign) {
        match &*s.target {
            Expr::Name(e) => self.variable(&e.id, Access::Load),
            Expr::Attribute(e) => {
                self.expr(&e.value);
                self.unit.op(Op::Copy(1));
                let name = self.attribute(&e.attr);
                self.unit.op(Op::LoadAttr(name));
            }
            Expr::Subscript(e) => {
                self.expr(&e.value);
                self.expr(&e.slice);
                self.unit.op(Op::Copy(2));
                self.unit.op(Op::Copy(2));
                self.unit.op(Op::LoadSubscr);
            }
            target => unreachable!("the parser refuses {target:?} here"),
        }
        self.expr(&s.value);
        self.unit.op(Op::InPlace(binary_kind(s.op)));
        match &*s.target {
            Expr::Name(e) => self.variable(&e.id, Access::Store),
            Expr::Attribute(e) => {
                self.unit.op(Op::Swap(2));
                let name = self.attribute(&e.attr);
                self.unit.op(Op::StoreAttr(name));
            }
            _ => {
                self.unit.op(Op::Swap(3));
                self.unit.op(Op::Swap(2));
                self.unit.op(Op::StoreSubscr);
            }
        }
    }

    /// `target: annotation = value`; in a function the annotation is not evaluated.
    pub(super) fn annotated(&mut self, s: &'a ast::StmtAnnAssign) {
        if let Some(value) = &s.value {
            self.expr(value);
            self.store(&s.target);
        }
        let is_evaluated = self.unit.kind != CodeKind::Function;
        match &*s.target {
            Expr::Name(e) if s.simple && is_evaluated => {
                self.annotation(&s.annotation);
                self.variable("__annotations__", Access::Load);
                let name = self.mangled(&e.id);
                self.unit.load_const(Const::Str(name));
                return self.unit.op(Op::StoreSubscr);
            }
            Expr::Attribute(e) if s.value.is_none() => {
                self.expr(&e.value);
                self.unit.op(Op::Pop);
            }
            Expr::Subscript(e) if s.value.is_none() => {
                for part in [&e.value, &e.slice] {
                    self.expr(part);
                    self.unit.op(Op::Pop);
                }
            }
            _ => {}
        }
        if is_evaluated && !s.simple && !self.text_annotations {
            self.expr(&s.annotation);
            self.unit.op(Op::Pop);
        }
    }

    /// `del target`
    pub(super) fn delete(&mut self, target: &'a Expr) {
        self.at(target.start(), |this| match target {
            Expr::Name(e) => this.variable(&e.id, Access::Delete),
            Expr::Attribute(e) => {
                this.expr(&e.value);
                let name = this.attribute(&e.attr);
                this.unit.op(Op::DeleteAttr(name));
            }
            Expr::Subscript(e) => {
                this.expr(&e.value);
                this.expr(&e.slice);
                this.unit.op(Op::DeleteSubscr);
            }
            Expr::Tuple(e) => e.elts.iter().for_each(|item| this.delete(item)),
            Expr::List(e) => e.elts.iter().for_each(|item| this.delete(item)),
            _ => unreachable!("the parser refuses to delete {target:?}"),
        });
    }
}
