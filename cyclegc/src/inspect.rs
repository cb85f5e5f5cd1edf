//! Looking at the tracked objects: lists, referrers, referents.
//!
//! Objects are found by slot, one at a time, so the callbacks may do anything, but an object
//! tracked or untracked in between may be missed or met twice. Objects that the running collection
//! has found unreachable are in no generation and not met.
//!
//! Source: `Modules/gcmodule.c` (`gc.get_objects`, `gc.get_referrers`, `gc.get_referents`,
//! `PyUnstable_GC_VisitObjects`).

use core::ops::ControlFlow;
use core::ptr::NonNull;

use crate::array::Array;
use crate::collector::Collector;
use crate::generation::Generation;
use crate::host::Host;

impl<O> Collector<O> {
    /// How many objects are in `generation`.
    pub fn len(&self, generation: Generation) -> usize {
        self.generation(generation).live()
    }

    /// Whether no generation has any object. Frozen objects do not count.
    pub fn is_empty(&self) -> bool {
        Generation::ALL.into_iter().all(|generation| self.len(generation) == 0)
    }

    /// Calls `each` for the objects of one generation, or of all three, youngest first
    /// (`gc.get_objects()`). Frozen objects are not among them.
    pub fn objects(&self, generation: Option<Generation>, mut each: impl FnMut(NonNull<O>)) {
        let arrays = match generation {
            Some(one) => &self.generations[one.index()..=one.index()],
            None => &self.generations[..],
        };
        let _ = visit(arrays, &mut |object| {
            each(object);
            ControlFlow::<()>::Continue(())
        });
    }

    /// Calls `each` for all tracked objects, frozen ones last, until it breaks
    /// (`PyUnstable_GC_VisitObjects`). No collection becomes due meanwhile.
    pub fn visit_objects<B>(
        &self,
        mut each: impl FnMut(NonNull<O>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        struct Disabled<'a, O>(&'a Collector<O>, bool);
        impl<O> Drop for Disabled<'_, O> {
            fn drop(&mut self) {
                self.0.triggers.set_enabled(self.1);
            }
        }
        let _disabled = Disabled(self, self.is_enabled());
        self.disable();
        visit(&self.generations, &mut each)?;
        visit(core::slice::from_ref(&self.permanent), &mut each)
    }

    /// Calls `each` once for every object of the generations that refers directly to one of
    /// `targets` (`gc.get_referrers()`). Traverses every object.
    pub fn referrers<H: Host<Object = O>>(
        &self,
        host: &H,
        targets: &[NonNull<O>],
        mut each: impl FnMut(NonNull<O>),
    ) {
        self.objects(None, |object| {
            let mut refers = false;
            host.traverse(object, &mut |child| refers |= targets.contains(&child));
            if refers {
                each(object);
            }
        });
    }

    /// Calls `each` for every reference of `objects`, in the order of their traversal, tracked or
    /// not (`gc.get_referents()`).
    pub fn referents<H: Host<Object = O>>(
        &self,
        host: &H,
        objects: &[NonNull<O>],
        mut each: impl FnMut(NonNull<O>),
    ) {
        for &object in objects {
            host.traverse(object, &mut each);
        }
    }
}

fn visit<O, B>(
    arrays: &[Array<O>],
    each: &mut impl FnMut(NonNull<O>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    for array in arrays {
        let mut slot = 0;
        while slot < array.len() {
            if let Some(object) = array.get(slot) {
                each(object)?;
            }
            slot += 1;
        }
    }
    ControlFlow::Continue(())
}
