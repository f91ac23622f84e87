//! Policies read at run time, without a server in front of them.

use std::collections::BTreeMap;

use cors_compiler::Exactness;
use cors_core::decide;
use cors_policy::runtime::{LoadError, RuntimePolicy};

use crate::{Answer, Failure, Group, Reply, Request, Subject};

/// A policy that is read from its text.
#[derive(Clone, Copy, Debug)]
pub struct ReadText;

/// A policy that is read under another profile than it is asked about, or under none, and is given what the right one's origin sets
/// hold.
#[derive(Clone, Copy, Debug)]
pub struct GivenSets;

impl Subject for ReadText {
    fn name(&self) -> &'static str {
        "runtime-text"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let builder = match &group.profile {
            Some(profile) => RuntimePolicy::builder().profile(profile),
            None => RuntimePolicy::builder(),
        };
        answers(builder.from_str("cors.yaml", &group.policy), requests)
    }
}

impl Subject for GivenSets {
    fn name(&self) -> &'static str {
        "runtime-sets"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let (document, _) = cors_compiler::parse(&group.source());
        let right = document.profiles.iter().find(|own| Some(&own.name.value) == group.profile.as_ref());
        let mut sets = BTreeMap::new();
        for set in document.origin_sets.iter().chain(right.iter().flat_map(|profile| &profile.sets)) {
            // What a profile says of a set comes later, and stays.
            let patterns: Vec<&str> = set.origins.iter().map(|pattern| pattern.value.as_str()).collect();
            sets.insert(set.name.value.as_str(), patterns);
        }
        let other = document.profiles.iter().find(|own| Some(&own.name.value) != group.profile.as_ref());
        let mut builder = RuntimePolicy::builder();
        if let Some(other) = other {
            builder = builder.profile(&other.name.value);
        }
        for (name, patterns) in sets {
            builder = builder.origin_set(name, patterns);
        }
        answers(builder.from_str("cors.yaml", &group.policy), requests)
    }
}

fn answers(policy: Result<RuntimePolicy, LoadError>, requests: &[Request]) -> Result<Reply, Failure> {
    let policy = policy?;
    let answer = |request| Answer::of_decision(&decide(&policy, request), request);
    Ok(Reply::Answers(requests.iter().map(answer).collect()))
}
