//! How statistics print: the columns of `sys._debugmallocstats()`.
//!
//! There is no map of arenas; in its place come the pools without memory, the large blocks, and what
//! only the heaps of threads have.
//!
//! Source: `Objects/obmalloc.c`, `_PyObject_DebugMallocStats`.

use core::fmt;

use super::{ClassStats, Stats};
use crate::geometry::{ARENA_SIZE, MEDIUM_MAX, POOL_SIZE, SMALL_MAX};
use crate::size_class::SizeClass;

/// A number with a comma before every three digits.
pub(super) struct Grouped(pub(super) usize);

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
        let (most, classes) = match self.threads {
            None => (SMALL_MAX, SizeClass::COUNT),
            Some(_) => (MEDIUM_MAX, SizeClass::OF_PROGRAMS),
        };
        writeln!(f, "Small block threshold = {most}, in {classes} size classes.\n")?;
        writeln!(f, "class   size   num pools   blocks in use  avail blocks")?;
        writeln!(f, "-----   ----   ---------   -------------  ------------")?;
        for (index, class) in self.all_classes().enumerate().filter(|(_, class)| class.pools > 0) {
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
        line(f, format_args!("# bytes in large blocks"), self.large_bytes)?;
        let Some(threads) = self.threads else { return Ok(()) };
        line(f, format_args!("# large blocks kept by threads"), threads.kept_blocks)?;
        line(f, format_args!("# bytes in kept large blocks"), threads.kept_bytes)?;
        writeln!(f)?;
        line(f, format_args!("# heaps of threads"), threads.heaps)?;
        line(f, format_args!("# heaps left by ended threads"), threads.abandoned_heaps)?;
        line(f, format_args!("# freed blocks not yet taken up"), threads.pending_blocks)
    }
}
