//! Sets of byte strings that one look-up decides: the tables of generated code, and how they are read.
//!
//! The compiler finds the tables with the functions below, so that builder and reader cannot drift apart.

use crate::origin;

/// A set of byte strings, none of them empty. A key's hash names a bucket, the bucket's pilot and the hash name a slot, and the
/// slot names the one key that it can be.
#[derive(Clone, Copy, Debug)]
pub struct Set<'a> {
    /// Which bytes of a key are hashed.
    pub reach: Reach,
    /// What the hash begins with.
    pub seeds: [u64; 4],
    /// The bytes of the shortest key.
    pub shortest: usize,
    /// The bytes of the longest key.
    pub longest: usize,
    /// Each bucket's pilot: two bytes, the lower first.
    pub pilots: &'a [u8],
    /// Where each slot's key begins in `keys`, and at last where they end: four bytes, the lowest first.
    pub slots: &'a [u8],
    /// The keys, in the order of their slots.
    pub keys: &'a [u8],
}

/// Which bytes of a key are hashed. Fewer are faster; most sets of origins differ in few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Eight behind `https://`, and the last eight.
    Ends,
    /// The last sixteen, too.
    Back,
    /// The sixteen behind `https://` and the last sixteen.
    Both,
    /// All.
    All,
}

impl Set<'_> {
    /// Reports whether the bytes are a key.
    #[inline]
    pub fn contains(&self, bytes: &[u8]) -> bool {
        // INVARIANT: no key is empty; the key of an empty slot is.
        if bytes.len() < self.shortest || bytes.len() > self.longest {
            return false;
        }
        let hash = self.reach.hash(self.seeds, bytes);
        let (pilots, slots) = (self.pilots.as_chunks().0, self.slots.as_chunks().0);
        let Some(pilot) = pilots.get(bucket(hash, pilots.len())) else { return false };
        let slot = slot(hash, u16::from_le_bytes(*pilot), slots.len().saturating_sub(1));
        let Some([start, end]) = slots.get(slot..).and_then(|rest| rest.first_chunk()) else { return false };
        let key = u32::from_le_bytes(*start) as usize..u32::from_le_bytes(*end) as usize;
        self.keys.get(key) == Some(bytes)
    }

    /// Reports whether `host` is a key, each of which begins with a dot, behind what `*.` stands for: `a.b.example.com` is such
    /// for the key `.example.com`.
    #[inline]
    pub fn contains_parent(&self, host: &[u8]) -> bool {
        let mut end = host.len();
        while let Some(dot) = host.get(..end).and_then(|front| front.iter().rposition(|byte| *byte == b'.')) {
            let Some((front, parent)) = host.split_at_checked(dot) else { return false };
            // Work is bounded by the policy, never by the request.
            if parent.len() > self.longest {
                return false;
            }
            if self.contains(parent) && origin::is_labels(front) {
                return true;
            }
            end = dot;
        }
        false
    }
}

impl Reach {
    /// The key's hash.
    #[inline]
    pub fn hash(self, seeds: [u64; 4], key: &[u8]) -> u64 {
        let [first, second, third, fourth] = seeds;
        let from_end = |distance: usize| word(key, key.len().saturating_sub(distance));
        let ends = multiply(word(key, 8) ^ first, from_end(8) ^ second ^ key.len() as u64);
        match self {
            Self::Ends => ends,
            Self::Back => ends ^ multiply(from_end(16) ^ third, fourth),
            Self::Both => ends ^ multiply(word(key, 16) ^ third, from_end(16) ^ fourth),
            // What is behind the last whole word is among the last eight bytes.
            Self::All => {
                let words = key.as_chunks().0.iter();
                words.fold(ends, |hash, word| multiply(hash ^ u64::from_le_bytes(*word) ^ third, fourth))
            }
        }
    }
}

/// The bucket of a hash. Greater hashes never have lesser buckets.
#[inline]
pub const fn bucket(hash: u64, buckets: usize) -> usize {
    scale((hash >> 32) as u32, buckets)
}

/// The slot of a hash under its bucket's pilot.
#[inline]
pub const fn slot(hash: u64, pilot: u16, slots: usize) -> usize {
    let step = (hash >> 16) as u32 | 1;
    scale((hash as u32).wrapping_add(step.wrapping_mul(pilot as u32)), slots)
}

/// `value` of 2^32 to as many of `range`: cheaper than a remainder, and `range` need be no power of two.
#[inline]
const fn scale(value: u32, range: usize) -> usize {
    ((value as u64).wrapping_mul(range as u64) >> 32) as usize
}

/// Eight bytes of a key, from `at` or as near to it as they stand.
#[inline]
fn word(key: &[u8], at: usize) -> u64 {
    let at = at.min(key.len().saturating_sub(8));
    match key.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(word) => u64::from_le_bytes(*word),
        // Fewer than eight: all of them.
        None => key.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[inline]
const fn multiply(a: u64, b: u64) -> u64 {
    let product = (a as u128).wrapping_mul(b as u128);
    product as u64 ^ (product >> 64) as u64
}
