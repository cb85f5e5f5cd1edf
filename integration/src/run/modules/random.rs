//! The module `_random`: the generator of pseudo-random numbers that `random` is built on.
//!
//! It is the Mersenne Twister with 624 words of state, so that a program that sets a seed sees
//! the numbers it sees under CPython.
//!
//! # Source
//! M. Matsumoto, T. Nishimura: MT19937; `Modules/_randommodule.c`.

use core::cell::{Cell, RefCell};

use num_bigint::{BigInt, Sign};

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::operate::integer::Integer;
use super::super::raise::Result;
use super::kind::{ClassSpec, class_of_payload, fill, receiver};
use super::set;
use crate::heap::trace_fields;
use crate::{Trace, Value};

/// Words of state.
const N: usize = 624;
/// How far the word is that each word is mixed with.
const M: usize = 397;

/// A generator.
struct Random {
    state: RefCell<[u32; N]>,
    index: Cell<usize>,
}

impl Trace for Random {
    trace_fields!();
}

impl Random {
    fn new() -> Self {
        let random = Self { state: RefCell::new([0; N]), index: Cell::new(N) };
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.unwrap_or_default();
        random.seed(&[now.subsec_nanos(), u32::try_from(now.as_secs() & 0xffff_ffff).unwrap_or(0)]);
        random
    }

    /// Seeds with one word.
    fn fill(&self, seed: u32) {
        let mut state = self.state.borrow_mut();
        state[0] = seed;
        for i in 1..N {
            let before = state[i - 1];
            let place = u32::try_from(i).unwrap_or(0);
            state[i] = 1_812_433_253_u32.wrapping_mul(before ^ (before >> 30)).wrapping_add(place);
        }
        self.index.set(N);
    }

    /// Seeds with a row of words.
    fn seed(&self, key: &[u32]) {
        self.fill(19_650_218);
        let mut state = self.state.borrow_mut();
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let before = state[i - 1];
            let mixed = (before ^ (before >> 30)).wrapping_mul(1_664_525);
            let place = u32::try_from(j).unwrap_or(0);
            state[i] = (state[i] ^ mixed).wrapping_add(key[j]).wrapping_add(place);
            (i, j) = (i + 1, (j + 1) % key.len());
            if i == N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        for _ in 1..N {
            let before = state[i - 1];
            let mixed = (before ^ (before >> 30)).wrapping_mul(1_566_083_941);
            let place = u32::try_from(i).unwrap_or(0);
            state[i] = (state[i] ^ mixed).wrapping_sub(place);
            i += 1;
            if i == N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
    }

    fn next(&self) -> u32 {
        let mut state = self.state.borrow_mut();
        if self.index.get() >= N {
            for i in 0..N {
                let word = (state[i] & 0x8000_0000) | (state[(i + 1) % N] & 0x7fff_ffff);
                let odd = if word & 1 == 1 { 0x9908_b0df } else { 0 };
                state[i] = state[(i + M) % N] ^ (word >> 1) ^ odd;
            }
            self.index.set(0);
        }
        let mut y = state[self.index.get()];
        self.index.set(self.index.get() + 1);
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// A float from 0 up to 1, with 53 random bits.
    fn float(&self) -> f64 {
        let (a, b) = (self.next() >> 5, self.next() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) / 9_007_199_254_740_992.0
    }
}

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_random")?;
    let class = class_of_payload::<Random>(interp, &ClassSpec::native("_random", "Random"))?;
    fill(
        interp,
        &class,
        &[("__new__", new)],
        &[
            ("getrandbits", bits),
            ("getstate", get_state),
            ("random", random),
            ("seed", seed),
            ("setstate", set_state),
        ],
    )?;
    set(interp, &dict, "Random", class.into_value())?;
    Ok(module)
}

fn new(interp: &Interp, args: Args) -> Result<Value> {
    let class = args.positional.into_iter().next().unwrap_or_else(|| interp.none());
    interp.wrap(&class, interp.heap.alloc(Random::new())?.into_value())
}

fn of<'a>(interp: &Interp, this: &'a Value) -> Result<&'a Random> {
    receiver::<Random>(interp, this, "random", "_random.Random")
}

fn random(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "Random.random")?;
    interp.float(of(interp, &this)?.float())
}

/// `Random.seed(n)`: by the size of an integer; without one, by the time.
fn seed(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "Random.seed")?;
    let random = of(interp, &this)?;
    let given = args.positional.into_iter().next().filter(|seed| !interp.is_none(seed));
    let Some(given) = given else {
        let fresh = Random::new();
        random.state.swap(&fresh.state);
        random.index.set(N);
        return Ok(interp.none());
    };
    let number = match Integer::of(&given) {
        Some(number) => number.into_big().into_owned(),
        None => BigInt::from(interp.hash(&given)?.cast_unsigned()),
    };
    let (_, mut words) = number.to_u32_digits();
    if words.is_empty() {
        words.push(0);
    }
    random.seed(&words);
    Ok(interp.none())
}

/// `Random.getrandbits(k)`
fn bits(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [k]) = args.method(interp, "Random.getrandbits")?;
    let k = interp.index(&k)?;
    let Ok(k) = u64::try_from(k) else {
        return Err(interp.value_error("number of bits must be non-negative"));
    };
    let random = of(interp, &this)?;
    if i32::try_from(k).is_err() {
        return Err(interp.overflow_error("Python int too large to convert to C int"));
    }
    let mut words = Vec::new();
    let mut left = k;
    while left > 0 {
        let word = random.next();
        words.push(if left < 32 { word >> (32 - left) } else { word });
        left = left.saturating_sub(32);
    }
    interp.big_int(BigInt::from_slice(Sign::Plus, &words))
}

/// The words of the state and the place of the next one.
fn get_state(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "Random.getstate")?;
    let random = of(interp, &this)?;
    let words = *random.state.borrow();
    let mut state =
        words.iter().map(|&word| interp.int(word.into())).collect::<Result<Vec<_>>>()?;
    state.push(interp.size(random.index.get())?);
    interp.tuple(state.into_iter())
}

fn set_state(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [state]) = args.method(interp, "Random.setstate")?;
    let random = of(interp, &this)?;
    let words = interp.collect(&state)?;
    if words.len() != N + 1 {
        return Err(interp.value_error("state vector is the wrong size"));
    }
    let mut numbers = Vec::with_capacity(N + 1);
    for word in &words {
        numbers.push(interp.index(word)?);
    }
    let index = usize::try_from(numbers[N]).unwrap_or(N + 1);
    if index > N {
        return Err(interp.value_error("invalid state"));
    }
    let mut state = random.state.borrow_mut();
    for (place, number) in state.iter_mut().zip(numbers) {
        *place = u32::try_from(number & 0xffff_ffff).unwrap_or(0);
    }
    random.index.set(index);
    Ok(interp.none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_seeds_the_published_sequence() {
        let random = Random::new();
        random.fill(5489);
        let first: Vec<u32> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [3_499_211_612, 581_869_302, 3_890_346_734]);
    }

    #[test]
    fn a_row_of_words_seeds_the_published_sequence() {
        let random = Random::new();
        random.seed(&[0x123, 0x234, 0x345, 0x456]);
        let first: Vec<u32> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [1_067_595_299, 955_945_823, 477_289_528]);
    }
}
