use std::collections::BTreeMap;

use cors_compiler::{Program, Source, compile, render};

use crate::{Failure, Group, policies::Policy};

/// How much is compared.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// What everything follows from: `CORSGEN_SEED`, else 1.
    pub seed: u64,
    /// How many policies are answered to: `CORSGEN_POLICIES`.
    pub policies: usize,
    /// How many requests to each: `CORSGEN_REQUESTS`.
    pub requests: usize,
    /// Takes out of a policy what the target refuses: else too few would be left of those that have a bit of everything.
    pub adapt: fn(&mut Policy),
    /// Kinds of policies that are then not there.
    pub refuses: &'static [&'static str],
}

/// A target that holds fewer policies than one in so many is compared too seldom.
const MOST_TRIES: usize = 5;

impl Plan {
    /// So many policies, `long` in the long run, and so many requests to each; the environment has the last word.
    ///
    /// # Errors
    ///
    /// A variable that holds no number.
    pub fn new(policies: usize, long: usize, requests: usize) -> Result<Self, Failure> {
        let policies = if std::env::var_os("CORSGEN_LONG").is_some() { long } else { policies };
        Ok(Self {
            seed: number("CORSGEN_SEED")?.unwrap_or(1),
            policies: number("CORSGEN_POLICIES")?.map_or(Ok(policies), usize::try_from)?,
            requests: number("CORSGEN_REQUESTS")?.map_or(Ok(requests), usize::try_from)?,
            adapt: |_| {},
            refuses: &[],
        })
    }

    /// The seeds of the policies, more than are wanted: a target may refuse some.
    pub(super) fn seeds(&self) -> impl Iterator<Item = u64> + use<> {
        Policy::seeds(self.seed, (MOST_TRIES * self.policies) as u64)
    }

    /// The policy of a seed.
    pub(super) fn policy(&self, seed: u64) -> Policy {
        let mut policy = Policy::of(seed);
        (self.adapt)(&mut policy);
        policy
    }
}

fn number(name: &str) -> Result<Option<u64>, Failure> {
    let Some(text) = std::env::var_os(name) else { return Ok(None) };
    let text = text.to_string_lossy();
    Ok(Some(text.parse().map_err(|_| format!("{name} is no number: `{text}`"))?))
}

/// A policy's text as subjects take it, and what the compiler makes of it.
///
/// # Errors
///
/// Why it is refused.
pub(super) fn compiled(policy: &Policy) -> Result<(Group, Program), Failure> {
    let group = Group {
        policy: policy.text(),
        profile: policy.profile.clone(),
        cannot_hold: BTreeMap::new(),
        cases: Vec::new(),
    };
    let source = Source::new("cors.yaml", group.policy.as_str());
    match compile(&source, &group.options()) {
        Ok((program, _)) => Ok((group, program)),
        Err(report) => {
            let findings: String = report.findings().iter().map(|finding| render::plain(&source, finding)).collect();
            Err(format!("refused:\n{findings}\n{}", group.policy).into())
        }
    }
}
