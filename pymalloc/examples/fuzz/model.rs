//! A heap, and beside it a map of what should be in it.
//!
//! Bytes become operations: allocations of all kinds, size changes, frees with and without their
//! layout, trims, refused requests, budgets, walks. Every live block is filled with a byte of its
//! own, which is compared before the block is given up or moved, so blocks that overlap are found.
//! A refusal is right only where a fault or the budget explains it, and must leave everything as it
//! was.
//!
//! Whoever drives the model supplies the bytes: a random generator, a file, a fuzzer.

use std::alloc::Layout;
use std::ptr::NonNull;

use pymalloc::{ARENA_SIZE, FaultInjecting, Heap, Limited, OsArenas, SMALL_MAX, SizeClass, Stats};

/// The source of the heap: a budget over faults over the system.
type Source = Limited<FaultInjecting<OsArenas>>;

/// The most bytes that the heap may have from its source, unless an operation says less.
const BUDGET: usize = 256 << 20;

struct Live {
    block: NonNull<u8>,
    layout: Layout,
    fill: u8,
}

/// What was done so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Operations, those that found nothing to do included.
    pub(crate) operations: u64,
    /// Blocks handed out.
    pub(crate) allocations: u64,
    /// Blocks that got another size, in place or elsewhere.
    pub(crate) reallocations: u64,
    /// Requests that the heap passed on as refused.
    pub(crate) refusals: u64,
    /// Trims that were asked for.
    pub(crate) trims: u64,
    /// The most blocks that lived at once.
    pub(crate) peak: usize,
}

/// A heap with its shadow.
pub(crate) struct Model {
    heap: Heap<Source>,
    live: Vec<Live>,
    /// How many blocks are to live before more are freed than allocated, and the other way round.
    most: usize,
    shrinking: bool,
    tally: Tally,
}

/// A stream of bytes that ends as `None`.
pub(crate) trait Bytes {
    /// The next byte.
    fn byte(&mut self) -> Option<u8>;

    /// The next two bytes, as a number.
    fn number(&mut self) -> Option<usize> {
        Some(usize::from(self.byte()?) << 8 | usize::from(self.byte()?))
    }

    /// The next three bytes, which choose one of many.
    fn choice(&mut self) -> Option<usize> {
        Some(self.number()? << 8 | usize::from(self.byte()?))
    }
}

impl<I: Iterator<Item = u8>> Bytes for I {
    fn byte(&mut self) -> Option<u8> {
        self.next()
    }
}

impl Model {
    /// An empty heap.
    pub(crate) fn new() -> Self {
        Model {
            heap: Heap::with_source(Limited::new(FaultInjecting::new(OsArenas), BUDGET)),
            live: Vec::new(),
            most: 1_000,
            shrinking: false,
            tally: Tally::default(),
        }
    }

    /// What was done so far.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// What the heap holds.
    pub(crate) fn stats(&self) -> Stats {
        self.heap.stats()
    }

    /// Does one operation. `None` at the end of the bytes.
    ///
    /// # Panics
    /// When the heap is not as it should be.
    pub(crate) fn step(&mut self, bytes: &mut impl Bytes) -> Option<()> {
        let code = bytes.byte()?;
        self.tally.operations += 1;
        match code {
            0..200 => {
                self.shrinking = if self.shrinking {
                    self.live.len() > self.most / 8
                } else {
                    self.live.len() >= self.most
                };
                // Two in three go with the tide.
                if (code % 3 == 0) == self.shrinking {
                    self.alloc(code / 3, bytes)?;
                } else {
                    self.free(code / 3, bytes)?;
                }
            }
            200..230 => self.realloc(bytes)?,
            230..248 => self.look(bytes)?,
            _ => self.rarely(code, bytes)?,
        }
        Some(())
    }

    /// Gives everything back and checks that nothing is left.
    ///
    /// # Panics
    /// When something is left, or a block is not as it should be.
    pub(crate) fn finish(mut self) -> Tally {
        self.heap.source().source().serve();
        self.compare();
        while let Some(live) = self.live.pop() {
            self.release(&live);
        }
        self.compare();
        self.heap.trim();
        assert_eq!(self.heap.source().used(), 0, "memory is left in an empty heap");
        self.tally
    }

