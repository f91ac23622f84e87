//! The corpus on every subject: one test each, so that they can be run one by one.

use corsgen_tests::{Failure, Subject, corpus, subjects, summary};

/// Runs the corpus on a subject, and leaves what came of it where `tests/run` adds it up.
#[expect(clippy::print_stdout, reason = "the closing line of a run")]
fn run(mut subject: impl Subject) -> Result<(), Failure> {
    let tally = corpus::run(&mut subject)?;
    println!("corpus: {}: {tally}", subject.name());
    summary::leave(env!("CARGO_TARGET_TMPDIR"), "corpus", subject.name(), &tally)?;
    assert!(tally.cases > 0, "no case ran");
    assert!(tally.differences.is_empty(), "{}", tally.differences.join("\n"));
    Ok(())
}

#[test]
fn reference() -> Result<(), Failure> {
    run(subjects::Reference)
}

#[test]
fn generated() -> Result<(), Failure> {
    run(subjects::Generated::corpus())
}

#[test]
fn naive() -> Result<(), Failure> {
    run(subjects::Naive)
}

#[test]
fn tower() -> Result<(), Failure> {
    run(subjects::Tower::new()?)
}

#[test]
fn actix() -> Result<(), Failure> {
    run(subjects::Actix)
}

#[test]
fn runtime() -> Result<(), Failure> {
    run(subjects::Runtime::new()?)
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    run(subjects::Nginx::v1_22()?)
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    run(subjects::Nginx::v1_28()?)
}

#[test]
fn envoy() -> Result<(), Failure> {
    run(subjects::Envoy::native()?)
}

#[test]
fn envoy_lua() -> Result<(), Failure> {
    run(subjects::Envoy::lua()?)
}

#[test]
fn every_case_has_a_name_of_its_own() -> Result<(), Failure> {
    let groups = corpus::groups()?;
    let mut ids: Vec<&str> = groups.iter().flat_map(|group| &group.cases).map(|case| case.id.as_str()).collect();
    ids.sort_unstable();
    let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
    Ok(())
}
