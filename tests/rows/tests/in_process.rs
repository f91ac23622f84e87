//! What the compiler answers itself.

use cors_compiler::{Checker, Options, Program, Source, compile};
use cors_core::{Policy, Rules as _};
use corsgen_tests::{
    Failure, Interpreted,
    differential::Plan,
    shapes,
    subjects::{Checked, Expanded, Naive, Reference},
};

#[path = "../../tests/fixed.rs"]
mod fixed;
#[path = "../../tests/examples/fresh.rs"]
mod fresh;
#[path = "../../tests/refused.rs"]
mod refused;

#[test]
fn corpus_by_the_program() -> Result<(), Failure> {
    corsgen_rows::corpus(Reference)
}

#[test]
fn corpus_by_the_checker() -> Result<(), Failure> {
    corsgen_rows::corpus(Checked)
}

/// Neither that nor the other that begins so is for the first stage of `tests/mutants`, in which a second is an hour.
#[test]
fn expanded_corpus() -> Result<(), Failure> {
    corsgen_rows::corpus(Expanded)
}

#[test]
fn random_policies() -> Result<(), Failure> {
    corsgen_rows::random(&mut [&mut Naive, &mut Checked], &Plan::new(8, 8, 120)?)
}

/// Nor that.
#[test]
fn many_random_policies() -> Result<(), Failure> {
    corsgen_rows::random(&mut [&mut Naive, &mut Checked, &mut Expanded], &Plan::new(60, 60, 200)?)
}

/// Origins of a pattern, and some that are just none.
fn near(pattern: &str) -> Vec<Vec<u8>> {
    let mut origins = Vec::new();
    for port in ["", ":8443"] {
        let origin = pattern.replace(":*", port).replace('*', "pr-1").into_bytes();
        let (mut first, mut middle) = (origin.clone(), origin.clone());
        first.iter_mut().take(1).for_each(|byte| *byte ^= 1);
        middle.iter_mut().skip(origin.len() / 2).take(1).for_each(|byte| *byte ^= 1);
        origins.extend([
            first,
            middle,
            [&origin[..], b"x"].concat(),
            origin.split_last().map_or(&[][..], |l| l.1).into(),
        ]);
        origins.push(origin);
    }
    origins
}

/// Asks the checkers of policies with large sets about `most` of their patterns each, from all over the set, and what is near.
fn large_sets<P: Policy>(most: usize, checker: impl Fn(&Program) -> P) -> Result<(), Failure> {
    for policy in shapes::policies() {
        let compiled = compile(&Source::new("cors.yaml", policy.as_str()), &Options::default());
        let (program, _) = compiled.map_err(|report| format!("{report:?}"))?;
        let checker = checker(&program);
        for (written, own) in program.rules.iter().zip(checker.all()) {
            let patterns = written.origins.patterns.iter().map(|pattern| pattern.value.to_string());
            let all: Vec<String> = written.origins.exact.iter().map(ToString::to_string).chain(patterns).collect();
            let mut allowed = 0;
            for origin in all.iter().step_by(all.len().div_ceil(most)).flat_map(|pattern| near(pattern)) {
                let expected = written.allows_origin(&origin);
                assert_eq!(own.allows_origin(&origin), expected, "{}\n{policy}", origin.escape_ascii());
                allowed += usize::from(expected);
            }
            assert!(allowed > 0, "{policy}");
        }
    }
    Ok(())
}

#[test]
fn large_sets_by_the_checker() -> Result<(), Failure> {
    large_sets(usize::MAX, Checker::new)
}

/// The tables are read anew for each question.
#[test]
fn expanded_large_sets() -> Result<(), Failure> {
    large_sets(6, Interpreted::of)
}