    /// The operations of one byte in many, each with a consequence for many blocks.
    fn rarely(&mut self, code: u8, bytes: &mut impl Bytes) -> Option<()> {
        let roll = bytes.number()?;
        let source = self.heap.source();
        match code {
            248 => source.source().fail_nth(1 + roll as u64 % 64),
            249 if roll % 64 == 0 => source.source().fail_from(1 + roll as u64 % 16),
            249 => source.source().serve(),
            250 if roll % 256 == 0 => {
                self.heap.trim();
                self.tally.trims += 1;
            }
            251 if roll % 64 == 0 => source.set_budget(source.used() + roll * 64),
            251 => source.set_budget(BUDGET),
            252 if roll % 2048 == 0 => self.most = 1 + bytes.number()? * 2,
            252 if roll % 512 == 1 => self.most = 1 + bytes.number()? / 16,
            253 if roll % 256 == 0 => self.compare(),
            254 if roll % 4096 == 0 => {
                // A structure goes at once.
                for live in self.live.split_off(self.live.len() / 10) {
                    self.release(&live);
                }
            }
            _ => {}
        }
        Some(())
    }

    fn size(bytes: &mut impl Bytes) -> Option<usize> {
        let roll = bytes.number()?;
        Some(match roll % 16 {
            0 => roll / 16 % 4,
            1 => roll / 16,
            2..5 => roll / 16 % (SMALL_MAX + 1),
            _ => 1 + roll / 16 % 96,
        })
    }

    fn layout(bytes: &mut impl Bytes) -> Option<Layout> {
        let size = Self::size(bytes)?;
        let shift = match bytes.byte()? {
            roll @ 0..16 => roll % 14,
            roll => roll % 5,
        };
        Layout::from_size_align(size, 1 << shift).ok()
    }

    /// Whether the source may have refused a request made when it had refused `refusals` before.
    fn explained(&self, refusals: u64, layout: Layout) -> bool {
        let source = self.heap.source();
        let small = SizeClass::for_heap(layout).is_some();
        let cost = if small { ARENA_SIZE } else { layout.size() + header(layout) };
        source.source().refused() > refusals || source.used() + cost > source.budget()
    }

    /// Takes a block in, or accounts for a refusal.
    fn receive(&mut self, block: Option<NonNull<u8>>, layout: Layout, refusals: u64, fill: u8) {
        let Some(block) = block else {
            assert!(self.explained(refusals, layout), "{layout:?} was refused without a reason");
            self.tally.refusals += 1;
            return;
        };
        assert!(block.addr().get().is_multiple_of(layout.align()), "{block:?} for {layout:?}");
        // SAFETY: the block is fresh and has the size of the layout.
        unsafe { block.write_bytes(fill, layout.size()) };
        self.live.push(Live { block, layout, fill });
        self.tally.allocations += 1;
        self.tally.peak = self.tally.peak.max(self.live.len());
    }

    fn alloc(&mut self, way: u8, bytes: &mut impl Bytes) -> Option<()> {
        let (layout, fill) = (Self::layout(bytes)?, bytes.byte()?);
        let refusals = self.heap.source().source().refused();
        let block = match (way % 8, SizeClass::for_heap(layout)) {
            (0, _) => {
                let block = self.heap.alloc_zeroed(layout);
                if let Some(block) = block {
                    check(&Live { block, layout, fill: 0 }, layout.size());
                }
                block
            }
            (1..4, Some(class)) => self.heap.alloc_class(class),
            _ => self.heap.alloc(layout),
        };
        self.receive(block, layout, refusals, fill);
        Some(())
    }

    /// Takes a block out, after a look at its contents; `None` where no block lives.
    fn take(&mut self, roll: usize) -> Option<Live> {
        let index = roll.checked_rem(self.live.len())?;
        let live = self.live.swap_remove(index);
        check(&live, live.layout.size());
        Some(live)
    }

