//! A map and its values in a heap with a budget: what it holds, and what happens at the limit.

use std::io::{self, Write};

use allocator_api2::vec::Vec;
use hashbrown::{DefaultHashBuilder, HashMap};
use pymalloc::{ARENA_SIZE, Heap, Limited, OsArenas};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let heap = Heap::with_source(Limited::new(OsArenas, 4 * ARENA_SIZE));
    let mut squares = HashMap::with_hasher_in(DefaultHashBuilder::default(), &heap);

    let refused = (0..1_000_000_u32).find(|&n| {
        let mut digits = Vec::new_in(&heap);
        let text = (u64::from(n) * u64::from(n)).to_string();
        let room = digits.try_reserve(text.len()).is_ok() && squares.try_reserve(1).is_ok();
        if room {
            digits.extend_from_slice(text.as_bytes());
            squares.insert(n, digits);
        }
        !room
    });
    writeln!(out, "refused at {refused:?} of a budget of {} bytes\n", heap.source().budget())?;
    writeln!(out, "{}", heap.stats())?;

    squares.retain(|n, _| n % 10 == 0);
    squares.shrink_to_fit();
    writeln!(out, "a tenth is left: {} bytes used\n", heap.source().used())?;
    writeln!(out, "{}", heap.stats())
}
