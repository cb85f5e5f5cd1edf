//! The sizes that CPython asks for.
//!
//! Counted over 24 benchmark programs on 3.13: of the requests up to 512 bytes 5 % are of at most
//! 16, 29 % of 17 to 32, 27 % of 33 to 48, 15 % of 49 to 64, 5 % of 65 to 80, 9 % of 81 to 96, and
//! most others of 113 to 240. Requests over 512 bytes (1.8 %) are left out: they are not what the
//! rows with this mix are about.

use std::alloc::Layout;

use fastrand::Rng;

/// Shares in percent, with the smallest and the largest size of each.
const MIX: [(usize, u64, u64); 9] = [
    (5, 8, 16),
    (29, 17, 32),
    (27, 33, 48),
    (15, 49, 64),
    (5, 65, 80),
    (9, 81, 96),
    (2, 97, 112),
    (6, 113, 240),
    (2, 241, 512),
];

/// How many sizes a [`Sizes`] has.
pub const COUNT: usize = 4096;

/// A sequence of sizes in random order, so that drawing one costs a load.
#[derive(Clone, Debug)]
pub struct Sizes(Box<[u16; COUNT]>);

impl Sizes {
    /// The mix of CPython.
    pub fn python(rng: &mut Rng) -> Self {
        let size = |rng: &mut Rng| {
            let mut percent = rng.usize(0..100);
            for (share, least, most) in MIX {
                if percent < share {
                    return rng.u64(least..=most);
                }
                percent -= share;
            }
            unreachable!("the shares sum up to 100")
        };
        Self::draw(rng, size)
    }

    /// All sizes from 16 to 512, equally often.
    pub fn uniform(rng: &mut Rng) -> Self {
        Self::draw(rng, |rng| rng.u64(16..=512))
    }

    /// Sizes from 2 to 32 KiB, each power of two as often as the others.
    pub fn large(rng: &mut Rng) -> Self {
        Self::draw(rng, |rng| {
            let least = 2048 << rng.u32(0..4);
            rng.u64(least + 1..=2 * least)
        })
    }

    fn draw(rng: &mut Rng, size: impl Fn(&mut Rng) -> u64) -> Self {
        let mut sizes = Box::new([0; COUNT]);
        for place in sizes.iter_mut() {
            *place = u16::try_from(size(rng)).unwrap_or(u16::MAX);
        }
        Sizes(sizes)
    }

    /// The layout at `index`, counted round.
    #[inline(always)]
    pub fn layout(&self, index: usize) -> Layout {
        layout(usize::from(self.0[index % COUNT]))
    }
}

/// The layout of `size` bytes, aligned to 8.
///
/// # Panics
/// Over 65,536 bytes: no row has such blocks.
#[inline(always)]
pub fn layout(size: usize) -> Layout {
    assert!(size <= 1 << 16);
    // SAFETY: 8 is a power of two, and the size is far from the limit of sizes.
    unsafe { Layout::from_size_align_unchecked(size, 8) }
}

#[cfg(test)]
mod tests {
    use super::{COUNT, MIX, Sizes};

    #[test]
    fn the_mix_has_the_mean_of_cpythons_requests() {
        assert_eq!(MIX.iter().map(|(share, ..)| share).sum::<usize>(), 100);
        let sizes = Sizes::python(&mut fastrand::Rng::with_seed(1));
        let sum: usize = (0..COUNT).map(|index| sizes.layout(index).size()).sum();
        assert!((50..65).contains(&(sum / COUNT)), "{}", sum / COUNT);
    }
}
