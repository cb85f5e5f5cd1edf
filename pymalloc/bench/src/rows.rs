//! The rows: what each is called, what it does, and where it runs.
//!
//! Numbers are nanoseconds an operation. An operation is a block allocated and freed, unless the
//! row's description says otherwise.

pub mod batches;
pub mod collections;
pub mod documents;
pub mod drain;
pub mod exchange;
pub mod large;
pub mod pairs;
pub mod threads;
pub mod vectors;
pub mod working_set;

use crate::blocks::{Blocks, Global};
use crate::run::Run;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// As the command line and the table have it.
    pub name: &'static str,
    /// What is measured.
    pub about: &'static str,
    /// The workload.
    pub work: Work,
}

/// What a row needs.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// One thread and blocks of at most 512 bytes: any [`Blocks`].
    Blocks,
    /// The global allocator: threads, or a program of the standard library's types.
    Program(fn(&mut Run)),
}

const fn blocks(name: &'static str, about: &'static str) -> Row {
    Row { name, about, work: Work::Blocks }
}

const fn program(name: &'static str, about: &'static str, run: fn(&mut Run)) -> Row {
    Row { name, about, work: Work::Program(run) }
}

/// All rows, in the order of the table.
pub const ROWS: [Row; 31] = [
    blocks("pair32", "one block of 32 bytes, the size known to the compiler"),
    blocks("pair32_dyn", "one block of 32 bytes, the size not known to the compiler"),
    blocks("pair_pymix", "one block, sizes as CPython asks for them"),
    blocks("batch_lifo", "1,000 blocks of 48 bytes, the newest freed first"),
    blocks("batch_fifo", "1,000 blocks of 48 bytes, the oldest freed first"),
    blocks("batch_rand", "1,000 blocks of 48 bytes, freed in random order"),
    blocks("batch_pymix_fifo", "1,000 blocks of CPython's sizes, the oldest freed first"),
    blocks("ws_uniform", "100,000 live blocks of 16 to 512 bytes, replaced at random"),
    blocks("ws_pymix", "100,000 live blocks of CPython's sizes, replaced at random"),
    blocks("ws_pymix_small", "5,000 live blocks of CPython's sizes, replaced at random"),
    blocks("drain", "1,000,000 blocks of CPython's sizes, 70 % freed, the rest replaced at random"),
    program("larson2", "two threads replace blocks at random and swap what they hold", {
        threads::larson
    }),
    program("xmalloc2", "one thread allocates, another frees", exchange::one_way),
    program("free_storm", "one thread frees 100,000 blocks while their owner allocates as many", {
        exchange::storm
    }),
    program("bidir2", "two threads send each other blocks to free", exchange::both_ways),
    program("thread_churn", "threads that live for 500 blocks and leave half of them", {
        threads::churn
    }),
    program("ws_pymix_2t", "ws_pymix in two threads at once", threads::working_sets),
    program("binary_trees", "a node of trees of boxes, built, summed up and dropped", {
        collections::binary_trees
    }),
    program("json_value", "a value of a JSON document, parsed and dropped", documents::json),
    program("hashmap_string", "an entry of a hash map of strings, inserted, found, removed", {
        collections::hash_map
    }),
    program("btreemap_churn", "an entry of a B-tree of 50,000, inserted and removed", {
        collections::btree_map
    }),
    program("linked_lists", "a node of one of 1,000 lists, pushed and popped", {
        collections::linked_lists
    }),
    program("vec_push_small", "an item of vectors that grow to 1 to 64 items", {
        vectors::push_small
    }),
    program("vec_push_large", "an item of a vector that grows to 2,000,000", vectors::push_large),
    program("vec_interleaved", "an item of 100 vectors that grow by turns", vectors::interleaved),
    program("pair_large", "one block of 2 to 32 KiB", large::pair),
    program("ws_large", "1,000 live blocks of 2 to 32 KiB, replaced at random", large::working_set),
    program("vec_grow_large", "an item of vectors that grow to 2 to 32 KiB", large::grow),
    program(
        "ws_pages",
        "100 live blocks of pages, aligned to one, replaced at random",
        large::pages,
    ),
    program("string_push", "a character of strings that grow to 1 to 200", documents::push),
    program("string_format", "a formatted string of three numbers", documents::format),
];

/// Runs a row with the global allocator.
pub fn run(row: &Row, run: &mut Run) {
    match row.work {
        Work::Blocks => run_blocks(row.name, &Global, run),
        Work::Program(program) => program(run),
    }
}

/// Runs a row of blocks with `blocks`.
///
/// # Panics
/// Where `name` is not that of a row of blocks.
pub fn run_blocks<B: Blocks>(name: &str, blocks: &B, run: &mut Run) {
    match name {
        "pair32" => pairs::of_32(blocks, run),
        "pair32_dyn" => pairs::of_32_unknown(blocks, run),
        "pair_pymix" => pairs::of_mix(blocks, run),
        "batch_lifo" => batches::lifo(blocks, run),
        "batch_fifo" => batches::fifo(blocks, run),
        "batch_rand" => batches::random(blocks, run),
        "batch_pymix_fifo" => batches::mixed(blocks, run),
        "ws_uniform" => working_set::uniform(blocks, run),
        "ws_pymix" => working_set::python(blocks, run),
        "ws_pymix_small" => working_set::small(blocks, run),
        "drain" => drain::drain(blocks, run),
        other => panic!("`{other}` is no row of blocks"),
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, run};
    use crate::run::Run;

    #[test]
    fn every_row_runs_and_measures() {
        for row in ROWS {
            let mut quick = Run::new(true);
            run(&row, &mut quick);
            let report = quick.report();
            assert!(report["ns"].as_f64().is_some_and(|ns| ns > 0.0), "{}: {report}", row.name);
        }
    }
}
