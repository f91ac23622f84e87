//! Sets of byte strings that one look-up decides: the tables of generated code, and how they are read.
//!
//! The compiler finds the tables with the functions below, so that builder and reader cannot drift apart.

use crate::{origin, pieces::last_position};

/// A set of byte strings, none of them empty.
#[derive(Clone, Copy, Debug)]
pub struct Set<Bytes> {
    /// Of the keys.
    pub slots: Slots<Bytes>,
    /// The lengths of the keys.
    pub lengths: Lengths,
    /// Where each slot's key begins in `keys`, and at last where they end: four bytes, the lowest first.
    pub starts: Bytes,
    /// The keys, in the order of their slots.
    pub keys: Bytes,
}

/// A slot of its own for each key. A key's hash names a bucket, the bucket's pilot and the hash name the slot, and the slot names the
/// one key that it can be.
///
/// Buckets and slots are powers of two, so that a place is a mask away: any other count costs a multiplication each. What is read
/// first is small, so that it stays in the cache: of 10,000 keys, 8 KiB of pilots and 16 of tags.
#[derive(Clone, Copy, Debug)]
pub struct Slots<Bytes> {
    /// Which bytes of a key are hashed.
    pub reach: Reach,
    /// What the hash begins with.
    pub seeds: [u64; 4],
    /// Each bucket's pilot.
    pub pilots: Bytes,
    /// The [`tag`] of each slot's key; 0 where there is none.
    pub tags: Bytes,
}

/// The lengths of keys, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// Of the shortest.
    pub shortest: usize,
    /// Of the longest.
    pub longest: usize,
    /// Bit `n`: there is a key whose length is `n` modulo 64.
    pub modulo_64: u64,
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

impl<Bytes: AsRef<[u8]>> Set<Bytes> {
    /// Reports whether the bytes are a key.
    // Into each caller: what is known of a constant set, its lengths, masks and reach, is a third of the instructions.
    #[inline(always)]
    pub fn contains(&self, bytes: &[u8]) -> bool {
        self.lengths.span(bytes.len()) && self.holds(bytes)
    }

    /// Reports whether `host` is a key, each of which begins with a dot, behind what `*.` stands for: `a.b.example.com` is such
    /// for the key `.example.com`.
    #[inline(always)]
    pub fn contains_parent(&self, host: &[u8]) -> bool {
        // Where no key is as short, no dot is searched for.
        let mut end = host.len().saturating_add(1).saturating_sub(self.lengths.shortest);
        while let Some(dot) = host.get(..end).and_then(|front| last_position(front, b'.')) {
            let Some((front, parent)) = host.split_at_checked(dot) else { return false };
            // Work is bounded by the policy, never by the request.
            if parent.len() > self.lengths.longest {
                return false;
            }
            let labels = host.get(..front.len().saturating_add(1));
            if self.lengths.may_hold(parent.len()) && self.holds(parent) && labels.is_some_and(origin::are_labels) {
                return true;
            }
            end = dot;
        }
        false
    }

    #[inline(always)]
    fn holds(&self, bytes: &[u8]) -> bool {
        let starts = self.starts.as_ref().as_chunks().0;
        let bounds = self.slots.of(bytes).and_then(|slot| starts.get(slot..)).and_then(|rest| rest.first_chunk());
        let Some([start, end]) = bounds else { return false };
        let key = self.keys.as_ref().get(u32::from_le_bytes(*start) as usize..u32::from_le_bytes(*end) as usize);
        key.is_some_and(|key| are_same(key, bytes))
    }
}

impl<Bytes: AsRef<[u8]>> Slots<Bytes> {
    /// The slot whose key the bytes can be. What is not a key ends here, but for one in 128: nothing else is read.
    #[inline(always)]
    pub fn of(&self, bytes: &[u8]) -> Option<usize> {
        self.of_hash(self.reach.hash(self.seeds, bytes))
    }

    /// The same ignoring ASCII case, where keys are hashed so.
    #[inline(always)]
    pub fn of_any_case(&self, bytes: &[u8]) -> Option<usize> {
        self.of_hash(self.reach.hash_of_any_case(self.seeds, bytes))
    }

    #[inline(always)]
    fn of_hash(&self, hash: u64) -> Option<usize> {
        let (pilots, tags) = (self.pilots.as_ref(), self.tags.as_ref());
        let pilot = pilots.get(bucket(hash, pilots.len()))?;
        let slot = slot(hash, *pilot, tags.len());
        (tags.get(slot) == Some(&tag(hash))).then_some(slot)
    }
}