    fn free(&mut self, way: u8, bytes: &mut impl Bytes) -> Option<()> {
        let Some(live) = self.take(bytes.choice()?) else { return Some(()) };
        match (way % 8, SizeClass::for_heap(live.layout)) {
            // SAFETY: the shadow holds live blocks with their layouts.
            (0, Some(class)) => unsafe { self.heap.dealloc_class(live.block, class) },
            (1, small) => {
                // SAFETY: the same.
                let size = unsafe { self.heap.usable_size(live.block) };
                assert_eq!(size.is_some(), small.is_some(), "{:?}", live.layout);
                assert!(size.is_none_or(|size| size >= live.layout.size()), "{size:?}");
                // SAFETY: the same; a block that is not small stays.
                if !unsafe { self.heap.dealloc_unsized(live.block) } {
                    self.release(&live);
                }
            }
            _ => self.release(&live),
        }
        Some(())
    }

    fn release(&self, live: &Live) {
        // SAFETY: the shadow holds live blocks with their layouts.
        unsafe { self.heap.dealloc(live.block, live.layout) };
    }

    fn realloc(&mut self, bytes: &mut impl Bytes) -> Option<()> {
        let Some(live) = self.take(bytes.choice()?) else { return Some(()) };
        let size = Self::size(bytes)?;
        let Ok(layout) = Layout::from_size_align(size, live.layout.align()) else {
            self.live.push(live);
            return Some(());
        };
        let refusals = self.heap.source().source().refused();
        // SAFETY: the shadow holds live blocks with their layouts.
        let block = unsafe { self.heap.realloc(live.block, live.layout, size) };
        if let Some(block) = block {
            check(&Live { block, ..live }, size.min(live.layout.size()));
            self.tally.reallocations += 1;
        } else {
            check(&live, live.layout.size());
            self.live.push(Live { ..live });
        }
        self.receive(block, layout, refusals, live.fill.wrapping_add(1));
        Some(())
    }

    /// Compares a block that stays.
    fn look(&mut self, bytes: &mut impl Bytes) -> Option<()> {
        if let Some(live) = self.take(bytes.choice()?) {
            self.live.push(live);
        }
        Some(())
    }

    /// Compares the heap's counts and its walk with the shadow.
    fn compare(&self) {
        #[cfg(heap_check)]
        self.heap.check();
        let (stats, source) = (self.heap.stats(), self.heap.source());
        assert_eq!(stats.blocks_in_use() + stats.large_blocks, self.live.len(), "live blocks");
        assert_eq!(stats.total(), stats.arenas * ARENA_SIZE, "the parts of the arenas");
        let (small, large): (Vec<_>, Vec<_>) =
            self.live.iter().partition(|live| SizeClass::for_heap(live.layout).is_some());
        let bytes = large.iter().map(|live| live.layout.size()).sum::<usize>();
        let headers = large.iter().map(|live| header(live.layout)).sum::<usize>();
        assert_eq!(stats.large_bytes, bytes, "large blocks");
        assert_eq!(stats.total() + bytes + headers, source.used(), "memory of the source");
        let mut walked = Vec::with_capacity(self.live.len());
        self.heap.for_each_block(|block, _| walked.push(block));
        assert!(is_same(&mut walked, &small), "a walk visits the live small blocks");
        walked.clear();
        self.heap.for_each_large_block(|block, _| walked.push(block));
        assert!(is_same(&mut walked, &large), "a walk visits the live large blocks");
    }
}

/// The bytes in front of a large block: four words, and what its alignment adds.
fn header(layout: Layout) -> usize {
    (4 * size_of::<usize>()).next_multiple_of(layout.align())
}

/// Whether a walk visited the blocks of the shadow.
fn is_same(walked: &mut [NonNull<u8>], shadow: &[&Live]) -> bool {
    let mut expected: Vec<_> = shadow.iter().map(|live| live.block).collect();
    expected.sort_unstable();
    walked.sort_unstable();
    expected == walked
}

/// Compares the first `count` bytes of a block with its fill.
fn check(live: &Live, count: usize) {
    // SAFETY: the block is live, has at least `count` bytes, and all of them were written.
    let bytes = unsafe { NonNull::slice_from_raw_parts(live.block, count).as_ref() };
    let differences = bytes.iter().fold(0, |bits, byte| bits | (byte ^ live.fill));
    assert!(differences == 0, "{:?} with {:?} was overwritten", live.block, live.layout);
}
