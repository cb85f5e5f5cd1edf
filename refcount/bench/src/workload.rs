//! What one thread does: clone and drop, make and drop, drop a long list.

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use crate::clock::Moment;
use crate::family::Family;

/// Clone and drop pairs of a full measurement's round.
const PAIRS: u32 = 500_000;

/// Objects that are made and dropped in a full measurement's round.
const BIRTHS: u32 = 100_000;

/// Nodes of the list that every peer drops, on a stack that is large enough for all.
const NODES: u32 = 200_000;
const LARGE_STACK: usize = 1 << 30;

/// Nodes of the list that only a bounded destruction drops, on a stack that is small.
const DEEP_NODES: u32 = 10_000_000;
const SMALL_STACK: usize = 256 * 1024;

/// Nanoseconds for each of `count`.
pub fn each(time: Duration, count: u32) -> f64 {
    time.as_secs_f64() * 1e9 / f64::from(count)
}

/// `pairs` clones and drops of one pointer, each pair on its own.
#[inline(never)]
pub fn clone_and_drop<P: Clone>(pointer: &P, pairs: u32) {
    for _ in 0..pairs {
        drop(black_box(black_box(pointer).clone()));
    }
}

/// One object.
pub fn one_object<F: Family>(work: u32) -> f64 {
    let pairs = PAIRS / 10 * work;
    let pointer = F::make(7_u64);
    let start = Moment::now();
    clone_and_drop(&pointer, pairs);
    each(start.elapsed(), pairs)
}

/// 1,024 objects in turn.
pub fn many_objects<F: Family>(work: u32) -> f64 {
    let pointers: Vec<_> = (0..1024_u64).map(F::make).collect();
    let rounds = PAIRS / 10 * work / 1024;
    let start = Moment::now();
    for _ in 0..rounds {
        for pointer in black_box(&pointers) {
            drop(black_box(pointer.clone()));
        }
    }
    each(start.elapsed(), rounds * 1024)
}

/// A pointer that the caller has made.
pub fn of_one<P: Clone>(pointer: &P, work: u32) -> f64 {
    let pairs = PAIRS / 10 * work;
    let start = Moment::now();
    clone_and_drop(pointer, pairs);
    each(start.elapsed(), pairs)
}

/// A new object, dropped at once.
pub fn new_and_drop<F: Family>(work: u32) -> f64 {
    births(work, F::make)
}

/// What `make` makes, dropped at once.
#[inline]
pub fn births<P>(work: u32, make: impl Fn(u64) -> P) -> f64 {
    let births = BIRTHS / 10 * work;
    let start = Moment::now();
    for value in 0..u64::from(births) {
        drop(black_box(make(black_box(value))));
    }
    each(start.elapsed(), births)
}

struct Node<F: Family> {
    _value: u64,
    _next: Option<F::Pointer<Node<F>>>,
}

fn drop_list<F: Family>(nodes: u32, stack: usize) -> f64 {
    let run = move || {
        let mut head = None;
        for value in 0..nodes {
            let node = Node::<F> { _value: value.into(), _next: head.take() };
            head = Some(F::make(node));
        }
        let start = Moment::now();
        drop(black_box(head));
        each(start.elapsed(), nodes)
    };
    let thread = thread::Builder::new().stack_size(stack).spawn(run).expect("a thread");
    thread.join().expect("the list was dropped")
}

/// A list on a stack of 1 GiB, where the others need it.
pub fn list<F: Family>(work: u32) -> f64 {
    drop_list::<F>(NODES / 10 * work, LARGE_STACK)
}

/// A list of 10,000,000 nodes on a stack of 256 KiB, where the others overflow.
pub fn deep_list<F: Family>(work: u32) -> f64 {
    drop_list::<F>(DEEP_NODES / 10 * work, SMALL_STACK)
}
