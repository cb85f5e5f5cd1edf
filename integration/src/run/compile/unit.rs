//! A code object under construction: instructions with labels, tables without duplicates.
//!
//! Instructions are collected as [`Item`]s. The operand of a jump is a [`Label`] until the unit is
//! assembled. Each op remembers the region of the exception table it is in; a region starts with
//! [`Item::Enter`], where the assembler reads off the depth of the stack.

use std::collections::HashMap;
use std::rc::Rc;

use super::block::Block;
use super::scope::Scope;
use crate::run::code::{CellVar, CodeKind, Const, Op, Params, Routine};

/// Marks an operand that counts freevars, until the number of cellvars is known.
pub(super) const FREE_CELL: u32 = 1 << 31;

/// A place to jump to, bound once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(pub(super) u32);

/// A part of the exception table, before its extent is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    /// Where exceptions go.
    pub(super) target: Label,
    /// How many values on top of the stack at the start of the region the handler does not keep.
    pub(super) drops: u32,
}

/// One entry of the instruction stream.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    /// An instruction, its line, and the index of the region it is in.
    Op(Op, u32, Option<usize>),
    /// The place of a label.
    Bind(Label),
    /// A region starts.
    Enter(usize),
}

/// Where a comprehension variable lives in the frame around.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// A fast local.
    Fast(u32),
    /// A cellvar.
    Cell(u32),
}

/// A comprehension whose code is being put into the frame around it.
#[derive(Debug)]
pub(super) struct Inlined {
    /// Its scope.
    pub(super) scope: usize,
    /// Its variables.
    pub(super) places: Vec<(Rc<str>, Place)>,
}

/// The code object under construction.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    pub(super) name: Rc<str>,
    pub(super) qualname: Rc<str>,
    pub(super) kind: CodeKind,
    /// The function around a statement with type parameters, which is not seen in qualified names.
    pub(super) is_type_params: bool,
    pub(super) scope: usize,
    pub(super) routine: Routine,
    pub(super) params: Params,
    pub(super) varnames: Vec<Rc<str>>,
    pub(super) cellvars: Vec<CellVar>,
    pub(super) freevars: Vec<Rc<str>>,
    pub(super) items: Vec<Item>,
    pub(super) regions: Vec<Region>,
    pub(super) consts: Vec<Const>,
    pub(super) names: Vec<Rc<str>>,
    pub(super) docstring: Option<Rc<str>>,
    pub(super) first_line: u32,
    /// The class whose private names are mangled here.
    pub(super) class: Option<Rc<str>>,
    /// In a class body: the attributes that methods set on `self`.
    pub(super) static_attributes: Vec<Rc<str>>,
    /// The statements around the current place that a jump out has to leave.
    pub(super) blocks: Vec<Block<'a>>,
    /// The comprehensions around the current place.
    pub(super) inlined: Vec<Inlined>,
    /// Fast locals and cells of comprehensions that ended, to be used again.
    pub(super) spare: Vec<(Rc<str>, Place)>,
    /// The region of the next op.
    pub(super) region: Option<usize>,
    /// The line of the next op.
    pub(super) line: u32,
    pub(super) labels: u32,
    slots: HashMap<Rc<str>, u32>,
    const_indexes: HashMap<Const, u32>,
    name_indexes: HashMap<Rc<str>, u32>,
}

/// An index as an operand.
///
/// # Panics
/// A table has 2^32 entries; a source has fewer bytes.
pub(super) fn operand(index: usize) -> u32 {
    u32::try_from(index).expect("a source shorter than 4 GiB")
}

