//! The sort against the standard library's, and against the comparisons CPython asks for.

use core::convert::Infallible;

use super::sort;

/// Numbers that only look random, and the same ones every time.
fn numbers(len: usize, below: u64, seed: u64) -> Vec<u64> {
    let mut state = seed;
    let step = |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..len).map(step).collect()
}

/// The order of the keys, and how many comparisons it took.
fn sorted(keys: &[u64]) -> (Vec<usize>, usize) {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    let mut asked = 0;
    let done = sort::<Infallible>(&mut order, &mut |a, b| {
        asked += 1;
        Ok(keys[a] < keys[b])
    });
    assert!(done.is_ok());
    (order, asked)
}

#[test]
fn equal_keys_keep_their_order() {
    for len in [0, 1, 2, 3, 10, 63, 64, 65, 200, 1000, 3000] {
        for below in [1, 2, 10, 1 << 30] {
            let keys = numbers(len, below, len as u64 ^ below);
            let mut expected: Vec<usize> = (0..len).collect();
            expected.sort_by_key(|place| keys[*place]);
            assert_eq!(sorted(&keys).0, expected, "{len} keys below {below}");
        }
    }
}

#[test]
fn rows_of_long_runs_are_merged_in_leaps() {
    let mut keys: Vec<u64> = (0..500).chain((250..900).rev()).chain(100..1300).collect();
    keys.extend([7; 300]);
    let mut expected: Vec<usize> = (0..keys.len()).collect();
    expected.sort_by_key(|place| keys[*place]);
    let (order, asked) = sorted(&keys);
    assert_eq!(order, expected);
    assert!(asked < 2 * keys.len() + 2000, "{asked} comparisons of {} keys", keys.len());
}

#[test]
fn sorted_rows_need_one_comparison_for_each_neighbour() {
    let up: Vec<u64> = (0..1000).collect();
    let down: Vec<u64> = (0..1000).rev().collect();
    assert_eq!(sorted(&up).1, 999);
    assert_eq!(sorted(&down).1, 999);
}

#[test]
fn an_error_leaves_every_place_in_the_row() {
    let keys = numbers(500, 100, 7);
    for limit in (0..3500).step_by(37) {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        let mut asked = 0;
        let result = sort(&mut order, &mut |a, b| {
            asked += 1;
            if asked > limit { Err(()) } else { Ok(keys[a] < keys[b]) }
        });
        assert_eq!(result.is_err(), asked > limit);
        order.sort_unstable();
        assert!(order.iter().enumerate().all(|(index, place)| index == *place));
    }
}

#[test]
fn contradicting_comparisons_lose_no_place() {
    for seed in 1..40 {
        let answers = numbers(100_000, 2, seed);
        let mut order: Vec<usize> = (0..300).collect();
        let mut asked = 0;
        let done = sort::<Infallible>(&mut order, &mut |_, _| {
            asked += 1;
            Ok(answers[asked % answers.len()] == 1)
        });
        assert!(done.is_ok());
        order.sort_unstable();
        assert!(order.iter().enumerate().all(|(index, place)| index == *place));
    }
}
