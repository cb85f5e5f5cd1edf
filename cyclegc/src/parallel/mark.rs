//! Marking by several threads, with work stealing.
//!
//! A thread that reaches a candidate first marks it, by a compare and swap, and puts it into its
//! own queue; an idle thread steals from the others' queues. A queue holds a bounded number of
//! objects. What does not fit is left a candidate with `gc_refs` of at least 1, and another round
//! over the candidates finds it; after the roots nothing needs to be done, since such an object
//! keeps the reference of the marked one that refers to it.
//!
//! # Invariants
//! 1. A thread counts as idle only while its queues are empty, and takes from others' queues only
//!    while it does not; so when all are idle, nothing is left to do.

use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use std::thread;
use std::vec::Vec;

use crossbeam::deque::{Steal, Stealer, Worker};

use super::subtract::subtract;
use super::{Handed, ParallelHost, Phase};
use crate::array::Entry;
use crate::detect::Detection;
use crate::host::word;
use crate::prefetch::{Fifo, hint_ahead};
use crate::subtract::{Edges, Members};
use crate::word::{State, payload_of, state_of, with};

/// How many objects a thread's queue holds: 512 KiB.
const QUEUE: usize = if cfg!(test) { 8 } else { 1 << 16 };

/// How many objects a thread keeps to itself. Sharing one costs a fence.
const OWN: usize = if cfg!(test) { 4 } else { 1 << 8 };

impl<H: ParallelHost> Detection<'_, H> {
    /// Subtracts the edges between candidates and marks what is held from outside, so that those
    /// left with `gc_refs` 0 are the unreachable ones.
    pub(super) fn subtract_and_mark(&mut self, threads: usize, roots: bool) -> Edges {
        let Self { host, members, .. } = *self;
        if roots {
            self.gather_roots();
            if let Some(survivors) = &mut self.survivors {
                // No edge has been taken off yet: what does not fit into a queue keeps its count.
                self.marked = mark(host, survivors.all_pushed(), members, threads).claimed;
                drop(survivors.drain_pushed());
            }
            self.noted = false;
        }
        let edges = match members {
            Members::Candidates => subtract(host, &self.candidates, threads),
            Members::UpTo(_) => self.meet(),
        };
        while !edges.in_order && mark(host, &self.candidates, Members::Candidates, threads).again {}
        edges
    }

    /// Lists candidates that are roots, or that other roots refer to. What is missing for want of
    /// room is found by its count.
    fn gather_roots(&mut self) {
        let Self { host, members, .. } = *self;
        let Some(list) = &mut self.survivors else { return };
        self.noted = true;
        let mut add = |object: NonNull<H::Object>| {
            let candidate = members.contain(host, object);
            if candidate && list.has_room() {
                list.push(object);
            }
            candidate
        };
        host.roots(&mut |root| {
            if !add(root) {
                host.traverse(root, &mut |child| {
                    add(child);
                });
            }
        });
    }
}

/// What a round has done.
struct Done {
    /// How many objects it has marked.
    claimed: usize,
    /// Whether a queue was too short, so that another round is needed.
    again: bool,
}

/// One round.
fn mark<H: ParallelHost>(
    host: &H,
    objects: &[Entry<H::Object>],
    members: Members,
    threads: usize,
) -> Done {
    let queues: Vec<_> = (0..threads).map(|_| Worker::new_lifo()).collect();
    let stealers: Vec<_> = queues.iter().map(Worker::stealer).collect();
    let round = Round {
        phase: Phase::new(host, objects),
        members,
        stealers: &stealers,
        // Threads that have not started yet are idle.
        busy: AtomicUsize::new(0),
        again: AtomicBool::new(false),
    };
    let claimed = round.phase.run(queues.into_iter().enumerate(), |(own, queue)| {
        let thread = Marker { round: &round, own, queue };
        let mut own = Own {
            stack: Vec::with_capacity(OWN),
            soon: Fifo::new(),
            children: Fifo::new(),
            claimed: 0,
        };
        thread.work(&mut own);
        own.claimed
    });
    Done { claimed: claimed.into_iter().sum(), again: round.again.load(Relaxed) }
}

struct Round<'a, H: ParallelHost> {
    phase: Phase<'a, H>,
    members: Members,
    stealers: &'a [Stealer<Handed<H::Object>>],
    busy: AtomicUsize,
    again: AtomicBool,
}

/// What a thread has to do and does not share.
struct Own<O> {
    /// Objects to traverse, at most `OWN`.
    stack: Vec<NonNull<O>>,
    /// Objects to traverse next, and children to reach, that the processor has been asked for.
    soon: Fifo<O>,
    children: Fifo<O>,
    /// How many objects the thread has marked.
    claimed: usize,
}

