use serde::Serialize;

use crate::Beside;

#[derive(Serialize)]
pub(super) struct JsonBeside<'a> {
    by_policy: &'static str,
    by_server: &'static str,
    differences: Vec<JsonDifference<'a>>,
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    preflight: bool,
    matters: bool,
    what: &'a str,
    policy: Option<&'a str>,
    server: Option<&'a str>,
}

impl<'a> JsonBeside<'a> {
    pub(super) fn new(beside: &'a Beside) -> Self {
        let differences = beside.differences.iter().map(|difference| JsonDifference {
            preflight: difference.is_preflight,
            matters: difference.matters,
            what: &difference.what,
            policy: difference.policy.as_deref(),
            server: difference.server.as_deref(),
        });
        Self {
            by_policy: beside.by_policy.name(),
            by_server: beside.by_server.name(),
            differences: differences.collect(),
        }
    }
}
