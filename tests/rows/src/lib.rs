//! Rows and a little of what is random, on all that the compiler makes but code in Rust: what is built and has run seconds after the
//! compiler has changed, since nothing is linked that it does not take. `tests/mutants` asks it about each mistake, and whoever works on
//! the compiler may: `cargo test -p corsgen-rows --test in_process`. The usual run has all of it elsewhere.
#![allow(clippy::panic, reason = "what cannot go on here is a test that fails")]

use corsgen_tests::{
    Failure, Subject,
    differential::{self, Plan},
};

/// Runs the corpus on a subject.
///
/// # Errors
///
/// What kept it from answering.
pub fn corpus(mut subject: impl Subject) -> Result<(), Failure> {
    let tally = corsgen_tests::corpus::run(&mut subject)?;
    assert!(tally.cases > 0, "no case ran");
    assert!(tally.differences.is_empty(), "{}", tally.differences.join("\n"));
    Ok(())
}

/// Asks subjects about random policies.
///
/// # Errors
///
/// What kept one of them from answering.
pub fn random(subjects: &mut [&mut dyn Subject], plan: &Plan) -> Result<(), Failure> {
    for tally in differential::run(subjects, plan)? {
        let faults = tally.faults(plan);
        assert!(faults.is_empty(), "{}: {}", tally.subject, faults.join("\n"));
    }
    Ok(())
}
