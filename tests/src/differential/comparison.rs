use std::collections::BTreeSet;

use cors_compiler::{Exactness, Program};
use cors_core::OnDenied;

use super::{
    declared::{self, Declared},
    unseen,
};
use crate::{Answer, Request, Subject, aimed::is_sendable, corpus::is_same};

/// What a comparison finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Same,
    /// No browser could send it, and what a browser sees is all that the target is exact in.
    NotCompared,
    /// By the differences of these ids.
    Declared(BTreeSet<&'static str>),
    /// The server's parser refused it.
    Unsendable,
    Different,
}

/// A request to a policy, and who answered it.
pub(super) struct Comparison<'a> {
    pub(super) subject: &'a dyn Subject,
    pub(super) program: &'a Program,
    pub(super) request: &'a Request,
}

/// What is the same for every subject.
pub(super) struct Known {
    /// Whether it could be a browser's.
    pub(super) is_sendable: bool,
    /// What the reference answers to what comes out of a parser, if there is one.
    pub(super) expected: Answer,
}

impl Known {
    pub(super) fn of(program: &Program, request: &Request, has_parser: bool) -> Self {
        let expected = if has_parser { decided(program, &request.parsed()) } else { decided(program, request) };
        Self { is_sendable: is_sendable(request), expected }
    }
}

fn decided(program: &Program, request: &Request) -> Answer {
    Answer::of_decision(&cors_core::decide(program, request), request)
}

/// The same policy, with `on_denied: pass`.
fn without_refusals(program: &Program) -> Program {
    let mut program = program.clone();
    for rules in &mut program.rules {
        rules.terms.on_denied = OnDenied::Pass;
    }
    program
}

impl Comparison<'_> {
    pub(super) fn outcome(&self, known: &Known, answer: &Answer) -> Outcome {
        let exactness = self.subject.exactness();
        let is_browsers = matches!(exactness, Exactness::BrowserExact(_));
        if is_browsers && !known.is_sendable {
            return Outcome::NotCompared;
        }
        let is_same = |seen: &Request, expected: &Answer| is_same(exactness, seen, expected, answer);
        if is_same(self.request, &known.expected) {
            return if is_browsers { self.beyond_a_page(known, answer) } else { Outcome::Same };
        }
        let explains = |differences: &&[Declared]| match declared::instead(differences, self.request) {
            Some(declared::Instead::Of(seen)) => is_same(&seen, &decided(self.program, &seen)),
            Some(declared::Instead::Refused) => matches!(answer, Answer::Unsendable(400)),
            None => false,
        };
        let declared = declared::of(self.subject.name());
        if let Some(differences) = declared.windows(1).chain(declared.windows(2)).find(explains) {
            return Outcome::Declared(differences.iter().map(|declared| declared.id).collect());
        }
        let may_refuse = !known.is_sendable || declared::parser_refuses(self.subject.name(), self.request);
        match answer {
            Answer::Unsendable(_) if self.subject.has_parser() && may_refuse => Outcome::Unsendable,
            _ => Outcome::Different,
        }
    }

    /// What no page sees must be declared too.
    fn beyond_a_page(&self, known: &Known, answer: &Answer) -> Outcome {
        let (Answer::Observed(expected), Answer::Observed(answer)) = (&known.expected, answer) else {
            return Outcome::Different;
        };
        let passed = || decided(&without_refusals(self.program), &self.request.parsed());
        match unseen::explained(self.request, expected, answer, passed) {
            Some(ids) if ids.is_empty() => Outcome::Same,
            Some(ids) => Outcome::Declared(ids),
            None => Outcome::Different,
        }
    }
}
