//! The project's corpus: what is explained agrees with what is decided, and what is offered does what is said.

use std::{fs, path::Path};

use cors_browser::{Browser, Call, Credentials, Page, ResponseType, Verdict};
use cors_explain::{Explanation, Judged, Then};
use serde::Deserialize;

use crate::{
    asked::{explained, judged},
    shown::without_escapes,
};

#[derive(Debug, Deserialize)]
struct Group {
    policy: String,
    profile: Option<String>,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    request: Written,
}

#[derive(Debug, Deserialize)]
struct Written {
    method: String,
    path: String,
    #[serde(default)]
    headers: Vec<serde_yaml::Value>,
}

impl Case {
    fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.iter().find_map(|line| {
            let own = line.get(0)?.as_str()?;
            own.eq_ignore_ascii_case(name).then(|| line.get(1)?.as_str())?
        })
    }

    /// The call of a page that would send such a request, if a page can.
    fn call(&self) -> Option<Call> {
        let page = Page::parse(self.header("origin")?).ok()?;
        let method = self.header("access-control-request-method").unwrap_or(&self.request.method);
        let mut call = Call::new(page, format!("https://api.example.com{}", self.request.path)).method(method);
        let names = self.header("access-control-request-headers").unwrap_or_default();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            call = call.header(name, "value");
        }
        Some(call)
    }
}

fn groups() -> Vec<Group> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let files = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    files.flat_map(|text| serde_yaml::from_str::<Vec<Group>>(&text).unwrap()).collect()
}

/// That the browser lets the page read is what the decision says, and what is offered works.
fn agrees(id: &str, judged: &Judged, call: &Call, explanation: &Explanation) {
    let outcome = &explanation.outcome;
    if let (Some(actual), false) = (outcome.actual(), outcome.same_origin) {
        let answered = cors_explain::answer(&judged.program, &cors_explain::Application::default(), &actual.request);
        let allowed = answered.decision.verdict.origin == Some(true);
        let credentials = call.credentials == Credentials::Include;
        if outcome.response_type == ResponseType::Cors {
            assert!(allowed, "{id}: read, and not allowed");
        } else if allowed && !credentials {
            panic!("{id}: allowed, and not read: {}", explanation.verdict.sentence);
        }
    }
    assert_eq!(outcome.failed.is_none(), outcome.verdict == Verdict::Readable, "{id}");
    let Some(cure) = explanation.policy.as_ref().and_then(|policy| policy.cure.as_ref()) else { return };
    if cure.then == Then::Works {
        let edited = judged.with_text(cure.text.clone()).expect("an edit that works is a policy");
        let again = explained(&edited, call, explanation.browser);
        assert_eq!(again.outcome.verdict, Verdict::Readable, "{id}: {}", cure.text);
    }
}

/// Each line of a text fits, but for commands and what cannot be cut.
fn is_within(id: &str, text: &str, width: usize) {
    for line in without_escapes(text).lines().filter(|line| line.contains('│')) {
        let columns = unicode_width::UnicodeWidthStr::width(line);
        assert!(columns <= width, "{id}: {columns} columns: {line}");
    }
}

#[test]
fn the_corpus_is_explained_as_it_is_decided() {
    let is_long = std::env::var_os("CORSGEN_LONG").is_some();
    let (mut calls, mut cures) = (0, 0);
    for group in groups() {
        let Some(judged) = judged(&group.policy, group.profile.as_deref()) else { continue };
        for (index, case) in group.cases.iter().enumerate() {
            let Some(mut call) = case.call() else { continue };
            // Each case another way: all of them each way take minutes.
            for way in if is_long { 0..8 } else { index % 8..index % 8 + 1 } {
                call.credentials = [Credentials::SameOrigin, Credentials::Include][way / 4];
                let explanation = explained(&judged, &call, Browser::ALL[way % 4]);
                agrees(&case.id, &judged, &call, &explanation);
                cures += usize::from(explanation.policy.as_ref().is_some_and(|policy| policy.cure.is_some()));
                for width in [44, 80] {
                    is_within(&case.id, &cors_explain::text(&explanation, width), width);
                }
                let json = cors_explain::json(&explanation).unwrap();
                assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", case.id);
                calls += 1;
            }
        }
    }
    assert!(calls > 300, "{calls} calls");
    assert!(cures > 50, "{cures} cures");
}
