//! Every case that the maps can tell apart, and what is decided in it.

use std::sync::Arc;

use cors_core::{Class, Effect, OnDenied, Outcome, Terms};

use super::{
    map::Table,
    own_page, paths,
    policies::{self, Policies, Policy},
    quoted::Quoted,
    scenario::{Findings, Holds, Scenario},
    variable::{Names, Variable},
};
use crate::Program;

/// One case.
#[derive(Clone, Debug)]
pub(super) struct Case<'p> {
    /// How it is written: `p0 actual yes`, or without the policy where there is only one.
    pub(super) key: Quoted,
    /// What holds, if any rules do.
    pub(super) terms: Option<&'p Terms<Arc<str>>>,
    /// What is to be done.
    pub(super) outcome: Outcome,
    /// The headers.
    pub(super) effect: Effect,
    /// Why, in one word, or the variable that holds it.
    pub(super) word: Quoted,
}

/// The class of a request, and every word that it may have.
pub(super) const CLASSES: [(Class, &str); 3] =
    [(Class::NotCors, "not-cors"), (Class::Actual, "actual"), (Class::Preflight, "preflight")];

const NOTHING_FOUND: Findings =
    Findings { class: Class::Actual, origin: false, own_page: false, method: false, headers: false };

/// What holds for a path, the class and what was found of the origin, in one value, except where there are no rules.
pub(super) fn table(names: &Names, program: &Program, policies: &Policies<'_>) -> Table {
    let class = names.variable("class");
    let Some(only) = policies.distinct.first().filter(|_| program.routes.is_empty()) else {
        let policy = paths::variable(names);
        let found =
            Quoted::variable(&policy).and(" ").and_variable(&class).and(" ").and_variable(&names.variable("found"));
        let without_rules =
            [(paths::DENY, r"~\Adeny "), (paths::AMBIGUOUS, r"~\Aambiguous "), (paths::UNCLAIMED, r"~\Anone ")];
        let without_rules = without_rules.into_iter().filter(|(word, _)| is_one_case(word, program));
        return Table::new(found.clone(), found)
            .lines(without_rules.map(|(word, regex)| (Quoted::new(regex), Quoted::new(word))))
            .lines(policies.distinct.iter().enumerate().filter_map(|(place, policy)| refined(Some(place), policy)));
    };
    let found = Quoted::variable(&class).and(" ").and_quoted(&only.origin);
    Table::new(found.clone(), found).lines(refined(None, only))
}

/// What was found of the origin, by what holds for the path.
pub(super) fn found(names: &Names, program: &Program, policies: &Policies<'_>) -> Table {
    let table = Table::new(Quoted::variable(&paths::variable(names)), Quoted::new("no"));
    let by_policy = policies.distinct.iter().enumerate().filter(|(_, policy)| policy.origin != Quoted::new("no"));
    let table = table.lines(by_policy.map(|(place, policy)| (policies::word(place), policy.origin.clone())));
    if program.rejects() {
        table.line(Quoted::new(paths::AMBIGUOUS), Quoted::variable(&own_page::variable(names)))
    } else {
        table
    }
}

/// Under `reject`, what a preflight asks for makes cases of its own.
fn refined(place: Option<usize>, policy: &Policy<'_>) -> Option<(Quoted, Quoted)> {
    let rejects = policy.terms.on_denied == OnDenied::Reject && policy.can_allow;
    let preflight = || prefix(place).and("preflight ");
    rejects.then(|| (preflight().and("yes"), preflight().and_variable(&policy.lists)))
}

/// Whether there are such paths, and all requests to them are one case.
fn is_one_case(word: &str, program: &Program) -> bool {
    match word {
        paths::DENY => program.routes.iter().any(|route| route.rules.is_none()),
        paths::AMBIGUOUS => !program.rejects(),
        _ => paths::can_be_unclaimed(program),
    }
}

/// Every case of a program.
pub(super) fn all<'p>(program: &Program, policies: &Policies<'p>) -> Vec<Case<'p>> {
    let alone = program.routes.is_empty();
    let mut cases = Vec::new();
    for (place, policy) in policies.distinct.iter().enumerate() {
        add_policy(&mut cases, (!alone).then_some(place), policy);
    }
    if alone {
        return cases;
    }
    for (word, holds) in [(paths::DENY, Holds::Denied), (paths::UNCLAIMED, Holds::Unclaimed)] {
        if is_one_case(word, program) {
            cases.push(Case::new(Quoted::new(word), holds, NOTHING_FOUND, None));
        }
    }
    add_ambiguous(&mut cases, program.rejects());
    cases
}

fn add_ambiguous(cases: &mut Vec<Case<'_>>, rejects: bool) {
    let holds = Holds::Ambiguous { rejects };
    if !rejects {
        return cases.push(Case::new(Quoted::new(paths::AMBIGUOUS), holds, NOTHING_FOUND, None));
    }
    for (class, word) in CLASSES {
        for (own_page, found) in [(false, "no"), (true, "own")] {
            let key = Quoted::new(paths::AMBIGUOUS).and(" ").and(word).and(" ").and(found);
            cases.push(Case::new(key, holds, Findings { class, own_page, ..NOTHING_FOUND }, None));
        }
    }
}

fn add_policy<'p>(cases: &mut Vec<Case<'p>>, place: Option<usize>, policy: &Policy<'p>) {
    let (holds, rejects) = (Holds::Rules(policy.terms), policy.terms.on_denied == OnDenied::Reject);
    for (class, word) in CLASSES {
        let key = || prefix(place).and(word).and(" ");
        let found = Findings { class, ..NOTHING_FOUND };
        if !policy.terms.any_origin {
            cases.push(Case::new(key().and("no"), holds, found, None));
            if rejects {
                cases.push(Case::new(key().and("own"), holds, Findings { own_page: true, ..found }, None));
            }
        }
        let allowed = Findings { origin: true, method: true, headers: true, ..found };
        if !policy.can_allow || (class == Class::NotCors && !policy.terms.any_origin) {
            continue;
        }
        if class != Class::Preflight {
            cases.push(Case::new(key().and("yes"), holds, allowed, None));
        } else if rejects {
            cases.push(Case::new(key().and("allowed"), holds, allowed, None));
            let denied = Findings { headers: false, ..allowed };
            cases.push(Case::new(key().and("headers-denied"), holds, denied, None));
            let denied = Findings { method: false, ..allowed };
            cases.push(Case::new(key().and("method-denied"), holds, denied, None));
        } else {
            cases.push(Case::new(key().and("yes"), holds, allowed, Some(&policy.lists)));
        }
    }
}

fn prefix(place: Option<usize>) -> Quoted {
    place.map_or(Quoted::default(), |place| policies::word(place).and(" "))
}

impl<'p> Case<'p> {
    /// `lists`: what tells why, where the answer does not depend on it.
    fn new(key: Quoted, holds: Holds<'p>, findings: Findings, lists: Option<&Variable>) -> Self {
        let scenario = Scenario::new(holds, findings);
        let decision = scenario.decision(&findings);
        let terms = match holds {
            Holds::Rules(terms) => Some(terms),
            Holds::Denied | Holds::Ambiguous { .. } | Holds::Unclaimed => None,
        };
        let word = lists.map_or(Quoted::new(decision.word()), Quoted::variable);
        Self { key, terms, outcome: decision.outcome, effect: decision.effect, word }
    }
}
