use cors_compiler::{Program, ProgramRules};
use cors_core::{AllowOrigin, Class, Decision, Lists, Outcome, Rules as _, Vary};
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
    let effect = decision.effect;
    let mut headers = Vec::new();
    if let Some(terms) = decision.route.rules().map(ProgramRules::terms) {
        let origin = match effect.allow_origin {
            AllowOrigin::None => None,
            AllowOrigin::Any => Some("*".to_owned()),
            AllowOrigin::Echo => request.lines("origin").next().map(characters),
        };
        headers.extend(origin.map(|origin| ("access-control-allow-origin", origin)));
        if effect.allow_origin == AllowOrigin::Echo && terms.credentials {
            headers.push(("access-control-allow-credentials", "true".to_owned()));
        }
        let lists = match effect.lists {
            Lists::None => Vec::new(),
            Lists::Preflight => vec![
                ("access-control-allow-methods", &terms.allow_methods),
                ("access-control-allow-headers", &terms.allow_headers),
                ("access-control-max-age", &terms.max_age),
            ],
            Lists::Actual => vec![("access-control-expose-headers", &terms.expose_headers)],
        };
        headers.extend(lists.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.to_string()))));
    }
    let vary = match effect.vary {
        Vary::None => return headers,
        Vary::Origin => "Origin",
        Vary::Preflight => "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    };
    headers.push(("vary", vary.to_owned()));
    headers
}

/// Bytes as characters, U+0000 to U+00FF.
pub(super) fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
