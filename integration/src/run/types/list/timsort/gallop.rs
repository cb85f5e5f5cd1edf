//! Searching a sorted row in leaps that double, then by halves.
//!
//! # Source
//! `gallop_left`, `gallop_right` in `Objects/listobject.c`.

use super::Less;

/// Where `key` belongs in a sorted row, before its equals; the search starts at `hint`.
pub(super) fn left<E>(
    key: usize,
    row: &[usize],
    hint: usize,
    less: Less<'_, E>,
) -> Result<usize, E> {
    search(row, hint, &mut |item| less(item, key))
}

/// Where `key` belongs in a sorted row, behind its equals; the search starts at `hint`.
pub(super) fn right<E>(
    key: usize,
    row: &[usize],
    hint: usize,
    less: Less<'_, E>,
) -> Result<usize, E> {
    search(row, hint, &mut |item| less(key, item).map(|before| !before))
}

/// How many items at the beginning of a row `precede`; those are all in front of the others.
fn search<E>(
    row: &[usize],
    hint: usize,
    precede: &mut dyn FnMut(usize) -> Result<bool, E>,
) -> Result<usize, E> {
    let mut last = 0;
    let mut leap = 1;
    let (mut low, mut high);
    if precede(row[hint])? {
        let most = row.len() - hint;
        while leap < most && precede(row[hint + leap])? {
            last = leap;
            leap = leap.saturating_mul(2).saturating_add(1);
        }
        low = hint + last + 1;
        high = hint + leap.min(most);
    } else {
        let most = hint + 1;
        while leap < most && !precede(row[hint - leap])? {
            last = leap;
            leap = leap.saturating_mul(2).saturating_add(1);
        }
        // One before the first item is a place that nothing precedes.
        low = most - leap.min(most);
        high = hint - last;
    }
    while low < high {
        let middle = usize::midpoint(low, high);
        if precede(row[middle])? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}
