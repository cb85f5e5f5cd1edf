#![doc = include_str!("../README.md")]

#[cfg(feature = "runner")]
mod fiber;
pub mod heap;
pub mod object;
#[cfg(feature = "runner")]
pub mod run;

pub use heap::{
    Array, ArrayKind, CollectorView, FreeList, Gc, Heap, HeapAlloc, HeapVec, OutOfMemory, Promise,
    Runtime, Taken, Temporary, Trace, Tracer, Value, Weak, WeakRef,
};
/// ```
/// #![forbid(unsafe_code)]
/// use std::cell::RefCell;
/// use integration::{Gc, Heap, Trace};
///
/// #[derive(Trace)]
/// enum Tree<T: Trace> {
///     Leaf(T),
///     Branch { parent: RefCell<Option<Gc<Tree<T>>>>, children: RefCell<Vec<Gc<Tree<T>>>> },
/// }
///
/// let heap = Heap::new();
/// let leaf = heap.alloc(Tree::Leaf(String::from("leaf")))?;
/// let root = heap.alloc(Tree::Branch { parent: RefCell::default(), children: vec![leaf].into() })?;
/// if let Tree::Branch { parent, .. } = &*root {
///     parent.replace(Some(root.clone()));
/// }
/// drop(root);
/// assert_eq!(heap.collect()?.freed, 2);
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
/// A destructor could tell when an object dies, so a type has none unless it says so.
/// ```compile_fail,E0119
/// #[derive(integration::Trace)]
/// struct Node(String);
///
/// impl Drop for Node {
///     fn drop(&mut self) {}
/// }
/// ```
/// Fields that are not skipped are `Trace`.
/// ```compile_fail,E0277
/// #[derive(integration::Trace)]
/// struct Node(std::rc::Rc<str>);
/// ```
pub use integration_derive::Trace;
