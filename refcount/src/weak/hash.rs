//! Hash and equality of weak references, which outlive what they are hashes of.
//!
//! A weak reference hashes as its referent, and keeps the hash from the first time it is asked for,
//! so that a mapping finds the reference again when the referent is gone. One that was never asked
//! while the referent lived has no hash afterwards. Two references are equal as their referents are
//! while both live; once one is gone a reference is equal to itself only.
//!
//! It does not hash or compare objects: the host does.
//!
//! Source: `weakref_hash` and `weakref_richcompare` in `Objects/weakrefobject.c` of CPython 3.13.

use core::cell::Cell;
use core::error::Error;
use core::fmt;
use core::ptr::{self, NonNull};

use super::WeakNode;

/// The hash of a weak reference, for the host to put beside the [`WeakNode`].
///
/// # Examples
///
/// ```
/// use std::convert::Infallible;
///
/// use refcount::{HashError, WeakHash, WeakNode};
///
/// let dead = WeakNode::<u64>::new();
/// let hash = WeakHash::new();
/// let asked = hash.get(&dead, |_| Ok::<i64, Infallible>(1));
/// assert_eq!(asked, Err(HashError::Gone));
/// assert_eq!(HashError::<Infallible>::Gone.to_string(), "weak object has gone away");
/// ```
#[derive(Clone)]
pub struct WeakHash<H: Copy = i64>(Cell<Option<H>>);

/// Why a weak reference has no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashError<E> {
    /// The referent is gone, and was never hashed through this reference.
    Gone,
    /// The referent does not let itself be hashed.
    Referent(E),
}

impl<H: Copy> WeakHash<H> {
    /// No hash yet.
    pub const fn new() -> Self {
        Self(Cell::new(None))
    }

    /// The hash that is kept, or else that of the referent, which is kept from now on.
    ///
    /// `hash` may run code of the program; the host owns a reference to the referent meanwhile.
    ///
    /// # Errors
    ///
    /// [`HashError::Gone`] if there is no referent to ask, and what `hash` answers.
    pub fn get<O, E>(
        &self,
        node: &WeakNode<O>,
        hash: impl FnOnce(NonNull<O>) -> Result<H, E>,
    ) -> Result<H, HashError<E>> {
        if let Some(hash) = self.0.get() {
            return Ok(hash);
        }
        let referent = node.referent().ok_or(HashError::Gone)?;
        let hash = hash(referent).map_err(HashError::Referent)?;
        self.0.set(Some(hash));
        Ok(hash)
    }
}

impl<O> WeakNode<O> {
    /// Whether two weak references are equal: as `compare` answers of their referents while both
    /// live, else whether they are the same one.
    ///
    /// # Errors
    ///
    /// Those of `compare`.
    pub fn equals<E>(
        &self,
        other: &Self,
        compare: impl FnOnce(NonNull<O>, NonNull<O>) -> Result<bool, E>,
    ) -> Result<bool, E> {
        match (self.referent(), other.referent()) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ok(ptr::eq(self, other)),
        }
    }
}

impl<H: Copy> Default for WeakHash<H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<H: Copy + fmt::Debug> fmt::Debug for WeakHash<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WeakHash").field(&self.0.get()).finish()
    }
}

impl<E: fmt::Display> fmt::Display for HashError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("weak object has gone away"),
            Self::Referent(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for HashError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Gone => None,
            Self::Referent(error) => Some(error),
        }
    }
}
