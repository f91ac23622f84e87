use std::cmp::Reverse;

use cors_compiler::{Document, PolicyBlock, RouteBlock};
use regex::bytes::Regex;

use super::expression::{Constant, expression};

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

static AMBIGUITY: Constant = Constant::new(|| expression(&AMBIGUITIES.join("|")));

/// The paths of a document's routes, the most specific first.
pub(super) struct Paths<'a> {
    document: &'a Document,
    paths: Vec<Path<'a>>,
}

struct Path<'a> {
    written: &'a str,
    route: &'a RouteBlock,
    claims: Regex,
    claims_in_any_case: Regex,
}

impl<'a> Paths<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let mut paths: Vec<Path<'_>> = Vec::new();
        for route in document.routes.iter().flat_map(|routes| &routes.value) {
            paths.extend(route.paths.iter().map(|path| Path::of(path.value.as_str(), route)));
        }
        // Two that differ in case alone are equally specific: their bytes decide.
        paths.sort_by_key(|path| (path.written.ends_with('*'), Reverse(path.written.len()), path.written));
        Self { document, paths }
    }

    pub(super) fn claim(&self, path: &[u8]) -> Claim<'a> {
        let path = if path.is_empty() { b"/" } else { path };
        if !self.paths.is_empty() && AMBIGUITY.is_match(path) {
            return Claim::Ambiguous;
        }
        let claimed = self.paths.iter().position(|own| own.claims.is_match(path));
        if self.paths.iter().position(|own| own.claims_in_any_case.is_match(path)) != claimed {
            // The first that claims it in any case stands at or before the one that claims it as it stands.
            return Claim::Ambiguous;
        }
        match claimed.map(|index| &self.paths[index]) {
            Some(own) if own.route.cors_false.is_some() => Claim::CorsFalse,
            Some(own) => Claim::Policy(own.written, &own.route.policy),
            None if self.document.policy.allow_origins.is_some() => Claim::Policy("document", &self.document.policy),
            None => Claim::Nothing,
        }
    }
}

impl<'a> Path<'a> {
    fn of(written: &'a str, route: &'a RouteBlock) -> Self {
        let claims = claims(written);
        let claims_in_any_case = expression(&format!("(?i){claims}"));
        Self { written, route, claims: expression(&claims), claims_in_any_case }
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
