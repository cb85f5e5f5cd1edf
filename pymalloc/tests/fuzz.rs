//! A quick run of the example `fuzz`.

#[path = "../examples/fuzz/model.rs"]
mod model;

use model::Model;

/// Runs the operations that `bytes` stand for.
fn run(mut bytes: impl Iterator<Item = u8>, operations: u64) -> model::Tally {
    let mut model = Model::new();
    while model.tally().operations < operations && model.step(&mut bytes).is_some() {}
    assert!(model.stats().arenas_highwater <= 256);
    model.finish()
}

#[test]
fn random_operations_agree_with_the_shadow() {
    for seed in 0..if cfg!(miri) { 1 } else { 4 } {
        let mut rng = fastrand::Rng::with_seed(seed);
        let operations = if cfg!(miri) { 2_000 } else { 150_000 };
        let tally = run(std::iter::repeat_with(move || rng.u8(..)), operations);
        assert_eq!(tally.operations, operations);
        assert!(tally.allocations > operations / 4);
        assert!(tally.reallocations > operations / 20);
        assert!(cfg!(miri) || tally.refusals > 0);
    }
}

#[test]
fn any_bytes_are_operations() {
    for byte in 0..=u8::MAX {
        let tally = run(std::iter::repeat_n(byte, 3_000), u64::MAX);
        assert!(tally.operations > 0);
    }
    assert_eq!(run(std::iter::empty(), u64::MAX).operations, 0);
}
