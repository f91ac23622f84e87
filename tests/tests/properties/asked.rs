use std::cell::Cell;

use corsgen_tests::{
    Failure,
    properties::{self, Kind, Target},
    summary,
};
use proptest::{
    strategy::BoxedStrategy,
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};

use crate::strategies;

/// So many times as many cases in the longer run.
const LONG: u32 = 30;

/// Asks a property of each seed, and of `cases` others. At least one in `judged` must be one of which there is something to judge.
fn asked(target: Target, name: &str, cases: u32, judged: u32) -> Result<(), Failure> {
    let seeds = (target.seeds)();
    let strategy = match target.kind {
        Kind::Text if target.name == "documents" => strategies::documents(seeds.clone()),
        Kind::Text => strategies::mutated(seeds.clone()),
        Kind::Tape => strategies::tapes(),
    };
    let cases = if std::env::var_os("CORSGEN_LONG").is_some() { LONG * cases } else { cases };
    let (_, property) = *target.properties.iter().find(|(own, _)| *own == name).ok_or("no such property")?;
    seeds.iter().for_each(|seed| _ = property(seed));
    let count = run(&strategy, cases, property)?;
    summary::leave(
        env!("CARGO_TARGET_TMPDIR"),
        "properties",
        name,
        format!("{} seeds, {cases} cases, {count} judged, 0 failed", seeds.len()),
    )?;
    assert!(count * judged >= cases, "of {cases} there was something to judge in {count} alone");
    Ok(())
}

/// How many there was something to judge of.
fn run(strategy: &BoxedStrategy<Vec<u8>>, cases: u32, property: fn(&[u8]) -> bool) -> Result<u32, Failure> {
    let seed: u64 = std::env::var("CORSGEN_SEED").map_or(Ok(1), |seed| seed.parse())?;
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let judged = Cell::new(0);
    let result = runner.run(strategy, |bytes| {
        judged.set(judged.get() + u32::from(property(&bytes)));
        Ok(())
    });
    match result {
        Ok(()) => Ok(judged.get()),
        Err(TestError::Fail(reason, bytes)) => {
            Err(format!("{reason}\nthe bytes: b\"{}\"", bytes.escape_ascii()).into())
        }
        Err(error) => Err(error.to_string().into()),
    }
}

macro_rules! asked {
    ($($test:ident: $target:ident, $name:literal, $cases:literal, one in $judged:literal;)*) => {
        $(
            #[test]
            fn $test() -> Result<(), Failure> {
                asked(properties::$target, $name, $cases, $judged)
            }
        )*

        #[test]
        fn each_is_asked() {
            let mut all: Vec<&str> = properties::ALL.iter().flat_map(|t| t.properties.iter().map(|(name, _)| *name)).collect();
            let mut asked = vec![$($name),*];
            all.sort_unstable();
            asked.sort_unstable();
            assert_eq!(all, asked);
        }
    };
}

asked! {
    any_bytes_end_in_a_program_or_in_findings: DOCUMENTS, "findings", 3_000, one in 20;
    another_reader_takes_it_for_the_same: DOCUMENTS, "read-again", 3_000, one in 20;
    what_is_printed_and_read_again_is_the_same: DOCUMENTS, "reprinted", 3_000, one in 20;
    what_is_mended_has_nothing_left_to_mend: DOCUMENTS, "mended", 3_000, one in 20;
    every_target_prints_it_or_says_why_not: DOCUMENTS, "emitted", 250, one in 20;
    an_origin_is_its_own_serialisation: ORIGINS, "origins", 10_000, one in 20;
    what_was_copied_is_read_or_refused: COPIED, "copied", 1_500, one in 10;
    every_checker_decides_as_the_naive_one: CHECKERS, "checkers", 80, one in 2;
    tables_and_trees_hold_what_was_put_in: CHECKERS, "look-ups", 300, one in 1;
    what_covers_another_is_found_by_brute_force: SETS, "covered", 600, one in 1;
    what_is_around_a_route_is_found_by_brute_force: SETS, "routes-around", 400, one in 4;
    every_call_comes_to_an_end: CALLS, "browser-calls", 4_000, one in 8;
    every_call_is_explained: CALLS, "explained", 150, one in 2;
}
