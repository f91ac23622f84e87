//! Code that was generated for the policies of the corpus, and for some of shapes that nobody writes by hand.

use cors_compiler::Exactness;
use cors_core::{Policy, Rules, decide};

use crate::{Answer, Failure, Group, Reply, Request, Subject};

include!(concat!(env!("OUT_DIR"), "/generated.rs"));

/// A policy and the code that was generated for it.
pub struct Entry {
    /// The policy's text.
    pub policy: &'static str,
    /// The profile that was selected; empty: none.
    pub profile: &'static str,
    /// The code.
    pub checker: &'static dyn Checker,
}

/// A policy of whatever type.
pub trait Checker: Sync {
    /// What becomes of a request.
    fn answer(&self, request: &Request) -> Answer;
    /// The decision alone, in a word.
    fn word(&self, request: &Request) -> &'static str;
    /// What the rules at `index` say to an origin.
    fn allows_origin(&self, index: usize, origin: &[u8]) -> Option<bool>;
}

impl<P: Policy<Rules: Rules<Text: AsRef<str>>> + Sync> Checker for P {
    fn answer(&self, request: &Request) -> Answer {
        Answer::of_decision(&decide(self, request), request)
    }

    fn word(&self, request: &Request) -> &'static str {
        decide(self, request).word()
    }

    fn allows_origin(&self, index: usize, origin: &[u8]) -> Option<bool> {
        Some(self.all().get(index)?.allows_origin(origin))
    }
}

/// The decision over generated code: that of the macro and of `corsgen --target rust`.
#[derive(Clone, Copy)]
pub struct Generated {
    entries: &'static [Entry],
}

impl Generated {
    /// The code for the corpus.
    pub const fn corpus() -> Self {
        Self::of(ALL)
    }

    /// Other code.
    pub const fn of(entries: &'static [Entry]) -> Self {
        Self { entries }
    }
}

impl Subject for Generated {
    fn name(&self) -> &'static str {
        "generated"
    }

    fn exactness(&self) -> Exactness {
        Exactness::HeaderExact(&[])
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let profile = group.profile.as_deref().unwrap_or_default();
        let mut entries = self.entries.iter();
        let generated = entries.find(|generated| generated.policy == group.policy && generated.profile == profile);
        let checker = generated.ok_or("nothing was generated for this policy: is it refused?")?.checker;
        Ok(Reply::Answers(requests.iter().map(|request| checker.answer(request)).collect()))
    }
}
