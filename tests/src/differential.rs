//! Subject against reference, on random policies and on requests that aim at them.

mod declared;
mod row;
mod shrink;

use std::{collections::BTreeMap, fmt};

use cors_compiler::{Exactness, Program, Source, compile};

use crate::{
    Answer, Failure, Group, Reply, Request, Subject,
    aimed::{Aim, is_sendable},
    corpus::is_same,
    policies::{Policy, Random},
};
use declared::Declared;

/// How much is compared.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// What everything follows from: `CORSGEN_SEED`, else 1.
    pub seed: u64,
    /// How many policies: `CORSGEN_POLICIES`.
    pub policies: u64,
    /// How many requests to each: `CORSGEN_REQUESTS`.
    pub requests: usize,
    /// Whether requests go through a parser, which takes the blanks off around a header's value.
    pub is_parsed: bool,
    /// Whether `preflight: forward` is left out, for a target that cannot hold it.
    pub only_answers: bool,
}

impl Plan {
    /// So many policies and requests, or ten times as many policies in the long run; the environment has the last word.
    ///
    /// # Errors
    ///
    /// A variable that holds no number.
    pub fn new(policies: u64, requests: usize) -> Result<Self, Failure> {
        let policies = if std::env::var_os("CORSGEN_LONG").is_some() { 10 * policies } else { policies };
        Ok(Self {
            seed: number("CORSGEN_SEED")?.unwrap_or(1),
            policies: number("CORSGEN_POLICIES")?.unwrap_or(policies),
            requests: number("CORSGEN_REQUESTS")?.map_or(Ok(requests), usize::try_from)?,
            is_parsed: false,
            only_answers: false,
        })
    }

    /// The same, through a parser.
    #[must_use]
    pub const fn parsed(self) -> Self {
        Self { is_parsed: true, ..self }
    }

    /// The policies, each with a seed of its own.
    pub fn policies(&self) -> impl Iterator<Item = (u64, Policy)> + use<> {
        let seeds = Policy::seeds(self.seed, self.policies);
        let only_answers = self.only_answers;
        seeds.map(move |seed| {
            let mut policy = Policy::of(seed);
            for block in policy.blocks_mut().filter(|_| only_answers) {
                block.others.retain(|(key, _)| *key != "preflight");
            }
            (seed, policy)
        })
    }

    /// The policies as subjects take them.
    pub fn groups(&self) -> Vec<Group> {
        self.policies().filter_map(|(_, policy)| Some(compiled(&policy)?.0)).collect()
    }
}

fn number(name: &str) -> Result<Option<u64>, Failure> {
    let Some(text) = std::env::var_os(name) else { return Ok(None) };
    let text = text.to_string_lossy();
    Ok(Some(text.parse().map_err(|_| format!("{name} is no number: `{text}`"))?))
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Policies that were asked.
    pub policies: usize,
    /// Requests whose answers were compared.
    pub requests: usize,
    /// Those that could be a browser's.
    pub sendable: usize,
    /// Requests that the policy's origins allow.
    pub allowed: usize,
    /// Requests that were answered otherwise, as the target declares: how many by each difference.
    pub declared: BTreeMap<&'static str, usize>,
    /// Requests that the server's parser refused.
    pub unsendable: usize,
    /// Policies that the target refuses.
    pub cannot_hold: usize,
    /// Policies that the compiler refuses.
    pub refused: usize,
    /// Rows for the corpus.
    pub differences: Vec<String>,
}

/// After so many there is enough to think about.
const MOST_DIFFERENCES: usize = 5;

