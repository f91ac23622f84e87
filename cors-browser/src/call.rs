use crate::{AddressSpace, Body, Page};

/// A call of `fetch()` or of `XMLHttpRequest`, as the page writes it.
///
/// [`Call::new`] is `fetch(url)`; every option is a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who calls.
    pub page: Page,
    /// Which interface.
    pub api: Api,
    /// The URL, which is whole: there is no page to complete it by.
    pub url: String,
    /// The method, as typed.
    pub method: String,
    /// The headers, as typed and in order, a name as often as it is set.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Option<Body>,
    /// `mode`
    pub mode: Mode,
    /// `credentials`; of an `XMLHttpRequest` `withCredentials` is `Include`, without it `SameOrigin`.
    pub credentials: Credentials,
    /// `redirect`
    pub redirect: Redirect,
    /// `cache`
    pub cache: CacheMode,
    /// `referrerPolicy`
    pub referrer_policy: ReferrerPolicy,
    /// Whether page and URL are of one [site]. Only who has the list of public suffixes can tell; `Sec-Fetch-Site` depends on it.
    ///
    /// [site]: https://html.spec.whatwg.org/multipage/browsers.html#same-site
    pub same_site: bool,
    /// Where the URL's host is; if not said, what its name or address tells.
    pub address_space: Option<AddressSpace>,
}

/// Which interface is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Api {
    /// `fetch()`
    #[default]
    Fetch,
    /// `XMLHttpRequest`
    Xhr {
        /// Whether anyone listens to the progress of its upload, for which there must be a preflight.
        upload_listener: bool,
    },
}

/// A [mode](https://fetch.spec.whatwg.org/#concept-request-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// `cors`
    #[default]
    Cors,
    /// `no-cors`: an answer from elsewhere is opaque.
    NoCors,
    /// `same-origin`: nothing goes elsewhere.
    SameOrigin,
}

/// A [credentials mode](https://fetch.spec.whatwg.org/#concept-request-credentials-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// `omit`
    Omit,
    /// `same-origin`
    #[default]
    SameOrigin,
    /// `include`
    Include,
}

/// A [redirect mode](https://fetch.spec.whatwg.org/#concept-request-redirect-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redirect {
    /// `follow`
    #[default]
    Follow,
    /// `error`
    Error,
    /// `manual`
    Manual,
}

/// A [cache mode](https://fetch.spec.whatwg.org/#concept-request-cache-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheMode {
    /// `default`
    #[default]
    Default,
    /// `no-store`
    NoStore,
    /// `reload`
    Reload,
    /// `no-cache`
    NoCache,
    /// `force-cache`
    ForceCache,
    /// `only-if-cached`
    OnlyIfCached,
}

/// A [referrer policy](https://w3c.github.io/webappsec-referrer-policy/#referrer-policies).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReferrerPolicy {
    /// `strict-origin-when-cross-origin`, which is what holds where nothing is said.
    #[default]
    StrictOriginWhenCrossOrigin,
    /// `no-referrer`
    NoReferrer,
    /// `no-referrer-when-downgrade`
    NoReferrerWhenDowngrade,
    /// `same-origin`
    SameOrigin,
    /// `origin`
    Origin,
    /// `strict-origin`
    StrictOrigin,
    /// `origin-when-cross-origin`
    OriginWhenCrossOrigin,
    /// `unsafe-url`
    UnsafeUrl,
}

impl Call {
    /// `fetch(url)` from a page.
    pub fn new(page: Page, url: impl Into<String>) -> Self {
        Self {
            page,
            api: Api::default(),
            url: url.into(),
            method: "GET".to_owned(),
            headers: Vec::new(),
            body: None,
            mode: Mode::default(),
            credentials: Credentials::default(),
            redirect: Redirect::default(),
            cache: CacheMode::default(),
            referrer_policy: ReferrerPolicy::default(),
            same_site: false,
            address_space: None,
        }
    }

    /// The same with another method.
    #[must_use]
    pub fn method(self, method: impl Into<String>) -> Self {
        Self { method: method.into(), ..self }
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with a body.
    #[must_use]
    pub fn body(self, body: Body) -> Self {
        Self { body: Some(body), ..self }
    }

    /// The same with another credentials mode.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self { credentials, ..self }
    }

    /// The same in another mode.
    #[must_use]
    pub fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }
}

impl Api {
    /// What the page calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Xhr { .. } => "XMLHttpRequest",
        }
    }
}

impl Mode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cors, Self::NoCors, Self::SameOrigin];

    /// What the page writes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cors => "cors",
            Self::NoCors => "no-cors",
            Self::SameOrigin => "same-origin",
        }
    }
}
