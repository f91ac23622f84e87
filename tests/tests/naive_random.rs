//! Random policies and random requests: the naive decision, which shares no code with the reference, answers as the reference
//! does, and for the same reason.

use std::collections::BTreeMap;

use corsgen_tests::{
    Answer, Failure, Group, Reply, Request, Subject,
    random::{self, Random},
    subjects::{Naive, Reference},
};

#[test]
fn naive_decides_as_the_reference() -> Result<(), Failure> {
    let long = std::env::var_os("CORSGEN_LONG").is_some();
    let (policies, requests) = if long { (2_000, 100) } else { (150, 100) };
    let mut random = Random::new(6454);
    let (mut accepted, mut preflights) = (0, 0);
    while accepted < policies {
        let policy = random::policy(&mut random, "random");
        let group = Group { policy, profile: None, cannot_hold: BTreeMap::new(), cases: Vec::new() };
        if group.program().is_err() {
            continue;
        }
        accepted += 1;
        let requests: Vec<Request> = (0..requests).map(|_| random::request(&mut random, true)).collect();
        let (naive, reference) = (answers(&mut Naive, &group, &requests)?, answers(&mut Reference, &group, &requests)?);
        for ((naive, reference), request) in naive.iter().zip(&reference).zip(&requests) {
            assert_eq!(naive, reference, "{}\n{}", request.bytes().escape_ascii(), group.policy);
            preflights += usize::from(is_allowed_preflight(reference));
        }
    }
    println!(
        "random: naive: {policies} policies, {} requests, {preflights} preflights that are allowed",
        policies * requests
    );
    assert!(preflights > policies, "the requests come too seldom close to the policies: {preflights}");
    Ok(())
}

fn answers(subject: &mut dyn Subject, group: &Group, requests: &[Request]) -> Result<Vec<Answer>, Failure> {
    match subject.answers(group, requests)? {
        Reply::Answers(answers) => Ok(answers),
        Reply::CannotHold(lines) => Err(format!("{} refuses at {lines:?}", subject.name()).into()),
    }
}

fn is_allowed_preflight(answer: &Answer) -> bool {
    let Answer::Observed(observed) = answer else { return false };
    observed.verdict.as_ref().is_some_and(|verdict| verdict.headers.is_some())
}
