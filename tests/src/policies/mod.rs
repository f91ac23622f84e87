//! Random policies. The same seed gives the same. (The build script has this module too: it generates code for some of them.)

mod names;
mod origins;
mod policy;
mod routes;
mod text;

pub use policy::{Block, Names, Policy, Route, Set};

/// How many policies of a seed are compiled to Rust.
pub const COMPILED: usize = 400;

/// Numbers that look random, or that somebody else chose.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
    /// Bytes that are used up first, the last of them first.
    tape: Vec<u8>,
}

impl Random {
    /// Those of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed, tape: Vec::new() }
    }

    /// Those that bytes say, and behind them always the same: what a fuzzer changes a byte of becomes another policy or request that is
    /// much like the one before.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self { state: 0, tape: bytes.iter().rev().copied().collect() }
    }

    /// One of `0..limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        if let Some(first) = self.tape.pop() {
            // No more bytes than the number needs.
            let more = match limit.saturating_sub(1) {
                ..0x100 => 0,
                0x100..0x1_0000 => 1,
                _ => 3,
            };
            let number =
                (0..more).fold(usize::from(first), |sum, _| sum << 8 | usize::from(self.tape.pop().unwrap_or(0)));
            return number % limit;
        }
        // SplitMix64
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 32) as usize % limit
    }

    /// One of `least..=most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Some of these, in any order, `most` at most; none twice.
    pub fn some<T: Copy>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..from.len()).collect();
        let count = self.below(most.min(from.len()) + 1);
        (0..count).map(|_| from[places.swap_remove(self.below(places.len()))]).collect()
    }

    /// A text of so many of these bytes.
    pub fn text(&mut self, from: &str, length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(from.as_bytes()))).collect()
    }
}
