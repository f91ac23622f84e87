//! Each subject against the reference, on random policies and requests that aim at them. `CORSGEN_SEED`, `CORSGEN_POLICIES` and
//! `CORSGEN_REQUESTS` choose others; the test's name after `--` chooses the subject.

use corsgen_tests::{
    Failure, Subject,
    differential::{self, Plan},
    policies::{self, Policy},
    subjects, summary,
};

/// Code that the build script generated for the policies of the seed.
#[allow(unreachable_pub, reason = "the corpus's is the library's")]
mod compiled {
    use corsgen_tests::subjects::generated::Entry;

    include!(concat!(env!("OUT_DIR"), "/random.rs"));
}

/// Runs a plan on subjects, and leaves what came of it where `tests/run` prints it.
#[expect(clippy::print_stdout, reason = "the closing lines of a run")]
fn run(subjects: &mut [&mut dyn Subject], plan: &Plan) -> Result<(), Failure> {
    let tallies = differential::run(subjects, plan)?;
    let mut faults = Vec::new();
    for tally in &tallies {
        println!(
            "random: {}: {tally}; {:?}; {} could be a browser's, {} from an allowed origin; seed {}",
            tally.subject, tally.declared, tally.sendable, tally.allowed, plan.seed
        );
        summary::leave(env!("CARGO_TARGET_TMPDIR"), "random", tally.subject, tally)?;
        faults.extend(tally.faults(plan).into_iter().map(|fault| format!("{}: {fault}", tally.subject)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

/// All in one process: the same requests, made once.
#[test]
fn in_process() -> Result<(), Failure> {
    let plan = Plan::new(2_000, 10_000, 500)?;
    run(&mut [&mut subjects::Naive, &mut subjects::ReadText, &mut subjects::GivenSets], &plan)
}

#[test]
fn generated() -> Result<(), Failure> {
    let plan = Plan::new(0, 0, 500)?;
    run(&mut [&mut subjects::Generated::of(compiled::ALL)], &Plan { policies: policies::COMPILED, ..plan })
}

#[test]
fn tower() -> Result<(), Failure> {
    run(&mut [&mut subjects::Tower::new()?], &Plan::new(100, 1_000, 200)?)
}

#[test]
fn runtime() -> Result<(), Failure> {
    run(&mut [&mut subjects::Runtime::new()?], &Plan::new(100, 1_000, 200)?)
}

#[test]
fn envoy_lua() -> Result<(), Failure> {
    run(&mut [&mut subjects::Envoy::lua()?.in_parts()], &Plan::new(100, 1_000, 200)?)
}

#[test]
fn actix() -> Result<(), Failure> {
    run(&mut [&mut subjects::Actix], &Plan::new(100, 1_000, 200)?)
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    run(&mut [&mut subjects::Nginx::v1_22()?.in_parts()], &Plan::new(100, 1_000, 200)?)
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    run(&mut [&mut subjects::Nginx::v1_28()?.in_parts()], &Plan::new(100, 1_000, 200)?)
}

#[test]
fn envoy() -> Result<(), Failure> {
    // Of these, more than 200 could be a browser's: the others are sent too, but not compared.
    let plan = Plan { adapt: for_envoy, refuses: REFUSED_BY_ENVOY, ..Plan::new(100, 1_000, 350)? };
    run(&mut [&mut subjects::Envoy::native()?.in_parts()], &plan)
}

const REFUSED_BY_ENVOY: &[&str] = &["policy: preflight: forward"];

/// Without what the native filter cannot hold: preflights that are forwarded.
fn for_envoy(policy: &mut Policy) {
    for block in policy.blocks_mut() {
        block.others.retain(|(key, _)| *key != "preflight");
    }
}
