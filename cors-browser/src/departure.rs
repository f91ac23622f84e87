use crate::Browser::{self, Chromium, Firefox, Safari};

/// A way in which browsers leave the [Fetch standard](https://fetch.spec.whatwg.org/).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Departure {
    /// `*` in `Access-Control-Allow-Headers` covers `Authorization`.
    AuthorizationByWildcard,
    /// Headers of client hints need no preflight.
    ClientHints,
    /// `User-Agent` cannot be set.
    UserAgent,
    /// Lines of one name are one before they are judged.
    JoinsLines,
    /// A byte of 128 or more makes `Accept` and `Content-Type` need a preflight.
    UnsafeNonAscii,
    /// A `;` behind the last parameter of `Content-Type` makes it need a preflight.
    OpenParameters,
    /// Safelisted headers may have any length together.
    NoTotalLength,
    /// A name that was set twice is asked for twice.
    RepeatsNames,
    /// A stream is no body.
    NoStreams,
    /// A request without CORS sends its origin, whatever the referrer policy.
    OriginWithoutCors,
    /// The preflight after a redirect to a third origin names the page's.
    PreflightOrigin,
    /// A redirected request is preflighted once more, though nothing is left to ask for.
    PreflightsAgain,
    /// A preflight's status is judged before its headers.
    StatusFirst,
    /// That a preflight is redirected is judged before its headers.
    RedirectFirst,
    /// Whether the method is allowed is judged before the list of headers is read.
    MethodFirst,
    /// A negative `Access-Control-Max-Age` is 0.
    NegativeMaxAge,
    /// What a malformed `Access-Control-Max-Age` came with is not kept.
    MalformedMaxAge,
    /// Of each URL one preflight's answer is kept, the last.
    OneAnswerPerUrl,
    /// What is kept outlives a failure.
    KeepsAfterFailure,
    /// What is kept for requests with credentials does not serve those without.
    CredentialsApart,
    /// A `*` that is kept serves nothing.
    WildcardNotKept,
    /// What an answer lists is kept, though the request was refused.
    KeepsRefused,
    /// The call's cache mode holds for preflights too.
    CacheMode,
    /// Calls to the local network need the user's permission.
    LocalNetworkAccess,
}

impl Departure {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::AuthorizationByWildcard,
        Self::ClientHints,
        Self::UserAgent,
        Self::JoinsLines,
        Self::UnsafeNonAscii,
        Self::OpenParameters,
        Self::NoTotalLength,
        Self::RepeatsNames,
        Self::NoStreams,
        Self::OriginWithoutCors,
        Self::PreflightOrigin,
        Self::PreflightsAgain,
        Self::StatusFirst,
        Self::RedirectFirst,
        Self::MethodFirst,
        Self::NegativeMaxAge,
        Self::MalformedMaxAge,
        Self::OneAnswerPerUrl,
        Self::KeepsAfterFailure,
        Self::CredentialsApart,
        Self::WildcardNotKept,
        Self::KeepsRefused,
        Self::CacheMode,
        Self::LocalNetworkAccess,
    ];

    /// Who departs.
    pub const fn browsers(self) -> &'static [Browser] {
        match self {
            Self::AuthorizationByWildcard | Self::NegativeMaxAge => &[Chromium, Firefox, Safari],
            Self::NoStreams | Self::PreflightsAgain => &[Firefox, Safari],
            Self::RedirectFirst | Self::JoinsLines | Self::OneAnswerPerUrl | Self::KeepsAfterFailure => {
                &[Chromium, Safari]
            }
            Self::CacheMode => &[Chromium, Firefox],
            Self::ClientHints | Self::UserAgent | Self::OriginWithoutCors | Self::LocalNetworkAccess => &[Chromium],
            Self::StatusFirst | Self::KeepsRefused => &[Safari],
            Self::UnsafeNonAscii
            | Self::OpenParameters
            | Self::NoTotalLength
            | Self::RepeatsNames
            | Self::PreflightOrigin
            | Self::MethodFirst
            | Self::MalformedMaxAge
            | Self::CredentialsApart
            | Self::WildcardNotKept => &[Firefox],
        }
    }

    /// What the standard says, and what they do.
    pub const fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::AuthorizationByWildcard => ("`*` never covers `Authorization`", "it does; Firefox warns"),
            Self::ClientHints => ("client hints are headers like others", "well-formed ones need no preflight"),
            Self::UserAgent => ("`User-Agent` may be set, and needs a preflight", "what the page sets is dropped"),
            Self::JoinsLines => ("128 bytes are the limit of each line", "they are that of all lines of a name"),
            Self::UnsafeNonAscii => ("bytes of 128 or more are safe", "they need a preflight"),
            Self::OpenParameters => {
                ("a `;` behind the last parameter of a MIME type is skipped", "it needs a preflight")
            }
            Self::NoTotalLength => ("1024 bytes of safelisted headers need no preflight", "any number needs none"),
            Self::RepeatsNames => ("a preflight names each header once", "once for each line"),
            Self::NoStreams => (
                "a stream may be a body, and needs a preflight",
                "Firefox sends `[object ReadableStream]`; Safari throws",
            ),
            Self::OriginWithoutCors => ("referrer policy can make it `null`", "it is the page's origin all the same"),
            Self::PreflightOrigin => {
                ("it sends `Origin: null`", "it sends the page's origin, which its answer has to name")
            }
            Self::PreflightsAgain => {
                ("what was dropped on the way needs no preflight", "there is one; Safari's asks for what was dropped")
            }
            Self::StatusFirst => ("headers are judged before the status", "the status comes first"),
            Self::RedirectFirst => ("headers are judged before the status", "a redirect comes first"),
            Self::MethodFirst => ("both lists are read before the method is judged", "the method comes first"),
            Self::NegativeMaxAge => ("it is malformed: 5 seconds", "nothing is kept"),
            Self::MalformedMaxAge => ("5 seconds", "the answer is not kept"),
            Self::OneAnswerPerUrl => ("each method and header is kept for itself", "an answer replaces the last"),
            Self::KeepsAfterFailure => ("a failure clears what is kept of its URL", "it stays"),
            Self::CredentialsApart => ("an answer with credentials serves both kinds", "each kind has its own"),
            Self::WildcardNotKept => ("a `*` that is kept serves any", "it serves none"),
            Self::KeepsRefused => ("of a refused preflight nothing is kept", "its lists are"),
            Self::CacheMode => ("the cache mode is the HTTP cache's affair", "`no-store` and `reload` ask again"),
            Self::LocalNetworkAccess => ("there is no such thing", "without permission nothing is sent"),
        }
    }
}

impl Browser {
    /// Reports whether it leaves the standard here.
    pub fn departs(self, departure: Departure) -> bool {
        departure.browsers().contains(&self)
    }
}
