use url::Url;

use crate::HeaderList;

/// A request as it leaves the browser: a preflight, or the one that the page asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The URL, without its fragment.
    pub url: Url,
    /// The header lines that CORS knows of, in the standard's order, names in lower case as HTTP/2 has them. `Host`, `User-Agent` and the
    /// like are left to who sends it.
    pub headers: HeaderList,
    /// Whether cookies and the like go along. What there are of them is not known here.
    pub credentials: bool,
}

/// A response as it reaches the browser. Its body has no part in CORS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header lines, in order.
    pub headers: HeaderList,
}

impl Response {
    /// A response with a status and header lines.
    pub fn new<N: AsRef<str>, V: AsRef<[u8]>>(status: u16, headers: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { status, headers: headers.into_iter().collect() }
    }

    /// Reports whether the status is an [ok status](https://fetch.spec.whatwg.org/#ok-status).
    pub(crate) const fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Reports whether the status is a [redirect status](https://fetch.spec.whatwg.org/#redirect-status).
    pub(crate) const fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}
