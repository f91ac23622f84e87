//! Bytes for the properties: they shrink, so that what is found is small.

use corsgen_tests::{hostile, policies::Random};
use proptest::{collection::vec, prelude::*};

/// As many numbers as choose mutations.
const MUTATIONS: usize = 40;
/// As many as choose a policy and some requests.
const TAPE: usize = 900;

/// Seeds, mutated: mostly once, since most of what was mutated often is refused at once.
pub(crate) fn mutated(seeds: Vec<Vec<u8>>) -> BoxedStrategy<Vec<u8>> {
    let mutations = prop_oneof![3 => Just(1usize), 1 => 2..=5usize];
    let numbers = vec(any::<u8>(), 0..MUTATIONS);
    let mutate = move |(seed, mutations, numbers): (prop::sample::Index, usize, Vec<u8>)| {
        hostile::mutated(&seeds[seed.index(seeds.len())], mutations, &mut Random::of_bytes(&numbers))
    };
    (any::<prop::sample::Index>(), mutations, numbers).prop_map(mutate).boxed()
}

/// Documents, mutated: half of them were accepted before.
pub(crate) fn documents(seeds: Vec<Vec<u8>>) -> BoxedStrategy<Vec<u8>> {
    prop_oneof![mutated(hostile::seeds()), mutated(seeds)].boxed()
}

/// Bytes that numbers are taken from.
pub(crate) fn tapes() -> BoxedStrategy<Vec<u8>> {
    vec(any::<u8>(), 0..TAPE).boxed()
}
