//! Any sequence of operations answers what it answers on the standard library's `Rc`.

use std::rc::{Rc, Weak as StdWeak};

use refcount::{Ref, RefCount, Weak};

use super::each_count;

/// The same pointers twice.
struct Both<C: RefCount> {
    owners: Vec<(Rc<u32>, Ref<u32, C>)>,
    weak: Vec<(StdWeak<u32>, Weak<u32, C>)>,
}

impl<C: RefCount> Both<C> {
    fn step(&mut self, random: &mut fastrand::Rng) {
        if self.owners.is_empty() || random.u8(..) < 20 {
            let value = random.u32(..);
            self.owners.push((Rc::new(value), Ref::new(value)));
        }
        let at = random.usize(..self.owners.len());
        match random.u8(..9) {
            0 | 1 => {
                let (theirs, ours) = &self.owners[at];
                self.owners.push((Rc::clone(theirs), Ref::clone(ours)));
            }
            2 => drop(self.owners.swap_remove(at)),
            3 => {
                let (theirs, ours) = &self.owners[at];
                self.weak.push((Rc::downgrade(theirs), Ref::downgrade(ours)));
            }
            4 if !self.weak.is_empty() => {
                let at = random.usize(..self.weak.len());
                let (theirs, ours) = &self.weak[at];
                let (theirs, ours) = (theirs.upgrade(), ours.upgrade());
                assert_eq!(theirs.as_deref(), ours.as_deref());
                self.owners.extend(theirs.zip(ours));
            }
            5 if !self.weak.is_empty() => {
                drop(self.weak.swap_remove(random.usize(..self.weak.len())));
            }
            6 => {
                let (theirs, ours) = &mut self.owners[at];
                let (theirs, ours) = (Rc::get_mut(theirs), Ref::get_mut(ours));
                assert_eq!(theirs, ours);
                for value in theirs.into_iter().chain(ours) {
                    *value = value.wrapping_add(1);
                }
            }
            7 => {
                let (theirs, ours) = self.owners.swap_remove(at);
                match (Rc::try_unwrap(theirs), Ref::try_unwrap(ours)) {
                    (Ok(theirs), Ok(ours)) => assert_eq!(theirs, ours),
                    (Err(theirs), Err(ours)) => self.owners.push((theirs, ours)),
                    _ => panic!("one was the only owner, the other not"),
                }
            }
            _ => {
                let (theirs, ours) = &mut self.owners[at];
                *Rc::make_mut(theirs) ^= 1;
                *Ref::make_mut(ours) ^= 1;
            }
        }
    }

    fn compare(&self) {
        for (theirs, ours) in &self.owners {
            assert_eq!(**theirs, **ours);
            assert_eq!(Rc::strong_count(theirs), Ref::strong_count(ours));
            assert_eq!(Rc::weak_count(theirs), Ref::weak_count(ours));
        }
        for (theirs, ours) in &self.weak {
            assert_eq!(theirs.strong_count(), ours.strong_count());
            assert_eq!(theirs.weak_count(), ours.weak_count());
        }
    }
}

fn any_sequence_answers_the_same<C: RefCount>() {
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut both = Both::<C> { owners: Vec::new(), weak: Vec::new() };
        for _ in 0..150 {
            both.step(&mut random);
            both.compare();
        }
    }
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        any_sequence_answers_the_same,
    }
}
