//! `match`: the cases of the statement, and patterns that do not unpack.
//!
//! A pattern consumes the subject on top of the stack. What it captures is moved below everything
//! the pattern still needs, and bound only when the whole pattern has matched. A failure can happen
//! at any depth, so each number of values that may have to be dropped has a label of its own.
//!
//! Source: `Python/compile.c`, `compiler_match_inner`.

mod unpack;

use std::rc::Rc;

use ruff_python_ast::{self as ast, Pattern, Singleton};
use ruff_text_size::Ranged;

use super::codegen::{Access, Codegen};
use super::unit::{Label, operand};
use crate::run::code::{CompareKind, Const, Op};

/// The state of one top-level pattern.
#[derive(Default)]
struct Captures {
    /// The captured names, the one nearest to the top of the stack first.
    stores: Vec<Rc<str>>,
    /// Where to go on failure, by the number of values to drop.
    fail_pop: Vec<Label>,
    /// How many values above the captured ones the pattern still needs.
    on_top: u32,
}

/// Whether a pattern matches anything and captures nothing.
fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(p) if p.name.is_none() && p.pattern.is_none())
}

impl<'a> Codegen<'a> {
    /// `match`
    pub(super) fn match_statement(&mut self, s: &'a ast::StmtMatch) {
        self.expr(&s.subject);
        let end = self.unit.label();
        let Some((last, first)) = s.cases.split_last() else { return };
        let has_default = is_wildcard(&last.pattern) && s.cases.len() > 1;
        let tested = if has_default { first } else { &s.cases };
        for (i, case) in tested.iter().enumerate() {
            let is_last = i + 1 == tested.len();
            self.at(case.pattern.start(), |this| this.case(case, is_last, end));
        }
        if has_default {
            if let Some(guard) = &last.guard {
                self.jump_if(guard, end, false);
            }
            self.body(&last.body);
        }
        self.unit.bind(end);
    }

    /// One case; the last one consumes the subject.
    fn case(&mut self, case: &'a ast::MatchCase, is_last: bool, end: Label) {
        let mut captures = Captures::default();
        if !is_last {
            self.unit.op(Op::Copy(1));
        }
        self.pattern(&case.pattern, &mut captures);
        for name in std::mem::take(&mut captures.stores) {
            self.variable(&name, Access::Store);
        }
        if let Some(guard) = &case.guard {
            let fail = self.fail_label(&mut captures, 0);
            self.jump_if(guard, fail, false);
        }
        if !is_last {
            self.unit.op(Op::Pop);
        }
        self.body(&case.body);
        self.unit.jump(Op::Jump, end);
        self.failures(&mut captures);
    }

    /// `[subject] -> []`, with captured values further down, or a jump to a failure.
    fn pattern(&mut self, pattern: &'a Pattern, captures: &mut Captures) {
        self.at(pattern.start(), |this| match pattern {
            Pattern::MatchValue(p) => {
                this.expr(&p.value);
                this.unit.op(Op::Compare(CompareKind::Eq));
                this.fail_if_false(captures);
            }
            Pattern::MatchSingleton(p) => {
                this.unit.load_const(match p.value {
                    Singleton::None => Const::None,
                    Singleton::True => Const::True,
                    Singleton::False => Const::False,
                });
                this.unit.op(Op::Is(false));
                this.fail_if_false(captures);
            }
            Pattern::MatchSequence(p) => this.sequence_pattern(&p.patterns, captures),
            Pattern::MatchMapping(p) => this.mapping_pattern(p, captures),
            Pattern::MatchClass(p) => this.class_pattern(p, captures),
            Pattern::MatchStar(p) => this.capture(p.name.as_ref(), captures),
            Pattern::MatchAs(p) => match &p.pattern {
                None => this.capture(p.name.as_ref(), captures),
                Some(inner) => {
                    captures.on_top += 1;
                    this.unit.op(Op::Copy(1));
                    this.pattern(inner, captures);
                    captures.on_top -= 1;
                    this.capture(p.name.as_ref(), captures);
                }
            },
            Pattern::MatchOr(p) => this.or_pattern(&p.patterns, captures),
        });
    }

    /// Keeps the value on top of the stack for a name, below what the pattern still needs.
    fn capture(&mut self, name: Option<&ast::Identifier>, captures: &mut Captures) {
        let Some(name) = name else { return self.unit.op(Op::Pop) };
        self.rotate(captures.on_top + operand(captures.stores.len()) + 1);
        captures.stores.push(name.id.as_str().into());
    }

    /// Moves the top below the `count - 1` values under it.
    fn rotate(&mut self, count: u32) {
        for n in (2..=count).rev() {
            self.unit.op(Op::Swap(n));
        }
    }

    fn or_pattern(&mut self, alternatives: &'a [Pattern], captures: &mut Captures) {
        let end = self.unit.label();
        let mut control: Option<Vec<Rc<str>>> = None;
        for alternative in alternatives {
            let mut inner = Captures::default();
            self.unit.op(Op::Copy(1));
            self.pattern(alternative, &mut inner);
            match &control {
                None => control = Some(inner.stores.clone()),
                Some(control) => self.reorder(&mut inner.stores, control),
            }
            self.unit.jump(Op::Jump, end);
            self.failures(&mut inner);
        }
        self.unit.op(Op::Pop);
        self.fail(Op::Jump, captures);
        self.unit.bind(end);
        let control = control.unwrap_or_default();
        let below = captures.on_top + operand(captures.stores.len());
        let count = operand(control.len()) + 1 + below;
        for name in control {
            self.rotate(count);
            captures.stores.push(name);
        }
        self.unit.op(Op::Pop);
    }

    /// Brings the captured values into the order of the first alternative.
    fn reorder(&mut self, stores: &mut Vec<Rc<str>>, control: &[Rc<str>]) {
        for (wanted, name) in control.iter().enumerate().rev() {
            let found = stores.iter().position(|store| store == name);
            let found = found.expect("alternatives bind the same names");
            if wanted == found {
                continue;
            }
            let rotated: Vec<_> = stores.drain(..=found).collect();
            let at = wanted - found;
            stores.splice(at..at, rotated);
            for _ in 0..=found {
                self.rotate(operand(wanted) + 1);
            }
        }
    }

    fn fail_if_false(&mut self, captures: &mut Captures) {
        self.fail(Op::PopJumpIfFalse, captures);
    }

    /// Jumps to where the values of the pattern are dropped.
    fn fail(&mut self, op: fn(u32) -> Op, captures: &mut Captures) {
        let pops = captures.on_top as usize + captures.stores.len();
        let label = self.fail_label(captures, pops);
        self.unit.jump(op, label);
    }

    fn fail_label(&mut self, captures: &mut Captures, pops: usize) -> Label {
        while captures.fail_pop.len() <= pops {
            captures.fail_pop.push(self.unit.label());
        }
        captures.fail_pop[pops]
    }

    /// Emits the places that drop values after a failure, each falling into the next.
    fn failures(&mut self, captures: &mut Captures) {
        while let Some(label) = captures.fail_pop.pop() {
            self.unit.bind(label);
            if !captures.fail_pop.is_empty() {
                self.unit.op(Op::Pop);
            }
        }
    }
}
