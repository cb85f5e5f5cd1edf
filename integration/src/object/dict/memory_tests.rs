//! The bytes of a dict next to those of CPython 3.13 for the same content.
//!
//! CPython's numbers are `sys.getsizeof`: the collector's header, the object, its keys.

use super::*;
use crate::object::{Int, hash};

/// The first length from which a CPython dict of string keys has that size.
const TEXT_KEYS: [(usize, usize); 8] =
    [(0, 64), (1, 184), (6, 272), (11, 464), (22, 832), (43, 1584), (86, 3328), (171, 6576)];
/// The same for keys among which there is something else.
const OTHER_KEYS: [(usize, usize); 8] =
    [(0, 64), (1, 224), (6, 352), (11, 632), (22, 1168), (43, 2264), (86, 4688), (171, 9304)];

/// What a dict of each length from 0 to 200 costs here and there.
struct Comparison {
    ours: usize,
    cpython: usize,
    /// The worst ratio, in hundredths, and the length that has it.
    worst: (usize, usize),
}

fn compare(
    table: &[(usize, usize)],
    mut grow: impl FnMut(&Gc<Dict>, i64) -> Result<(), OutOfMemory>,
) -> Result<Comparison, OutOfMemory> {
    let heap = Heap::new();
    let dict = heap.dict()?;
    let mut sum = Comparison { ours: 0, cpython: 0, worst: (0, 0) };
    for len in 0..=200 {
        assert_eq!(dict.len(), len);
        let ours = dict.as_value().size();
        let cpython =
            table.iter().rev().find(|(from, _)| *from <= len).map_or(0, |(_, size)| *size);
        sum.ours += ours;
        sum.cpython += cpython;
        sum.worst = sum.worst.max((ours * 100 / cpython, len));
        grow(&dict, i64::try_from(len).unwrap_or_default())?;
    }
    Ok(sum)
}

#[test]
fn dicts_of_names_cost_less_than_in_cpython() -> Result<(), OutOfMemory> {
    let sum = compare(&TEXT_KEYS, |dict, n| {
        let name = Gc::heap(dict).str(&format!("name{n}"))?;
        Dict::set_str(dict, &name, name.to_value()).map(drop)
    })?;
    assert!(sum.ours * 100 <= sum.cpython * 85, "{} against {}", sum.ours, sum.cpython);
    assert_eq!(sum.worst, (120, 21), "the one length range that costs more is 15 to 21");
    Ok(())
}

#[test]
fn dicts_of_ints_cost_less_than_in_cpython() -> Result<(), OutOfMemory> {
    let sum = compare(&OTHER_KEYS, |dict, n| {
        let key = Gc::heap(dict).alloc(Int::from(n))?.into_value();
        let mut never = |_: &Value, _: &Value| Ok::<_, OutOfMemory>(false);
        Dict::insert(dict, hash::int(n), key.clone(), key, &mut never).map(drop)
    })?;
    assert!(sum.ours * 100 <= sum.cpython * 70, "{} against {}", sum.ours, sum.cpython);
    assert_eq!(sum.worst, (100, 0), "no length costs more");
    Ok(())
}

#[test]
fn dicts_of_keys_with_hashes_of_their_own_cost_less_than_in_cpython() -> Result<(), OutOfMemory> {
    let sum = compare(&OTHER_KEYS, |dict, n| {
        let key = Gc::heap(dict).tuple(core::iter::empty())?.into_value();
        let mut never = |_: &Value, _: &Value| Ok::<_, OutOfMemory>(false);
        Dict::insert(dict, n, key.clone(), key, &mut never).map(drop)
    })?;
    assert!(sum.ours * 100 <= sum.cpython * 85, "{} against {}", sum.ours, sum.cpython);
    assert_eq!(sum.worst, (120, 21));
    Ok(())
}
