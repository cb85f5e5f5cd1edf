//! Patterns that unpack: sequences, mappings, classes.
//!
//! Source: `Python/compile.c`, `compiler_pattern_sequence`, `_mapping`, `_class`.

use ruff_python_ast::{self as ast, Pattern};

use super::super::codegen::Codegen;
use super::super::unit::operand;
use super::{Captures, is_wildcard};
use crate::run::code::{BinaryKind, CompareKind, Const, Op};

impl<'a> Codegen<'a> {
    /// `[a, *rest, b]`
    pub(super) fn sequence_pattern(&mut self, patterns: &'a [Pattern], captures: &mut Captures) {
        let star = patterns.iter().position(|p| matches!(p, Pattern::MatchStar(_)));
        let is_unnamed_star = |p: &Pattern| matches!(p, Pattern::MatchStar(s) if s.name.is_none());
        let captures_none = patterns.iter().all(|p| is_wildcard(p) || is_unnamed_star(p));
        captures.on_top += 1;
        self.unit.op(Op::MatchSequence);
        self.fail_if_false(captures);
        match star {
            None => self.check_length(patterns.len(), CompareKind::Eq, captures),
            Some(_) if patterns.len() > 1 => {
                self.check_length(patterns.len() - 1, CompareKind::Ge, captures);
            }
            Some(_) => {}
        }
        captures.on_top -= 1;
        match star {
            _ if captures_none => self.unit.op(Op::Pop),
            Some(star) if is_unnamed_star(&patterns[star]) => {
                self.pick_items(patterns, star, captures);
            }
            _ => self.unpack_items(patterns, star, captures),
        }
    }

    fn check_length(&mut self, length: usize, compare: CompareKind, captures: &mut Captures) {
        self.unit.op(Op::GetLen);
        self.unit.load_const(Const::Int(operand(length).into()));
        self.unit.op(Op::Compare(compare));
        self.fail_if_false(captures);
    }

    fn unpack_items(
        &mut self,
        patterns: &'a [Pattern],
        star: Option<usize>,
        captures: &mut Captures,
    ) {
        let short = |n: usize| u16::try_from(n).expect("checked before");
        self.unit.op(match star {
            None => Op::UnpackSequence(operand(patterns.len())),
            Some(star) => {
                Op::UnpackEx { before: short(star), after: short(patterns.len() - star - 1) }
            }
        });
        captures.on_top += operand(patterns.len());
        for pattern in patterns {
            captures.on_top -= 1;
            self.pattern(pattern, captures);
        }
    }

    /// Gets only the items that matter, around a star that captures nothing.
    fn pick_items(&mut self, patterns: &'a [Pattern], star: usize, captures: &mut Captures) {
        captures.on_top += 1;
        for (i, pattern) in patterns.iter().enumerate() {
            if is_wildcard(pattern) || i == star {
                continue;
            }
            self.unit.op(Op::Copy(1));
            if i < star {
                self.unit.load_const(Const::Int(operand(i).into()));
            } else {
                self.unit.op(Op::GetLen);
                self.unit.load_const(Const::Int(operand(patterns.len() - i).into()));
                self.unit.op(Op::Binary(BinaryKind::Sub));
            }
            self.unit.op(Op::LoadSubscr);
            self.pattern(pattern, captures);
        }
        captures.on_top -= 1;
        self.unit.op(Op::Pop);
    }

    /// `{key: pattern, **rest}`
    pub(super) fn mapping_pattern(
        &mut self,
        p: &'a ast::PatternMatchMapping,
        captures: &mut Captures,
    ) {
        let size = operand(p.keys.len());
        captures.on_top += 1;
        self.unit.op(Op::MatchMapping);
        self.fail_if_false(captures);
        if size == 0 && p.rest.is_none() {
            captures.on_top -= 1;
            return self.unit.op(Op::Pop);
        }
        if size > 0 {
            self.check_length(p.keys.len(), CompareKind::Ge, captures);
        }
        let keys: Vec<&ast::Expr> = p.keys.iter().collect();
        self.tuple_of(&keys);
        self.unit.op(Op::MatchKeys);
        captures.on_top += 2;
        self.fail_if_none(captures);
        self.unit.op(Op::UnpackSequence(size));
        captures.on_top += size;
        captures.on_top -= 1;
        for pattern in &p.patterns {
            captures.on_top -= 1;
            self.pattern(pattern, captures);
        }
        captures.on_top -= 2;
        match &p.rest {
            None => {
                self.unit.op(Op::Pop);
                self.unit.op(Op::Pop);
            }
            Some(rest) => {
                self.remaining(size);
                self.capture(Some(rest), captures);
            }
        }
    }

    /// `[subject, keys] -> [dict]` A copy of the subject without the keys.
    fn remaining(&mut self, size: u32) {
        self.unit.op(Op::Swap(2));
        self.unit.op(Op::BuildMap(0));
        self.unit.op(Op::Swap(2));
        self.unit.op(Op::DictUpdate);
        self.unit.op(Op::Swap(2));
        self.unit.op(Op::UnpackSequence(size));
        for left in (1..=size).rev() {
            self.unit.op(Op::Copy(1 + left));
            self.unit.op(Op::Swap(2));
            self.unit.op(Op::DeleteSubscr);
        }
    }

    /// `C(a, name=b)`
    pub(super) fn class_pattern(&mut self, p: &'a ast::PatternMatchClass, captures: &mut Captures) {
        let positional = operand(p.arguments.patterns.len());
        let names = p.arguments.keywords.iter().map(|k| Const::from(k.attr.id.as_str()));
        self.expr(&p.cls);
        self.unit.load_const(Const::Tuple(names.collect()));
        self.unit.op(Op::MatchClass(positional));
        captures.on_top += 1;
        self.fail_if_none(captures);
        let total = positional + operand(p.arguments.keywords.len());
        self.unit.op(Op::UnpackSequence(total));
        captures.on_top += total;
        captures.on_top -= 1;
        let keywords = p.arguments.keywords.iter().map(|k| &k.pattern);
        for pattern in p.arguments.patterns.iter().chain(keywords) {
            captures.on_top -= 1;
            if is_wildcard(pattern) {
                self.unit.op(Op::Pop);
            } else {
                self.pattern(pattern, captures);
            }
        }
    }

    fn fail_if_none(&mut self, captures: &mut Captures) {
        self.unit.op(Op::Copy(1));
        self.unit.load_const(Const::None);
        self.unit.op(Op::Is(true));
        self.fail_if_false(captures);
    }
}
