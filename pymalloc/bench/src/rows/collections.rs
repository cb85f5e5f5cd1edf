//! Programs of the standard library's collections.

use std::collections::{BTreeMap, HashMap, LinkedList};
use std::hint::black_box;

use fastrand::Rng;

use crate::run::Run;

struct Tree {
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
}

impl Tree {
    fn of_depth(depth: usize) -> Self {
        let child = || (depth > 0).then(|| Box::new(Tree::of_depth(depth - 1)));
        Tree { left: child(), right: child() }
    }

    fn nodes(&self) -> usize {
        let nodes = |tree: &Option<Box<Tree>>| tree.as_ref().map_or(0, |tree| tree.nodes());
        1 + nodes(&self.left) + nodes(&self.right)
    }
}

/// Trees of depth 8, 12 and 16 beside a tree of depth 16 that lives on.
pub(super) fn binary_trees(run: &mut Run) {
    let alive = Tree::of_depth(16);
    run.measure(2_000_000, |count| {
        let mut left = count;
        for depth in [16, 12, 8].into_iter().cycle() {
            let tree = Tree::of_depth(depth);
            let nodes = black_box(tree.nodes());
            drop(tree);
            if nodes >= left {
                break;
            }
            left -= nodes;
        }
    });
    black_box(alive.nodes());
}

/// A map of strings, with keys and values of their own.
pub(super) fn hash_map(run: &mut Run) {
    run.measure(400_000, |count| {
        let mut rng = Rng::with_seed(15);
        let mut map: HashMap<String, String> = HashMap::new();
        for index in 0..count {
            let key = format!("key {}", rng.u32(..));
            map.insert(key, format!("value of entry {index}"));
            let other = format!("key {}", rng.u32(..));
            if let Some(found) = map.get(&other) {
                black_box(found.len());
            }
            if index % 4 == 0 {
                map.remove(&other);
            }
        }
        black_box(map.len());
    });
}

/// A B-tree of 50,000 entries; for each one that comes, one goes.
pub(super) fn btree_map(run: &mut Run) {
    const LIVE: usize = 50_000;
    let mut rng = Rng::with_seed(16);
    let mut map: BTreeMap<u64, [u64; 4]> = (0..LIVE).map(|_| (rng.u64(..), [0; 4])).collect();
    run.measure(500_000, |count| {
        for _ in 0..count {
            map.insert(rng.u64(..), [1; 4]);
            let from = rng.u64(..);
            let key =
                map.range(from..).next().or_else(|| map.first_key_value()).map(|(key, _)| *key);
            if let Some(key) = key {
                map.remove(&key);
            }
        }
    });
    black_box(map.len());
}

/// A thousand lists, each a queue.
pub(super) fn linked_lists(run: &mut Run) {
    let mut lists: Vec<LinkedList<u64>> = (0..1_000).map(|_| (0..20).collect()).collect();
    run.measure(2_000_000, |count| {
        let mut rng = Rng::with_seed(17);
        for index in 0..count {
            let list = &mut lists[rng.usize(0..1_000)];
            list.push_back(index as u64);
            black_box(list.pop_front());
        }
    });
}
