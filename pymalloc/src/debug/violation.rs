//! What the debug hooks find wrong with a block, in the words of CPython.
//!
//! A [`DebugBlock`] is a copy of the bytes that matter, so a report can outlive the block.
//!
//! Source: `Objects/obmalloc.c`, `_PyObject_DebugDumpAddress` and `_PyMem_DebugCheckAddress`.

use core::error::Error;
use core::fmt;
use core::ptr::NonNull;

use super::{Domain, FORBIDDEN, HEAD, SERIAL, TAIL};

/// How many bytes of data a report shows at each end.
const SHOWN: usize = 8;

/// A block that is not as the hooks left it.
///
/// It prints as CPython's report does, with the damage in the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The block.
    pub block: DebugBlock,
    /// What is wrong with it.
    pub damage: Damage,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Violation { block, damage } = self;
        write!(f, "{block}\n{damage}")
    }
}

impl Error for Violation {}

/// What is wrong with a block: the first of these that is found, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// Another domain allocated the block, or nobody: the id of a freed block is 0xDD.
    Id {
        /// The id in the block.
        allocated: u8,
        /// The id of the hooks that looked.
        verified: u8,
    },
    /// A guard in front of the data was overwritten.
    LeadingGuards,
    /// The block was allocated with another size than that of the layout it came back with.
    Size {
        /// The size in the block, in bytes.
        allocated: u64,
        /// The size of the layout, in bytes.
        verified: usize,
    },
    /// A guard behind the data was overwritten.
    TrailingGuards,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Damage::Id { allocated, verified } => write!(
                f,
                "bad ID: Allocated using API '{}', verified using API '{}'",
                allocated.escape_ascii(),
                verified.escape_ascii()
            ),
            Damage::LeadingGuards => f.write_str("bad leading pad byte"),
            Damage::Size { allocated, verified } => write!(
                f,
                "bad size: Allocated {allocated} bytes, verified with a layout of {verified}"
            ),
            Damage::TrailingGuards => f.write_str("bad trailing pad byte"),
        }
    }
}

/// A guarded block as it was found: its header, its guards and both ends of its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebugBlock {
    address: usize,
    head: [u8; HEAD],
    /// The size of the layout that the caller named.
    size: usize,
    tail: [u8; TAIL],
    serial: Option<[u8; SERIAL]>,
    first: [u8; SHOWN],
    last: [u8; SHOWN],
}

impl DebugBlock {
    /// Reads the block whose data of `size` bytes is at `data`.
    ///
    /// # Safety
    /// As for [`check`](super::DebugHooks::check).
    pub(super) unsafe fn read(data: NonNull<u8>, size: usize, numbered: bool) -> Self {
        // SAFETY: the caller's header.
        let front = unsafe { data.sub(HEAD) };
        // SAFETY: the same.
        let head: [u8; HEAD] = unsafe { front.cast().read() };
        let mut block = DebugBlock {
            address: data.addr().get(),
            head,
            size,
            tail: [0; TAIL],
            serial: None,
            first: [0; SHOWN],
            last: [0; SHOWN],
        };
        let size = block.data_size();
        // SAFETY: the data has at least as many bytes.
        let behind = unsafe { data.add(size) };
        // SAFETY: the caller's guards, or data of the caller's where the size is too small.
        block.tail = unsafe { behind.cast().read() };
        if numbered {
            // SAFETY: the serial number follows the guards.
            let place = unsafe { behind.add(TAIL) };
            // SAFETY: the same.
            block.serial = Some(unsafe { place.cast().read() });
        }
        let shown = size.min(SHOWN);
        // SAFETY: the data has at least as many bytes, and was filled when it was allocated.
        let first = unsafe { NonNull::slice_from_raw_parts(data, shown).as_ref() };
        block.first[..shown].copy_from_slice(first);
        // SAFETY: the last bytes of the data.
        let last = unsafe { behind.sub(shown) };
        // SAFETY: the same.
        let last = unsafe { NonNull::slice_from_raw_parts(last, shown).as_ref() };
        block.last[..shown].copy_from_slice(last);
        block
    }

    /// The size in the header.
    fn recorded(&self) -> u64 {
        self.head.first_chunk().map_or(0, |size| u64::from_be_bytes(*size))
    }

    /// The bytes of data that header and caller agree on: nothing leads beyond the block.
    fn data_size(&self) -> usize {
        usize::try_from(self.recorded()).map_or(self.size, |recorded| recorded.min(self.size))
    }

    fn leading(&self) -> &[u8] {
        &self.head[9..]
    }

    /// What is wrong with the block, for hooks of `domain`.
    pub(super) fn damage(&self, domain: Domain) -> Option<Damage> {
        let (allocated, verified) = (self.head[8], domain.id());
        if allocated != verified {
            return Some(Damage::Id { allocated, verified });
        }
        if self.leading() != [FORBIDDEN; 7] {
            return Some(Damage::LeadingGuards);
        }
        if self.recorded() != self.size as u64 {
            return Some(Damage::Size { allocated: self.recorded(), verified: self.size });
        }
        (self.tail != [FORBIDDEN; TAIL]).then_some(Damage::TrailingGuards)
    }
}

/// One line for every guard, if not all are as they should be. `place` names one by its number.
fn guards(
    f: &mut fmt::Formatter<'_>,
    bytes: &[u8],
    place: impl Fn(&mut fmt::Formatter<'_>, usize) -> fmt::Result,
) -> Result<bool, fmt::Error> {
    if bytes.iter().all(|&byte| byte == FORBIDDEN) {
        writeln!(f, "FORBIDDENBYTE, as expected.")?;
        return Ok(true);
    }
    writeln!(f, "not all FORBIDDENBYTE ({FORBIDDEN:#04x}):")?;
    for (index, byte) in bytes.iter().enumerate() {
        write!(f, "        at ")?;
        place(f, index)?;
        writeln!(f, ": {byte:#04x}{}", if *byte == FORBIDDEN { "" } else { " *** OUCH" })?;
    }
    Ok(false)
}

impl fmt::Display for DebugBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, id) = (self.address, self.head[8].escape_ascii());
        writeln!(f, "Debug memory block at address p={address:#x}: API '{id}'")?;
        writeln!(f, "    {} bytes originally requested", self.recorded())?;
        let leading = self.leading();
        write!(f, "    The {0} pad bytes at p-{0} are ", leading.len())?;
        if !guards(f, leading, |f, index| write!(f, "p-{}", leading.len() - index))? {
            writeln!(
                f,
                "    Because memory is corrupted at the start, the count of bytes requested"
            )?;
            writeln!(f, "       may be bogus, and checking the trailing pad bytes may segfault.")?;
        }
        let size = self.data_size();
        let tail = address.wrapping_add(size);
        write!(f, "    The {TAIL} pad bytes at tail={tail:#x} are ")?;
        guards(f, &self.tail, |f, index| write!(f, "tail+{index}"))?;
        if let Some(serial) = self.serial {
            let serial = u64::from_be_bytes(serial);
            writeln!(f, "    The block was made by call #{serial} to debug malloc/realloc.")?;
        }
        if size > 0 {
            write!(f, "    Data at p:")?;
            let (shown, rest) = (size.min(SHOWN), size.saturating_sub(SHOWN).min(SHOWN));
            self.first[..shown].iter().try_for_each(|byte| write!(f, " {byte:02x}"))?;
            if size > 2 * SHOWN {
                write!(f, " ...")?;
            }
            self.last[SHOWN - rest..].iter().try_for_each(|byte| write!(f, " {byte:02x}"))?;
            writeln!(f)?;
        }
        Ok(())
    }
}
