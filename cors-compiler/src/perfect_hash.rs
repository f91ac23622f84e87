//! Finds the tables of `cors_core::perfect_hash`. A macro runs unoptimised even in release builds, so the search allocates nothing.

use std::{cmp::Reverse, collections::BTreeSet};

use cors_core::perfect_hash::{Lengths, Reach, Set, Slots, bucket, slot, tag};

/// A key: its hash, and its place among the keys.
type Hashed = (u64, usize);
/// A pilot for each bucket, and what stands in each slot.
type Places = (Vec<u8>, Vec<Option<Hashed>>);

/// As often as what reads few bytes of a key is tried. Every other seed or so has tables.
const ATTEMPTS: u64 = 64;

/// Finds the tables of `keys`: none of them empty. `None`: they are 4 GiB or more.
pub(crate) fn set(keys: &BTreeSet<&[u8]>) -> Option<Set<Vec<u8>>> {
    let keys: Vec<&[u8]> = keys.iter().copied().collect();
    let (slots, occupied) = search(&keys, Reach::hash);
    let mut set = Set { slots, lengths: Lengths::of(keys.iter().copied()), starts: Vec::new(), keys: Vec::new() };
    for index in occupied {
        set.starts.extend(u32::try_from(set.keys.len()).ok()?.to_le_bytes());
        set.keys.extend_from_slice(index.and_then(|index| keys.get(index)).copied().unwrap_or_default());
    }
    set.starts.extend(u32::try_from(set.keys.len()).ok()?.to_le_bytes());
    Some(set)
}

/// Finds the slots of `keys`, in lower case, and which key, as an index, each of them holds.
pub(crate) fn slots_of_any_case(keys: &BTreeSet<&[u8]>) -> (Slots<Vec<u8>>, Vec<Option<usize>>) {
    search(&keys.iter().copied().collect::<Vec<_>>(), Reach::hash_of_any_case)
}

/// Finds what tells the keys apart, which are distinct, and a slot for each.
fn search(keys: &[&[u8]], hash: fn(Reach, [u64; 4], &[u8]) -> u64) -> (Slots<Vec<u8>>, Vec<Option<usize>>) {
    let mut hashed: Vec<Hashed> = Vec::with_capacity(keys.len());
    let (mut reach, mut attempt) = (Reach::Ends, 0);
    // INVARIANT: no two keys are the same. So this ends: where all bytes are read, every other seed or so has tables.
    loop {
        let seeds = seeds(attempt);
        hashed.clear();
        hashed.extend(keys.iter().map(|key| hash(reach, seeds, key)).zip(0..));
        hashed.sort_unstable();
        let distinct = hashed.windows(2).all(|pair| !matches!(pair, [(a, _), (b, _)] if a == b));
        if distinct && let Some((pilots, places)) = place(&hashed) {
            let tags = places.iter().map(|place| place.map_or(0, |(hash, _)| tag(hash))).collect();
            let indices = places.into_iter().map(|place| Some(place?.1)).collect();
            return (Slots { reach, seeds, pilots, tags }, indices);
        }
        attempt += 1;
        // Other seeds would not tell them apart either, unless all bytes are read.
        if let Some(farther) = farther(reach)
            && (!distinct || attempt == ATTEMPTS)
        {
            (reach, attempt) = (farther, 0);
        }
    }
}

/// What reads more of a key.
const fn farther(reach: Reach) -> Option<Reach> {
    match reach {
        Reach::Ends => Some(Reach::Back),
        Reach::Back => Some(Reach::Both),
        Reach::Both => Some(Reach::All),
        Reach::All => None,
    }
}

/// Finds a pilot for every bucket, so that no two keys share a slot.
fn place(hashed: &[Hashed]) -> Option<Places> {
    // One or two keys a bucket, two keys in three slots at most: few pilots are tried, and few seeds.
    let mut pilots = vec![0; (hashed.len() / 2).next_power_of_two()];
    let mut slots = vec![None; (hashed.len() + hashed.len() / 2).next_power_of_two()];
    let buckets = pilots.len();
    let mut sorted = hashed.to_vec();
    sorted.sort_unstable_by_key(|(hash, _)| bucket(*hash, buckets));
    let mut runs: Vec<&[Hashed]> = sorted.chunk_by(|a, b| bucket(a.0, buckets) == bucket(b.0, buckets)).collect();
    // The fullest first, while there is room.
    runs.sort_by_key(|run| Reverse(run.len()));
    for run in runs {
        let found = (0..=u8::MAX).find(|pilot| occupy(&mut slots, run, *pilot))?;
        let pilot = pilots.get_mut(bucket(run.first()?.0, buckets))?;
        *pilot = found;
    }
    Some((pilots, slots))
}