/// Runs a plan on a subject.
///
/// # Errors
///
/// What kept the subject from answering.
pub fn run(subject: &mut dyn Subject, plan: &Plan) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for declared in declared::of(subject.name()) {
        tally.declared.insert(declared.id, 0);
    }
    for (seed, policy) in plan.policies() {
        let Some((group, program)) = compiled(&policy) else {
            tally.refused += 1;
            continue;
        };
        let (aim, mut random) = (Aim::at(&policy), Random::new(!seed));
        let requests: Vec<Request> = (0..plan.requests).map(|_| aim.request(&mut random)).collect();
        let reply =
            subject.answers(&group, &requests).map_err(|error| format!("policy {seed}: {error}\n{}", group.policy))?;
        let Reply::Answers(answers) = reply else {
            tally.cannot_hold += 1;
            continue;
        };
        assert_eq!(answers.len(), requests.len(), "{}: an answer for each request", subject.name());
        tally.policies += 1;
        for (request, answer) in requests.iter().zip(&answers) {
            let outcome = Comparison { subject, program: &program, request, is_parsed: plan.is_parsed }.outcome(answer);
            if tally.count(request, &program, &outcome) {
                let found =
                    shrink::shrink(&policy, request, &mut |policy, request| differs(subject, plan, policy, request));
                tally.differences.push(row::of(subject, plan, seed, &found.0, &found.1));
                // The next would mostly be the same once more.
                break;
            }
        }
        if tally.differences.len() == MOST_DIFFERENCES {
            return Ok(tally);
        }
    }
    Ok(tally)
}

/// A policy's text as subjects take it, and what the compiler makes of it; `None`: refused.
fn compiled(policy: &Policy) -> Option<(Group, Program)> {
    let group = Group {
        policy: policy.text(),
        profile: policy.profile.clone(),
        cannot_hold: BTreeMap::new(),
        cases: Vec::new(),
    };
    let (program, _) = compile(&Source::new("cors.yaml", group.policy.as_str()), &group.options()).ok()?;
    Some((group, program))
}

/// Whether a subject answers a request to a policy as it should not.
fn differs(subject: &mut dyn Subject, plan: &Plan, policy: &Policy, request: &Request) -> bool {
    let Some((group, program)) = compiled(policy) else { return false };
    let Ok(Reply::Answers(answers)) = subject.answers(&group, std::slice::from_ref(request)) else { return false };
    let comparison = Comparison { subject, program: &program, request, is_parsed: plan.is_parsed };
    answers.iter().any(|answer| comparison.outcome(answer) == Outcome::Different)
}

/// What a comparison finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Same,
    /// By the difference of this id.
    Declared(&'static str),
    /// The server's parser refused it.
    Unsendable,
    Different,
}

struct Comparison<'a> {
    subject: &'a dyn Subject,
    program: &'a Program,
    request: &'a Request,
    is_parsed: bool,
}

impl Comparison<'_> {
    fn outcome(&self, answer: &Answer) -> Outcome {
        let is_browsers = matches!(self.subject.exactness(), Exactness::BrowserExact(_));
        if is_browsers && !is_sendable(self.request) {
            return Outcome::Same;
        }
        let parsed = if self.is_parsed { declared::parsed(self.request) } else { self.request.clone() };
        if self.is_same(&parsed, answer) {
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

    fn is_same(&self, request: &Request, answer: &Answer) -> bool {
        is_same(self.subject.exactness(), request, &self.expected(request), answer)
    }

    fn expected(&self, request: &Request) -> Answer {
        Answer::of_decision(&cors_core::decide(self.program, request), request)
    }
}

impl Tally {
    /// Whether it is a difference.
    fn count(&mut self, request: &Request, program: &Program, outcome: &Outcome) -> bool {
        self.requests += 1;
        self.sendable += usize::from(is_sendable(request));
        self.allowed += usize::from(cors_core::decide(program, request).verdict.origin == Some(true));
        match outcome {
            Outcome::Same => {}
            Outcome::Declared(id) => *self.declared.entry(id).or_default() += 1,
            Outcome::Unsendable => self.unsendable += 1,
            Outcome::Different => return true,
        }
        false
    }

    /// The declared differences that were never seen.
    pub fn unseen(&self) -> impl Iterator<Item = &'static str> {
        self.declared.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} policies, {} requests, {} declared differences, {} policies that it cannot hold, {} requests that its parser \
             refuses, {} differences",
            self.policies,
            self.requests,
            self.declared.values().sum::<usize>(),
            self.cannot_hold,
            self.unsendable,
            self.differences.len()
        )
    }
}
