//! The code generator: one walk over the syntax tree that appends to the innermost unit.
//!
//! The parts of the walk are beside this file, each an `impl` block of [`Codegen`]. Here is what
//! they share: entering and leaving the code of a function or class, and names.
//!
//! Source: `Python/compile.c`.

use std::rc::Rc;

use ruff_text_size::TextSize;

use super::assemble::assemble;
use super::scope::{Binding, Scopes, mangle};
use super::unit::{Place, Unit};
use crate::run::code::{Code, CodeKind, Const, Op};
use crate::run::source::Source;

/// The state of the walk.
pub(super) struct Codegen<'a> {
    pub(super) source: &'a Source,
    pub(super) scopes: &'a Scopes,
    /// `from __future__ import annotations`
    pub(super) text_annotations: bool,
    /// The code around, outermost first.
    pub(super) around: Vec<Unit<'a>>,
    /// The code that grows.
    pub(super) unit: Unit<'a>,
}

/// What is done with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Load,
    Store,
    Delete,
}

/// Where a name lives at the current place.
enum Home {
    Fast(u32),
    Cell(u32),
    /// A cell, unless the namespace of the class body has the name.
    ClassCell(u32),
    Global,
    Namespace,
}

impl<'a> Codegen<'a> {
    /// A generator for the module scope.
    pub(super) fn new(source: &'a Source, scopes: &'a Scopes, kind: CodeKind) -> Self {
        let scope = scopes.get(0);
        let unit = Unit::new(kind, 0, scope, &[], Rc::clone(&scope.name));
        Self { source, scopes, text_annotations: false, around: Vec::new(), unit }
    }

    /// Finishes the module.
    pub(super) fn finish(self) -> Rc<Code> {
        debug_assert!(self.around.is_empty());
        assemble(self.unit, self.source.path())
    }

    /// Starts the code of an inner scope; `declared` is its name if a `def` or `class` binds it.
    pub(super) fn push_unit(
        &mut self,
        kind: CodeKind,
        scope_index: usize,
        parameters: &[Rc<str>],
        declared: Option<&str>,
    ) {
        let scope = self.scopes.get(scope_index);
        let qualname = self.qualname(&scope.name, declared);
        let mut unit = Unit::new(kind, scope_index, scope, parameters, qualname);
        unit.class.clone_from(&self.unit.class);
        unit.line = self.unit.line;
        unit.first_line = self.unit.line;
        self.around.push(std::mem::replace(&mut self.unit, unit));
    }

    /// Ends the code of an inner scope.
    pub(super) fn pop_unit(&mut self) -> Rc<Code> {
        let outer = self.around.pop().expect("a unit was pushed");
        assemble(std::mem::replace(&mut self.unit, outer), self.source.path())
    }

    fn qualname(&self, name: &str, declared: Option<&str>) -> Rc<str> {
        let around = self.around.last().filter(|_| self.unit.is_type_params);
        let unit = around.unwrap_or(&self.unit);
        let is_global = declared.is_some_and(|name| {
            let name = mangle(unit.class.as_deref(), name);
            self.scopes.get(unit.scope).binding(&name) == Binding::GlobalExplicit
        });
        let outer = &unit.qualname;
        match unit.kind {
            _ if is_global => name.into(),
            CodeKind::Module | CodeKind::Expression => name.into(),
            CodeKind::Class => format!("{outer}.{name}").into(),
            CodeKind::Function => format!("{outer}.<locals>.{name}").into(),
        }
    }

    /// Makes the cells of the frame and, for a generator, the generator. Comes first.
    pub(super) fn prologue(&mut self) {
        for index in 0..self.unit.cellvars.len() {
            self.unit.op(Op::MakeCell(super::unit::operand(index)));
        }
        if self.unit.routine.is_suspendable() {
            self.unit.op(Op::ReturnGenerator);
            self.unit.op(Op::Pop);
        }
    }

    /// Runs `walk` with ops on the line of `offset`.
    pub(super) fn at(&mut self, offset: TextSize, walk: impl FnOnce(&mut Self)) {
        let line = std::mem::replace(&mut self.unit.line, self.source.line(offset));
        walk(self);
        self.unit.line = line;
    }

