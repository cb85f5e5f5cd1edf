//! The expected numbers are CPython 3.13's own.

use num_bigint::BigInt;

use super::*;
use crate::Heap;

#[test]
fn integers_hash_as_in_cpython() {
    let prime = (1_i64 << 61) - 1;
    for (n, expected) in [
        (0, 0),
        (1, 1),
        (-1, -2),
        (-2, -2),
        (prime, 0),
        (prime + 1, 1),
        (prime - 1, prime - 1),
        (-prime, 0),
        (i64::MAX, 3),
        (i64::MIN, -4),
    ] {
        assert_eq!(int(n), expected, "hash({n})");
        assert_eq!(big(&BigInt::from(n)), expected, "hash of the same number, big: {n}");
    }
}

#[test]
fn big_integers_hash_as_in_cpython() {
    let ten = BigInt::from(10);
    assert_eq!(big(&(BigInt::from(1) << 64_u32)), 8);
    assert_eq!(big(&-(BigInt::from(1) << 100_u32)), -549_755_813_888);
    assert_eq!(big(&ten.pow(40)), 1_388_497_483_929_617_590);
    assert_eq!(big(&(-ten.pow(30) - 7)), -465_258_685_558_744_713);
}

#[test]
fn floats_hash_as_in_cpython() {
    for (x, expected) in [
        (f64::INFINITY, 314_159),
        (f64::NEG_INFINITY, -314_159),
        (0.0, 0),
        (-0.0, 0),
        (0.5, 1_152_921_504_606_846_976),
        (1.5, 1_152_921_504_606_846_977),
        (-2.25, -576_460_752_303_423_490),
        (1e300, 1_224_995_262_755_759_164),
        (5e-324, 16_777_216),
        (-1.0, -2),
        (-0.5, -1_152_921_504_606_846_976),
        (123_456.789, 1_819_310_134_279_660_096),
        (1e16, 10_000_000_000_000_000),
        (2_305_843_009_213_693_952.0, 1),
    ] {
        assert_eq!(float(x), Some(expected), "hash({x})");
    }
    assert_eq!(float(f64::NAN), None);
}

#[test]
fn tuples_hash_as_in_cpython() {
    assert_eq!(tuple([]), 5_740_354_900_026_072_187);
    assert_eq!(tuple([1]), -6_644_214_454_873_602_895);
    assert_eq!(tuple([NONE]), 9_181_102_132_670_838_864);
    assert_eq!(tuple([int(-1), int(0), bool(true)]), 5_003_556_802_939_907_908);
}

#[test]
fn frozen_sets_hash_as_in_cpython_in_any_order() {
    assert_eq!(frozen_set([]), 133_146_708_735_736);
    assert_eq!(frozen_set([1]), -558_064_481_276_695_278);
    assert_eq!(frozen_set(0..5), -6_574_606_388_428_675_546);
    assert_eq!(frozen_set((0..5).rev()), -6_574_606_388_428_675_546);
    assert_eq!(frozen_set([int(-1), 10, 1000]), 2_058_588_660_341_748_855);
}

#[test]
fn text_and_equal_bytes_hash_equal_and_never_to_minus_one() {
    assert_eq!(text(""), 0);
    assert_eq!(text("abc"), bytes(b"abc"));
    assert_ne!(text("abc"), text("abd"));
    assert_eq!(not_error(-1), -2);
}

#[test]
fn natural_hashes_of_equal_numbers_agree() -> Result<(), crate::OutOfMemory> {
    let heap = Heap::new();
    let one = heap.alloc(Int::from(1))?.into_value();
    let one_point_zero = heap.alloc(Float(1.0))?.into_value();
    let yes = heap.alloc(Bool(true))?.into_value();
    assert_eq!(natural(&one), 1);
    assert_eq!(natural(&one_point_zero), 1);
    assert_eq!(natural(&yes), 1);
    let nan = heap.alloc(Float(f64::NAN))?.into_value();
    let other = heap.alloc(Float(f64::NAN))?.into_value();
    assert_ne!(natural(&nan), natural(&other));
    Ok(())
}