/// Puts the keys of a bucket into their slots under `pilot`, or none of them if one is taken.
fn occupy(slots: &mut [Option<Hashed>], run: &[Hashed], pilot: u8) -> bool {
    let count = slots.len();
    for (done, (hash, index)) in run.iter().enumerate() {
        match slots.get_mut(slot(*hash, pilot, count)) {
            Some(free @ None) => *free = Some((*hash, *index)),
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
    use std::cell::Cell;

    use super::*;

    /// The tables hold every key, and nothing that is a byte away from one.
    fn holds(keys: &BTreeSet<Vec<u8>>) -> Reach {
        let set = set(&keys.iter().map(Vec::as_slice).collect()).expect("they are less than 4 GiB");
        for key in keys {
            assert!(set.contains(key), "{}", key.escape_ascii());
            for near in near_misses(key) {
                assert_eq!(set.contains(&near), keys.contains(&near), "{}", near.escape_ascii());
            }
        }
        assert!(!set.contains(b""));
        set.slots.reach
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

    /// What is read first stays in the cache.
    #[test]
    fn sizes_of_tables() {
        for (count, pilots, slots) in [
            (1, 1, 1),
            (2, 1, 4),
            (3, 1, 4),
            (4, 2, 8),
            (5, 2, 8),
            (6, 4, 16),
            (1000, 512, 2048),
            (10_000, 8192, 16_384),
        ] {
            let keys = origins(count);
            let set = set(&keys.iter().map(Vec::as_slice).collect()).expect("they are less than 4 GiB");
            assert_eq!((set.slots.pilots.len(), set.slots.tags.len()), (pilots, slots), "{count}");
            assert_eq!(set.starts.len(), 4 * (slots + 1), "{count}");
        }
    }

    /// The same in every build: the first that Vigna's own program prints from 0.
    #[test]
    fn seeds_are_those_of_split_mix_64() {
        assert_eq!(
            seeds(0),
            [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f, 0xf88b_b8a8_724c_81ec]
        );
        assert_eq!(
            seeds(1),
            [0x1b39_896a_51a8_749b, 0x53cb_9f0c_747e_a2ea, 0x2c82_9abe_1f45_32e1, 0xc584_133a_c916_ab3c]
        );
    }

    #[test]
    fn a_taken_slot_frees_the_others_of_its_bucket() {
        let mut slots = vec![None, None, None, Some((3, 9))];
        let before = slots.clone();
        // Of 0, 1 and 3 the last is taken; with each one farther, by a pilot of 1, none is.
        assert!(!occupy(&mut slots, &[(0, 0), (1, 1), (3, 2)], 0));
        assert_eq!(slots, before);
        assert!(occupy(&mut slots, &[(0, 0), (1, 1), (3, 2)], 1));
        assert_eq!(slots, [Some((1, 1)), Some((0, 0)), Some((3, 2)), Some((3, 9))]);
        // Two of one bucket that share a slot.
        let mut slots = vec![None; 4];
        assert!(!occupy(&mut slots, &[(2, 0), (6, 1)], 3));
        assert_eq!(slots, [None; 4]);
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

    /// A seed without tables is no reason to hash more bytes.
    #[test]
    fn another_seed_comes_before_more_bytes() {
        let mut others = 0;
        for n in 0..60 {
            let keys: Vec<String> = (0..50).map(|key| format!("https://{key}-{n}.example.com")).collect();
            let (slots, _) = search(&keys.iter().map(String::as_bytes).collect::<Vec<_>>(), Reach::hash);
            assert_eq!(slots.reach, Reach::Ends, "{n}");
            others += usize::from(slots.seeds != seeds(0));
        }
        assert!(others > 5, "{others}");
    }

    /// And where too few bytes are hashed, no other seed helps: a search through all of them would be work for nothing.
    #[test]
    fn more_bytes_come_before_another_seed_where_keys_are_not_told_apart() {
        thread_local! {
            static HASHES: Cell<usize> = const { Cell::new(0) };
        }
        fn counted(reach: Reach, seeds: [u64; 4], key: &[u8]) -> u64 {
            HASHES.set(HASHES.get() + 1);
            reach.hash(seeds, key)
        }
        let keys: Vec<String> =
            (0..200).map(|n| format!("https://{}{n:03}{}", "a".repeat(40), "b".repeat(40))).collect();
        let (slots, _) = search(&keys.iter().map(String::as_bytes).collect::<Vec<_>>(), counted);
        assert_eq!(slots.reach, Reach::All);
        // Once for each of three reaches that are too short, and some seeds of the last.
        assert!(HASHES.get() < keys.len() * 23, "{}", HASHES.get());
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
        let tables = set(&parents.into_iter().map(str::as_bytes).collect()).expect("they are less than 4 GiB");
        for host in ["a.example.com", "a.b.c.example.com", "0.d.example.net", "a-b_c.b.c.d.example.org", "a.x"] {
            assert!(tables.contains_parent(host.as_bytes()), "{host}");
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
            assert!(!tables.contains_parent(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn keys_in_any_case() {
        let keys: Vec<String> = (0..100).map(|n| format!("/admin/v{n}/_-.~")).collect();
        let (slots, indices) = slots_of_any_case(&keys.iter().map(String::as_bytes).collect());
        for key in &keys {
            assert_eq!(slots.of_any_case(key.to_ascii_uppercase().as_bytes()), slots.of_any_case(key.as_bytes()));
            assert!(slots.of_any_case(key.as_bytes()).is_some_and(|slot| indices[slot].is_some()));
        }
    }
}
