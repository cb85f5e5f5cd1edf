//! The rows: what each memory is put through, and what is timed.
//!
//! Building is not timed unless the row is about churn. Times are in milliseconds.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::time::{ClockId, clock_gettime};

use crate::memory::{Generational, Kinds, Memory};
use crate::numbers::{Numbers, Shape, edges};

/// What was timed, in the order of the columns.
pub(crate) type Times = Vec<(&'static str, f64)>;

/// Whether to time what the processor spends on this process, for machines that are shared.
pub(crate) static CPU: AtomicBool = AtomicBool::new(false);

fn now() -> f64 {
    let clock =
        if CPU.load(Ordering::Relaxed) { ClockId::ProcessCPUTime } else { ClockId::Monotonic };
    let now = clock_gettime(clock);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

fn time(work: impl FnOnce()) -> f64 {
    let started = now();
    work();
    now() - started
}

/// Collects a structure that hangs on `root` twice, then as garbage.
fn live_and_dead<M: Memory>(memory: &M, root: M::Node) -> Times {
    memory.set_root(Some(&root));
    let live = time(|| memory.collect());
    let again = time(|| memory.collect());
    memory.set_root(None);
    let dead = time(|| {
        drop(root);
        memory.collect();
    });
    vec![("live", live), ("again", again), ("dead", dead)]
}

/// A graph of `nodes` nodes with three edges each.
pub(crate) fn graph<M: Memory>(shape: Shape, nodes: usize) -> Times {
    let memory = M::new(false);
    let mut all: Vec<_> = (0..nodes).map(|_| memory.node()).collect();
    for (from, to) in edges(shape, nodes) {
        memory.link(&all[from], &all[to]);
    }
    all.truncate(1);
    live_and_dead(&memory, all.remove(0))
}

/// Records as programs have them: an instance with a list, a tuple, a dict and strings.
pub(crate) fn program<M: Kinds>(objects: usize) -> Times {
    let memory = M::new(false);
    let mut numbers = Numbers::new();
    let root = memory.node();
    let class = memory.node();
    let mut records: Vec<M::Node> = Vec::new();
    let link_all = |from: &M::Node, to: &[&M::Node]| to.iter().for_each(|to| memory.link(from, to));
    for _ in 0..objects / 4 {
        let [record, list, tuple, dict] = std::array::from_fn(|_| memory.node());
        let [name, first, second, key] = std::array::from_fn(|_| memory.leaf());
        memory.link(&root, &record);
        link_all(&list, &[&first, &second]);
        link_all(&tuple, &[&name, &record]);
        link_all(&dict, &[&key, &list]);
        link_all(&record, &[&class, &name, &list, &tuple, &dict]);
        if !records.is_empty() {
            memory.link(&record, &records[numbers.below(records.len())]);
        }
        records.push(record);
    }
    drop((records, class));
    live_and_dead(&memory, root)
}

/// A doubly linked list.
pub(crate) fn list<M: Memory>(nodes: usize) -> Times {
    let memory = M::new(false);
    let first = memory.node();
    let mut last = first.clone();
    for _ in 1..nodes {
        let next = memory.node();
        memory.link(&last, &next);
        memory.link(&next, &last);
        last = next;
    }
    drop(last);
    live_and_dead(&memory, first)
}

/// A binary tree whose nodes refer to their parents.
pub(crate) fn tree<M: Memory>(nodes: usize) -> Times {
    let memory = M::new(false);
    let depth = nodes.ilog2();
    let root = grow(&memory, depth, true);
    live_and_dead(&memory, root)
}

fn grow<M: Memory>(memory: &M, depth: u32, parents: bool) -> M::Node {
    let node = memory.node();
    memory.safepoint();
    if depth > 0 {
        for _ in 0..2 {
            let child = grow(memory, depth - 1, parents);
            memory.link(&node, &child);
            if parents {
                memory.link(&child, &node);
            }
        }
    }
    node
}

/// Rings of `length` nodes, made and dropped one after the other.
pub(crate) fn rings<M: Memory>(length: usize, nodes: usize) -> Times {
    let memory = M::new(true);
    let total = time(|| {
        for _ in 0..nodes / length {
            let first = memory.node();
            memory.safepoint();
            let mut last = first.clone();
            for _ in 1..length {
                let next = memory.node();
                memory.safepoint();
                memory.link(&last, &next);
                last = next;
            }
            memory.link(&last, &first);
        }
        memory.collect();
    });
    vec![("total", total)]
}

/// Boehm's benchmark: short-lived trees of growing size beside one that lives.
pub(crate) fn gcbench<M: Memory>(depth: u32, parents: bool) -> Times {
    let memory = M::new(true);
    let total = time(|| {
        black_box(grow(&memory, depth + 1, parents));
        let long_lived = grow(&memory, depth, parents);
        for small in (4..=depth).step_by(2) {
            for _ in 0..(1_u32 << (depth + 2)) / (1 << (small + 1)) {
                black_box(grow(&memory, small, parents));
            }
        }
        memory.collect();
        drop(long_lived);
    });
    vec![("total", total)]
}

/// Young collections of 2,000 objects beside old heaps of 10^4 and more; each in microseconds.
pub(crate) fn young<M: Generational>(largest: usize) -> Times {
    const SIZES: [(&str, usize); 4] =
        [("10^4", 10_000), ("10^5", 100_000), ("10^6", 1_000_000), ("10^7", 10_000_000)];
    let memory = M::new(false);
    let root = memory.node();
    let mut last = root.clone();
    let mut built = 0;
    let mut times = Vec::new();
    for (name, size) in SIZES {
        if size > largest {
            break;
        }
        while built < size {
            let next = memory.node();
            memory.link(&last, &next);
            last = next;
            built += 1;
        }
        memory.collect();
        let mut samples: Vec<f64> = (0..31)
            .map(|_| {
                for _ in 0..1_000 {
                    let [a, b] = [memory.node(), memory.node()];
                    memory.link(&a, &b);
                    memory.link(&b, &a);
                }
                time(|| memory.collect_young()) * 1e3
            })
            .collect();
        samples.sort_by(f64::total_cmp);
        times.push((name, samples[samples.len() / 2]));
    }
    times
}
