//! An answer through the eyes of a page: what a target at browser-exact is held to.

use std::collections::BTreeSet;

use cors_browser::{Browser, Preflight, Response, cors_check, is_always_readable};
use cors_core::header_list::elements;

use crate::{By, Observed, Request};

/// What a page, and the caches between, see of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowserView {
    /// Of a preflight's, nothing but what it permits.
    Preflight {
        /// To a `fetch()` without credentials.
        plain: Option<Permission>,
        /// To one with credentials.
        with_credentials: Option<Permission>,
    },
    /// Of any other.
    Response {
        /// Whether the application was reached.
        by: By,
        /// The status, which links and forms show too.
        status: u16,
        /// What a cache keeps it by; of a refusal, which is not kept, nothing.
        vary: BTreeSet<String>,
        /// What a `fetch()` without credentials can read.
        plain: Option<Readable>,
        /// What one with credentials can read.
        with_credentials: Option<Readable>,
    },
}

/// What a preflight permits: the request that it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Also in a browser that lets `*` not cover `Authorization`, as the [standard] has it. Chromium and Firefox let it.
    ///
    /// [standard]: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    pub by_standard: bool,
    /// For how many seconds it is kept.
    pub max_age: u64,
}

/// The headers that a page can read, beside those that every page can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readable {
    /// All.
    Any,
    /// These, in lower case.
    Listed(BTreeSet<String>),
}

impl BrowserView {
    /// What is seen of the answer to a request.
    pub fn of(request: &Request, answer: &Observed) -> Self {
        let answered = Answered { request, answer };
        let asks = |name| request.values(name).any(|value| !value.is_empty());
        if request.method == b"OPTIONS" && asks("origin") && asks("access-control-request-method") {
            return Self::Preflight { plain: answered.permission(false), with_credentials: answered.permission(true) };
        }
        Self::Response {
            by: answer.by,
            status: answer.status,
            vary: if answer.by == By::Application { answer.vary.clone() } else { BTreeSet::new() },
            plain: answered.readable(false),
            with_credentials: answered.readable(true),
        }
    }
}

struct Answered<'a> {
    request: &'a Request,
    answer: &'a Observed,
}

impl Answered<'_> {
    fn permission(&self, include: bool) -> Option<Permission> {
        let joined = |name| self.request.values(name).collect::<Vec<_>>().join(b", ".as_slice());
        let (origin, method) = (joined("origin"), joined("access-control-request-method"));
        let names = self.request.values("access-control-request-headers").flat_map(elements);
        let names: Vec<_> = names.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let response = self.response();
        let asked = |browser| Preflight { browser, origin: &origin, include, method: &method, names: &names };
        let passes = |browser| asked(browser).check(&response).iter().all(|rung| rung.verdict.is_ok());
        let max_age = asked(Browser::Standard).max_age(&response);
        passes(Browser::Chromium).then(|| Permission { by_standard: passes(Browser::Standard), max_age })
    }

    fn readable(&self, include: bool) -> Option<Readable> {
        let origin = self.request.values("origin").collect::<Vec<_>>().join(b", ".as_slice());
        let response = self.response();
        if cors_check(&origin, include, &response).iter().any(|rung| rung.verdict.is_err()) {
            return None;
        }
        let exposed = response.headers.get("access-control-expose-headers").unwrap_or_default();
        let names = elements(&exposed).map(|name| String::from_utf8_lossy(name).to_ascii_lowercase());
        let names: BTreeSet<_> = names.filter(|name| !is_always_readable(name)).collect();
        Some(if !include && names.contains("*") { Readable::Any } else { Readable::Listed(names) })
    }

    /// What the model looks at.
    fn response(&self) -> Response {
        let lines = self.answer.cors.iter().flat_map(|(name, lines)| lines.iter().map(move |line| (name, line)));
        Response::new(self.answer.status, lines)
    }
}
