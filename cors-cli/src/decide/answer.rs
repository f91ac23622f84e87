use cors_compiler::{Program, ProgramRules};
use cors_core::{Class, Decision, Outcome};
use serde::Serialize;

use super::request::Request;

/// A decision as `--format json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct Answer<'p> {
    policy: Option<&'p str>,
    class: &'static str,
    origin: &'static str,
    method: Option<&'static str>,
    headers: Option<&'static str>,
    answered_by: &'static str,
    status: Option<u16>,
    response_headers: Vec<(&'static str, String)>,
}

impl<'p> Answer<'p> {
    /// What `program` decides for `request`.
    pub(super) fn new(program: &'p Program, request: &Request) -> Self {
        let decision = cors_core::decide(program, request);
        let verdict = decision.verdict;
        let (answered_by, status) = match decision.outcome {
            Outcome::Continue => ("application", None),
            Outcome::Respond(status) => ("layer", Some(status)),
        };
        Self {
            policy: decision.route.name(),
            class: match verdict.class {
                Class::Preflight => "preflight",
                Class::Actual => "actual",
                Class::NotCors => "not-cors",
            },
            origin: verdict.origin.map_or("absent", judged),
            method: verdict.method.map(judged),
            headers: verdict.headers.map(judged),
            answered_by,
            status,
            response_headers: response_headers(&decision, request),
        }
    }
}

const fn judged(allowed: bool) -> &'static str {
    if allowed { "allowed" } else { "denied" }
}

/// The headers that the layer sets, on whichever response goes out. Values are read as bytes, a character each.
pub(super) fn response_headers(
    decision: &Decision<'_, ProgramRules>,
    request: &Request,
) -> Vec<(&'static str, String)> {
    let headers = cors_explain::response_headers(decision, request.lines("origin").next());
    headers.into_iter().map(|(name, value)| (name, characters(&value))).collect()
}

/// Bytes as characters, U+0000 to U+00FF.
pub(super) fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
