//! The heap: pools, counts and the collector, composed.
//!
//! ```text
//!   Gc<T>, Value    counted pointers                      gc.rs  value.rs
//!   Heap            makes and collects objects            heap.rs
//!   Header, VTable  what stands in front of a payload     header.rs  vtable.rs
//!   Inner           the state behind a heap's handles     inner.rs
//!   death           from the last owner to the free block death.rs
//!   detection       what waits while the collector looks  detection.rs
//!   garbage         much garbage cleared in one go        garbage.rs
//!   release         garbage freed without a look          release.rs
//!   Host            the collector's view                  host.rs
//!   Promise         what the heap may rely on             promise.rs
//!   WeakRef, Weak   references that do not own            weak.rs
//!   Array           payloads with items behind them       array.rs
//!   HeapAlloc       buffers in the same pools             alloc.rs
//!   FreeLists       what CPython would keep for reuse     free_list.rs
//! ```
//!
//! All unsafe code of the crate is below this module, but for kinds of objects that promise to be
//! exact and can be released; everything that is exported is safe, except that promise.

mod alloc;
mod array;
mod death;
mod debug;
mod detection;
mod error;
#[cfg(feature = "object-events")]
pub(crate) mod events;
mod free_list;
mod garbage;
mod gc;
mod header;
#[expect(clippy::module_inception, reason = "the handle is the heap")]
mod heap;
mod host;
mod inner;
mod promise;
mod release;
mod runtime;
mod trace;
mod tracking;
mod value;
mod view;
mod vtable;
mod weak;

pub use alloc::{HeapAlloc, HeapVec};
pub use array::{Array, ArrayKind};
#[cfg(feature = "runner")]
pub(crate) use death::Deaths;
pub use error::OutOfMemory;
pub use free_list::{FreeList, Temporary};
pub use gc::Gc;
pub use heap::Heap;
pub use promise::Promise;
pub(crate) use promise::{
    read, release_field, release_fields, trace_field, trace_fields, whole_fields,
};
pub use runtime::Runtime;
pub use trace::{Taken, Trace, Tracer};
#[cfg(feature = "runner")]
pub(crate) use tracking::Part;
pub use value::Value;
pub use view::CollectorView;
pub use weak::{Weak, WeakRef};
