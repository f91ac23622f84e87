use crate::Reason;

/// A rung of the ladder: one question that a browser asks, and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The question.
    pub check: Check,
    /// `Ok` with what it means: for the questions that only choose the way, whether the answer is yes. `Err`: the call fails here.
    pub verdict: Result<bool, Reason>,
    /// What it is asked of: a method, the name of a header, an origin.
    pub subject: String,
    /// The value that decided: a header's as it was sent, a status, a length.
    pub found: Option<Vec<u8>>,
    /// The URL that was being asked for, by its place in [`Outcome::urls`](crate::Outcome::urls).
    pub hop: usize,
    /// Whether it is about a preflight's answer.
    pub is_preflight: bool,
}

/// A question that a browser asks on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// Can the URL be fetched at all?
    Url,
    /// Is the method one?
    Method,
    /// Is the header one?
    Header,
    /// May there be a body?
    Body,
    /// Does the cache mode go with the mode?
    CacheMode,
    /// Is the URL as secure as the page?
    MixedContent,
    /// Is the port one for this?
    Port,
    /// May the page call the local network?
    LocalNetwork,
    /// Is the URL of the page's own origin?
    SameOrigin,
    /// Does mode `same-origin` allow it?
    SameOriginMode,
    /// Does the redirect mode go with the mode?
    RedirectMode,
    /// Is the scheme one of which CORS knows?
    Scheme,
    /// Does the method need no preflight?
    MethodSafelisted,
    /// Does the header need no preflight?
    HeaderSafelisted,
    /// Do all safelisted headers together need none?
    TotalLength,
    /// Is an earlier preflight's answer still there?
    PreflightKept,
    /// Was there an answer?
    Network,
    /// Does the preflight's status say that all is well?
    PreflightStatus,
    /// Does `Access-Control-Allow-Origin` name the page?
    AllowOrigin,
    /// Does `Access-Control-Allow-Credentials` say `true`?
    AllowCredentials,
    /// Can `Access-Control-Allow-Methods` be read?
    AllowMethods,
    /// Can `Access-Control-Allow-Headers` be read?
    AllowHeaders,
    /// Is the method allowed?
    MethodAllowed,
    /// Is the header allowed?
    HeaderAllowed,
    /// Does `Cross-Origin-Resource-Policy` let it through?
    ResourcePolicy,
    /// May the redirect be followed?
    Redirect,
}

impl Check {
    /// Its name, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Method => "method",
            Self::Header => "header",
            Self::Body => "body",
            Self::CacheMode => "cache-mode",
            Self::MixedContent => "mixed-content",
            Self::Port => "port",
            Self::LocalNetwork => "local-network",
            Self::SameOrigin => "same-origin",
            Self::SameOriginMode => "same-origin-mode",
            Self::RedirectMode => "redirect-mode",
            Self::Scheme => "scheme",
            Self::MethodSafelisted => "method-safelisted",
            Self::HeaderSafelisted => "header-safelisted",
            Self::TotalLength => "total-length",
            Self::PreflightKept => "preflight-kept",
            Self::Network => "network",
            Self::PreflightStatus => "preflight-status",
            Self::AllowOrigin => "allow-origin",
            Self::AllowCredentials => "allow-credentials",
            Self::AllowMethods => "allow-methods",
            Self::AllowHeaders => "allow-headers",
            Self::MethodAllowed => "method-allowed",
            Self::HeaderAllowed => "header-allowed",
            Self::ResourcePolicy => "resource-policy",
            Self::Redirect => "redirect",
        }
    }

    /// Where it is specified.
    pub const fn spec(self) -> &'static str {
        match self {
            Self::Url | Self::Body | Self::CacheMode => "https://fetch.spec.whatwg.org/#dom-request",
            Self::Method => "https://fetch.spec.whatwg.org/#forbidden-method",
            Self::Header => "https://fetch.spec.whatwg.org/#concept-headers-append",
            Self::MixedContent => "https://w3c.github.io/webappsec-mixed-content/#should-block-fetch",
            Self::Port => "https://fetch.spec.whatwg.org/#bad-port",
            Self::LocalNetwork => "https://wicg.github.io/local-network-access/",
            Self::SameOrigin | Self::SameOriginMode | Self::RedirectMode | Self::Scheme => {
                "https://fetch.spec.whatwg.org/#concept-main-fetch"
            }
            Self::MethodSafelisted => "https://fetch.spec.whatwg.org/#cors-safelisted-method",
            Self::HeaderSafelisted => "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
            Self::TotalLength => "https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names",
            Self::PreflightKept => "https://fetch.spec.whatwg.org/#cors-preflight-cache",
            Self::Network => "https://fetch.spec.whatwg.org/#concept-network-error",
            Self::PreflightStatus
            | Self::AllowMethods
            | Self::AllowHeaders
            | Self::MethodAllowed
            | Self::HeaderAllowed => "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
            Self::AllowOrigin | Self::AllowCredentials => "https://fetch.spec.whatwg.org/#concept-cors-check",
            Self::ResourcePolicy => "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check",
            Self::Redirect => "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch",
        }
    }
}

impl Rung {
    /// One that holds.
    pub(crate) fn yes(check: Check, subject: impl Into<String>, found: Option<Vec<u8>>) -> Self {
        Self::choice(check, true, subject, found)
    }

    /// One that chooses the way.
    pub(crate) fn choice(check: Check, is_yes: bool, subject: impl Into<String>, found: Option<Vec<u8>>) -> Self {
        Self { check, verdict: Ok(is_yes), subject: subject.into(), found, hop: 0, is_preflight: false }
    }

    /// One at which the call fails.
    pub(crate) fn no(reason: Reason, subject: impl Into<String>, found: Option<Vec<u8>>) -> Self {
        let check = reason.check();
        Self { check, verdict: Err(reason), subject: subject.into(), found, hop: 0, is_preflight: false }
    }
}
