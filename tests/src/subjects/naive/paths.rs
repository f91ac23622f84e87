use std::cmp::Reverse;

use cors_compiler::{Document, PolicyBlock, RouteBlock};

use super::expression::expression;

/// What holds for a path.
pub(super) enum Claim<'a> {
    /// This policy; of the route that is written so, or of the `document`.
    Policy(&'a str, &'a PolicyBlock),
    CorsFalse,
    Ambiguous,
    Nothing,
}

/// What two servers could read differently, each on its own.
const AMBIGUITIES: [&str; 9] = [
    // A triplet of an unreserved character.
    "%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])",
    // A triplet of `/ \ ;` or NUL.
    "%(?:2[Ff]|5[Cc]|3[Bb]|00)",
    // A `%` that opens no triplet.
    r"%(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?\z)",
    ";",
    r"\\",
    "//",
    r"/\.\.?(?:/|\z)",
    // No `pchar`, and none of `[ ] | ^`.
    r"[^A-Za-z0-9._~!$&'()*+,;=:@%/\\\[\]|^-]",
    r"\A[^/]",
];

pub(super) fn claim<'a>(document: &'a Document, path: &[u8]) -> Claim<'a> {
    let path = if path.is_empty() { b"/" } else { path };
    let mut routes: Vec<(&str, &RouteBlock)> = Vec::new();
    for route in document.routes.iter().flat_map(|routes| &routes.value) {
        routes.extend(route.paths.iter().map(|path| (path.value.as_str(), route)));
    }
    if !routes.is_empty() && AMBIGUITIES.iter().any(|text| expression(text).is_match(path)) {
        return Claim::Ambiguous;
    }
    // Two that differ in case alone are equally specific: their bytes decide.
    routes.sort_by_key(|(written, _)| (written.ends_with('*'), Reverse(written.len()), *written));
    let claimed = routes.iter().position(|(written, _)| expression(&claims(written)).is_match(path));
    let ignoring_case =
        routes.iter().position(|(written, _)| expression(&format!("(?i){}", claims(written))).is_match(path));
    if ignoring_case != claimed {
        // The first that claims it in any case stands at or before the one that claims it as it stands.
        return Claim::Ambiguous;
    }
    match claimed.map(|index| routes[index]) {
        Some((_, route)) if route.cors_false.is_some() => Claim::CorsFalse,
        Some((written, route)) => Claim::Policy(written, &route.policy),
        None if document.policy.allow_origins.is_some() => Claim::Policy("document", &document.policy),
        None => Claim::Nothing,
    }
}

/// The paths that a route's pattern claims.
fn claims(written: &str) -> String {
    match written.strip_suffix("/*") {
        Some(prefix) => format!(r"\A{}(?:/.*)?\z", regex::escape(prefix)),
        None if written == "/" => r"\A/\z".to_owned(),
        None => format!(r"\A{}/?\z", regex::escape(written)),
    }
}
