use serde::Serialize;

use crate::ProgramRules;

use super::{
    http_filter::{PerRoute, Typed},
    name_list::NameList,
    string_match::StringMatch,
};

/// `envoy.extensions.filters.http.cors.v3.CorsPolicy`
///
/// INVARIANT: every field is there, with a value. Envoy takes each that is absent or empty from the virtual host, one by one.
#[derive(Clone, Serialize)]
pub(super) struct CorsPolicy {
    allow_origin_string_match: Vec<StringMatch>,
    allow_methods: NameList,
    allow_headers: NameList,
    expose_headers: NameList,
    max_age: String,
    allow_credentials: bool,
    /// A preflight that is not allowed is not the application's to answer.
    forward_not_matching_preflights: bool,
}

/// Methods that no policy can forbid.
const NEUTRAL_METHODS: &str = "GET, HEAD, POST";
/// A request-header that no page can set. Not `accept`: a browser asks about a long one.
const NEUTRAL_HEADERS: &str = "host";
/// A response-header that every page can read.
const NEUTRAL_EXPOSED: &str = "content-type";
/// What browsers take where no header says otherwise.
const NEUTRAL_MAX_AGE: &str = "5";

/// What some rules say to the CORS filter.
pub(super) fn cors_policy(rules: &ProgramRules) -> PerRoute {
    let terms = &rules.terms;
    let policy = CorsPolicy {
        allow_origin_string_match: origins(rules),
        allow_methods: NameList::asked(terms.allow_methods.as_deref().unwrap_or(NEUTRAL_METHODS)),
        allow_headers: NameList::asked(terms.allow_headers.as_deref().unwrap_or(NEUTRAL_HEADERS)),
        expose_headers: NameList::sent(terms.expose_headers.as_deref().unwrap_or(NEUTRAL_EXPOSED)),
        max_age: terms.max_age.as_deref().unwrap_or(NEUTRAL_MAX_AGE).to_owned(),
        allow_credentials: terms.credentials,
        forward_not_matching_preflights: false,
    };
    PerRoute::Cors(Typed::new("type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy", policy))
}

fn origins(rules: &ProgramRules) -> Vec<StringMatch> {
    if rules.terms.any_origin {
        return vec![StringMatch::any_origin()];
    }
    let matchers = StringMatch::origins(&rules.origins);
    if matchers.is_empty() { vec![StringMatch::nothing()] } else { matchers }
}
