//! Rows of codes in blocks, which go from row to row.
//!
//! ```text
//!   order of the last collection   read, block by block given up     \
//!   order of this one              written                            |-- spare blocks
//!   candidates                     written                           /
//! ```
//! A collection walks through one list: what stood in the order that it reads comes to stand in one
//! of the two rows that it writes, if it has not died. So the blocks that have been read do for
//! what is written, and the three take hardly more memory than the list has objects.
//!
//! # Invariants
//! 1. The blocks of a row from the one of its first code that can still be asked for to the last
//!    one are there.

use core::cell::{Cell, RefCell};
use std::alloc::{Layout, alloc_zeroed};

use crate::addresses::Code;

/// How many codes a block holds: 16 KiB.
pub(crate) const SIZE: usize = 1 << 12;
/// How many spare blocks are kept for the next collection.
const RETAINED: usize = 4;

pub(crate) type Block = [Code; SIZE];

/// Blocks that no row has.
#[derive(Debug)]
pub(crate) struct Spare {
    blocks: RefCell<Vec<Box<Block>>>,
    /// How many blocks there are, those of rows included.
    made: Cell<usize>,
}

impl Spare {
    pub(crate) const fn new() -> Self {
        Self { blocks: RefCell::new(Vec::new()), made: Cell::new(0) }
    }

    fn take(&self) -> Option<Box<Block>> {
        self.blocks.borrow_mut().pop().or_else(|| {
            let block = zeroed()?;
            self.made.set(self.made.get() + 1);
            Some(block)
        })
    }

    fn keep(&self, block: Box<Block>) {
        let mut blocks = self.blocks.borrow_mut();
        if blocks.try_reserve(1).is_ok() {
            blocks.push(block);
        } else {
            self.made.set(self.made.get() - 1);
        }
    }

    /// How much memory the blocks have, those of rows included.
    pub(crate) fn bytes(&self) -> usize {
        self.made.get() * size_of::<Block>()
    }

    /// Gives back what the next collection is not likely to need.
    pub(crate) fn trim(&self) {
        let mut blocks = self.blocks.borrow_mut();
        let surplus = blocks.len().saturating_sub(RETAINED);
        blocks.truncate(RETAINED);
        self.made.set(self.made.get() - surplus);
    }
}

fn zeroed() -> Option<Box<Block>> {
    // SAFETY: the layout is not of size 0.
    let block = core::ptr::NonNull::new(unsafe { alloc_zeroed(Layout::new::<Block>()) })?;
    // SAFETY: the memory is that of a box with this layout, and zeros are codes.
    Some(unsafe { Box::from_raw(block.cast::<Block>().as_ptr()) })
}

/// A row of codes.
#[derive(Debug)]
pub(crate) struct Codes {
    blocks: Vec<Option<Box<Block>>>,
    len: usize,
}

impl Codes {
    pub(crate) const fn new() -> Self {
        Self { blocks: Vec::new(), len: 0 }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Appends a code. False: there is no memory, and nothing has happened.
    #[inline]
    pub(crate) fn push(&mut self, code: Code, spare: &Spare) -> bool {
        if self.len.is_multiple_of(SIZE) && !self.add_block(spare) {
            return false;
        }
        let Some(Some(block)) = self.blocks.last_mut() else { return false };
        block[self.len % SIZE] = code;
        self.len += 1;
        true
    }

    #[cold]
    fn add_block(&mut self, spare: &Spare) -> bool {
        self.blocks.try_reserve(1).is_ok()
            && spare.take().is_some_and(|block| {
                self.blocks.push(Some(block));
                true
            })
    }

    /// The block with the code of this number. What stands in it behind the last code is of no
    /// meaning.
    #[inline]
    pub(crate) fn block(&self, index: usize) -> Option<&Block> {
        self.blocks.get(index / SIZE)?.as_deref()
    }

    /// The code with this number, unless it has been given up.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<Code> {
        let block = self.blocks.get(index / SIZE)?.as_deref()?;
        (index < self.len).then(|| block[index % SIZE])
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut Code> {
        let block = self.blocks.get_mut(index / SIZE)?.as_deref_mut()?;
        (index < self.len).then(|| &mut block[index % SIZE])
    }

    /// The codes by 64.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = &[Code]> {
        self.blocks.iter().flatten().flat_map(|block| block.chunks(64))
    }

    /// Gives up the blocks in front of the one that has this number.
    #[cold]
    pub(crate) fn give_up_to(&mut self, index: usize, spare: &Spare) {
        let blocks = self.blocks.iter_mut().take(index / SIZE);
        blocks.filter_map(Option::take).for_each(|block| spare.keep(block));
    }

    /// Makes the row empty.
    pub(crate) fn clear(&mut self, spare: &Spare) {
        self.blocks.drain(..).flatten().for_each(|block| spare.keep(block));
        self.len = 0;
    }
}