impl Unit<'_> {
    /// An empty unit; the first `parameters` fast locals are parameters.
    pub(super) fn new(
        kind: CodeKind,
        scope_index: usize,
        scope: &Scope,
        parameters: &[Rc<str>],
        qualname: Rc<str>,
    ) -> Self {
        let mut unit = Self {
            name: Rc::clone(&scope.name),
            qualname,
            kind,
            is_type_params: false,
            scope: scope_index,
            routine: scope.routine(),
            params: Params::default(),
            varnames: Vec::new(),
            cellvars: Vec::new(),
            freevars: scope.freevars(),
            items: Vec::new(),
            regions: Vec::new(),
            consts: Vec::new(),
            names: Vec::new(),
            docstring: None,
            first_line: 1,
            class: None,
            static_attributes: Vec::new(),
            blocks: Vec::new(),
            inlined: Vec::new(),
            spare: Vec::new(),
            region: None,
            line: 1,
            labels: 0,
            slots: HashMap::new(),
            const_indexes: HashMap::new(),
            name_indexes: HashMap::new(),
        };
        for parameter in parameters {
            unit.slot(parameter);
        }
        let mut cells = scope.cellvars();
        if scope.needs_class_cell {
            cells.push("__class__".into());
        }
        for name in cells {
            let local = unit.slots.get(&name).copied();
            unit.cellvars.push(CellVar { name, local });
        }
        unit
    }

    /// Appends an op that does not jump.
    pub(super) fn op(&mut self, op: Op) {
        self.items.push(Item::Op(op, self.line, self.region));
    }

    /// Appends an op that jumps.
    pub(super) fn jump(&mut self, op: fn(u32) -> Op, to: Label) {
        self.op(op(to.0));
    }

    /// A label without a place yet.
    pub(super) fn label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels - 1)
    }

    /// Puts a label at the next op.
    pub(super) fn bind(&mut self, label: Label) {
        self.items.push(Item::Bind(label));
    }

    /// Starts a region whose exceptions go to `target`, with the stack as it is now less `drops`
    /// values. Gives the region around, for the end.
    pub(super) fn enter_region(&mut self, target: Label, drops: u32) -> Option<usize> {
        let outer = self.region;
        self.region = Some(self.regions.len());
        self.items.push(Item::Enter(self.regions.len()));
        self.regions.push(Region { target, drops });
        outer
    }

    /// Pushes a constant.
    pub(super) fn load_const(&mut self, constant: Const) {
        let index = self.constant(constant);
        self.op(Op::LoadConst(index));
    }

    /// The index of a constant.
    pub(super) fn constant(&mut self, constant: Const) -> u32 {
        if let Some(&index) = self.const_indexes.get(&constant) {
            return index;
        }
        let index = operand(self.consts.len());
        self.consts.push(constant.clone());
        self.const_indexes.insert(constant, index);
        index
    }

    /// The index of a name.
    pub(super) fn name(&mut self, name: &Rc<str>) -> u32 {
        if let Some(&index) = self.name_indexes.get(name) {
            return index;
        }
        let index = operand(self.names.len());
        self.names.push(Rc::clone(name));
        self.name_indexes.insert(Rc::clone(name), index);
        index
    }

    /// The fast local of a name, made at the first use.
    pub(super) fn slot(&mut self, name: &Rc<str>) -> u32 {
        if let Some(&index) = self.slots.get(name) {
            return index;
        }
        let index = operand(self.varnames.len());
        self.varnames.push(Rc::clone(name));
        self.slots.insert(Rc::clone(name), index);
        index
    }

    /// A fresh fast local, whatever others have the same name.
    pub(super) fn fresh_slot(&mut self, name: &Rc<str>) -> u32 {
        self.varnames.push(Rc::clone(name));
        operand(self.varnames.len() - 1)
    }

    /// The operand that stands for the cell of a name of this frame's own scope, if it has one.
    pub(super) fn cell(&self, name: &str) -> Option<u32> {
        if let Some(own) = self.cellvars.iter().position(|cell| &*cell.name == name) {
            return Some(operand(own));
        }
        self.free_cell(name)
    }

    /// The operand of a cell from the closure. A class body can have a `__class__` of its own too.
    pub(super) fn free_cell(&self, name: &str) -> Option<u32> {
        let free = self.freevars.iter().position(|free| &**free == name)?;
        Some(FREE_CELL | operand(free))
    }

    /// Puts what follows on the line of the last op, as an implicit `return` is.
    pub(super) fn stay_on_line(&mut self) {
        let last = self.items.iter().rev().find_map(|item| match item {
            Item::Op(_, line, _) => Some(*line),
            _ => None,
        });
        self.line = last.unwrap_or(self.line);
    }
}
