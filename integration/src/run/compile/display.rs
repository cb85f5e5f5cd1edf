//! Displays: tuples, lists, sets and dicts written out, and the arguments behind `*` and `**`.
//!
//! A short display puts its items on the stack and builds at once. A long one, one with a star, and
//! one of constants starts empty and is extended, so the sizes the containers end up with are
//! CPython's.
//!
//! Source: `Python/compile.c`, `starunpack_helper`, `compiler_dict`.

use ruff_python_ast::{DictItem, Expr};

use super::codegen::Codegen;
use super::constant::{all, constant, frozenset};
use super::unit::operand;
use crate::run::code::{Const, Op};

/// A display with more values is not put on the stack as a whole.
pub(super) const MAX_ON_STACK: usize = 30;

/// What a sequence of items becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Collection {
    Tuple,
    List,
    Set,
}

impl Collection {
    fn build(self) -> fn(u32) -> Op {
        match self {
            Self::Tuple => Op::BuildTuple,
            Self::List => Op::BuildList,
            Self::Set => Op::BuildSet,
        }
    }

    /// The ops that build a part: a tuple is a list until its end.
    fn start(self) -> fn(u32) -> Op {
        if self == Self::Set { Op::BuildSet } else { Op::BuildList }
    }

    fn add(self) -> Op {
        if self == Self::Set { Op::SetAdd(1) } else { Op::ListAppend(1) }
    }

    fn extend(self) -> Op {
        if self == Self::Set { Op::SetUpdate } else { Op::ListExtend }
    }
}

impl<'a> Codegen<'a> {
    /// Pushes a tuple, list or set of the items, some of which may be starred.
    pub(super) fn sequence(&mut self, items: &'a [Expr], collection: Collection) {
        if items.len() > 2 && collection != Collection::Tuple {
            let constants = match collection {
                Collection::Set => frozenset(items),
                _ => all(items).map(Const::Tuple),
            };
            if let Some(constants) = constants {
                self.unit.op(collection.start()(0));
                self.unit.load_const(constants);
                return self.unit.op(collection.extend());
            }
        }
        let is_long = items.len() > MAX_ON_STACK;
        if !is_long && !items.iter().any(Expr::is_starred_expr) {
            for item in items {
                self.expr(item);
            }
            return self.unit.op(collection.build()(operand(items.len())));
        }
        let mut started = is_long;
        if is_long {
            self.unit.op(collection.start()(0));
        }
        for (i, item) in items.iter().enumerate() {
            if let Expr::Starred(starred) = item {
                if !started {
                    self.unit.op(collection.start()(operand(i)));
                    started = true;
                }
                self.expr(&starred.value);
                self.unit.op(collection.extend());
            } else {
                self.expr(item);
                if started {
                    self.unit.op(collection.add());
                }
            }
        }
        if collection == Collection::Tuple {
            self.unit.op(Op::ListToTuple);
        }
    }

    /// Pushes a dict.
    pub(super) fn dict(&mut self, items: &'a [DictItem]) {
        let mut started = false;
        let mut pending = 0;
        for (i, item) in items.iter().enumerate() {
            if item.key.is_none() {
                if pending > 0 {
                    self.add_pairs(&items[i - pending..i], &mut started);
                    pending = 0;
                }
                if !started {
                    self.unit.op(Op::BuildMap(0));
                    started = true;
                }
                self.expr(&item.value);
                self.unit.op(Op::DictUpdate);
            } else if pending * 2 > MAX_ON_STACK {
                self.add_pairs(&items[i - pending..=i], &mut started);
                pending = 0;
            } else {
                pending += 1;
            }
        }
        if pending > 0 || !started {
            self.add_pairs(&items[items.len() - pending..], &mut started);
        }
    }

    /// Builds a dict of pairs, and merges it into the one on the stack if there is one.
    fn add_pairs(&mut self, items: &'a [DictItem], started: &mut bool) {
        let is_long = items.len() * 2 > MAX_ON_STACK;
        if is_long {
            self.unit.op(Op::BuildMap(0));
        }
        for item in items {
            if let Some(key) = &item.key {
                self.expr(key);
            }
            self.expr(&item.value);
            if is_long {
                self.unit.op(Op::MapAdd(1));
            }
        }
        if !is_long {
            self.unit.op(Op::BuildMap(operand(items.len())));
        }
        if *started {
            self.unit.op(Op::DictUpdate);
        }
        *started = true;
    }

    /// Pushes what a loop iterates or `in` searches: a list display need not be a list.
    pub(super) fn searched(&mut self, expr: &'a Expr) {
        match expr {
            Expr::List(list) if !list.elts.iter().any(Expr::is_starred_expr) => {
                match all(&list.elts) {
                    Some(items) => self.unit.load_const(Const::Tuple(items)),
                    None => self.sequence(&list.elts, Collection::Tuple),
                }
            }
            Expr::Set(set) => match frozenset(&set.elts) {
                Some(items) => self.unit.load_const(items),
                None => self.expr(expr),
            },
            _ => self.expr(expr),
        }
    }

    /// Pushes a tuple of values, a constant one if they all are.
    pub(super) fn tuple_of(&mut self, values: &[&'a Expr]) {
        let constants: Option<Vec<Const>> = values.iter().map(|value| constant(value)).collect();
        if let Some(constants) = constants {
            return self.unit.load_const(Const::Tuple(constants.into()));
        }
        for value in values {
            self.expr(value);
        }
        self.unit.op(Op::BuildTuple(operand(values.len())));
    }
}
