//! What `fetch()` does, as far as it depends on the server: [Fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch)
//! over the decision.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use cors_compiler::Program;
use cors_core::{decide, method};

use super::call::Call;
use crate::{Answer, BrowserView, Observed, Readable, Request};

/// The headers that are compared: every server passes them on from the application. Of the rest each has its own.
pub(super) const READ: [&str; 3] = ["content-length", "vary", "x-application"];

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// What the page sees.
    pub seen: Seen,
    /// What the server is sent, in order.
    pub sent: Vec<Sent>,
}

/// What a page sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// That it failed; not why.
    Refused,
    /// An answer.
    Response {
        /// `basic` from one's own origin, `cors` from another.
        kind: String,
        /// The status.
        status: u16,
        /// Which of [`READ`] it can read.
        reads: BTreeSet<&'static str>,
        /// The body.
        body: String,
    },
}

/// A request as the server gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// Host and target.
    pub url: String,
    /// `Origin`.
    pub origin: Option<String>,
    /// `Access-Control-Request-Method`.
    pub asks_method: Option<String>,
    /// `Access-Control-Request-Headers`.
    pub asks_headers: Option<String>,
    /// `Cookie`.
    pub cookie: Option<String>,
}

/// A page's browser.
pub(super) struct Browser<'a> {
    program: &'a Program,
    page: &'a str,
    /// The preflights that it keeps, by URL.
    kept: BTreeMap<String, Kept>,
}

/// A preflight's answer, and whether the call that it was for had credentials.
struct Kept {
    answer: Observed,
    credentials: bool,
}

/// One request of a call; a redirect makes another.
struct Hop<'a> {
    call: &'a Call,
    method: String,
    url: String,
    /// `Origin`, where it is sent: the page's, or `null` after a redirect from one foreign origin to another.
    origin: &'a str,
    is_own: bool,
    credentials: bool,
}

impl<'a> Browser<'a> {
    /// The browser of a page with this origin, in front of a server with this policy.
    pub(super) fn of(program: &'a Program, page: &'a str) -> Self {
        Self { program, page, kept: BTreeMap::new() }
    }

    /// What becomes of a call.
    pub(super) fn fetch(&mut self, call: &Call) -> Fetched {
        let (mut sent, mut origin, mut url) = (Vec::new(), self.page, call.url.clone());
        loop {
            let is_own = origin_of(&url) == self.page && origin == self.page;
            let credentials = match call.credentials.as_deref() {
                Some("include") => true,
                Some("omit") => false,
                _ => is_own,
            };
            let hop = Hop { call, method: normalized(call.method()), url, origin, is_own, credentials };
            if !self.may_send(&hop, &mut sent) {
                return Fetched { seen: Seen::Refused, sent };
            }
            let request = hop.request();
            sent.push(Sent::of(&request));
            let answer = self.answer(&request);
            let Some(reads) = reads(&hop, &request, &answer) else { return Fetched { seen: Seen::Refused, sent } };
            let Some(location) = crate::application::location(&request) else {
                let kind = if is_own { "basic" } else { "cors" }.to_owned();
                let body = if hop.method == "HEAD" { b"" } else { crate::application::body(&request) };
                let body = String::from_utf8_lossy(body).into_owned();
                return Fetched { seen: Seen::Response { kind, status: answer.status, reads, body }, sent };
            };
            let next = absolute(&hop.url, &location);
            if origin_of(&next) != origin_of(&hop.url) && !is_own {
                origin = "null";
            }
            url = next;
        }
    }

    /// The [preflight](https://fetch.spec.whatwg.org/#cors-preflight-fetch), if one is needed and none is kept.
    fn may_send(&mut self, hop: &Hop<'_>, sent: &mut Vec<Sent>) -> bool {
        let Some(preflight) = hop.preflight() else { return true };
        let key = hop.url.clone();
        if let Some(kept) = self.kept.get(&key)
            && (kept.credentials || !hop.credentials)
            && permits(&preflight, &kept.answer, hop.credentials).is_some()
        {
            return true;
        }
        sent.push(Sent::of(&preflight));
        let answer = self.answer(&preflight);
        let Some(max_age) = permits(&preflight, &answer, hop.credentials) else { return false };
        if max_age > 0 {
            self.kept.insert(key, Kept { answer, credentials: hop.credentials });
        }
        true
    }

    fn answer(&self, request: &Request) -> Observed {
        match Answer::of_decision(&decide(self.program, request), request) {
            Answer::Observed(observed) => observed,
            Answer::Unsendable(status) => panic!("a decision refuses no request: {status}"),
        }
    }
}

