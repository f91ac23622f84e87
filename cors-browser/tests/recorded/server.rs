use std::collections::BTreeMap;

use cors_browser::{Request, Response};
use serde_json::Value;

use crate::case::pairs;

/// The server of a case: it answers as its rules say.
pub(crate) struct Server<'a> {
    rules: &'a Value,
    /// How many requests of a kind it has answered: some rules are lists.
    answered: BTreeMap<String, usize>,
}

impl<'a> Server<'a> {
    pub(crate) fn new(rules: &'a Value) -> Self {
        Self { rules, answered: BTreeMap::new() }
    }

    pub(crate) fn answer(&mut self, request: &Request) -> Option<Response> {
        let by_url = self.rules.get("by_url").map(|urls| &urls[request.url.as_str()]);
        let kind = if request.headers.contains("access-control-request-method") { "preflight" } else { "actual" };
        let rules = &by_url.unwrap_or(self.rules)[kind];
        let count = self.answered.entry(format!("{kind} {}", request.url)).or_default();
        let rule = match rules.as_array() {
            Some(list) => list.get(*count).or(list.last()).unwrap(),
            None => rules,
        };
        *count += 1;
        if rule["drop"].as_bool() == Some(true) {
            return None;
        }
        let status = u16::try_from(rule["status"].as_u64().unwrap()).unwrap();
        let values = pairs(&rule["headers"]).into_iter().map(|(name, value)| (name, replaced(&value, request)));
        let mut response = Response::new(status, values);
        if !matches!(status, 204 | 304) {
            response.headers.append("content-length", "5");
        }
        Some(response)
    }
}

/// A value with what it repeats of the request.
fn replaced(value: &[u8], request: &Request) -> Vec<u8> {
    let names = [
        ("$ORIGIN", "origin"),
        ("$ACRM", "access-control-request-method"),
        ("$ACRH", "access-control-request-headers"),
    ];
    match names.iter().find(|(variable, _)| value == variable.as_bytes()) {
        Some((_, name)) => request.headers.get(name).unwrap_or_default(),
        None => value.to_vec(),
    }
}