impl Lengths {
    /// The lengths of keys.
    pub fn of<'a>(keys: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut keys = keys.into_iter().map(<[u8]>::len);
        let Some(first) = keys.next() else { return Self::default() };
        let lengths = Self { shortest: first, longest: first, modulo_64: 1 << (first & 63) };
        keys.fold(lengths, |Self { shortest, longest, modulo_64 }, length| Self {
            shortest: shortest.min(length),
            longest: longest.max(length),
            modulo_64: modulo_64 | 1 << (length & 63),
        })
    }

    /// Reports whether some keys may be longer and some shorter, or as long.
    #[inline(always)]
    const fn span(self, length: usize) -> bool {
        self.shortest <= length && length <= self.longest
    }

    /// Reports whether there may be a key of `length` bytes.
    #[inline(always)]
    pub const fn may_hold(self, length: usize) -> bool {
        (self.modulo_64 >> (length & 63)) & 1 == 1 && self.span(length)
    }
}

impl Reach {
    /// The key's hash.
    #[inline(always)]
    pub fn hash(self, seeds: [u64; 4], key: &[u8]) -> u64 {
        self.hash_folded(seeds, key, 0)
    }

    /// The key's hash, the same whatever the case of its ASCII letters.
    #[inline(always)]
    pub fn hash_of_any_case(self, seeds: [u64; 4], key: &[u8]) -> u64 {
        self.hash_folded(seeds, key, u64::from_ne_bytes([b'a' ^ b'A'; 8]))
    }

    /// The key's hash, as if the bits `folded` were set in each eight of its bytes.
    #[inline(always)]
    fn hash_folded(self, seeds: [u64; 4], key: &[u8], folded: u64) -> u64 {
        let [first, second, third, fourth] = seeds;
        // A window that does not stand in the key whole counts as 0.
        let word = |bytes: &[u8]| bytes.first_chunk().map_or(0, |word| u64::from_le_bytes(*word) | folded);
        let front = |at: usize| key.get(at..).map_or(0, word);
        let back = key.last_chunk::<8>().map_or(0, |last| word(last));
        let farther_back = || key.last_chunk::<16>().map_or(0, |last| word(last));
        let ends = multiply(front(8) ^ first, back ^ second ^ key.len() as u64);
        match self {
            Self::Ends => ends,
            Self::Back => ends ^ multiply(farther_back() ^ third, fourth),
            Self::Both => ends ^ multiply(front(16) ^ third, farther_back() ^ fourth),
            Self::All => {
                let (words, rest) = key.as_chunks();
                let words = words.iter().map(|word| u64::from_le_bytes(*word));
                let words = words.chain(rest.iter().map(|byte| u64::from(*byte))).map(|word| word | folded);
                words.fold(ends, |hash, word| multiply(hash ^ word ^ third, fourth))
            }
        }
    }
}

/// The bucket of a hash, of a power of two of them.
#[inline]
pub const fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> 32) as usize & buckets.wrapping_sub(1)
}

/// The slot of a hash under its bucket's pilot, of a power of two of them.
#[inline]
pub const fn slot(hash: u64, pilot: u8, slots: usize) -> usize {
    (hash as usize ^ pilot as usize) & slots.wrapping_sub(1)
}

/// What a slot tells of its key's hash: never 0.
#[inline]
pub const fn tag(hash: u64) -> u8 {
    (hash >> 56) as u8 | 1
}

/// Compares bytes as three pieces of 16 that overlap, from 16 to 48 of them, which most origins have: `memcmp` would branch more
/// often on the length, and a processor guess wrong as often as lengths change.
// (Leaving out the piece in the middle where there is none is five instructions less, and a quarter more of the time.)
#[inline(always)]
pub(crate) fn are_same(key: &[u8], bytes: &[u8]) -> bool {
    if key.len() != bytes.len() {
        return false;
    }
    if !(16..=48).contains(&bytes.len()) {
        return key == bytes;
    }
    let middle = (bytes.len() - 16).min(16);
    let differing = differing(key.first_chunk(), bytes.first_chunk())
        | differing(key.get(middle..).and_then(<[u8]>::first_chunk), bytes.get(middle..).and_then(<[u8]>::first_chunk))
        | differing(key.last_chunk(), bytes.last_chunk());
    differing == 0
}

#[inline(always)]
fn differing(a: Option<&[u8; 16]>, b: Option<&[u8; 16]>) -> u128 {
    match (a, b) {
        (Some(a), Some(b)) => u128::from_ne_bytes(*a) ^ u128::from_ne_bytes(*b),
        _ => u128::MAX,
    }
}

