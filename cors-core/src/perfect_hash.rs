//! Sets of byte strings that one look-up decides: the tables of generated code, and how they are read.
//!
//! The compiler finds the tables with the functions below, so that builder and reader cannot drift apart.

use crate::origin;

/// A set of byte strings, none of them empty. A key's hash names a bucket, the bucket's pilot and the hash name a slot, and the
/// slot names the one key that it can be.
///
/// Buckets and slots are powers of two, so that a place is a mask away: any other count costs a multiplication each. What is read
/// first is small, so that it stays in the cache: of 10,000 keys, 8 KiB of pilots and 16 of tags.
#[derive(Clone, Copy, Debug)]
pub struct Set<Bytes> {
    /// Which bytes of a key are hashed.
    pub reach: Reach,
    /// What the hash begins with.
    pub seeds: [u64; 4],
    /// The bytes of the shortest key.
    pub shortest: usize,
    /// The bytes of the longest key.
    pub longest: usize,
    /// Each bucket's pilot.
    pub pilots: Bytes,
    /// The [`tag`] of each slot's key; 0 where there is none.
    pub tags: Bytes,
    /// Where each slot's key begins in `keys`, and at last where they end: four bytes, the lowest first.
    pub starts: Bytes,
    /// The keys, in the order of their slots.
    pub keys: Bytes,
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
        if bytes.len() < self.shortest || bytes.len() > self.longest {
            return false;
        }
        let hash = self.reach.hash(self.seeds, bytes);
        let (pilots, tags, starts) = (self.pilots.as_ref(), self.tags.as_ref(), self.starts.as_ref().as_chunks().0);
        let Some(pilot) = pilots.get(bucket(hash, pilots.len())) else { return false };
        let slot = slot(hash, *pilot, tags.len());
        // What is not a key ends here, but for one in 128: nothing else is read.
        if tags.get(slot) != Some(&tag(hash)) {
            return false;
        }
        let Some([start, end]) = starts.get(slot..).and_then(|rest| rest.first_chunk()) else { return false };
        let key = self.keys.as_ref().get(u32::from_le_bytes(*start) as usize..u32::from_le_bytes(*end) as usize);
        key.is_some_and(|key| are_same(key, bytes))
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
    #[inline(always)]
    pub fn hash(self, seeds: [u64; 4], key: &[u8]) -> u64 {
        let [first, second, third, fourth] = seeds;
        // A window that does not stand in the key whole counts as 0.
        let front = |at: usize| key.get(at..).map_or(0, first_word);
        let back = key.last_chunk::<8>().map_or(0, |last| first_word(last));
        let farther_back = || key.last_chunk::<16>().map_or(0, |last| first_word(last));
        let ends = multiply(front(8) ^ first, back ^ second ^ key.len() as u64);
        match self {
            Self::Ends => ends,
            Self::Back => ends ^ multiply(farther_back() ^ third, fourth),
            Self::Both => ends ^ multiply(front(16) ^ third, farther_back() ^ fourth),
            Self::All => {
                let (words, rest) = key.as_chunks();
                let words = words.iter().map(|word| u64::from_le_bytes(*word));
                let words = words.chain(rest.iter().map(|byte| u64::from(*byte)));
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

/// Compares bytes as pieces of 16 that overlap, from 16 to 48 of them, which most origins have: `memcmp` would branch more often
/// on the length, and a processor guess wrong as often as lengths change.
#[inline(always)]
fn are_same(key: &[u8], bytes: &[u8]) -> bool {
    if key.len() != bytes.len() {
        return false;
    }
    if !(16..=48).contains(&bytes.len()) {
        return key == bytes;
    }
    let first = key.first_chunk::<16>() == bytes.first_chunk();
    let last = key.last_chunk::<16>() == bytes.last_chunk();
    first & last & (bytes.len() <= 32 || key.get(16..32) == bytes.get(16..32))
}

#[inline]
fn first_word(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |word| u64::from_le_bytes(*word))
}

#[inline]
const fn multiply(a: u64, b: u64) -> u64 {
    let product = (a as u128).wrapping_mul(b as u128);
    product as u64 ^ (product >> 64) as u64
}
