use std::{collections::BTreeMap, fmt};

use cors_compiler::Program;

use super::{Known, Outcome, Plan, declared, kinds::Kinds};
use crate::{Request, Subject};

/// What came of a run on one subject.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The subject's name.
    pub subject: &'static str,
    /// Policies that it answered to.
    pub policies: usize,
    /// Requests whose answers were compared.
    pub requests: usize,
    /// Requests whose answers were not: no browser could send them, and the target is exact in what a browser sees.
    pub not_compared: usize,
    /// Requests that could be a browser's.
    pub sendable: usize,
    /// Requests that the policy's origins allow.
    pub allowed: usize,
    /// Requests that were answered otherwise, as the target declares.
    pub differ_as_declared: usize,
    /// How many by each difference; by several, some.
    pub declared: BTreeMap<&'static str, usize>,
    /// Requests that the server's parser refused.
    pub unsendable: usize,
    /// Policies that the target refuses.
    pub cannot_hold: usize,
    /// The kinds of policies and requests that came up.
    pub(super) kinds: Kinds,
    /// Rows for the corpus.
    pub differences: Vec<String>,
}

/// After so many there is enough to think about.
const MOST_DIFFERENCES: usize = 3;

/// Of fewer requests, that something did not come up says nothing.
const ENOUGH_TO_SEE_ALL: usize = 100 * 200;

impl Tally {
    pub(super) fn of(subject: &dyn Subject) -> Self {
        Self {
            subject: subject.name(),
            policies: 0,
            requests: 0,
            not_compared: 0,
            sendable: 0,
            allowed: 0,
            differ_as_declared: 0,
            declared: declared::ids(subject.name()).map(|id| (id, 0)).collect(),
            unsendable: 0,
            cannot_hold: 0,
            kinds: Kinds::default(),
            differences: Vec::new(),
        }
    }

    pub(super) fn wants_more(&self, plan: &Plan) -> bool {
        self.policies < plan.policies && self.differences.len() < MOST_DIFFERENCES
    }

    pub(super) fn count(&mut self, request: &Request, program: &Program, known: &Known, outcome: &Outcome) {
        self.sendable += usize::from(known.is_sendable);
        self.allowed += usize::from(known.expected.is_to_allowed_origin());
        self.kinds.see_request(request, program, known.is_sendable);
        if *outcome == Outcome::NotCompared {
            self.not_compared += 1;
        } else {
            self.requests += 1;
        }
        match outcome {
            Outcome::Same | Outcome::Different | Outcome::NotCompared => {}
            Outcome::Declared(ids) => {
                self.differ_as_declared += 1;
                ids.iter().for_each(|id| *self.declared.entry(id).or_default() += 1);
            }
            Outcome::Unsendable => self.unsendable += 1,
        }
    }

    /// What is wrong with the subject, or with the run; nothing, if all is well.
    pub fn faults(&self, plan: &Plan) -> Vec<String> {
        let mut faults = self.differences.clone();
        if !faults.is_empty() {
            // What a run that was broken off has not seen says nothing.
            return faults;
        }
        if self.policies < plan.policies {
            faults.push(format!("{} policies of {}: the target refuses the others", self.policies, plan.policies));
        }
        let sent = self.requests + self.not_compared;
        if sent < ENOUGH_TO_SEE_ALL {
            return faults;
        }
        let unseen = self.declared.iter().filter(|(_, count)| **count == 0);
        faults.extend(unseen.map(|(id, _)| format!("`{id}` is declared, and no answer differs by it")));
        faults.extend(self.kinds.faults(plan.refuses));
        if self.allowed * 5 < sent || self.sendable * 3 < sent {
            faults.push(format!(
                "of {sent} requests too few come from an allowed origin, {}, or could be a browser's, {}",
                self.allowed, self.sendable
            ));
        }
        faults
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} policies, {} requests, {} more that no browser sends and that are not compared, {} declared differences, \
             {} policies that it cannot hold, {} requests that its parser refuses, {} differences",
            self.policies,
            self.requests,
            self.not_compared,
            self.differ_as_declared,
            self.cannot_hold,
            self.unsendable,
            self.differences.len()
        )
    }
}
