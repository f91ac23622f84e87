use cors_compiler::{Exactness, Program};

use super::declared::{self, Declared};
use crate::{Answer, Request, Subject, aimed::is_sendable, corpus::is_same};

/// What a comparison finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Same,
    /// By the difference of this id.
    Declared(&'static str),
    /// The server's parser refused it.
    Unsendable,
    Different,
}

/// A request to a policy, and who answered it.
pub(super) struct Comparison<'a> {
    pub(super) subject: &'a dyn Subject,
    pub(super) program: &'a Program,
    pub(super) request: &'a Request,
    pub(super) is_parsed: bool,
}

impl Comparison<'_> {
    pub(super) fn outcome(&self, answer: &Answer) -> Outcome {
        let is_browsers = matches!(self.subject.exactness(), Exactness::BrowserExact(_));
        if is_browsers && !is_sendable(self.request) {
            return Outcome::Same;
        }
        if self.is_same(&self.seen(), answer) {
            return Outcome::Same;
        }
        let explains = |declared: &&Declared| match (declared.instead)(self.request) {
            Some(declared::Instead::Of(seen)) => self.is_same(&seen, answer),
            Some(declared::Instead::Refused) => matches!(answer, Answer::Unsendable(400)),
            None => false,
        };
        if let Some(declared) = declared::of(self.subject.name()).iter().find(explains) {
            return Outcome::Declared(declared.id);
        }
        let may_refuse = !is_sendable(self.request) || declared::parser_refuses(self.subject.name(), self.request);
        match answer {
            Answer::Unsendable(_) if self.is_parsed && may_refuse => Outcome::Unsendable,
            _ => Outcome::Different,
        }
    }

    /// What the reference answers.
    pub(super) fn expected(&self) -> Answer {
        self.decided(&self.seen())
    }

    /// The request as it comes out of a parser, if there is one.
    fn seen(&self) -> Request {
        if self.is_parsed { declared::parsed(self.request) } else { self.request.clone() }
    }

    fn is_same(&self, request: &Request, answer: &Answer) -> bool {
        is_same(self.subject.exactness(), request, &self.decided(request), answer)
    }

    fn decided(&self, request: &Request) -> Answer {
        Answer::of_decision(&cors_core::decide(self.program, request), request)
    }
}
