//! Each subject against the reference, on random policies and requests that aim at them. `CORSGEN_SEED`, `CORSGEN_POLICIES` and
//! `CORSGEN_REQUESTS` choose others; the test's name after `--` chooses the subject.

use std::{fs, path::Path};

use corsgen_tests::{
    Failure, Subject,
    differential::{self, Plan},
    policies::{self, Policy},
    subjects,
};

/// Code that the build script generated for the policies of the seed.
#[allow(unreachable_pub, reason = "the corpus's is the library's")]
mod compiled {
    use corsgen_tests::subjects::generated::Entry;

    include!(concat!(env!("OUT_DIR"), "/random.rs"));
}

/// Runs a plan on a subject, and leaves what came of it where `tests/run` prints it.
#[expect(clippy::print_stdout, reason = "the closing line of a run")]
fn run(mut subject: impl Subject, plan: &Plan) -> Result<(), Failure> {
    let tally = differential::run(&mut subject, plan)?;
    println!(
        "random: {}: {tally}; {:?}; {} could be a browser's, {} from an allowed origin; seed {}",
        subject.name(),
        tally.declared,
        tally.sendable,
        tally.allowed,
        plan.seed
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(subject.name()), format!("{tally}\n"))?;
    assert!(tally.differences.is_empty(), "{}", tally.differences.join("\n"));
    assert!(tally.refused == 0, "{} random policies are refused", tally.refused);
    assert!(tally.allowed * 5 > tally.requests, "too few requests come from an allowed origin: {}", tally.allowed);
    assert!(tally.sendable * 3 > tally.requests, "too few requests could be a browser's: {}", tally.sendable);
    assert!(tally.policies * 3 > tally.cannot_hold, "most policies are refused by the target: {}", tally.cannot_hold);
    Ok(())
}

#[test]
fn naive() -> Result<(), Failure> {
    run(subjects::Naive, &Plan::new(150, 200)?)
}

#[test]
fn generated() -> Result<(), Failure> {
    let plan = Plan::new(0, 300)?;
    run(subjects::Generated::of(compiled::ALL), &Plan { policies: policies::COMPILED, ..plan })
}

#[test]
fn tower() -> Result<(), Failure> {
    run(subjects::Tower::new()?, &Plan::new(100, 200)?.parsed())
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    run(subjects::Nginx::v1_22()?, &Plan::new(100, 200)?.parsed())
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    run(subjects::Nginx::v1_28()?, &Plan::new(100, 200)?.parsed())
}

#[test]
fn envoy() -> Result<(), Failure> {
    // It holds about four in ten: long patterns and the lists of many are more than its regular expressions may be.
    let plan = Plan { only_answers: true, ..Plan::new(270, 200)?.parsed() };
    run(subjects::Envoy::start(plan.groups())?, &plan)
}

#[test]
fn envoy_lua() -> Result<(), Failure> {
    let plan = Plan::new(100, 200)?.parsed();
    run(subjects::Envoy::lua(plan.groups())?, &plan)
}

#[test]
fn actix() -> Result<(), Failure> {
    run(subjects::Actix, &Plan::new(100, 200)?.parsed())
}

#[test]
fn every_random_policy_is_accepted() {
    for seed in Policy::seeds(7, 500) {
        let (text, profile) = (Policy::of(seed).text(), Policy::of(seed).profile);
        let source = cors_compiler::Source::new("cors.yaml", text.as_str());
        if let Err(report) = cors_compiler::compile(&source, &cors_compiler::Options { profile }) {
            let findings: Vec<String> =
                report.findings().iter().map(|finding| cors_compiler::render::plain(&source, finding)).collect();
            panic!("{seed}\n{}\n{text}", findings.join("\n"));
        }
    }
}
