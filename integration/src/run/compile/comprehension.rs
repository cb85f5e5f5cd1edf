//! Comprehensions and generator expressions.
//!
//! The first iterable is evaluated, and its iterator made, outside. A generator expression is a
//! generator function of that iterator, called at once. List, set and dict comprehensions run in
//! the frame around them (PEP 709): their variables get locals or cells of their own there, which
//! are cleared at the end, also when an exception leaves.
//!
//! Source: `Python/compile.c`, `compiler_comprehension`.

use std::rc::Rc;

use ruff_python_ast::{Comprehension, Expr};
use ruff_text_size::Ranged;

use super::codegen::Codegen;
use super::scope::Binding;
use super::unit::{Inlined, Place, operand};
use crate::run::code::{CellVar, CodeKind, Const, Op};

/// What each round of the loops produces.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Pair(&'a Expr, &'a Expr),
    Yield(&'a Expr),
}

impl<'a> Codegen<'a> {
    /// Pushes the value of a comprehension.
    pub(super) fn comprehension(&mut self, expr: &'a Expr) {
        let (generators, element) = match expr {
            Expr::ListComp(c) => (&c.generators, Element::List(&c.elt)),
            Expr::SetComp(c) => (&c.generators, Element::Set(&c.elt)),
            Expr::DictComp(c) => {
                let Some(key) = &c.key else { return };
                (&c.generators, Element::Pair(key, &c.value))
            }
            Expr::Generator(c) => (&c.generators, Element::Yield(&c.elt)),
            _ => return,
        };
        let scope = self.scopes.at(expr.range());
        if let Element::Yield(_) = element {
            self.generator_expression(scope, generators, element);
        } else {
            self.iterator(&generators[0]);
            self.inlined(scope, generators, element);
        }
    }

    fn generator_expression(
        &mut self,
        scope: usize,
        generators: &'a [Comprehension],
        element: Element<'a>,
    ) {
        self.push_unit(CodeKind::Function, scope, &[".0".into()], None);
        self.unit.params.positional = 1;
        self.prologue();
        self.unit.op(Op::LoadFast(0));
        self.loops(generators, 0, 0, element);
        self.unit.load_const(Const::None);
        self.unit.op(Op::Return);
        self.make_function(0);
        self.iterator(&generators[0]);
        self.unit.op(Op::Call(1));
    }

    /// Pushes the iterator of a loop.
    fn iterator(&mut self, generator: &'a Comprehension) {
        if generator.is_async {
            self.expr(&generator.iter);
            self.unit.op(Op::GetAiter);
        } else {
            self.searched(&generator.iter);
            self.unit.op(Op::GetIter);
        }
    }

    /// `[iterator] -> [result]`
    fn inlined(&mut self, scope: usize, generators: &'a [Comprehension], element: Element<'a>) {
        let places = self.places(scope);
        for (_, place) in &places {
            if let Place::Cell(i) = place {
                self.unit.op(Op::MakeCell(*i));
            }
        }
        self.unit.inlined.push(Inlined { scope, places });
        let (failed, end) = (self.unit.label(), self.unit.label());
        let outer = self.unit.enter_region(failed, 1);
        self.unit.op(match element {
            Element::List(_) | Element::Yield(_) => Op::BuildList(0),
            Element::Set(_) => Op::BuildSet(0),
            Element::Pair(..) => Op::BuildMap(0),
        });
        self.unit.op(Op::Swap(2));
        self.loops(generators, 0, 0, element);
        self.unit.region = outer;
        let Some(inlined) = self.unit.inlined.pop() else { return };
        self.clear(&inlined.places);
        self.unit.jump(Op::Jump, end);
        self.unit.bind(failed);
        self.clear(&inlined.places);
        self.unit.op(Op::Reraise);
        self.unit.bind(end);
        self.unit.spare.extend(inlined.places);
    }

    /// Finds places for the variables of a comprehension in the frame around.
    fn places(&mut self, scope: usize) -> Vec<(Rc<str>, Place)> {
        let mut places = Vec::new();
        for (name, symbol) in &self.scopes.get(scope).symbols {
            let in_cell = match symbol.binding {
                Binding::Local => false,
                Binding::Cell => true,
                _ => continue,
            };
            let spare = self.unit.spare.iter().position(|(known, place)| {
                known == name && matches!(place, Place::Cell(_)) == in_cell
            });
            let place = match spare {
                Some(index) => self.unit.spare.swap_remove(index).1,
                None if in_cell => {
                    self.unit.cellvars.push(CellVar { name: Rc::clone(name), local: None });
                    Place::Cell(operand(self.unit.cellvars.len() - 1))
                }
                None => Place::Fast(self.unit.fresh_slot(name)),
            };
            places.push((Rc::clone(name), place));
        }
        places
    }

    fn clear(&mut self, places: &[(Rc<str>, Place)]) {
        for (_, place) in places.iter().rev() {
            self.unit.op(match *place {
                Place::Fast(i) => Op::ClearFast(i),
                Place::Cell(i) => Op::ClearCell(i),
            });
        }
    }

    /// The loops from the one at `index` on; `depth` iterators of loops around are on the stack.
    /// The iterator of the first loop is there already.
    fn loops(
        &mut self,
        generators: &'a [Comprehension],
        index: usize,
        mut depth: u32,
        element: Element<'a>,
    ) {
        let Some(generator) = generators.get(index) else {
            return self.element(element, depth);
        };
        let (next, exit, skip) = (self.unit.label(), self.unit.label(), self.unit.label());
        let is_async = generator.is_async;
        let only = if index > 0 && !is_async { only_item(&generator.iter) } else { None };
        if let Some(item) = only {
            self.expr(item);
        } else {
            if index > 0 {
                self.iterator(generator);
            }
            depth += 1;
            if is_async {
                self.await_next(next, exit);
            } else {
                self.unit.bind(next);
                self.unit.jump(Op::ForIter, exit);
            }
        }
        self.store(&generator.target);
        for test in &generator.ifs {
            self.jump_if(test, skip, false);
        }
        self.loops(generators, index + 1, depth, element);
        self.unit.bind(skip);
        if only.is_none() {
            self.unit.jump(Op::Jump, next);
        }
        self.unit.bind(exit);
        if is_async {
            self.unit.op(Op::EndAsyncFor);
        }
    }

    fn element(&mut self, element: Element<'a>, depth: u32) {
        match element {
            Element::List(value) => {
                self.expr(value);
                self.unit.op(Op::ListAppend(depth + 1));
            }
            Element::Set(value) => {
                self.expr(value);
                self.unit.op(Op::SetAdd(depth + 1));
            }
            Element::Pair(key, value) => {
                self.expr(key);
                self.expr(value);
                self.unit.op(Op::MapAdd(depth + 1));
            }
            Element::Yield(value) => {
                self.expr(value);
                self.unit.op(Op::YieldValue);
                self.unit.op(Op::Pop);
            }
        }
    }
}

/// The item of a display of one: `for y in [f(x)]` is an assignment and no loop.
fn only_item(iterable: &Expr) -> Option<&Expr> {
    let items = match iterable {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        _ => return None,
    };
    match items.as_slice() {
        [item] if !item.is_starred_expr() => Some(item),
        _ => None,
    }
}
