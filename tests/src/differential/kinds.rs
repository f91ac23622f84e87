//! The kinds of policies and requests that the generators are to bring, each seen in what they wrote and not in how they came to it.

mod policies;
mod requests;

use cors_compiler::Program;

use crate::{Request, policies::Policy};
use policies::Written;
use requests::Sent;

/// The kinds that have not been seen often enough: each one's number, and how often it has been.
#[derive(Clone, Debug)]
pub(super) struct Kinds {
    policies: Vec<(usize, usize)>,
    requests: Vec<(usize, usize)>,
}

/// Beyond this nothing is learned: a kind that was seen so often is no longer looked for.
const ENOUGH: usize = 5;

impl Default for Kinds {
    fn default() -> Self {
        let none = |count: usize| (0..count).map(|number| (number, 0)).collect();
        Self { policies: none(policies::KINDS.len()), requests: none(requests::KINDS.len()) }
    }
}

impl Kinds {
    pub(super) fn see_policy(&mut self, policy: &Policy) {
        let written = Written::of(policy);
        see(&mut self.policies, |number| policies::KINDS[number].1(&written));
    }

    pub(super) fn see_request(&mut self, request: &Request, program: &Program, is_sendable: bool) {
        if !self.requests.is_empty() {
            let decision = cors_core::decide(program, request);
            let sent = Sent::of(request, &decision, is_sendable);
            see(&mut self.requests, |number| requests::KINDS[number].1(&sent));
        }
    }

    /// The kinds that did not come up, and those of `refused` that did.
    pub(super) fn faults(&self, refused: &[&'static str]) -> Vec<String> {
        let seldom = |seen: &[(usize, usize)], number| seen.iter().find(|seen| seen.0 == number).map(|seen| seen.1);
        let policies = policies::KINDS.iter().enumerate().map(|(n, kind)| (kind.0, seldom(&self.policies, n)));
        let requests = requests::KINDS.iter().enumerate().map(|(n, kind)| (kind.0, seldom(&self.requests, n)));
        let mut faults = Vec::new();
        for (kind, seen) in policies.chain(requests) {
            match (refused.contains(&kind), seen == Some(0)) {
                (false, true) => faults.push(format!("nothing came up of the kind: {kind}")),
                (true, false) => faults.push(format!("the target holds what it was said to refuse: {kind}")),
                _ => {}
            }
        }
        faults
    }
}

fn see(seldom: &mut Vec<(usize, usize)>, is_of: impl Fn(usize) -> bool) {
    for (number, seen) in seldom.iter_mut() {
        *seen += usize::from(is_of(*number));
    }
    seldom.retain(|(_, seen)| *seen < ENOUGH);
}
