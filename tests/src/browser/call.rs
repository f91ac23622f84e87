use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use super::fetch::{Fetched, Seen};
use crate::{Failure, corpus};

/// Pages, and the rows that each of them calls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Callers {
    pages: Vec<Page>,
    rows: Vec<Row>,
}

/// Who calls: an origin, or what has none.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Page(String);

/// Calls of one page, one after the other, which share what the browser keeps of preflights. No other row shares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name.
    pub id: String,
    calls: Vec<Call>,
}

/// A call of `fetch()`, and what becomes of it, in a word. All that becomes of it is what the decision predicts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// A URL, or a path of `https://api.example.com`.
    pub url: String,
    method: Option<String>,
    /// Request headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// `omit`, `same-origin` or `include`.
    pub credentials: Option<String>,
    /// A body.
    pub body: Option<String>,
    /// What the page sees.
    sees: Sees,
    /// The methods of what is sent, `OPTIONS` of a preflight, in order.
    sent: Vec<String>,
    /// The servers that refuse it before there is a request.
    #[serde(default)]
    pub(super) parser_refuses: Vec<String>,
}

/// What a page sees, in a word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sees {
    /// An answer with this status.
    Status(u16),
    /// `refused`: nothing but that it failed.
    Word(String),
}

/// Every row, by page.
///
/// # Errors
///
/// A file that holds none.
pub(super) fn rows() -> Result<Vec<(Page, Vec<Row>)>, Failure> {
    let path = corpus::folder("browser").join("calls.yaml");
    let callers: Vec<Callers> = serde_yaml::from_str(&std::fs::read_to_string(path)?)?;
    let each = |callers: Callers| callers.pages.into_iter().map(move |page| (page, callers.rows.clone()));
    Ok(callers.into_iter().flat_map(each).collect())
}

impl Page {
    /// Where it is.
    pub(super) fn url(&self) -> String {
        match self.0.as_str() {
            // A header of its own takes its origin away, as the attribute `sandbox` does of a frame.
            "sandboxed" => "https://app.example.com/sandboxed".to_owned(),
            "data" => "data:text/html,<!doctype html>".to_owned(),
            origin => format!("{origin}/"),
        }
    }

    /// Its origin, as `self.origin` has it.
    pub fn origin(&self) -> &str {
        if self.0.contains("://") { &self.0 } else { "null" }
    }
}

impl Row {
    /// Its calls, their URLs whole, and of this row alone: what a browser keeps of preflights it keeps by URL.
    pub(super) fn calls_of(&self) -> impl Iterator<Item = Call> {
        self.calls.iter().cloned().map(|call| {
            let mark = if call.url.contains('?') { '&' } else { '?' };
            let host = if call.url.starts_with('/') { "https://api.example.com" } else { "" };
            Call { url: format!("{host}{}{mark}row={}", call.url, self.id), ..call }
        })
    }
}

impl Call {
    /// The method, as the page writes it.
    pub fn method(&self) -> &str {
        self.method.as_deref().unwrap_or("GET")
    }

    /// Whether this is what the row says.
    pub(super) fn is_as_written(&self, fetched: &Fetched) -> bool {
        let sees = match &fetched.seen {
            Seen::Refused => Sees::Word("refused".to_owned()),
            Seen::Response { status, .. } => Sees::Status(*status),
        };
        sees == self.sees && fetched.sent.iter().map(|sent| &sent.method).eq(&self.sent)
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
