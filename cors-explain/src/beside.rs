use std::collections::BTreeSet;

use cors_browser::{Kind, Outcome, Response, is_always_readable};

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
    /// Whether a browser, or a cache on the way, could tell the difference.
    pub matters: bool,
    /// What it means, where that can be told.
    pub means: Option<Sentence>,
}

impl Difference {
    /// Of which answer.
    pub(crate) const fn of(&self) -> &'static str {
        if self.is_preflight { "the answer to the preflight" } else { "the answer to the request" }
    }
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
        let pair = Pair { is_preflight, policy: &answered.response, server };
        // The status of an answer of the application is its own.
        if is_preflight || !answered.is_applications {
            differences.extend(pair.status());
        }
        differences.extend(COMPARED.iter().filter_map(|name| pair.header(name)));
    }
    Some(Beside { by_policy, by_server: outcome.verdict, differences })
}

/// Two answers to one request.
struct Pair<'a> {
    is_preflight: bool,
    policy: &'a Response,
    server: &'a Response,
}

impl Pair<'_> {
    fn status(&self) -> Option<Difference> {
        let (policy, server) = (self.policy.status, self.server.status);
        let is_ok = |status: u16| (200..300).contains(&status);
        (policy != server).then(|| Difference {
            is_preflight: self.is_preflight,
            what: "status".to_owned(),
            policy: Some(policy.to_string()),
            server: Some(server.to_string()),
            matters: !(self.is_preflight && is_ok(policy) && is_ok(server)),
            means: None,
        })
    }

    fn header(&self, name: &str) -> Option<Difference> {
        let value =
            |response: &Response| response.headers.get(name).map(|value| String::from_utf8_lossy(&value).into_owned());
        let (policy, server) = (value(self.policy), value(self.server));
        let is_same = match name {
            // The application may add to it.
            "vary" => elements(&policy).is_subset(&elements(&server)),
            _ if is_list(name) => elements(&policy) == elements(&server),
            _ => policy == server,
        };
        (!is_same).then(|| Difference {
            is_preflight: self.is_preflight,
            what: name.to_owned(),
            matters: self.matters(name, &policy, &server),
            means: self.means(name, policy.is_some(), server.is_some()),
            policy,
            server,
        })
    }

    fn matters(&self, name: &str, policy: &Option<String>, server: &Option<String>) -> bool {
        match name {
            // No cache keeps what is answered to `OPTIONS`, and no page reads it.
            "vary" | "access-control-expose-headers" if self.is_preflight => false,
            "access-control-expose-headers" => {
                let exposed = |value| {
                    let mut names = elements(value);
                    names.retain(|name| !is_always_readable(name));
                    names
                };
                exposed(policy) != exposed(server)
            }
            _ => true,
        }
    }

    /// What it means, where that can be told.
    fn means(&self, name: &str, by_policy: bool, by_server: bool) -> Option<Sentence> {
        match (name, by_policy, by_server) {
            ("access-control-allow-origin", _, true) if self.server.headers.lines(name).count() > 1 => {
                Some("there is more than one line of it, which no browser takes: something before or behind the server adds one".into())
            }
            ("access-control-allow-origin", true, false) => {
                Some("the policy is not in force on this answer; does the server leave it out of some statuses?".into())
            }
            ("access-control-allow-origin", false, true) => {
                Some("the server lets pages read what the policy does not".into())
            }
            ("vary", ..) if !self.is_preflight => Some("a cache may hand the answer to another origin".into()),
            _ => None,
        }
    }
}

fn is_list(name: &str) -> bool {
    matches!(name, "access-control-allow-headers" | "access-control-allow-methods" | "access-control-expose-headers")
}

/// The elements of a list, in any order and case.
fn elements(value: &Option<String>) -> BTreeSet<String> {
    let all = value.iter().flat_map(|value| value.split(','));
    all.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect()
}
