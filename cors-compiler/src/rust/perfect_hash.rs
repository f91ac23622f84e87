//! Finds the tables of `cors_core::perfect_hash`. A macro runs unoptimised even in release builds, so the search allocates nothing.

use std::cmp::Reverse;

#[cfg(test)]
use cors_core::perfect_hash::Set;
use cors_core::perfect_hash::{Reach, bucket, slot};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::literal::{Bytes, Number};

/// Tables that were found.
#[derive(Debug)]
pub(crate) struct Tables {
    reach: Reach,
    seeds: [u64; 4],
    shortest: usize,
    longest: usize,
    pilots: Vec<u8>,
    slots: Vec<u8>,
    keys: Vec<u8>,
}

/// A key: its hash, and its place among the keys.
type Hashed = (u64, usize);

/// The fewest bytes that tell the keys apart come first; of a set that defeats them, all bytes count, with one seed after another.
const REACHES: [Reach; 3] = [Reach::Ends, Reach::Back, Reach::Both];
const ATTEMPTS: u64 = 64;

impl Tables {
    /// Finds tables for `keys`: distinct, none of them empty. `None`: there are none within the bounds of the format and of the
    /// search. No such set of less than 4 GiB is known.
    pub(crate) fn find(keys: &[&[u8]]) -> Option<Self> {
        let reaches = REACHES.into_iter().chain(std::iter::repeat(Reach::All));
        (0..ATTEMPTS).zip(reaches).find_map(|(attempt, reach)| Self::attempt(keys, reach, seeds(attempt)))
    }

    fn attempt(keys: &[&[u8]], reach: Reach, seeds: [u64; 4]) -> Option<Self> {
        let mut hashed: Vec<Hashed> = keys.iter().map(|key| reach.hash(seeds, key)).zip(0..).collect();
        hashed.sort_unstable();
        if hashed.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b)) {
            return None;
        }
        let (pilots, slots) = place(&hashed)?;
        let mut tables = Self {
            reach,
            seeds,
            shortest: keys.iter().map(|key| key.len()).min()?,
            longest: keys.iter().map(|key| key.len()).max()?,
            pilots: pilots.iter().flat_map(|pilot| pilot.to_le_bytes()).collect(),
            slots: Vec::with_capacity(4 * slots.len() + 4),
            keys: Vec::with_capacity(keys.iter().map(|key| key.len()).sum()),
        };
        for slot in slots {
            tables.slots.extend(u32::try_from(tables.keys.len()).ok()?.to_le_bytes());
            tables.keys.extend_from_slice(slot.and_then(|index| keys.get(index)).copied().unwrap_or_default());
        }
        tables.slots.extend(u32::try_from(tables.keys.len()).ok()?.to_le_bytes());
        Some(tables)
    }

    /// The set that the tables are.
    #[cfg(test)]
    pub(crate) fn set(&self) -> Set<'_> {
        let Self { reach, seeds, shortest, longest, pilots, slots, keys } = self;
        Set { reach: *reach, seeds: *seeds, shortest: *shortest, longest: *longest, pilots, slots, keys }
    }

    /// A value of [`Set`].
    pub(crate) fn tokens(&self) -> TokenStream {
        let reach = Ident::new(&format!("{:?}", self.reach), Span::call_site());
        let seeds = self.seeds.map(Literal::u64_unsuffixed);
        let (shortest, longest) = (Number(self.shortest), Number(self.longest));
        let (pilots, slots, keys) = (Bytes(&self.pilots), Bytes(&self.slots), Bytes(&self.keys));
        quote! {
            cors::perfect_hash::Set {
                reach: cors::perfect_hash::Reach::#reach,
                seeds: [#(#seeds),*],
                shortest: #shortest,
                longest: #longest,
                pilots: #pilots,
                slots: #slots,
                keys: #keys,
            }
        }
    }
}

/// Finds a pilot for every bucket, so that no two keys share a slot: `hashed` is sorted. The pilots, and what stands in each slot.
fn place(hashed: &[Hashed]) -> Option<(Vec<u16>, Vec<Option<usize>>)> {
    // Three keys a bucket, eight keys in nine slots: few pilots are tried, and little room is lost.
    let mut pilots = vec![0; hashed.len() / 3 + 1];
    let mut slots = vec![None; hashed.len() + hashed.len() / 8 + 1];
    let buckets = pilots.len();
    let mut runs: Vec<&[Hashed]> = hashed.chunk_by(|a, b| bucket(a.0, buckets) == bucket(b.0, buckets)).collect();
    // The fullest first, while there is room.
    runs.sort_by_key(|run| Reverse(run.len()));
    for run in runs {
        let found = (0..=u16::MAX).find(|pilot| occupy(&mut slots, run, *pilot))?;
        let pilot = pilots.get_mut(bucket(run.first()?.0, buckets))?;
        *pilot = found;
    }
    Some((pilots, slots))
}

