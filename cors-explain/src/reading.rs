use cors_browser::{Outcome, ResponseType, Verdict, is_always_readable, is_never_readable};

use crate::{PolicyLine, Question, policy_part};

/// Which headers of the answer the page reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseHeaders {
    /// Each header of the answer once, and then some that applications often send and the answer does not have; none where the page reads
    /// nothing.
    pub rows: Vec<HeaderRow>,
    /// Where names are to be added, so that pages read them; `None`: there is no such place.
    pub expose: Option<PolicyLine>,
}

/// A header of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderRow {
    /// Its name, in lower case.
    pub name: String,
    /// Whether the answer has it. If not, applications often send it.
    pub is_there: bool,
    /// Whether the page reads it.
    pub reading: Reading,
}

/// Whether a page reads a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Always: the standard lets every page read it.
    Always,
    /// It is exposed, or the page's own origin's.
    Exposed,
    /// It is not exposed.
    Hidden,
    /// No page ever reads it.
    Never,
}

/// What applications often send, and pages often miss.
const OFTEN: [&str; 10] = [
    "content-type",
    "cache-control",
    "etag",
    "link",
    "location",
    "retry-after",
    "x-request-id",
    "x-total-count",
    "content-disposition",
    "set-cookie",
];

impl Reading {
    /// Its name, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Exposed => "exposed",
            Self::Hidden => "hidden",
            Self::Never => "never",
        }
    }
}

pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> ResponseHeaders {
    let response = outcome.actual().and_then(|exchange| exchange.response.as_ref());
    let Some(response) = response.filter(|_| outcome.verdict == Verdict::Readable) else {
        return ResponseHeaders::default();
    };
    let exposed = exposed(question, outcome);
    let reading = |name: &str| match name {
        _ if is_never_readable(name) => Reading::Never,
        _ if outcome.response_type == ResponseType::Basic => Reading::Exposed,
        _ if is_always_readable(name) => Reading::Always,
        _ if outcome.readable_headers.iter().any(|own| own == name) || exposed(name) => Reading::Exposed,
        _ => Reading::Hidden,
    };
    let row = |name: &str, is_there| HeaderRow { name: name.to_owned(), is_there, reading: reading(name) };
    let mut rows: Vec<HeaderRow> = Vec::new();
    for (name, _) in response.headers.iter() {
        // What pages would do with those is nothing.
        if rows.iter().all(|row| row.name != name) && !name.starts_with("access-control-") {
            rows.push(row(name, true));
        }
    }
    let has_own = question.live.is_some() || question.application.headers.iter().next().is_some();
    for name in OFTEN.iter().filter(|name| !has_own && !response.headers.contains(name)) {
        rows.push(row(name, false));
    }
    rows.sort_by_key(|row| (!row.is_there, row.reading));
    let expose = rows.iter().any(|row| row.reading == Reading::Hidden).then(|| policy_part::expose(question, outcome));
    ResponseHeaders { rows, expose: expose.flatten() }
}

/// What `Access-Control-Expose-Headers` names, whether the answer has it or not.
fn exposed<'a>(question: &'a Question<'_>, outcome: &'a Outcome) -> impl Fn(&str) -> bool + 'a {
    let response = outcome.actual().and_then(|exchange| exchange.response.as_ref());
    let list = response.and_then(|response| response.headers.get("access-control-expose-headers")).unwrap_or_default();
    let includes = question.call.credentials == cors_browser::Credentials::Include;
    move |name| {
        let mut names = list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        names.any(|own| own.eq_ignore_ascii_case(name.as_bytes()) || (own == b"*" && !includes))
    }
}
