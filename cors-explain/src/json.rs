//! An explanation for programs. The first fields are a contract; others may join them.

mod beside;
mod diagnosis;
mod exchange;
mod failure;
mod matrix;
mod parts;
mod policy;
mod sequence;

use serde::Serialize;

use crate::{Explanation, Sentence};
use beside::JsonBeside;
use exchange::{JsonExchange, JsonPreflight};
use failure::JsonFailure;
use parts::{JsonConsole, JsonHeader, JsonOrigins, JsonRung, JsonTrial};
use policy::{JsonEdit, JsonLine, JsonWanted};
use sequence::JsonEvent;

pub use diagnosis::diagnosis;
pub use matrix::matrix;

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Json<'a> {
    version: u32,
    outcome: &'static str,
    same_origin: bool,
    preflight: Option<JsonPreflight<'a>>,
    actual: Option<JsonExchange<'a>>,
    readable_headers: &'a [String],
    failed: Option<JsonFailure>,
    also_would_fail: Vec<JsonFailure>,
    policy_line: Option<JsonLine<'a>>,
    browser: &'static str,
    verdict: String,
    says: Option<String>,
    edit: Option<JsonEdit<'a>>,
    wanted: Option<JsonWanted<'a>>,
    sequence: Vec<JsonEvent<'a>>,
    ladder: Vec<JsonRung<'a>>,
    console: Vec<JsonConsole<'a>>,
    origins: JsonOrigins<'a>,
    headers: Vec<JsonHeader<'a>>,
    try_it: Vec<JsonTrial<'a>>,
    limits: Vec<String>,
    beside: Option<JsonBeside<'a>>,
    warnings: Vec<String>,
    assumptions: Vec<String>,
}

/// The explanation as one line of JSON, with its line feed.
///
/// # Errors
///
/// Never in practice: everything in it can be written.
pub fn json(explanation: &Explanation) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Json::new(explanation)).map(|line| line + "\n")
}

impl<'a> Json<'a> {
    fn new(explanation: &'a Explanation) -> Self {
        let outcome = &explanation.outcome;
        let policy = explanation.policy.as_ref();
        Self {
            version: VERSION,
            outcome: outcome.verdict.name(),
            same_origin: outcome.same_origin,
            preflight: outcome.preflight().map(JsonPreflight::new),
            actual: outcome.actual().map(JsonExchange::new),
            readable_headers: &outcome.readable_headers,
            failed: outcome.failed.as_ref().map(JsonFailure::new),
            also_would_fail: explanation.also_would_fail.iter().map(JsonFailure::new).collect(),
            policy_line: policy.and_then(|policy| policy.line.as_ref()).map(JsonLine::new),
            browser: explanation.browser.name(),
            verdict: explanation.verdict.sentence.to_string(),
            says: policy.map(|policy| policy.says.to_string()),
            edit: policy.and_then(|policy| policy.cure.as_ref()).map(JsonEdit::new),
            wanted: explanation.wanted.as_ref().map(JsonWanted::new),
            sequence: explanation.sequence.events.iter().map(JsonEvent::new).collect(),
            ladder: explanation.ladder.rungs.iter().map(JsonRung::new).collect(),
            console: explanation.console.iter().map(JsonConsole::new).collect(),
            origins: JsonOrigins::new(&explanation.origins),
            headers: explanation.headers.rows.iter().map(JsonHeader::new).collect(),
            try_it: explanation.trials.iter().map(JsonTrial::new).collect(),
            limits: plain(&explanation.limits),
            beside: explanation.beside.as_ref().map(JsonBeside::new),
            warnings: plain(&explanation.warnings),
            assumptions: plain(&explanation.assumptions),
        }
    }
}

fn plain(sentences: &[Sentence]) -> Vec<String> {
    sentences.iter().map(Sentence::to_string).collect()
}
