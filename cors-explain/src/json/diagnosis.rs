use serde::Serialize;

use super::{
    VERSION,
    policy::{JsonEdit, JsonLine},
};

/// What a text of a console means, as one line of JSON, with its line feed.
///
/// # Errors
///
/// Never in practice: everything in it can be written.
pub fn diagnosis(diagnosis: &crate::Diagnosis) -> Result<String, serde_json::Error> {
    let message = &diagnosis.message;
    let policy = diagnosis.explanation.as_ref().and_then(|explanation| explanation.policy.as_ref());
    let found = |found: &crate::Found| JsonFound {
        step: found.reason.check().name(),
        spec: found.reason.check().spec(),
        means: found.means.to_string(),
        key: found.key,
        cure: found.cure.to_string(),
    };
    let json = JsonDiagnosis {
        version: VERSION,
        browser: message.browser.name(),
        preflight: message.is_preflight,
        follows: message.follows,
        values: message.values.iter().map(|(name, value)| (*name, value.as_str())).collect(),
        findings: diagnosis.findings.iter().map(found).collect(),
        agrees: diagnosis.agrees,
        policy_line: policy.and_then(|policy| policy.line.as_ref()).map(JsonLine::new),
        edit: policy.and_then(|policy| policy.cure.as_ref()).map(JsonEdit::new),
    };
    serde_json::to_string(&json).map(|line| line + "\n")
}

#[derive(Serialize)]
struct JsonDiagnosis<'a> {
    version: u32,
    browser: &'static str,
    preflight: bool,
    follows: bool,
    values: Vec<(&'static str, &'a str)>,
    findings: Vec<JsonFound>,
    agrees: Option<bool>,
    policy_line: Option<JsonLine<'a>>,
    edit: Option<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonFound {
    step: &'static str,
    spec: &'static str,
    means: String,
    key: Option<&'static str>,
    cure: String,
}
