//! Marking from the roots: what a host knows to be alive need not be proved alive.
//!
//! On a heap that is mostly alive, trial deletion visits every edge twice to learn little. When
//! the host names roots, a full collection first marks what they reach, and neither of the later
//! passes traverses what has been marked. Marking is only a shortcut: it finds nothing
//! unreachable that trial deletion would keep, nor the reverse. The order of the survivors differs:
//! marked ones stay in the order they had.
//!
//! A root that is no candidate (untracked or frozen) is traversed one level deep.
//!
//! # Invariants
//! 1. Everything that a marked candidate refers to is marked when marking ends.
//!
//! Source: `Python/gc_free_threading.c` (`gc_mark_alive_from_roots`).

use core::ptr::NonNull;

use crate::detect::Detection;
use crate::host::{Host, word};
use crate::prefetch::{AHEAD, Fifo, hint};
use crate::subtract::Members;
use crate::survivors::Survivors;
use crate::word::State;

impl<H: Host> Detection<'_, H> {
    pub(crate) fn mark_from_roots(&mut self) {
        let host = self.host;
        let members = self.members;
        let Some(queue) = &mut self.survivors else { return };
        self.noted = true;
        let mut fifo = Fifo::new();
        host.roots(&mut |root| {
            if !mark(host, members, queue, root) && word(host, &root).state() != State::Reached {
                host.traverse(root, &mut |child| {
                    mark(host, members, queue, child);
                });
            }
        });
        let mut next = 0;
        loop {
            while let Some(object) = queue.pushed(next) {
                if let Some(later) = queue.pushed(next + AHEAD) {
                    hint(later);
                }
                if let Some(soon) = queue.pushed(next + AHEAD / 2) {
                    host.hint(soon);
                }
                next += 1;
                host.traverse(object, &mut |child| {
                    if let Some(child) = fifo.push(child) {
                        mark(host, members, queue, child);
                    }
                });
            }
            match fifo.pop() {
                Some(child) => mark(host, members, queue, child),
                None => break,
            };
        }
        self.marked = queue.drain_pushed().count();
        self.noted = false;
    }
}

/// Marks `object` if it is a candidate, and queues it. Answers whether it was one.
#[inline]
fn mark<H: Host>(
    host: &H,
    members: Members,
    queue: &mut Survivors<H::Object>,
    object: NonNull<H::Object>,
) -> bool {
    let candidate = members.contain(host, object);
    if candidate {
        word(host, &object).set(State::Reached, 0);
        queue.push(object);
    }
    candidate
}
