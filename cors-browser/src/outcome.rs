use url::Url;

use crate::{Api, Browser, Failure, Request, Response, Rung, Warning, cors_check::cors_check, pending::Pending};

/// What becomes of a call, and how it came to that.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whose behaviour it is.
    pub browser: Browser,
    /// Which interface was called.
    pub(crate) api: Api,
    /// What the page gets.
    pub verdict: Verdict,
    /// Whether the URL that the page asked for is of its own origin.
    pub same_origin: bool,
    /// The URLs that were asked for: the page's, and those that redirects led to.
    pub urls: Vec<Url>,
    /// What was sent, in order, and what came back.
    pub exchanges: Vec<Exchange>,
    /// What the page knows of the kind of answer: `response.type`.
    pub response_type: ResponseType,
    /// The status that the page reads; 0 of what is opaque.
    pub status: Option<u16>,
    /// The names of the headers that the page reads, sorted, in lower case.
    pub readable_headers: Vec<String>,
    /// Why the call fails.
    pub failed: Option<Failure>,
    /// What would fail next, were that mended: no browser tells.
    pub also_would_fail: Vec<Failure>,
    /// Every question that was asked, in order.
    pub ladder: Vec<Rung>,
    /// What the page's author should know beside.
    pub warnings: Vec<Warning>,
    /// The request that would have been next, had its preflight passed.
    pub unsent: Option<Request>,
    /// What would have come of [`unsent`](Self::unsent).
    pub(crate) held: Option<Box<Pending>>,
}

/// What a page gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An answer that it can read.
    Readable,
    /// Nothing but that it failed. Something was sent, and the server may have acted.
    Blocked,
    /// An answer of which it can read nothing.
    Opaque,
    /// Nothing but that it failed, and nothing was sent.
    NotSent,
}

/// The [type of a response](https://fetch.spec.whatwg.org/#concept-response-type).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseType {
    /// `basic`: from one's own origin.
    Basic,
    /// `cors`: from elsewhere.
    Cors,
    /// `opaque`: from elsewhere, without CORS.
    Opaque,
    /// `opaqueredirect`: a redirect that was not to be followed.
    OpaqueRedirect,
    /// `error`: there is none.
    Error,
}

/// A request, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What it is for.
    pub kind: Kind,
    /// What was sent, or would have been.
    pub request: Request,
    /// What came back; `None` where nothing did, or was kept from earlier.
    pub response: Option<Response>,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It asks whether the next one may be sent. Its answer is kept for so many seconds.
    Preflight {
        /// 0: not at all.
        kept_for: u64,
    },
    /// A preflight that was not sent, since an earlier answer is still kept, for so many seconds.
    KeptPreflight {
        /// Rounded down.
        left: u64,
    },
    /// It is the one that the page asked for.
    Actual,
}

impl Outcome {
    pub(crate) fn new(browser: Browser, api: Api) -> Self {
        Self {
            browser,
            api,
            verdict: Verdict::NotSent,
            same_origin: false,
            urls: Vec::new(),
            exchanges: Vec::new(),
            response_type: ResponseType::Error,
            status: None,
            readable_headers: Vec::new(),
            failed: None,
            also_would_fail: Vec::new(),
            ladder: Vec::new(),
            warnings: Vec::new(),
            unsent: None,
            held: None,
        }
    }

    /// The last preflight, sent or kept.
    pub fn preflight(&self) -> Option<&Exchange> {
        self.exchanges.iter().rfind(|exchange| exchange.kind != Kind::Actual)
    }

    /// The last request that is no preflight.
    pub fn actual(&self) -> Option<&Exchange> {
        self.exchanges.iter().rfind(|exchange| exchange.kind == Kind::Actual)
    }

    /// The requests that were sent, preflights among them, in order.
    pub fn sent(&self) -> impl Iterator<Item = &Request> {
        let sent = self.exchanges.iter().filter(|exchange| !matches!(exchange.kind, Kind::KeptPreflight { .. }));
        sent.map(|exchange| &exchange.request)
    }

    /// All that the console of a browser says, line by line. What it says depends on the browser's own order of the checks: ask a
    /// [`UserAgent`](crate::UserAgent) of the same browser.
    pub fn console(&self, browser: Browser) -> Vec<String> {
        let warned = self.warnings.iter().filter_map(|warning| warning.console(browser, self.api, self.urls.last()));
        warned.chain(self.failed.iter().flat_map(|failed| failed.console(browser))).collect()
    }

    /// Why the page could still not read this answer to [`unsent`](Self::unsent), were its preflight to pass.
    pub fn would_fail_with(&self, response: &Response) -> Vec<Failure> {
        let Some(held) = &self.held else { return Vec::new() };
        let rungs = cors_check(held.origin(), held.includes(), response);
        rungs.iter().filter_map(|rung| Failure::of(rung, held, Some(response.status))).collect()
    }
}

impl Verdict {
    /// Its name, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Readable => "readable",
            Self::Blocked => "blocked",
            Self::Opaque => "opaque",
            Self::NotSent => "not-sent",
        }
    }
}

impl ResponseType {
    /// Its name, as pages read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Cors => "cors",
            Self::Opaque => "opaque",
            Self::OpaqueRedirect => "opaqueredirect",
            Self::Error => "error",
        }
    }
}