/// One thread of a round.
struct Marker<'a, H: ParallelHost> {
    round: &'a Round<'a, H>,
    own: usize,
    queue: Worker<Handed<H::Object>>,
}

impl<H: ParallelHost> Marker<'_, H> {
    fn work(&self, own: &mut Own<H::Object>) {
        let phase = &self.round.phase;
        self.round.busy.fetch_add(1, SeqCst);
        while let Some(chunk) = phase.take() {
            for index in chunk {
                hint_ahead(phase.objects, index);
                if let Some(object) = phase.objects[index]
                    && self.claim(object, 1, own)
                {
                    self.traverse(object, own);
                }
            }
            self.drain(own);
        }
        loop {
            self.drain(own);
            self.round.busy.fetch_sub(1, SeqCst);
            loop {
                if phase.stop.load(Relaxed) || self.round.busy.load(SeqCst) == 0 {
                    return;
                }
                if self.round.stealers.iter().any(|other| !other.is_empty()) {
                    break;
                }
                thread::yield_now();
            }
            self.round.busy.fetch_add(1, SeqCst);
            self.steal(own);
        }
    }

    /// Empties the own queues.
    fn drain(&self, own: &mut Own<H::Object>) {
        while !self.round.phase.stop.load(Relaxed) {
            if self.queue.is_empty() && own.stack.len() > OWN / 4 {
                self.share(own);
            }
            if let Some(object) = own.stack.pop().or_else(|| self.queue.pop().map(Handed::object)) {
                self.round.phase.host.hint(object);
                if let Some(object) = own.soon.push(object) {
                    self.traverse(object, own);
                }
            } else if let Some(child) = own.children.pop() {
                self.reach(child, own);
            } else if let Some(object) = own.soon.pop() {
                self.traverse(object, own);
            } else {
                return;
            }
        }
    }

    /// Takes about half of another thread's queue.
    fn steal(&self, own: &mut Own<H::Object>) {
        let others = self.round.stealers.iter().enumerate();
        for (_, other) in others.filter(|(index, _)| *index != self.own) {
            loop {
                match other.steal_batch_and_pop(&self.queue) {
                    Steal::Success(object) => return self.traverse(object.object(), own),
                    Steal::Empty => break,
                    Steal::Retry => {}
                }
            }
        }
    }

    #[inline]
    fn traverse(&self, object: NonNull<H::Object>, own: &mut Own<H::Object>) {
        self.round.phase.host.traverse(object, &mut |child| {
            if let Some(child) = own.children.push(child) {
                self.reach(child, own);
            }
        });
    }

    /// Puts half of what the thread keeps to itself, the older half, where others can steal it.
    fn share(&self, own: &mut Own<H::Object>) {
        for object in own.stack.drain(..own.stack.len().div_ceil(2)) {
            self.queue.push(Handed::new(object));
        }
    }

    /// A survivor refers to `object`.
    #[inline]
    fn reach(&self, object: NonNull<H::Object>, own: &mut Own<H::Object>) {
        if own.stack.len() < OWN || self.queue.len() < QUEUE {
            if self.claim(object, 0, own) {
                if own.stack.len() == OWN {
                    self.share(own);
                }
                own.stack.push(object);
            }
            return;
        }
        let word = word(self.round.phase.host, &object).shared();
        let bits = word.load(Relaxed);
        if state_of(bits) == State::Candidate {
            self.round.again.store(true, Relaxed);
            if payload_of(bits) == 0 {
                let reached = with(bits, State::Candidate, 1);
                // Whoever changes the word in between has marked the object, or has done the same.
                let _ = word.compare_exchange(bits, reached, Relaxed, Relaxed);
            }
        }
    }

    /// Marks `object` if it is a candidate with at least that many `gc_refs`, or one that has not
    /// been met. Answers whether this thread has.
    #[inline]
    fn claim(&self, object: NonNull<H::Object>, least: u32, own: &mut Own<H::Object>) -> bool {
        let Round { phase: Phase { host, .. }, members, .. } = self.round;
        let word = word(*host, &object).shared();
        let mut bits = word.load(Relaxed);
        while match state_of(bits) {
            State::Candidate => payload_of(bits) >= least,
            state => members.include(state) && host.is_own(object) == Some(true),
        } {
            let marked = with(bits, State::Reached, 0);
            match word.compare_exchange_weak(bits, marked, Relaxed, Relaxed) {
                Ok(_) => {
                    own.claimed += 1;
                    return true;
                }
                Err(now) => bits = now,
            }
        }
        false
    }
}
