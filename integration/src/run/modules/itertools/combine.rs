//! `product`, `permutations`, `combinations` and `combinations_with_replacement`.
//!
//! Each keeps the items it chooses from, and the positions of the row it gave last; the next row
//! is found by moving the rightmost position that can still move.

use core::cell::RefCell;

use super::{Step, size, traced};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::{Raised, Result};

/// The positions of the last row; nothing before the first one and after the last one.
#[derive(Default)]
enum Positions {
    #[default]
    Before,
    At(Vec<usize>),
    Behind,
}

/// Moves to the next row: `first` makes the positions of the first one, `advance` the others,
/// and each says whether there is one.
fn turn(
    positions: &RefCell<Positions>,
    first: impl FnOnce() -> Option<Vec<usize>>,
    advance: impl FnOnce(&mut Vec<usize>) -> bool,
) -> Option<Vec<usize>> {
    let mut positions = positions.borrow_mut();
    let next = match core::mem::replace(&mut *positions, Positions::Behind) {
        Positions::Before => first(),
        Positions::At(mut row) => advance(&mut row).then_some(row),
        Positions::Behind => None,
    };
    if let Some(row) = &next {
        *positions = Positions::At(row.clone());
    }
    next
}

fn row(interp: &Interp, pool: &[Value], positions: &[usize]) -> Result<Option<Value>> {
    let items: Vec<Value> = positions.iter().map(|&index| pool[index].clone()).collect();
    interp.tuple(items.into_iter()).map(Some)
}

/// Fails when there cannot be memory for so many positions.
fn room(count: usize) -> Result<()> {
    Vec::<Vec<Value>>::new().try_reserve_exact(count).map_err(|_| Raised::OutOfMemory)
}

/// `product(*iterables, repeat=1)`
pub(super) struct Product {
    pools: Vec<Vec<Value>>,
    positions: RefCell<Positions>,
}

traced!(Product: pools);

impl Step for Product {
    const NAME: &'static str = "product";

    fn make(interp: &Interp, mut args: Args) -> Result<Self> {
        let repeat = match args.keyword("repeat") {
            Some(repeat) => size(interp, &repeat, "repeat argument cannot be negative")?,
            None => 1,
        };
        args.no_keywords(interp, "product")?;
        let mut once = Vec::with_capacity(args.len());
        for iterable in &args.positional {
            once.push(interp.collect(iterable)?);
        }
        let count = once.len().checked_mul(repeat).filter(|count| *count <= usize::MAX >> 4);
        let Some(count) = count else {
            return Err(interp.overflow_error("repeat argument too large"));
        };
        room(count)?;
        let repeat = if once.is_empty() { 0 } else { repeat };
        let pools = (0..repeat).flat_map(|_| once.iter().cloned()).collect();
        Ok(Self { pools, positions: RefCell::default() })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let pools = &self.pools;
        let positions = turn(
            &self.positions,
            || pools.iter().all(|pool| !pool.is_empty()).then(|| vec![0; pools.len()]),
            |row| {
                for (position, pool) in row.iter_mut().zip(pools).rev() {
                    *position += 1;
                    if *position < pool.len() {
                        return true;
                    }
                    *position = 0;
                }
                false
            },
        );
        let Some(positions) = positions else { return Ok(None) };
        let items: Vec<Value> =
            positions.iter().zip(pools).map(|(&index, pool)| pool[index].clone()).collect();
        interp.tuple(items.into_iter()).map(Some)
    }
}

/// `iterable` and `r`; `None` where `r` was left out.
fn choice(
    interp: &Interp,
    args: Args,
    name: &str,
    least: usize,
) -> Result<(Vec<Value>, Option<usize>)> {
    let [iterable, r] = args.bind(interp, name, ["iterable", "r"], least)?;
    let iterable = iterable.unwrap_or_else(|| interp.none());
    let pool = interp.collect(&iterable)?;
    let may_be_none = least < 2;
    let r = match r.filter(|r| !(may_be_none && interp.is_none(r))) {
        Some(r) if name == "permutations" && interp.special(&r, "__index__").is_none() => {
            return Err(interp.type_error("Expected int as r"));
        }
        Some(r) => Some(size(interp, &r, "r must be non-negative")?),
        None => None,
    };
    Ok((pool, r))
}

/// `combinations(iterable, r)`
pub(super) struct Combinations {
    pool: Vec<Value>,
    r: usize,
    positions: RefCell<Positions>,
}

traced!(Combinations: pool);

impl Step for Combinations {
    const NAME: &'static str = "combinations";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let (pool, r) = choice(interp, args, Self::NAME, 2)?;
        Ok(Self { pool, r: r.unwrap_or(0), positions: RefCell::default() })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let (n, r) = (self.pool.len(), self.r);
        let positions = turn(
            &self.positions,
            || (r <= n).then(|| (0..r).collect()),
            |row| {
                let Some(last) = (0..r).rev().find(|&i| row[i] != i + n - r) else { return false };
                row[last] += 1;
                for i in last + 1..r {
                    row[i] = row[i - 1] + 1;
                }
                true
            },
        );
        positions.map_or(Ok(None), |positions| row(interp, &self.pool, &positions))
    }
}

/// `combinations_with_replacement(iterable, r)`
pub(super) struct CombinationsWithReplacement {
    pool: Vec<Value>,
    r: usize,
    positions: RefCell<Positions>,
}

traced!(CombinationsWithReplacement: pool);

impl Step for CombinationsWithReplacement {
    const NAME: &'static str = "combinations_with_replacement";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let (pool, r) = choice(interp, args, Self::NAME, 2)?;
        let r = r.unwrap_or(0);
        room(r)?;
        Ok(Self { pool, r, positions: RefCell::default() })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let (n, r) = (self.pool.len(), self.r);
        let positions = turn(
            &self.positions,
            || (n > 0 || r == 0).then(|| vec![0; r]),
            |row| {
                let Some(last) = (0..r).rev().find(|&i| row[i] + 1 != n) else { return false };
                let next = row[last] + 1;
                row[last..].fill(next);
                true
            },
        );
        positions.map_or(Ok(None), |positions| row(interp, &self.pool, &positions))
    }
}

/// `permutations(iterable, r=None)`
pub(super) struct Permutations {
    pool: Vec<Value>,
    r: usize,
    /// All positions in their order: the first `r` are the row.
    positions: RefCell<Positions>,
    /// How often each place of the row can still change.
    cycles: RefCell<Vec<usize>>,
}

traced!(Permutations: pool);

impl Step for Permutations {
    const NAME: &'static str = "permutations";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let (pool, r) = choice(interp, args, Self::NAME, 1)?;
        let (n, r) = (pool.len(), r.unwrap_or(pool.len()));
        let cycles = (0..r.min(n)).map(|i| n - i).collect();
        Ok(Self { pool, r, positions: RefCell::default(), cycles: RefCell::new(cycles) })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let (n, r) = (self.pool.len(), self.r);
        let mut cycles = self.cycles.borrow_mut();
        let positions = turn(
            &self.positions,
            || (r <= n).then(|| (0..n).collect()),
            |row| {
                for i in (0..r).rev() {
                    cycles[i] -= 1;
                    if cycles[i] > 0 {
                        row.swap(i, n - cycles[i]);
                        return true;
                    }
                    row[i..].rotate_left(1);
                    cycles[i] = n - i;
                }
                false
            },
        );
        drop(cycles);
        positions.map_or(Ok(None), |positions| row(interp, &self.pool, &positions[..r]))
    }
}