    /// The spelling of a name here.
    pub(super) fn mangled(&self, name: &str) -> Rc<str> {
        mangle(self.unit.class.as_deref(), name)
    }

    /// The operand of an attribute name.
    pub(super) fn attribute(&mut self, name: &str) -> u32 {
        let name = self.mangled(name);
        self.unit.name(&name)
    }

    /// Loads, stores or deletes a name.
    pub(super) fn variable(&mut self, name: &str, access: Access) {
        if name == "__debug__" && access == Access::Load {
            return self.unit.load_const(Const::True);
        }
        let name = self.mangled(name);
        let op = match (self.home(&name), access) {
            (Home::Fast(i), Access::Load) => Op::LoadFast(i),
            (Home::Fast(i), Access::Store) => Op::StoreFast(i),
            (Home::Fast(i), Access::Delete) => Op::DeleteFast(i),
            (Home::ClassCell(i), Access::Load) => Op::LoadClassDeref(i),
            (Home::Cell(i), Access::Load) => Op::LoadDeref(i),
            (Home::Cell(i) | Home::ClassCell(i), Access::Store) => Op::StoreDeref(i),
            (Home::Cell(i) | Home::ClassCell(i), Access::Delete) => Op::DeleteDeref(i),
            (Home::Global, Access::Load) => Op::LoadGlobal(self.unit.name(&name)),
            (Home::Global, Access::Store) => Op::StoreGlobal(self.unit.name(&name)),
            (Home::Global, Access::Delete) => Op::DeleteGlobal(self.unit.name(&name)),
            (Home::Namespace, Access::Load) => Op::LoadName(self.unit.name(&name)),
            (Home::Namespace, Access::Store) => Op::StoreName(self.unit.name(&name)),
            (Home::Namespace, Access::Delete) => Op::DeleteName(self.unit.name(&name)),
        };
        self.unit.op(op);
    }

    fn home(&mut self, name: &Rc<str>) -> Home {
        let in_function = self.unit.kind == CodeKind::Function;
        let in_class = self.unit.kind == CodeKind::Class;
        for inlined in self.unit.inlined.iter().rev() {
            match self.scopes.get(inlined.scope).binding(name) {
                Binding::Local | Binding::Cell => {
                    let place = inlined.places.iter().find(|(known, _)| known == name);
                    return match place.expect("a place for each variable").1 {
                        Place::Fast(i) => Home::Fast(i),
                        Place::Cell(i) => Home::Cell(i),
                    };
                }
                Binding::GlobalImplicit if !in_function && !in_class => return Home::Namespace,
                Binding::GlobalImplicit | Binding::GlobalExplicit => return Home::Global,
                Binding::Free | Binding::Unresolved => {}
            }
        }
        let in_comprehension = !self.unit.inlined.is_empty();
        let binding = self.scopes.get(self.unit.scope).binding(name);
        let own_cell = if binding == Binding::Free && !in_comprehension {
            self.unit.free_cell(name)
        } else {
            self.unit.cell(name)
        };
        match (binding, own_cell) {
            (Binding::Free, Some(cell)) if in_class && !in_comprehension => Home::ClassCell(cell),
            (Binding::Free | Binding::Cell, Some(cell)) => Home::Cell(cell),
            (_, Some(cell)) if in_class && in_comprehension => Home::Cell(cell),
            (Binding::Local, _) if in_function => Home::Fast(self.unit.slot(name)),
            (Binding::GlobalExplicit, _) => Home::Global,
            _ if in_function => Home::Global,
            _ => Home::Namespace,
        }
    }

    /// The operand of the cell that holds a name which inner code needs.
    pub(super) fn closure_cell(&self, name: &Rc<str>) -> u32 {
        for inlined in self.unit.inlined.iter().rev() {
            let place = inlined.places.iter().find(|(known, _)| known == name);
            if let Some(&(_, Place::Cell(i))) = place {
                return i;
            }
        }
        self.unit.cell(name).expect("scopes give captured names cells")
    }

    /// Whether a name is a fast local here.
    pub(super) fn is_fast(&mut self, name: &str) -> bool {
        let name = self.mangled(name);
        matches!(self.home(&name), Home::Fast(_))
    }
}
