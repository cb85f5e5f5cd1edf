//! `gc-arena`: incremental mark and sweep over branded pointers; handles are dynamic roots.

use std::cell::RefCell;

use gc_arena::arena::CollectionPhase;
use gc_arena::{Arena, Collect, DynamicRoot, DynamicRootSet, Gc, RefLock, Rootable};

use crate::memory::Memory;

#[derive(Collect)]
#[collect(no_drop)]
pub(crate) struct Node<'gc> {
    edges: RefLock<Vec<Gc<'gc, Node<'gc>>>>,
}

pub(crate) struct GcArena(RefCell<Arena<Rootable![DynamicRootSet<'_>]>>);

impl Memory for GcArena {
    type Node = DynamicRoot<Rootable![Node<'_>]>;

    fn new(_: bool) -> Self {
        Self(RefCell::new(Arena::new(|mc| DynamicRootSet::new(mc))))
    }

    fn node(&self) -> Self::Node {
        self.0.borrow().mutate(|mc, roots| {
            roots.stash::<Rootable![Node<'_>]>(
                mc,
                Gc::new(mc, Node { edges: RefLock::new(Vec::new()) }),
            )
        })
    }

    fn link(&self, from: &Self::Node, to: &Self::Node) {
        self.0.borrow().mutate(|mc, roots| {
            let (from, to) = (roots.fetch(from), roots.fetch(to));
            let cell = gc_arena::barrier::field!(Gc::write(mc, from), Node<'_>, edges);
            cell.unlock().borrow_mut().push(to);
        });
    }

    fn collect(&self) {
        let mut arena = self.0.borrow_mut();
        if arena.collection_phase() != CollectionPhase::Sleeping {
            // The cycle that is under way may have marked what has died since.
            arena.finish_cycle();
        }
        arena.finish_cycle();
    }

    fn safepoint(&self) {
        self.0.borrow_mut().collect_debt();
    }
}
