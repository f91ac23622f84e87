//! Two policies that differ in whatever an answer can say, and requests to which they answer differently.

use std::collections::BTreeMap;

use super::Question;
use crate::{Answer, By, Group, OWNED, Observed, Request};

/// Lets its pages send cookies, and leaves strangers to the application.
const ONE: &str = r#"name: api
allow_origins: [https://one.example, "https://*.both.example"]
allow_methods: [PUT]
allow_headers: [X-One]
expose_headers: [X-One-Seen]
allow_credentials: true
max_age: 100
routes:
  - path: /open/*
    allow_origins: "*"
    expose_headers: [X-One-Open]
    max_age: 110
  - path: /closed/*
    cors: false
"#;

/// Rejects strangers. What was open is not, and the other way round.
const TWO: &str = r#"name: api
allow_origins: [https://two.example, "https://*.both.example"]
allow_methods: [DELETE]
allow_headers: [X-Two]
expose_headers: [X-Two-Seen]
max_age: 200
preflight_status: 200
on_denied: reject
routes:
  - path: /open/*
    allow_origins: ["https://*.both.example"]
    expose_headers: [X-Two-Open]
    allow_credentials: true
    max_age: 220
  - path: /closed/*
    allow_origins: "*"
    expose_headers: [X-Two-Closed]
"#;

/// The first.
pub(super) fn one() -> Group {
    group(ONE)
}

/// The other.
pub(super) fn two() -> Group {
    group(TWO)
}

fn group(policy: &str) -> Group {
    Group { policy: policy.to_owned(), profile: None, cannot_hold: BTreeMap::new(), cases: Vec::new() }
}

/// What is asked. Only by methods that a client may send again of its own accord: `POST` is not among them.
pub(super) fn requests() -> Vec<Request> {
    let (one, two, both) = ("https://one.example", "https://two.example", "https://a.both.example");
    vec![
        preflight("/", both, "PUT", "X-One"),
        preflight("/", both, "DELETE", "X-Two"),
        preflight("/", one, "PUT", "X-One"),
        preflight("/", two, "DELETE", "X-Two"),
        preflight("/open/x", both, "GET", "X-None"),
        preflight("/closed/x", both, "GET", "X-None"),
        actual("GET", "/", both, None),
        actual("PUT", "/", one, None),
        actual("DELETE", "/", two, None),
        actual("GET", "/", both, Some("503")),
        actual("GET", "/", "https://stranger.example", None),
        actual("GET", "/open/x", both, None),
        actual("GET", "/closed/x", both, Some("404")),
        Request::new("GET", "/open/x", Vec::new()),
    ]
}

fn actual(method: &str, path: &str, origin: &str, status: Option<&str>) -> Request {
    let mut headers = vec![("origin".to_owned(), origin.into())];
    headers.extend(status.map(|status| ("x-status".to_owned(), status.into())));
    Request::new(method, path, headers)
}

fn preflight(path: &str, origin: &str, method: &str, list: &str) -> Request {
    let headers =
        [("origin", origin), ("access-control-request-method", method), ("access-control-request-headers", list)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.into()));
    Request::new("OPTIONS", path, headers.to_vec())
}

/// Asserts that each answer tells its policy, and that all that an answer can say is somewhere said differently: what never differs
/// could be mixed unseen.
pub(super) fn assert_all_tells(questions: &[Question]) {
    for Question { request, answers } in questions {
        let [one, two] = answers.as_slice() else { panic!("two answers") };
        assert_ne!(one, two, "{}", request.bytes().escape_ascii());
    }
    let pairs: Vec<[&Observed; 2]> = questions
        .iter()
        .map(|question| match question.answers.as_slice() {
            [Answer::Observed(one), Answer::Observed(two)] => [one, two],
            other => panic!("the parser refused: {other:?}"),
        })
        .collect();
    let differs = |tells: &dyn Fn([&Observed; 2]) -> bool| pairs.iter().any(|pair| tells(*pair));
    // Nobody sends the last, `Access-Control-Allow-Private-Network`.
    for name in &OWNED[..6] {
        // Where one value is all that a header can have, that it is there tells; else both have one, and each its own.
        let has_values = !name.ends_with("credentials");
        let is_told = |[one, two]: [&Observed; 2]| {
            let [one, two] = [one.cors.get(*name), two.cors.get(*name)];
            one != two && !(has_values && (one.is_none() || two.is_none()))
        };
        assert!(differs(&is_told), "nothing tells by `{name}`");
    }
    assert!(differs(&|[one, two]| one.vary != two.vary), "nothing tells by `Vary`");
    assert!(differs(&|[one, two]| one.status != two.status), "nothing tells by status");
    assert!(differs(&|[one, two]| one.by != two.by && two.by == By::Layer), "nothing tells by who answers");
}
