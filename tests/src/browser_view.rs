//! An answer through the eyes of a page: what a target at browser-exact is held to.

use std::collections::BTreeSet;

use cors_core::method;

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
    pub max_age: u32,
}

/// The headers that a page can read, beside those that every page can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readable {
    /// All.
    Any,
    /// These, in lower case.
    Listed(BTreeSet<String>),
}

/// What every page can read: [CORS-safelisted response-header names].
///
/// [CORS-safelisted response-header names]: https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
const SAFELISTED: [&str; 7] =
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// How long a preflight is kept where no header says so ([step 7.14]).
///
/// [step 7.14]: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
const DEFAULT_MAX_AGE: u32 = 5;

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
    fn permission(&self, credentials: bool) -> Option<Permission> {
        if !self.passes(credentials) || !matches!(self.answer.status, 200..=299) {
            return None;
        }
        let asked = self.request.values("access-control-request-method").collect::<Vec<_>>().join(b", ".as_slice());
        let methods = self.list("access-control-allow-methods");
        let any_method = !credentials && methods.iter().any(|name| name == b"*");
        if !(any_method || method::is_safelisted(&asked) || methods.contains(&asked)) {
            return None;
        }
        let headers = self.list("access-control-allow-headers");
        let any_header = !credentials && headers.iter().any(|name| name == b"*");
        let mut by_standard = true;
        let asked = self.request.values("access-control-request-headers").flat_map(elements);
        for asked in asked.filter(|name| !name.is_empty()) {
            let is_listed = headers.iter().any(|name| name.eq_ignore_ascii_case(&asked));
            if !(is_listed || any_header) {
                return None;
            }
            by_standard &= is_listed || !asked.eq_ignore_ascii_case(b"authorization");
        }
        let max_age = self.header("access-control-max-age");
        let max_age = max_age.and_then(|age| String::from_utf8(age).ok()?.parse().ok()).unwrap_or(DEFAULT_MAX_AGE);
        Some(Permission { by_standard, max_age })
    }

    fn readable(&self, credentials: bool) -> Option<Readable> {
        if !self.passes(credentials) {
            return None;
        }
        let names = self.list("access-control-expose-headers");
        if !credentials && names.iter().any(|name| name == b"*") {
            return Some(Readable::Any);
        }
        let names = names.iter().map(|name| String::from_utf8_lossy(name).to_ascii_lowercase());
        Some(Readable::Listed(names.filter(|name| !SAFELISTED.contains(&name.as_str())).collect()))
    }

    /// The [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check).
    fn passes(&self, credentials: bool) -> bool {
        let Some(allowed) = self.header("access-control-allow-origin") else { return false };
        if !credentials && allowed == b"*" {
            return true;
        }
        let origin = self.request.values("origin").collect::<Vec<_>>().join(b", ".as_slice());
        let says_so = self.header("access-control-allow-credentials").is_some_and(|value| value == b"true");
        allowed == origin && (!credentials || says_so)
    }

    /// The lines of a header, as [get](https://fetch.spec.whatwg.org/#concept-header-list-get) has them.
    fn header(&self, name: &str) -> Option<Vec<u8>> {
        self.answer.cors.get(name).map(|lines| lines.join(b", ".as_slice()))
    }

    fn list(&self, name: &str) -> Vec<Vec<u8>> {
        self.header(name).iter().flat_map(|value| elements(value)).filter(|name| !name.is_empty()).collect()
    }
}

fn elements(value: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    value.split(|byte| *byte == b',').map(|element| element.trim_ascii().to_vec())
}
