//! What a heap holds and what it loses, counted by walking its pools.
//!
//! [`Stats`] prints as CPython's `sys._debugmallocstats()` does. There is no map of arenas; in its
//! place come the pools without memory and the blocks that the source serves.
//!
//! Counting reads the 32-byte headers of the pools, which lie together, and no block.
//!
//! Source: `Objects/obmalloc.c`, `_PyObject_DebugMallocStats`.

use core::fmt;

use crate::arena_source::ArenaSource;
use crate::geometry::{ARENA_SIZE, HEADER_BYTES, HEADERS, POOL_SIZE, POOLS, SMALL_MAX, pool_bytes};
use crate::heap::Heap;
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

/// The pools of one size class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ClassStats {
    /// The size of a block, in bytes.
    pub block_size: usize,
    /// The pools of the class that have a block in use.
    pub pools: usize,
    /// The blocks in use.
    pub blocks_in_use: usize,
    /// The free blocks of those pools.
    pub blocks_available: usize,
}

/// A count of everything in a heap. Sizes are in bytes.
///
/// The parts of an arena add up: [`bytes_in_use`](Self::bytes_in_use),
/// [`bytes_available`](Self::bytes_available), `bytes_in_unused_pools`, `bytes_lost_to_headers`,
/// `bytes_lost_to_quantization` and `bytes_lost_to_alignment` are `arenas` times [`ARENA_SIZE`].
/// What a block is larger than its request is part of the bytes in use: nobody records requests.
///
/// ```
/// use pymalloc::{ARENA_SIZE, Heap, SizeClass};
///
/// let heap = Heap::new();
/// let class = SizeClass::of(100).unwrap();
/// let block = heap.alloc_class(class).expect("memory");
/// let stats = heap.stats();
/// assert_eq!(stats.classes[class.index()].blocks_in_use, 1);
/// assert_eq!(stats.total(), ARENA_SIZE);
/// println!("{stats}");
/// # // SAFETY: the block is of this class.
/// # unsafe { heap.dealloc_class(block, class) };
/// ```
/// With the feature `serde` it can be written and read in any format.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Stats {
    /// The classes, smallest first.
    pub classes: [ClassStats; SizeClass::COUNT],
    /// Arenas mapped so far.
    pub arenas_allocated: usize,
    /// Arenas unmapped so far.
    pub arenas_reclaimed: usize,
    /// The most arenas there have been at once.
    pub arenas_highwater: usize,
    /// The arenas there are.
    pub arenas: usize,
    /// The pools that no class has.
    pub unused_pools: usize,
    /// Their bytes; slot 0 of an arena is shorter by its headers.
    pub bytes_in_unused_pools: usize,
    /// Those of them that were never used: the system has given no memory for them yet.
    pub virgin_pools: usize,
    /// Those of them whose memory went back to the source.
    pub purged_pools: usize,
    /// The pools purged so far; one that was purged twice counts twice.
    pub pools_purged: usize,
    /// The headers of the arenas and of their pools.
    pub bytes_lost_to_headers: usize,
    /// The ends of used pools, too short for a block.
    pub bytes_lost_to_quantization: usize,
    /// The gaps between the headers of the arenas and their first blocks.
    pub bytes_lost_to_alignment: usize,
    /// Blocks in use that the source serves.
    pub large_blocks: usize,
    /// Their bytes, as requested.
    pub large_bytes: usize,
}

impl Stats {
    /// The small blocks in use.
    pub fn blocks_in_use(&self) -> usize {
        self.classes.iter().map(|class| class.blocks_in_use).sum()
    }

    /// The pools that have a block in use.
    pub fn pools(&self) -> usize {
        self.classes.iter().map(|class| class.pools).sum()
    }

    /// The bytes of the small blocks in use, at the size of their class.
    pub fn bytes_in_use(&self) -> usize {
        self.classes.iter().map(|class| class.blocks_in_use * class.block_size).sum()
    }

    /// The bytes of the free blocks of used pools.
    pub fn bytes_available(&self) -> usize {
        self.classes.iter().map(|class| class.blocks_available * class.block_size).sum()
    }

    /// The sum of all parts: the bytes of all arenas.
    pub fn total(&self) -> usize {
        self.bytes_in_use()
            + self.bytes_available()
            + self.bytes_in_unused_pools
            + self.bytes_lost_to_headers
            + self.bytes_lost_to_quantization
            + self.bytes_lost_to_alignment
    }

    fn count(&mut self, pool: PoolRef) {
        if !pool.is_in_use() {
            self.purged_pools += usize::from(pool.state() == State::Purged);
            self.count_unused(pool.index());
            return;
        }
        let class = &mut self.classes[pool.class().index()];
        let capacity = usize::from(pool.capacity());
        let in_use = usize::from(pool.used());
        class.pools += 1;
        class.blocks_in_use += in_use;
        class.blocks_available += capacity - in_use;
        self.bytes_lost_to_quantization += pool_bytes(pool.index()) - capacity * class.block_size;
    }

