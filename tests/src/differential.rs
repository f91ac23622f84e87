//! Subject against reference, on random policies and on requests that aim at them.

mod comparison;
mod declared;
mod kinds;
mod plan;
mod row;
mod shrink;
mod tally;
mod unseen;

use crate::{
    Failure, Group, Reply, Request, Subject,
    aimed::Aim,
    policies::{Policy, Random},
};
use comparison::{Comparison, Known, Outcome};
use cors_compiler::Program;

pub use plan::Plan;
pub use tally::Tally;

/// A policy, and what is asked about it.
struct Asked {
    seed: u64,
    policy: Policy,
    group: Group,
    program: Program,
    requests: Vec<Request>,
    /// For each request, whether it could be a browser's, and what the reference answers.
    known: Vec<Known>,
}

/// So many policies are prepared at once.
const BATCH: usize = 50;

/// Asks subjects about random policies, all about the same ones, until each has answered to as many as the plan wants.
///
/// # Errors
///
/// What kept a subject from answering, and a random policy that the compiler refuses.
pub fn run(subjects: &mut [&mut dyn Subject], plan: &Plan) -> Result<Vec<Tally>, Failure> {
    let mut tallies: Vec<Tally> = subjects.iter().map(|subject| Tally::of(*subject)).collect();
    let mut seeds = plan.seeds();
    let has_parser = subjects.iter().any(|subject| subject.has_parser());
    assert!(subjects.iter().all(|subject| subject.has_parser() == has_parser), "they are sent other requests");
    while tallies.iter().any(|tally| tally.wants_more(plan)) {
        let batch: Vec<Asked> =
            seeds.by_ref().take(BATCH).map(|seed| plan.asked(seed, has_parser)).collect::<Result<_, _>>()?;
        if batch.is_empty() {
            break;
        }
        let groups: Vec<Group> = batch.iter().map(|asked| asked.group.clone()).collect();
        for (subject, tally) in subjects.iter_mut().zip(&mut tallies).filter(|(_, tally)| tally.wants_more(plan)) {
            subject.prepare(&groups)?;
            for asked in &batch {
                if tally.wants_more(plan) {
                    ask(*subject, plan, asked, tally)?;
                }
            }
        }
    }
    Ok(tallies)
}

/// Asks one subject about one policy.
fn ask(subject: &mut dyn Subject, plan: &Plan, asked: &Asked, tally: &mut Tally) -> Result<(), Failure> {
    let Asked { seed, policy, group, program, requests, known } = asked;
    let reply = subject
        .answers(group, requests)
        .map_err(|error| format!("{}: policy {seed}: {error}\n{}", subject.name(), group.policy))?;
    let Reply::Answers(answers) = reply else {
        tally.cannot_hold += 1;
        return Ok(());
    };
    assert_eq!(answers.len(), requests.len(), "{}: an answer for each request", subject.name());
    tally.policies += 1;
    tally.kinds.see_policy(policy);
    for ((request, known), answer) in requests.iter().zip(known).zip(&answers) {
        let outcome = Comparison { subject, program, request }.outcome(known, answer);
        tally.count(request, program, known, &outcome);
        if outcome == Outcome::Different {
            let found = shrink::shrink(policy, request, &mut |policy, request| differs(subject, policy, request));
            tally.differences.push(row::of(subject, plan, *seed, &found.0, &found.1));
            // The next would mostly be the same once more.
            break;
        }
    }
    Ok(())
}

/// Whether a subject answers a request to a policy as it should not.
fn differs(subject: &mut dyn Subject, policy: &Policy, request: &Request) -> bool {
    let Ok((group, program)) = plan::compiled(policy) else { return false };
    let Ok(Reply::Answers(answers)) = subject.answers(&group, std::slice::from_ref(request)) else { return false };
    let comparison = Comparison { subject, program: &program, request };
    let known = Known::of(&program, request, subject.has_parser());
    answers.iter().any(|answer| comparison.outcome(&known, answer) == Outcome::Different)
}

impl Plan {
    fn asked(&self, seed: u64, has_parser: bool) -> Result<Asked, Failure> {
        let policy = self.policy(seed);
        let (group, program) = plan::compiled(&policy).map_err(|error| format!("policy {seed} is {error}"))?;
        let (aim, mut random) = (Aim::at(&policy), Random::new(!seed));
        let requests: Vec<Request> = (0..self.requests).map(|_| aim.request(&mut random)).collect();
        let known = requests.iter().map(|request| Known::of(&program, request, has_parser)).collect();
        Ok(Asked { seed, policy, group, program, requests, known })
    }
}
