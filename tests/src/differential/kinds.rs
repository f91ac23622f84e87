//! The kinds of policies and requests that the generators are to bring, each seen in what they wrote and not in how they came to it.

mod policies;
mod requests;

use std::collections::BTreeMap;

use cors_compiler::ProgramRules;
use cors_core::Decision;

use crate::{Request, policies::Policy};
use policies::Written;
use requests::Sent;

/// How often each kind has been seen. What was seen often enough is no longer looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinds {
    seen: BTreeMap<&'static str, usize>,
}

/// Beyond this nothing is learned.
const ENOUGH: usize = 5;

impl Kinds {
    pub(super) fn see_policy(&mut self, policy: &Policy) {
        let written = Written::of(policy);
        for (kind, is_of) in policies::KINDS {
            self.see(kind, || is_of(&written));
        }
    }

    pub(super) fn see_request(&mut self, request: &Request, decision: &Decision<'_, ProgramRules>, is_sendable: bool) {
        let sent = Sent::of(request, decision, is_sendable);
        for (kind, is_of) in requests::KINDS {
            self.see(kind, || is_of(&sent));
        }
    }

    fn see(&mut self, kind: &'static str, is_of: impl FnOnce() -> bool) {
        let seen = self.seen.entry(kind).or_default();
        if *seen < ENOUGH && is_of() {
            *seen += 1;
        }
    }

    /// The kinds that did not come up, and those of `refused` that did.
    pub(super) fn faults(&self, refused: &[&'static str]) -> Vec<String> {
        let mut faults = Vec::new();
        for (kind, count) in &self.seen {
            match (refused.contains(kind), *count) {
                (false, 0) => faults.push(format!("nothing came up of the kind: {kind}")),
                (true, 1..) => faults.push(format!("the target holds what it was said to refuse: {kind}")),
                _ => {}
            }
        }
        let unknown = refused.iter().filter(|kind| !self.seen.contains_key(*kind));
        faults.extend(unknown.map(|kind| format!("there is no kind: {kind}")));
        faults
    }
}