    fn count_unused(&mut self, index: usize) {
        self.unused_pools += 1;
        self.bytes_in_unused_pools += pool_bytes(index);
    }
}

impl<S: ArenaSource> Heap<S> {
    /// Counts everything in the heap. Takes time in the number of pools.
    pub fn stats(&self) -> Stats {
        let (arenas, large) = self.counts();
        let mut stats = Stats {
            classes: SizeClass::ALL
                .map(|class| ClassStats { block_size: class.block_size(), ..Default::default() }),
            arenas_allocated: arenas.allocated.get(),
            arenas_reclaimed: arenas.reclaimed.get(),
            arenas_highwater: arenas.highwater.get(),
            arenas: arenas.current(),
            unused_pools: 0,
            bytes_in_unused_pools: 0,
            virgin_pools: 0,
            purged_pools: 0,
            pools_purged: self.pools_purged(),
            bytes_lost_to_headers: arenas.current() * HEADERS,
            bytes_lost_to_quantization: 0,
            bytes_lost_to_alignment: arenas.current() * (HEADER_BYTES - HEADERS),
            large_blocks: large.0,
            large_bytes: large.1,
        };
        for arena in arenas.iter() {
            arena.pools().for_each(|pool| stats.count(pool));
            (arena.virgin()..POOLS).for_each(|index| stats.count_unused(index));
            stats.virgin_pools += POOLS - arena.virgin();
        }
        stats
    }
}

/// A number with a comma before every three digits.
struct Grouped(usize);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 2^64 has 20 digits and takes 6 commas.
        let mut text = [b' '; 26];
        let (mut rest, mut digits, mut start) = (self.0, 0, text.len());
        loop {
            if digits > 0 && digits % 3 == 0 {
                start -= 1;
                text[start] = b',';
            }
            start -= 1;
            text[start] = b"0123456789"[rest % 10];
            rest /= 10;
            digits += 1;
            if rest == 0 {
                break;
            }
        }
        f.pad(core::str::from_utf8(&text[start..]).unwrap_or_default())
    }
}

/// One line of the summary: what, and how much of it.
fn line(f: &mut fmt::Formatter<'_>, what: fmt::Arguments<'_>, amount: usize) -> fmt::Result {
    /// The columns that CPython gives the text of a line.
    const WIDTH: usize = 35;
    let mut width = Columns(0);
    fmt::write(&mut width, what)?;
    let padding = WIDTH.saturating_sub(width.0);
    writeln!(f, "{what}{:padding$}={:>21}", "", Grouped(amount))
}

/// Counts the columns of what is written to it.
struct Columns(usize);

impl fmt::Write for Columns {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes = SizeClass::COUNT;
        writeln!(f, "Small block threshold = {SMALL_MAX}, in {classes} size classes.\n")?;
        writeln!(f, "class   size   num pools   blocks in use  avail blocks")?;
        writeln!(f, "-----   ----   ---------   -------------  ------------")?;
        for (index, class) in self.classes.iter().enumerate().filter(|(_, class)| class.pools > 0) {
            let ClassStats { block_size, pools, blocks_in_use, blocks_available } = class;
            writeln!(
                f,
                "{index:5} {block_size:6} {pools:11} {blocks_in_use:15} {blocks_available:13}"
            )?;
        }
        writeln!(f)?;
        line(f, format_args!("# arenas allocated total"), self.arenas_allocated)?;
        line(f, format_args!("# arenas reclaimed"), self.arenas_reclaimed)?;
        line(f, format_args!("# arenas highwater mark"), self.arenas_highwater)?;
        line(f, format_args!("# arenas allocated current"), self.arenas)?;
        let arenas = self.arenas;
        let bytes = arenas * ARENA_SIZE;
        line(f, format_args!("{arenas} arenas * {ARENA_SIZE} bytes/arena"), bytes)?;
        writeln!(f)?;
        line(f, format_args!("# bytes in allocated blocks"), self.bytes_in_use())?;
        line(f, format_args!("# bytes in available blocks"), self.bytes_available())?;
        let unused = format_args!("{} unused pools * {POOL_SIZE} bytes", self.unused_pools);
        line(f, unused, self.bytes_in_unused_pools)?;
        line(f, format_args!("# bytes lost to pool headers"), self.bytes_lost_to_headers)?;
        line(f, format_args!("# bytes lost to quantization"), self.bytes_lost_to_quantization)?;
        line(f, format_args!("# bytes lost to arena alignment"), self.bytes_lost_to_alignment)?;
        line(f, format_args!("Total"), self.total())?;
        writeln!(f)?;
        line(f, format_args!("# unused pools never touched"), self.virgin_pools)?;
        line(f, format_args!("# unused pools given back"), self.purged_pools)?;
        line(f, format_args!("# pools given back total"), self.pools_purged)?;
        writeln!(f)?;
        line(f, format_args!("# large blocks"), self.large_blocks)?;
        line(f, format_args!("# bytes in large blocks"), self.large_bytes)
    }
}

#[cfg(test)]
mod tests;
