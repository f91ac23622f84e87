use url::Url;

use crate::{
    Api, Body, Browser, Call, Credentials, Departure, HeaderList, Mode, Origin, Request, address_space::is_trustworthy,
};

/// A [request](https://fetch.spec.whatwg.org/#concept-request) on its way: what the page wrote, read, and what redirects made of it.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) browser: Browser,
    /// What the page wrote.
    pub(crate) call: Call,
    /// Normalised.
    pub(crate) method: String,
    /// Without those that pages cannot set, and with those that come by themselves.
    pub(crate) headers: HeaderList,
    pub(crate) body: Option<Body>,
    /// The [current URL](https://fetch.spec.whatwg.org/#concept-request-current-url).
    pub(crate) url: Url,
    /// The URLs before it.
    pub(crate) earlier: Vec<Url>,
    pub(crate) tainting: Tainting,
    /// What redirects have taken off: see [`Departure::PreflightsAgain`].
    pub(crate) dropped: HeaderList,
    /// Whether there was something to ask for when it began: see there.
    pub(crate) asked_at_first: bool,
}

/// [Response tainting](https://fetch.spec.whatwg.org/#concept-request-response-tainting)
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tainting {
    #[default]
    Basic,
    Cors,
    Opaque,
}

impl Pending {
    /// Reports whether the page asks for credentials wherever it goes. Whether there are any does not matter.
    pub(crate) fn includes(&self) -> bool {
        self.call.credentials == Credentials::Include
    }

    /// The [use-CORS-preflight flag](https://fetch.spec.whatwg.org/#use-cors-preflight-flag).
    pub(crate) fn forces_preflight(&self) -> bool {
        matches!(self.call.api, Api::Xhr { upload_listener: true }) || self.body == Some(Body::Stream)
    }

    /// Takes headers off.
    pub(crate) fn drop(&mut self, test: impl Fn(&str) -> bool) {
        let lines: HeaderList = self.headers.iter().filter(|(name, _)| test(name)).collect();
        self.dropped.extend(lines.iter());
        self.headers.remove(test);
    }

    /// The headers of which a preflight asks for those that need it.
    pub(crate) fn asked_of(&self) -> HeaderList {
        let mut headers = self.headers.clone();
        if self.browser == Browser::Safari {
            headers.extend(self.dropped.iter());
        }
        headers
    }

    /// Reports whether the current URL is of the page's own origin.
    pub(crate) fn is_own(&self) -> bool {
        self.call.page.origin.is_same(&Origin::of(&self.url))
    }

    /// The [serialised request origin]: `null` once it has come from one foreign origin to another.
    ///
    /// [serialised request origin]: https://fetch.spec.whatwg.org/#serializing-a-request-origin
    pub(crate) fn origin(&self) -> String {
        if self.is_tainted() { Origin::Opaque.to_string() } else { self.call.page.origin.to_string() }
    }

    /// The origin that a preflight names, and that its answer must.
    pub(crate) fn preflight_origin(&self) -> String {
        if self.browser.departs(Departure::PreflightOrigin) { self.call.page.origin.to_string() } else { self.origin() }
    }

    /// The [redirect-taint](https://fetch.spec.whatwg.org/#serializing-a-request-origin), or none.
    fn is_tainted(&self) -> bool {
        let origins: Vec<_> = self.earlier.iter().chain([&self.url]).map(Origin::of).collect();
        origins.array_windows().any(|[last, next]| !next.is_same(last) && !self.call.page.origin.is_same(last))
    }

    /// The preflight for these names, as [CORS-preflight fetch] has it.
    ///
    /// [CORS-preflight fetch]: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    pub(crate) fn preflight(&self, names: &[String]) -> Request {
        let mut headers = HeaderList::new();
        headers.append("accept", "*/*");
        // Also where only a header is in question.
        headers.append("access-control-request-method", &self.method);
        if !names.is_empty() {
            headers.append("access-control-request-headers", names.join(","));
        }
        headers.append("origin", self.preflight_origin());
        self.finish("OPTIONS", headers, Mode::Cors, false)
    }

    /// The request that the page asked for.
    pub(crate) fn actual(&self) -> Request {
        let mut headers = self.headers.clone();
        if let Some(origin) = self.origin_header() {
            headers.append("origin", origin);
        }
        let credentials = match self.call.credentials {
            Credentials::Include => true,
            Credentials::SameOrigin => self.tainting == Tainting::Basic,
            Credentials::Omit => false,
        };
        self.finish(&self.method, headers, self.call.mode, credentials)
    }

    /// Adds the [fetch metadata headers](https://w3c.github.io/webappsec-fetch-metadata/#fetch-metadata-headers).
    fn finish(&self, method: &str, mut headers: HeaderList, mode: Mode, credentials: bool) -> Request {
        if is_trustworthy(&self.url) {
            headers.append("sec-fetch-dest", "empty");
            headers.append("sec-fetch-mode", mode.name());
            headers.append("sec-fetch-site", self.site());
        }
        let mut url = self.url.clone();
        url.set_fragment(None);
        Request { method: method.to_owned(), url, headers, credentials }
    }

    fn site(&self) -> &'static str {
        let page = &self.call.page.origin;
        let origins: Vec<_> = self.earlier.iter().chain([&self.url]).map(Origin::of).collect();
        let scheme = page.parts().map(|(scheme, ..)| scheme);
        if origins.iter().all(|origin| page.is_same(origin)) {
            "same-origin"
        } else if self.call.same_site
            && origins.iter().all(|origin| origin.parts().map(|(scheme, ..)| scheme) == scheme)
        {
            "same-site"
        } else {
            "cross-site"
        }
    }
}
