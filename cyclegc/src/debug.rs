//! The debug flags of `gc.set_debug()`, and the lines that they ask for.
//!
//! `SAVEALL` changes what a collection does; the others make the collector hand a [`DebugEvent`]
//! to [`Host::debug`]. A host that wants CPython's text prints
//! [`DebugEvent::display`] to its standard error, one line each.

use core::fmt;
use core::ops::BitOr;
use core::ptr::NonNull;
use core::time::Duration;

use crate::generation::Generation;
use crate::host::Host;

/// A set of debug flags, with CPython's numbers.
///
/// ```
/// use cyclegc::DebugFlags;
/// let leak = DebugFlags::COLLECTABLE | DebugFlags::UNCOLLECTABLE | DebugFlags::SAVEALL;
/// assert_eq!(leak, DebugFlags::LEAK);
/// assert_eq!(leak.bits(), 38);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebugFlags(u32);

impl DebugFlags {
    /// Report the start and the end of every collection.
    pub const STATS: Self = Self(1);
    /// Report every unreachable object that can be collected, before its finalizer runs.
    pub const COLLECTABLE: Self = Self(2);
    /// Report every uncollectable object.
    pub const UNCOLLECTABLE: Self = Self(4);
    /// Save garbage instead of clearing it.
    pub const SAVEALL: Self = Self(32);
    /// What one sets to look for leaks.
    pub const LEAK: Self = Self(38);

    /// The set with these bits; unknown ones are kept.
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// The number of the set.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Whether all flags of `flags` are set.
    pub const fn contains(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }
}

impl BitOr for DebugFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One report, handed to [`Host::debug`].
#[derive(Debug)]
pub enum DebugEvent<O> {
    /// A collection of `generation` starts ([`DebugFlags::STATS`]).
    Start {
        /// The oldest generation examined.
        generation: Generation,
        /// Objects in each generation.
        objects: [usize; 3],
        /// Objects in the permanent generation.
        permanent: usize,
    },
    /// This object is unreachable ([`DebugFlags::COLLECTABLE`]).
    Collectable(NonNull<O>),
    /// This object is uncollectable ([`DebugFlags::UNCOLLECTABLE`]).
    Uncollectable(NonNull<O>),
    /// The collection is over ([`DebugFlags::STATS`]).
    Done {
        /// Collected and uncollectable objects.
        unreachable: usize,
        /// Uncollectable objects.
        uncollectable: usize,
        /// Time since the start.
        elapsed: Option<Duration>,
    },
}

impl<O> DebugEvent<O> {
    /// The text that CPython prints, without the last line end.
    pub fn display<'a, H: Host<Object = O>>(&'a self, host: &'a H) -> impl fmt::Display + 'a {
        fmt::from_fn(move |f| match *self {
            Self::Start { generation, objects: [young, middle, old], permanent } => write!(
                f,
                "gc: collecting generation {generation}...\n\
                 gc: objects in each generation: {young} {middle} {old}\n\
                 gc: objects in permanent generation: {permanent}"
            ),
            Self::Collectable(object) => line(host, "collectable", object, f),
            Self::Uncollectable(object) => line(host, "uncollectable", object, f),
            Self::Done { unreachable, uncollectable, elapsed } => write!(
                f,
                "gc: done, {unreachable} unreachable, {uncollectable} uncollectable, \
                 {:.4}s elapsed",
                elapsed.unwrap_or_default().as_secs_f64()
            ),
        })
    }
}

/// An object with fewer owners than edges to it were visited, handed to [`Host::miscounted`].
#[derive(Debug)]
pub struct Miscount<O> {
    /// The object, which is kept.
    pub object: NonNull<O>,
    /// Its owners, as the host has counted them.
    pub owners: u32,
}

impl<O> Miscount<O> {
    /// What CPython's debug build prints, without the last line end.
    pub fn display<'a, H: Host<Object = O>>(&'a self, host: &'a H) -> impl fmt::Display + 'a {
        fmt::from_fn(move |f| {
            write!(
                f,
                "gc: refcount is too small\n\
                 object address  : {:p}\n\
                 object refcount : {}\n\
                 object type     : ",
                self.object, self.owners
            )?;
            host.label(self.object, f)
        })
    }
}

fn line<H: Host>(
    host: &H,
    what: &str,
    object: NonNull<H::Object>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(f, "gc: {what} <")?;
    host.label(object, f)?;
    write!(f, " {object:p}>")
}
