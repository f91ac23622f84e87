//! The policies that differ: routes that say the same share one.

use std::sync::Arc;

use cors_core::{OnDenied, Terms};

use super::{
    lists::Lists,
    origins::Origins,
    own_page,
    quoted::Quoted,
    variable::{Names, Variable},
};
use crate::Program;

/// One policy: rules, wherever they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Policy<'p> {
    /// What does not depend on the request.
    pub(super) terms: &'p Terms<Arc<str>>,
    /// What says `yes`, `no` or, under `reject`, `own` to the request's origin: a word or a variable.
    pub(super) origin: Quoted,
    /// Whether it can say `yes`.
    pub(super) can_allow: bool,
    /// Judges what a preflight asks for.
    pub(super) lists: Variable,
}

/// All policies of a program.
#[derive(Debug)]
pub(super) struct Policies<'p> {
    /// Each policy once, in the author's order.
    pub(super) distinct: Vec<Policy<'p>>,
    /// For each of [`Program::rules`], its policy's place in `distinct`.
    places: Vec<usize>,
}

impl<'p> Policies<'p> {
    /// Those of `program`; what they look up is added to `origins` and `lists`.
    pub(super) fn new(names: &Names, program: &'p Program, origins: &mut Origins<'_>, lists: &mut Lists<'_>) -> Self {
        let mut policies = Self { distinct: Vec::new(), places: Vec::new() };
        for rules in &program.rules {
            let otherwise = match rules.terms.on_denied {
                OnDenied::Pass => Quoted::new("no"),
                OnDenied::Reject => Quoted::variable(&own_page::variable(names)),
            };
            let origin = origins.answer(rules, otherwise.clone());
            let can_allow = origin != otherwise;
            policies.add(Policy { terms: &rules.terms, origin, can_allow, lists: lists.variable(rules) });
        }
        policies
    }

    fn add(&mut self, policy: Policy<'p>) {
        let place = self.distinct.iter().position(|known| *known == policy).unwrap_or_else(|| {
            self.distinct.push(policy);
            self.distinct.len() - 1
        });
        self.places.push(place);
    }

    /// What the policy of the rules at `index` is called in keys.
    pub(super) fn word_of(&self, index: usize) -> Quoted {
        self.places.get(index).map_or(Quoted::new(super::paths::DENY), |place| word(*place))
    }
}

/// What the policy at `place` is called in keys.
pub(super) fn word(place: usize) -> Quoted {
    Quoted::new("p").and_number(place)
}
