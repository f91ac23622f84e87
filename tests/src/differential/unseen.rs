//! What a target at browser-exact declares and no page sees: an answer that looks right to a page is still to be the decision's, but
//! for that.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Answer, By, Class, Judged, Observed, Request};

/// The ids of differences.
type Ids = BTreeSet<&'static str>;

/// What the target `envoy` declares, as far as an answer to a browser's request can show it.
pub(super) const ENVOY: [&str; 9] = [
    "preflight-status",
    "preflight-vary",
    "preflight-exposes",
    "denied-preflight-lists",
    "neutral-values",
    "any-twice",
    "reject-leaves-lists",
    "reject-response",
    "own-preflights",
];

const ORIGIN: &str = "access-control-allow-origin";
const CREDENTIALS: &str = "access-control-allow-credentials";
const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";
const MAX_AGE: &str = "access-control-max-age";
const EXPOSED: &str = "access-control-expose-headers";

/// By which declared differences the answer to a browser's request is not the expected one. `None`: by another too. `passed`: what
/// is expected where nothing is refused.
pub(super) fn explained(
    request: &Request,
    expected: &Observed,
    answer: &Observed,
    passed: impl FnOnce() -> Answer,
) -> Option<Ids> {
    let asks = |name| request.values(name).any(|value| !value.is_empty());
    let is_preflight = request.method == b"OPTIONS" && asks("origin") && asks("access-control-request-method");
    let is_refusal = |answer: &Observed| answer.by == By::Layer && answer.status == 403;
    match (is_refusal(expected), is_refusal(answer)) {
        (true, true) => refusal(expected, answer),
        (false, true) => (is_preflight && expected.by == By::Application).then(|| Ids::from(["own-preflights"])),
        (true, false) => lists(expected, answer, passed),
        (false, false) if is_preflight && expected.by == By::Layer => preflight(expected, answer),
        (false, false) => other(expected, answer),
    }
}

fn refusal(expected: &Observed, answer: &Observed) -> Option<Ids> {
    let is_of_any = |name: &str, lines: &Vec<Vec<u8>>| name == EXPOSED || (name == ORIGIN && lines == &[b"*"]);
    let is_declared = answer.cors.iter().all(|(name, lines)| is_of_any(name, lines)) && is_origin_alone(answer);
    let is_same = (&expected.cors, &expected.vary, &expected.cache_control, expected.empty)
        == (&answer.cors, &answer.vary, &answer.cache_control, answer.empty);
    if is_same { Some(Ids::new()) } else { is_declared.then(|| Ids::from(["reject-response"])) }
}

/// What asks for a method or a header that is not allowed is answered as if it were not refused.
fn lists(expected: &Observed, answer: &Observed, passed: impl FnOnce() -> Answer) -> Option<Ids> {
    let verdict = expected.verdict.as_ref()?;
    if verdict.class != Class::Preflight || verdict.origin != Judged::Allowed {
        return None;
    }
    let Answer::Observed(passed) = passed() else { return None };
    let mut ids = preflight(&passed, answer)?;
    ids.insert("reject-leaves-lists");
    Some(ids)
}

fn preflight(expected: &Observed, answer: &Observed) -> Option<Ids> {
    let mut ids = Ids::new();
    if (expected.status, answer.status) == (204, 200) {
        ids.insert("preflight-status");
    } else if expected.status != answer.status {
        return None;
    }
    if expected.vary != answer.vary {
        ids.insert("preflight-vary");
    }
    let mut cors = answer.cors.clone();
    if cors.remove(EXPOSED).is_some() {
        ids.insert("preflight-exposes");
    }
    if expected.cors.is_empty() {
        let lists = [METHODS, HEADERS, MAX_AGE, CREDENTIALS];
        ids.extend((!cors.is_empty()).then_some("denied-preflight-lists"));
        cors.retain(|name, _| !lists.contains(&name.as_str()));
    } else {
        ids.extend(values(&expected.cors, &mut cors));
    }
    let is_same = cors == expected.cors && answer.by == By::Layer && answer.empty && is_origin_alone(answer);
    is_same.then_some(ids)
}

fn other(expected: &Observed, answer: &Observed) -> Option<Ids> {
    let mut answer = answer.clone();
    let ids = values(&expected.cors, &mut answer.cors);
    let expected = Observed { verdict: None, word: None, ..expected.clone() };
    (expected == answer).then_some(ids)
}

fn is_origin_alone(answer: &Observed) -> bool {
    answer.vary.iter().all(|name| name == "origin")
}

/// Takes neutral values out of what was answered, and halves what was said twice.
fn values(expected: &BTreeMap<String, Vec<Vec<u8>>>, answered: &mut BTreeMap<String, Vec<Vec<u8>>>) -> Ids {
    let neutral = [(METHODS, "GET, HEAD, POST"), (HEADERS, "host"), (EXPOSED, "content-type"), (MAX_AGE, "5")];
    let mut ids = Ids::new();
    for (name, value) in neutral {
        if !expected.contains_key(name) && answered.get(name).is_some_and(|lines| lines == &[value.as_bytes()]) {
            answered.remove(name);
            ids.insert("neutral-values");
        }
    }
    for (name, lines) in answered.iter_mut().filter(|(name, _)| [METHODS, HEADERS, EXPOSED].contains(&name.as_str())) {
        let Some([once]) = expected.get(name).map(Vec::as_slice) else { continue };
        if lines == &[[once.as_slice(), b", ", once].concat()] {
            *lines = vec![once.clone()];
            ids.insert("any-twice");
        }
    }
    ids
}