/// Puts the keys of a bucket into their slots under `pilot`, or none of them if one is taken.
fn occupy(slots: &mut [Option<usize>], run: &[Hashed], pilot: u16) -> bool {
    let count = slots.len();
    for (done, (hash, index)) in run.iter().enumerate() {
        match slots.get_mut(slot(*hash, pilot, count)) {
            Some(free @ None) => *free = Some(*index),
            _ => {
                for (hash, _) in run.iter().take(done) {
                    if let Some(taken) = slots.get_mut(slot(*hash, pilot, count)) {
                        *taken = None;
                    }
                }
                return false;
            }
        }
    }
    true
}

/// The seeds of an attempt: the same in every build ([SplitMix64](https://prng.di.unimi.it/splitmix64.c)).
fn seeds(attempt: u64) -> [u64; 4] {
    [1, 2, 3, 4].map(|step| {
        let mut mixed = (4 * attempt + step).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The tables hold every key, and nothing that is a byte away from one.
    fn holds(keys: &BTreeSet<Vec<u8>>) -> Reach {
        let sorted: Vec<&[u8]> = keys.iter().map(Vec::as_slice).collect();
        let tables = Tables::find(&sorted).expect("every set has tables");
        let set = tables.set();
        for key in keys {
            assert!(set.contains(key), "{}", key.escape_ascii());
            for near in near_misses(key) {
                assert_eq!(set.contains(&near), keys.contains(&near), "{}", near.escape_ascii());
            }
        }
        assert!(!set.contains(b""));
        tables.reach
    }

    fn near_misses(key: &[u8]) -> Vec<Vec<u8>> {
        let at = key.len() / 2;
        let changed = |at: usize| {
            let mut near = key.to_vec();
            near[at] ^= 1;
            near
        };
        let longer = |byte| [key, &[byte]].concat();
        vec![
            changed(0),
            changed(at),
            changed(key.len() - 1),
            key[1..].to_vec(),
            key[..key.len() - 1].to_vec(),
            longer(b'/'),
            longer(0),
            key.to_ascii_uppercase(),
        ]
    }

    fn origins(count: usize) -> BTreeSet<Vec<u8>> {
        (0..count)
            .map(|n| format!("https://tenant-{}.shop{}.example.com", n * 7919 % 100_003, n % 13).into_bytes())
            .collect()
    }

    #[test]
    fn sets_of_any_size() {
        for count in [1, 2, 8, 9, 10, 64, 1000, 10_000] {
            holds(&origins(count));
        }
    }

    #[test]
    fn the_fewest_bytes_that_tell_keys_apart_are_hashed() {
        let named = |name: fn(usize) -> String| (0..200).map(|n| name(n).into_bytes()).collect();
        assert_eq!(holds(&named(|n| format!("https://{n:03}.example.com"))), Reach::Ends);
        assert_eq!(holds(&named(|n| format!("https://always.the-same.{n:03}.example.com"))), Reach::Back);
        assert_eq!(
            holds(&named(|n| format!("https://the-same{n:03}.and-then.always.the-same.example.com"))),
            Reach::Both
        );
        // Longer than any window reaches: only the middle differs.
        assert_eq!(holds(&named(|n| format!("https://{}{n:03}{}", "a".repeat(40), "b".repeat(40)))), Reach::All);
    }

    #[test]
    fn keys_of_any_length() {
        let short = [&b"null"[..], b"a://b", b"a", b"\0", b"\0\0", b"a\0", b"b", b"ab", b"ba", b"abcdefg", b"abcdefgh"];
        holds(&short.into_iter().map(<[u8]>::to_vec).collect());
        holds(&(1..300).map(|length| vec![b'a'; length]).collect());
        holds(&(1..40).map(|length| vec![b'a'; length * 1000]).collect());
    }

    #[test]
    fn hosts_below_a_key() {
        let parents = [".example.com", ".d.example.net", ".b.c.d.example.org", ".x"];
        let keys: Vec<&[u8]> = parents.iter().map(|parent| parent.as_bytes()).collect();
        let tables = Tables::find(&keys).expect("every set has tables");
        for host in ["a.example.com", "a.b.c.example.com", "0.d.example.net", "a-b_c.b.c.d.example.org", "a.x"] {
            assert!(tables.set().contains_parent(host.as_bytes()), "{host}");
        }
        let others = [
            "",
            ".",
            "..",
            "x",
            ".x",
            "example.com",
            ".example.com",
            "a..example.com",
            "A.example.com",
            "d.example.net",
        ];
        for host in
            others.into_iter().chain(["example.net", "c.d.example.org", "a.example.com.", "aexample.com", "a.x.y"])
        {
            assert!(!tables.set().contains_parent(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn equal_keys_have_no_tables() {
        assert!(Tables::find(&[b"https://a.example", b"https://a.example"]).is_none());
    }
}
