//! Requests of which everything is known but their bytes, put to the one decision.
//!
//! An emitter that knew by itself what a policy answers would be a second decision. This one asks [`decide`] what holds in each
//! case that the maps can tell apart, and prints that.

use std::sync::Arc;

use cors_core::{Class, Decision, Field, Line, Policy, Request, Route, Rules, Terms, decide};

/// What the maps can find out about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Findings {
    /// How it is seen at first sight.
    pub(super) class: Class,
    /// Whether its origin is in the set.
    pub(super) origin: bool,
    /// Whether it comes from a page of one's own.
    pub(super) own_page: bool,
    /// Whether the method that it asks for is allowed.
    pub(super) method: bool,
    /// Whether the headers that it asks for are.
    pub(super) headers: bool,
}

/// What holds for its path.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds<'p> {
    /// Rules with these terms.
    Rules(&'p Terms<Arc<str>>),
    /// `cors: false`.
    Denied,
    /// The path is ambiguous.
    Ambiguous {
        /// Whether any rules of the document say `on_denied: reject`.
        rejects: bool,
    },
    /// Nothing.
    Unclaimed,
}

/// A path and a request, as if they were a policy.
#[derive(Debug)]
pub(super) struct Scenario<'p> {
    holds: Holds<'p>,
    rules: Option<FoundRules<'p>>,
}

/// Rules that have been asked already.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FoundRules<'p> {
    terms: &'p Terms<Arc<str>>,
    findings: Findings,
}

impl<'p> Scenario<'p> {
    /// Where `holds` holds, and `findings` were made.
    pub(super) fn new(holds: Holds<'p>, findings: Findings) -> Self {
        let rules = match holds {
            Holds::Rules(terms) => Some(FoundRules { terms, findings }),
            Holds::Denied | Holds::Ambiguous { .. } | Holds::Unclaimed => None,
        };
        Self { holds, rules }
    }

    /// What is decided.
    pub(super) fn decision(&self, findings: &Findings) -> Decision<'_, FoundRules<'p>> {
        decide(self, findings)
    }
}

impl<'p> Policy for Scenario<'p> {
    type Rules = FoundRules<'p>;

    fn all(&self) -> &[FoundRules<'p>] {
        self.rules.as_slice()
    }

    fn route(&self, _path: &[u8]) -> Route<'_, FoundRules<'p>> {
        match (&self.rules, self.holds) {
            (Some(rules), _) => Route::Rules(rules, ""),
            (None, Holds::Ambiguous { .. }) => Route::Ambiguous,
            (None, Holds::Unclaimed) => Route::Unclaimed,
            (None, Holds::Denied | Holds::Rules(_)) => Route::Denied,
        }
    }

    fn rejects(&self) -> bool {
        matches!(self.holds, Holds::Ambiguous { rejects: true })
    }
}

impl Rules for FoundRules<'_> {
    type Text = Arc<str>;

    fn index(&self) -> usize {
        0
    }

    fn terms(&self) -> &Terms<Arc<str>> {
        self.terms
    }

    fn allows_origin(&self, _origin: &[u8]) -> bool {
        self.findings.origin
    }

    fn allows_method(&self, _method: &[u8]) -> bool {
        self.findings.method
    }

    fn allows_header(&self, _name: &[u8]) -> bool {
        self.findings.headers
    }
}

/// A request that asks each of the questions.
impl Request for Findings {
    fn method(&self) -> &[u8] {
        if self.class == Class::Preflight { b"OPTIONS" } else { b"GET" }
    }

    fn path(&self) -> &[u8] {
        b"/"
    }

    fn authority(&self) -> Option<&[u8]> {
        None
    }

    fn line(&self, field: Field) -> Line<'_> {
        match field {
            Field::Origin if self.class == Class::NotCors => Line::Absent,
            Field::Origin => Line::One(b"origin"),
            Field::RequestMethod if self.class == Class::Preflight => Line::One(b"method"),
            Field::RequestMethod => Line::Absent,
            Field::SecFetchSite => Line::One(if self.own_page { b"same-origin" } else { b"cross-site" }),
        }
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(b"header".as_slice())
    }
}
