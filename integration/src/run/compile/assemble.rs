//! From a unit to code: labels become indexes, regions become the exception table.
//!
//! The stack is simulated along every path, handlers included. That gives `max_stack`, the depth
//! at which each region starts, and which instructions can be reached at all: the others, such as
//! the end of a function behind a `return`, are dropped.
//!
//! # Invariants
//! 1. Every path reaches an item with the same depth, and no op takes more than there is; else the
//!    compiler is wrong, and assembling panics.

use std::rc::Rc;

use super::unit::{FREE_CELL, Item, Label, Unit, operand};
use crate::run::code::{Code, Handler, Op};

/// Finishes a unit.
///
/// # Panics
/// Invariant 1 does not hold.
pub(super) fn assemble(unit: Unit<'_>, filename: &Rc<str>) -> Rc<Code> {
    let flow = Flow::simulate(&unit);
    let mut indexes = vec![0; unit.items.len() + 1];
    let mut count = 0;
    for (at, item) in unit.items.iter().enumerate() {
        indexes[at] = count;
        count += u32::from(matches!(item, Item::Op(..)) && flow.depths[at].is_some());
    }
    let mut ops = Vec::with_capacity(count as usize);
    let mut lines = Vec::with_capacity(count as usize);
    let mut handlers: Vec<Handler> = Vec::new();
    for (at, item) in unit.items.iter().enumerate() {
        let (&Item::Op(op, line, region), Some(_)) = (item, flow.depths[at]) else { continue };
        let index = operand(ops.len());
        if let Some(region) = region
            && let Some(depth) = flow.region_depths[region]
        {
            let target = indexes[flow.label(unit.regions[region].target)];
            match handlers.last_mut() {
                Some(h) if h.end == index && h.target == target && h.depth == depth => h.end += 1,
                _ => handlers.push(Handler { start: index, end: index + 1, target, depth }),
            }
        }
        ops.push(finish(op, &unit, index, |label| indexes[flow.label(label)]));
        lines.push(line);
    }
    Rc::new(Code {
        name: unit.name,
        qualname: unit.qualname,
        filename: Rc::clone(filename),
        kind: unit.kind,
        routine: unit.routine,
        params: unit.params,
        varnames: unit.varnames,
        cellvars: unit.cellvars,
        freevars: unit.freevars,
        ops,
        lines,
        consts: unit.consts,
        names: unit.names,
        handlers,
        max_stack: flow.max,
        docstring: unit.docstring,
        first_line: unit.first_line,
    })
}

/// The final form of an op at `index`.
fn finish(op: Op, unit: &Unit<'_>, index: u32, resolve: impl Fn(Label) -> u32) -> Op {
    if let Some((label, _)) = op.jump() {
        let to = resolve(Label(label));
        return match op {
            Op::Jump(_) if to <= index => Op::JumpBack(to),
            _ => op.with_target(to),
        };
    }
    let cell = |i: u32| if i & FREE_CELL == 0 { i } else { shift_free(unit, i) };
    match op {
        Op::LoadClosure(i) => Op::LoadClosure(cell(i)),
        Op::LoadDeref(i) => Op::LoadDeref(cell(i)),
        Op::StoreDeref(i) => Op::StoreDeref(cell(i)),
        Op::DeleteDeref(i) => Op::DeleteDeref(cell(i)),
        Op::LoadClassDeref(i) => Op::LoadClassDeref(cell(i)),
        other => other,
    }
}

fn shift_free(unit: &Unit<'_>, marked: u32) -> u32 {
    operand(unit.cellvars.len()) + (marked & !FREE_CELL)
}

/// What the simulation found.
struct Flow {
    /// The depth before each item, `None` where no path leads.
    depths: Vec<Option<u32>>,
    /// The depth that the handler of each region keeps.
    region_depths: Vec<Option<u32>>,
    /// The item of each label.
    labels: Vec<usize>,
    max: u32,
}

impl Flow {
    fn simulate(unit: &Unit<'_>) -> Self {
        let mut labels = vec![unit.items.len(); unit.labels as usize];
        for (at, item) in unit.items.iter().enumerate() {
            if let Item::Bind(label) = item {
                labels[label.0 as usize] = at;
            }
        }
        let mut flow = Self {
            depths: vec![None; unit.items.len()],
            region_depths: vec![None; unit.regions.len()],
            labels,
            max: 0,
        };
        let mut work = vec![(0, 0)];
        while let Some((start, depth)) = work.pop() {
            flow.path(unit, start, depth, &mut work);
        }
        flow
    }

    fn label(&self, label: Label) -> usize {
        self.labels[label.0 as usize]
    }

    /// The handler of a region and the depth it starts with.
    fn handler(&self, unit: &Unit<'_>, region: usize) -> Option<(usize, u32)> {
        let target = self.label(unit.regions[region].target);
        let depth = self.region_depths[region]? + 1;
        self.depths[target].is_none().then_some((target, depth))
    }

    /// Follows one path until it ends or meets a known one.
    fn path(
        &mut self,
        unit: &Unit<'_>,
        start: usize,
        mut depth: u32,
        work: &mut Vec<(usize, u32)>,
    ) {
        for at in start.. {
            self.max = self.max.max(depth);
            assert!(at < unit.items.len(), "{}: runs off its end", unit.qualname);
            if let Some(known) = self.depths[at] {
                let item = &unit.items[at];
                assert_eq!(known, depth, "{}: unbalanced at {item:?}", unit.qualname);
                return;
            }
            self.depths[at] = Some(depth);
            match unit.items[at] {
                Item::Bind(_) => {}
                Item::Enter(index) => {
                    let region = unit.regions[index];
                    let kept = take(unit, depth, region.drops, &unit.items[at]);
                    self.region_depths[index] = Some(kept);
                }
                Item::Op(op, _, region) => {
                    if let Some((target, depth)) = region.and_then(|r| self.handler(unit, r)) {
                        work.push((target, depth));
                    }
                    if let Some((label, effect)) = op.jump() {
                        let left = take(unit, depth, effect.pops, &unit.items[at]);
                        work.push((self.label(Label(label)), left + effect.pushes));
                    }
                    let effect = op.effect();
                    depth = take(unit, depth, effect.pops, &unit.items[at]) + effect.pushes;
                    if !op.falls_through() {
                        return;
                    }
                }
            }
        }
    }
}

fn take(unit: &Unit<'_>, depth: u32, pops: u32, item: &Item) -> u32 {
    let left = depth.checked_sub(pops);
    left.unwrap_or_else(|| panic!("{}: {item:?} at depth {depth}", unit.qualname))
}
