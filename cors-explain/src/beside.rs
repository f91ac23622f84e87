use cors_browser::{Kind, Outcome, Response};

use crate::{Question, Sentence};

/// What a running server does, beside what its policy says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What would become of the call by the policy.
    pub by_policy: cors_browser::Verdict,
    /// What becomes of it by the server.
    pub by_server: cors_browser::Verdict,
    /// In what the answers differ; none: in nothing that CORS is about.
    pub differences: Vec<Difference>,
}

/// A difference of two answers to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whether the request is the preflight.
    pub is_preflight: bool,
    /// `status`, or the name of a header.
    pub what: String,
    /// What the policy says; `None`: there is no such header.
    pub policy: Option<String>,
    /// What the server said.
    pub server: Option<String>,
    /// What it means, where that can be told.
    pub means: Option<Sentence>,
}

/// What of an answer is compared: what CORS is about.
const COMPARED: [&str; 7] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "access-control-expose-headers",
    "vary",
];

pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Option<Beside> {
    let live = question.live?;
    question.policy?;
    let by_policy = Question { live: None, ..*question }.run(question.browser).verdict;
    let mut differences = Vec::new();
    for recorded in live {
        let Some(server) = &recorded.response else { continue };
        let Some(answered) = question.by_policy(&recorded.request) else { continue };
        let is_preflight =
            outcome.exchanges.iter().any(|one| one.kind != Kind::Actual && one.request == recorded.request);
        // The status of an answer of the application is its own.
        if answered.response.status != server.status && (is_preflight || !answered.is_applications) {
            differences.push(Difference {
                is_preflight,
                what: "status".to_owned(),
                policy: Some(answered.response.status.to_string()),
                server: Some(server.status.to_string()),
                means: None,
            });
        }
        let of_headers = COMPARED.iter().filter_map(|name| difference(name, is_preflight, &answered.response, server));
        differences.extend(of_headers);
    }
    Some(Beside { by_policy, by_server: outcome.verdict, differences })
}

fn difference(name: &str, is_preflight: bool, policy: &Response, server: &Response) -> Option<Difference> {
    let value =
        |response: &Response| response.headers.get(name).map(|value| String::from_utf8_lossy(&value).into_owned());
    let (policy, is) = (value(policy), value(server));
    let lines = server.headers.lines(name).count();
    let is_list = matches!(
        name,
        "vary" | "access-control-allow-headers" | "access-control-allow-methods" | "access-control-expose-headers"
    );
    let elements = |value: &Option<String>| {
        let mut all: Vec<String> =
            value.iter().flat_map(|value| value.split(',')).map(|name| name.trim().to_ascii_lowercase()).collect();
        all.sort();
        all.dedup();
        all
    };
    let wanted = elements(&policy);
    let is_same = match name {
        // The application may add to it.
        "vary" => wanted.iter().all(|name| elements(&is).contains(name)),
        _ if is_list => wanted == elements(&is),
        _ => policy == is,
    };
    if is_same {
        return None;
    }
    let means: Option<Sentence> = match (name, &policy, &is) {
        ("access-control-allow-origin", _, Some(_)) if lines > 1 => {
            Some("there are two lines of it: no browser takes that; something behind or before adds one".into())
        }
        ("access-control-allow-origin", Some(_), None) => {
            Some("the policy is not in force on this answer; does the server leave it out of some statuses?".into())
        }
        ("access-control-allow-origin", None, Some(_)) => {
            Some("the server lets pages read what the policy does not".into())
        }
        ("vary", ..) => Some("a cache may hand the answer to another origin".into()),
        _ => None,
    };
    Some(Difference { is_preflight, what: name.to_owned(), policy, server: is, means })
}