impl Hop<'_> {
    fn preflight(&self) -> Option<Request> {
        let mut names: Vec<String> = self
            .call
            .headers
            .iter()
            .filter(|(name, value)| !is_safelisted(name, value))
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        if self.is_own || (method::is_safelisted(self.method.as_bytes()) && names.is_empty()) {
            return None;
        }
        names.sort();
        let mut headers = vec![("access-control-request-method", self.method.clone())];
        if !names.is_empty() {
            headers.push(("access-control-request-headers", names.join(",")));
        }
        Some(self.of("OPTIONS", headers, false))
    }

    fn request(&self) -> Request {
        self.of(&self.method, Vec::new(), self.credentials)
    }

    fn of(&self, method: &str, more: Vec<(&str, String)>, credentials: bool) -> Request {
        let (scheme, rest) = self.url.split_once("://").expect("a URL has a scheme");
        let slash = rest.find('/').expect("a URL has a path");
        let (host, target) = rest.split_at(slash);
        let mut headers = vec![("host", host.to_owned())];
        // A page of the same origin says where it is with anything that may change something.
        if !self.is_own || !matches!(method, "GET" | "HEAD") {
            headers.push(("origin", self.origin.to_owned()));
        }
        if scheme == "https" {
            // `same-site` is one of the others.
            let site = if self.is_own { "same-origin" } else { "cross-site" };
            headers.push(("sec-fetch-site", site.to_owned()));
        }
        // It is a `Secure` one.
        if credentials && scheme == "https" {
            headers.push(("cookie", "session=1".to_owned()));
        }
        headers.extend(more);
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes()));
        Request { method: method.into(), target: target.into(), headers: headers.collect() }
    }
}

impl Sent {
    /// What there is to see of a request.
    pub(super) fn of(request: &Request) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let header = |name| {
            let values: Vec<_> = request.values(name).map(text).collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        Self {
            method: text(&request.method),
            url: header("host").unwrap_or_default() + &text(&request.target),
            origin: header("origin"),
            asks_method: header("access-control-request-method"),
            asks_headers: header("access-control-request-headers"),
            cookie: header("cookie"),
        }
    }
}

/// For how long a preflight's answer permits what it asks for.
fn permits(preflight: &Request, answer: &Observed, credentials: bool) -> Option<u32> {
    let BrowserView::Preflight { plain, with_credentials } = BrowserView::of(preflight, answer) else { return None };
    // Chromium lets `*` stand for `Authorization` too, so `by_standard` is not asked.
    let permission = if credentials { with_credentials } else { plain };
    permission.map(|permission| permission.max_age)
}

/// Which of [`READ`] the page can read; `None`: nothing of the answer.
fn reads(hop: &Hop<'_>, request: &Request, answer: &Observed) -> Option<BTreeSet<&'static str>> {
    let is_there = |name: &&str| match *name {
        "content-length" => !matches!(answer.status, 204 | 304),
        name => crate::application::HEADERS.iter().any(|(own, _)| *own == name),
    };
    let all = READ.into_iter().filter(is_there);
    if hop.is_own {
        return Some(all.collect());
    }
    let BrowserView::Response { plain, with_credentials, .. } = BrowserView::of(request, answer) else { return None };
    match if hop.credentials { with_credentials } else { plain }? {
        Readable::Any => Some(all.collect()),
        Readable::Listed(names) => {
            Some(all.filter(|name| *name == "content-length" || names.contains(*name)).collect())
        }
    }
}

/// [Normalizes](https://fetch.spec.whatwg.org/#concept-method-normalize) a method: `PATCH` is not among these.
fn normalized(method: &str) -> String {
    let upper = method.to_ascii_uppercase();
    match upper.as_str() {
        "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" => upper,
        _ => method.to_owned(),
    }
}

/// Reports whether a header is a [CORS-safelisted] one, as far as the rows go.
///
/// [CORS-safelisted]: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
fn is_safelisted(name: &str, value: &str) -> bool {
    match name.to_ascii_lowercase().as_str() {
        "accept" | "accept-language" | "content-language" => true,
        "content-type" => {
            let essence = value.split(';').next().unwrap_or_default();
            ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"].contains(&essence)
        }
        "range" => value.starts_with("bytes=") && !value.contains(','),
        _ => false,
    }
}

fn origin_of(url: &str) -> &str {
    let start = url.find("://").map_or(0, |colon| colon + 3);
    let end = url[start..].find('/').map_or(url.len(), |slash| start + slash);
    &url[..end]
}

fn absolute(base: &str, location: &str) -> String {
    if location.starts_with('/') { origin_of(base).to_owned() + location } else { location.to_owned() }
}

impl fmt::Display for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.seen)?;
        for sent in &self.sent {
            write!(f, "\n              {sent:?}")?;
        }
        Ok(())
    }
}