#[inline]
const fn multiply(a: u64, b: u64) -> u64 {
    let product = (a as u128).wrapping_mul(b as u128);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::{collections::BTreeSet, format, vec, vec::Vec};

    use super::*;

    /// The first of [SplitMix64](https://prng.di.unimi.it/splitmix64.c) from 0.
    const SEEDS: [u64; 4] =
        [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f, 0xf88b_b8a8_724c_81ec];

    /// The bits that change the hash of a key of `length` bytes, one for each byte: 0xff where each of them does.
    fn hashed(length: usize, hash: impl Fn(&[u8]) -> u64) -> Vec<u8> {
        let mut key: Vec<u8> = (b'A'..=b'Z').cycle().take(length).collect();
        let plain = hash(&key);
        let changes = |at: usize| {
            (0..8).fold(0, |bits, bit| {
                key[at] ^= 1 << bit;
                let changes = hash(&key) != plain;
                key[at] ^= 1 << bit;
                bits | u8::from(changes) << bit
            })
        };
        (0..length).map(changes).collect()
    }

    #[test]
    #[expect(clippy::single_range_in_vec_init, reason = "of most keys one window is hashed")]
    fn of_a_key_those_bytes_are_hashed_that_its_reach_names() {
        use Reach::{All, Back, Both, Ends};
        for (reach, length, windows) in [
            (Ends, 7, vec![]),
            (Ends, 8, vec![0..8]),
            (Ends, 15, vec![7..15]),
            (Ends, 16, vec![8..16]),
            (Ends, 100, vec![8..16, 92..100]),
            (Back, 15, vec![7..15]),
            (Back, 16, vec![0..16]),
            (Back, 17, vec![1..17]),
            (Back, 100, vec![8..16, 84..100]),
            (Both, 23, vec![7..23]),
            (Both, 24, vec![8..24]),
            (Both, 100, vec![8..24, 84..100]),
            (All, 7, vec![0..7]),
            (All, 100, vec![0..100]),
        ] {
            for (bits, any_case) in [(0xff, false), (!0x20, true)] {
                let is_within = |at: usize| windows.iter().any(|window| window.contains(&at));
                let expected: Vec<u8> = (0..length).map(|at| if is_within(at) { bits } else { 0 }).collect();
                let found = hashed(length, |key| match any_case {
                    false => reach.hash(SEEDS, key),
                    true => reach.hash_of_any_case(SEEDS, key),
                });
                assert_eq!(found, expected, "{reach:?}, {length} bytes, in any case: {any_case}");
            }
        }
    }

    /// As many bits are set as not, wherever they stand, and keys that differ in their length alone have hashes of their own.
    #[test]
    fn hashes_are_spread() {
        for reach in [Reach::Ends, Reach::Back, Reach::Both, Reach::All] {
            let keys = (0..4096).map(|n| format!("https://{n:04}.{n:04}.of.the.{n:04}.example.com:1{n:04}"));
            let hashes: Vec<u64> = keys.map(|key| reach.hash(SEEDS, key.as_bytes())).collect();
            for bit in 0..64 {
                let set = hashes.iter().filter(|hash| (**hash >> bit) & 1 == 1).count();
                assert!((1850..=2250).contains(&set), "{reach:?}: bit {bit} of {set} in 4096");
            }
            let hashes: BTreeSet<u64> = (0..200).map(|length| reach.hash(SEEDS, &vec![0; length])).collect();
            assert_eq!(hashes.len(), 200, "{reach:?}");
        }
    }

    #[test]
    fn places_of_a_hash() {
        let hash = 0x8a12_3456_789a_bcde;
        assert_eq!((bucket(hash, 1), bucket(hash, 16), bucket(hash, 1 << 16)), (0, 0x6, 0x3456));
        assert_eq!((slot(hash, 0, 1), slot(hash, 0, 256), slot(hash, 0xff, 1 << 16)), (0, 0xde, 0xbc21));
        assert_eq!((tag(hash), tag(1 << 56), tag(u64::MAX >> 8)), (0x8b, 1, 1));
    }

    #[test]
    fn lengths_of_keys() {
        assert_eq!(Lengths::of([]), Lengths { shortest: 0, longest: 0, modulo_64: 0 });
        let keys = [&[0; 67][..], &[0; 66], &[0; 9], &[0; 140]];
        let lengths = Lengths::of(keys);
        assert_eq!(lengths, Lengths { shortest: 9, longest: 140, modulo_64: 1 << 3 | 1 << 2 | 1 << 9 | 1 << 12 });
        for length in 0..300 {
            assert_eq!(lengths.span(length), (9..=140).contains(&length), "{length}");
            let expected = [9, 12, 66, 67, 73, 76, 130, 131, 137, 140].contains(&length);
            assert_eq!(lengths.may_hold(length), expected, "{length}");
        }
    }

    #[test]
    fn a_byte_tells_any_two_apart() {
        for length in 0..=64 {
            let key: Vec<u8> = (0..length).collect();
            let mut other = key.clone();
            assert!(are_same(&key, &other), "{length}");
            assert!(!are_same(&key, &[&other[..], b"x"].concat()), "{length}");
            for first in 0..other.len() {
                other[first] ^= 1;
                assert!(!are_same(&key, &other), "{length}: {first}");
                // The same difference twice is no less of one.
                for second in 0..first {
                    other[second] ^= 1;
                    assert!(!are_same(&key, &other), "{length}: {first} and {second}");
                    other[second] ^= 1;
                }
                other[first] ^= 1;
            }
        }
    }
}
