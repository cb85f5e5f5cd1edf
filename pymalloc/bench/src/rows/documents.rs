//! Programs of text: documents read, strings built.

use std::fmt::Write;
use std::hint::black_box;

use fastrand::Rng;
use serde_json::Value;

use crate::run::Run;

/// A document of `records` orders, each of 22 values.
fn document(records: usize) -> String {
    let mut rng = Rng::with_seed(19);
    let mut text = String::from("[");
    for number in 0..records {
        let comma = if number == 0 { "" } else { "," };
        let (price, count) = (rng.u32(..10_000), rng.u32(..50));
        let _ = write!(
            text,
            "{comma}{{\"id\":{number},\"name\":\"customer {price}\",\"open\":true,\"note\":null,\
             \"address\":{{\"street\":\"{count} Long Street\",\"city\":\"Springfield\",\"zip\":\
             \"{price:05}\"}},\"items\":[{{\"part\":\"bolt {count}\",\"price\":{price}.5,\"count\":\
             {count}}},{{\"part\":\"nut\",\"price\":0.25,\"count\":{count}}}],\"tags\":[\"a\",\
             \"{price:x}\",\"third tag\",\"{count}\"]}}"
        );
    }
    text.push(']');
    text
}

fn values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(members) => members.values().map(values).sum(),
        _ => 0,
    }
}

/// A document of 500 orders, parsed into a tree of values, and the tree dropped.
///
/// # Panics
/// Never: the document is well-formed.
pub(super) fn json(run: &mut Run) {
    let text = document(500);
    let parse = || serde_json::from_str::<Value>(&text).expect("a document");
    let each = values(&parse());
    run.measure(400_000, |count| {
        for _ in 0..count.div_ceil(each) {
            black_box(parse());
        }
    });
}

/// Strings that grow by one character at a time.
pub(super) fn push(run: &mut Run) {
    run.measure(5_000_000, |count| {
        let mut rng = Rng::with_seed(20);
        let mut alive: [String; 16] = Default::default();
        let mut pushed = 0;
        while pushed < count {
            let length = rng.usize(1..=200);
            let mut text = String::new();
            for _ in 0..length {
                text.push(black_box('x'));
            }
            alive[rng.usize(0..16)] = text;
            pushed += length;
        }
    });
}

/// Formatted strings, of which the latest thousand are alive.
pub(super) fn format(run: &mut Run) {
    let mut alive = vec![String::new(); 1_000];
    run.measure(500_000, |count| {
        for index in 0..count {
            alive[index % 1_000] = format!("{index}: {:x} of {:>8}", index * 31, index % 77);
        }
    });
}
