//! A subject that answers otherwise is found, and what is found is small: a row that the corpus takes as it is.
#![allow(clippy::indexing_slicing, reason = "a test fails by a panic")]

use cors_compiler::Exactness;
use corsgen_tests::{
    Answer, Failure, Group, Observed, Reply, Request, Subject, corpus,
    differential::{self, Plan},
    subjects::Reference,
};

/// The reference, but for what is changed of the policy, of the request that it sees, or of its answer.
struct Wrong {
    policy: fn(&str) -> String,
    request: fn(&mut Request),
    answer: fn(&Request, &mut Observed),
}

const RIGHT: Wrong = Wrong { policy: str::to_owned, request: |_| {}, answer: |_, _| {} };

impl Subject for Wrong {
    fn name(&self) -> &'static str {
        "wrong"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let group = Group { policy: (self.policy)(&group.policy), ..group.clone() };
        let mut seen = requests.to_vec();
        seen.iter_mut().for_each(self.request);
        let Reply::Answers(mut answers) = Reference.answers(&group, &seen)? else {
            return Err("the reference refuses nothing".into());
        };
        for (request, answer) in requests.iter().zip(&mut answers) {
            if let Answer::Observed(observed) = answer {
                (self.answer)(request, observed);
            }
        }
        Ok(Reply::Answers(answers))
    }
}

fn plan() -> Result<Plan, Failure> {
    Ok(Plan { seed: 1, policies: 60, requests: 100, ..Plan::new(0, 0, 0)? })
}

/// The first row that is found.
fn found(mut wrong: Wrong) -> Result<Group, Failure> {
    let tallies = differential::run(&mut [&mut wrong], &plan()?)?;
    let row = tallies.first().and_then(|tally| tally.differences.first()).ok_or("nothing was found")?;
    let groups: Vec<Group> = serde_yaml::from_str(row).map_err(|error| format!("{error}\n{row}"))?;
    let [group] = groups.as_slice() else { return Err(format!("one group, not\n{row}").into()) };

    // It is a row of the corpus: the reference passes it, and whoever is wrong does not.
    let right = corpus::run_groups(&mut Reference, groups.clone())?;
    assert!(right.differences.is_empty(), "{}\n{row}", right.differences.join("\n"));
    assert_eq!(corpus::run_groups(&mut wrong, groups.clone())?.differences.len(), 1, "{row}");

    let request = &group.requests()[0];
    assert!(group.policy.lines().count() <= 12, "the policy is not small:\n{row}");
    assert!(request.headers.len() <= 4 && request.target.len() <= 40, "the request is not small:\n{row}");
    Ok(group.clone())
}

#[test]
fn what_is_right_is_found_nowhere() -> Result<(), Failure> {
    let tallies = differential::run(&mut [&mut { RIGHT }], &plan()?)?;
    assert!(tallies.iter().all(|tally| tally.differences.is_empty() && tally.policies == 60));
    Ok(())
}

#[test]
fn a_header_that_is_missing() -> Result<(), Failure> {
    let answer = |_: &Request, answer: &mut Observed| _ = answer.cors.remove("access-control-max-age");
    let group = found(Wrong { answer, ..RIGHT })?;
    assert!(group.policy.contains("max_age"), "{}", group.policy);
    assert!(!group.policy.contains("routes") && !group.policy.contains("origin_sets"), "{}", group.policy);
    Ok(())
}

#[test]
fn an_origin_in_any_case() -> Result<(), Failure> {
    let request = |request: &mut Request| {
        let origins = request.headers.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case("origin"));
        origins.for_each(|(_, origin)| origin.make_ascii_lowercase());
    };
    let group = found(Wrong { request, ..RIGHT })?;
    let sent = &group.requests()[0];
    assert!(sent.values("origin").any(|origin| origin.iter().any(u8::is_ascii_uppercase)), "{sent:?}");
    Ok(())
}

#[test]
fn a_path_that_is_normalised() -> Result<(), Failure> {
    let request = |request: &mut Request| {
        let text: String = request.target.iter().map(|byte| char::from(*byte)).collect();
        request.target = text.replace("//", "/").chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
    };
    let group = found(Wrong { request, ..RIGHT })?;
    assert!(group.requests()[0].target.windows(2).any(|pair| pair == b"//"));
    assert!(group.policy.contains("routes"), "{}", group.policy);
    Ok(())
}

/// Wrong only where a policy has two things at once: neither is taken away.
#[test]
fn a_key_of_a_route_that_is_ignored() -> Result<(), Failure> {
    let policy = |text: &str| text.replace("    on_denied: reject", "    on_denied: pass");
    let group = found(Wrong { policy, ..RIGHT })?;
    assert!(group.policy.contains("routes") && group.policy.contains("on_denied: reject"), "{}", group.policy);
    Ok(())
}

/// Wrong only where two lines meet.
#[test]
fn the_first_of_two_lines() -> Result<(), Failure> {
    let request = |request: &mut Request| {
        let mut seen = false;
        request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("origin") || !std::mem::replace(&mut seen, true));
    };
    let group = found(Wrong { request, ..RIGHT })?;
    assert_eq!(group.requests()[0].values("origin").count(), 2);
    Ok(())
}
