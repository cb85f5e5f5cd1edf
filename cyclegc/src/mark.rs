//! Marking from the roots: what a host knows to be alive need not be proved alive.
//!
//! On a heap that is mostly alive, trial deletion may visit every edge twice to learn little. When
//! the host names roots, a full collection first marks what they reach, and neither of the later
//! passes traverses what has been marked. Marking is only a shortcut: it finds nothing
//! unreachable that trial deletion would keep, nor the reverse. The order of the survivors differs:
//! marked ones stay in the order they had.
//!
//! What is marked has to be expanded: everything that it refers to is marked, too. A sweep through the
//! candidates expands those that have been marked by the time it comes to them, in the order of
//! memory. What it has left behind when it is marked goes into a queue, which is emptied afterwards.
//! A candidate that has not been met tells by its slot where it stands; the slots of younger
//! generations and behind tombstones are not those among the candidates, so that a sweep may miss
//! some, and there is another one.
//!
//! A root that is no candidate (untracked or frozen) is traversed one level deep.
//!
//! # Invariants
//! 1. The word of a marked candidate is `Reached`, with payload 0 until it has been expanded.
//! 2. A marked candidate that has not been expanded is in the queue, or a sweep will meet it.
//!
//! Source: `Python/gc_free_threading.c` (`gc_mark_alive_from_roots`).

use core::ptr::NonNull;

use crate::array::Entry;
use crate::detect::Detection;
use crate::host::{Host, word};
use crate::prefetch::{AHEAD, Fifo, WINDOW, hint, hint_all, is_near};
use crate::subtract::Members;
use crate::survivors::Survivors;
use crate::word::State;

/// Where a sweep stands that leaves all behind.
const BEHIND: usize = usize::MAX;

const EXPANDED: u32 = 1;

impl<H: Host> Detection<'_, H> {
    pub(crate) fn mark_from_roots(&mut self) {
        let Self { host, members, scattered, .. } = *self;
        let Some(queue) = &mut self.survivors else { return };
        self.noted = true;
        let mut marking = Marking { host, members, queue, marked: 0, expanded: 0 };
        host.roots(&mut |root| {
            if !marking.mark(root, BEHIND) && word(host, &root).state() != State::Reached {
                host.traverse(root, &mut |child| {
                    marking.mark(child, BEHIND);
                });
            }
        });
        while marking.expanded < marking.marked {
            match members {
                Members::Candidates => {}
                Members::UpTo(_) if scattered => marking.sweep::<false>(&self.candidates),
                Members::UpTo(_) => marking.sweep::<true>(&self.candidates),
            }
            marking.empty_queue();
        }
        self.marked = marking.marked;
        self.noted = false;
    }
}

struct Marking<'a, H: Host> {
    host: &'a H,
    members: Members,
    queue: &'a mut Survivors<H::Object>,
    marked: usize,
    expanded: usize,
}

impl<H: Host> Marking<'_, H> {
    /// Marks `object` if it is a candidate, and queues it unless a sweep that has come to `place` is
    /// going to meet it. Answers whether it was one.
    #[inline]
    fn mark(&mut self, object: NonNull<H::Object>, place: usize) -> bool {
        let candidate = self.members.contain(self.host, object);
        if candidate {
            let word = word(self.host, &object);
            if place == BEHIND || word.slot() <= place {
                self.queue.push(object);
            }
            word.set(State::Reached, 0);
            self.marked += 1;
        }
        candidate
    }

    /// Whether `object` has been marked, and not been expanded: it is to be expanded now.
    #[inline]
    fn take(&mut self, object: NonNull<H::Object>) -> bool {
        let word = word(self.host, &object);
        let taken = word.state() == State::Reached && word.payload() != EXPANDED;
        if taken {
            word.set(State::Reached, EXPANDED);
            self.expanded += 1;
        }
        taken
    }

    /// Expands what is marked when its turn comes. `NEAR`: most edges lead to objects that are in
    /// the cache.
    fn sweep<const NEAR: bool>(&mut self, candidates: &[Entry<H::Object>]) {
        let host = self.host;
        let mut fifo = Fifo::new();
        for (place, entry) in candidates.iter().enumerate() {
            hint_all(host, candidates, place, if NEAR { WINDOW } else { 2 * AHEAD });
            let Some(object) = *entry else { continue };
            if word(host, &object).state() != State::Reached {
                // One of those that wait may mark it.
                while let Some(child) = fifo.pop() {
                    self.mark(child, place);
                }
            }
            if self.take(object) {
                host.traverse(object, &mut |child| {
                    let now = NEAR || is_near(object, child);
                    let child = if now { Some(child) } else { fifo.push(child) };
                    if let Some(child) = child {
                        self.mark(child, place);
                    }
                });
            }
        }
        while let Some(child) = fifo.pop() {
            self.mark(child, BEHIND);
        }
    }

    fn empty_queue(&mut self) {
        let host = self.host;
        let mut fifo = Fifo::new();
        let mut next = 0;
        loop {
            while let Some(object) = self.queue.pushed(next) {
                if let Some(later) = self.queue.pushed(next + AHEAD) {
                    hint(later);
                }
                if let Some(soon) = self.queue.pushed(next + AHEAD / 2) {
                    host.hint(soon);
                }
                next += 1;
                if self.take(object) {
                    host.traverse(object, &mut |child| {
                        if let Some(child) = fifo.push(child) {
                            self.mark(child, BEHIND);
                        }
                    });
                }
            }
            match fifo.pop() {
                Some(child) => self.mark(child, BEHIND),
                None => break,
            };
        }
        drop(self.queue.drain_pushed());
    }
}
