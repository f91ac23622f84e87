use cors_browser::{
    AddressSpace, Body, Browser, CacheMode, Call, Credentials, Mode, Origin, Page, Permission, Redirect,
};
use cors_compiler::Source;
use cors_explain::{Application, Explanation, Judged, Question, are_same_site, explain};
use serde::Deserialize;

/// A call as a row has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) from: String,
    /// `METHOD URL`, or a URL.
    pub(crate) fetch: String,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) credentials: bool,
    #[serde(default)]
    pub(crate) mode: Option<String>,
    /// `error` or `manual`.
    #[serde(default)]
    pub(crate) redirect: Option<String>,
    /// `only-if-cached`.
    #[serde(default)]
    pub(crate) cache: Option<String>,
    /// `text` or `stream`.
    #[serde(default)]
    pub(crate) body: Option<String>,
    /// The user does not let the page, which is on the web, call the local network.
    #[serde(default)]
    pub(crate) denied: bool,
    #[serde(default)]
    pub(crate) browser: Option<String>,
    #[serde(default)]
    pub(crate) profile: Option<String>,
}

impl Asked {
    pub(crate) fn call(&self) -> Call {
        let (method, url) = self.fetch.split_once(' ').unwrap_or(("GET", &self.fetch));
        let mut call = Call::new(Page::parse(&self.from).unwrap(), url).method(method);
        for (name, value) in &self.headers {
            call = call.header(name.as_str(), value.as_bytes());
        }
        call.credentials = if self.credentials { Credentials::Include } else { Credentials::SameOrigin };
        let modes = self.mode.as_ref().map(|name| Mode::ALL.into_iter().find(|mode| mode.name() == name));
        call.mode = modes.map_or(Mode::Cors, |mode| mode.unwrap());
        call.redirect = match self.redirect.as_deref() {
            Some("error") => Redirect::Error,
            Some("manual") => Redirect::Manual,
            other => other.map_or(Redirect::Follow, |name| panic!("{name} is no redirect mode of a row")),
        };
        call.body = match self.body.as_deref() {
            Some("text") => Some(Body::Text),
            Some("stream") => Some(Body::Stream),
            other => other.map(|name| panic!("{name} is no body of a row")),
        };
        call.cache = match self.cache.as_deref() {
            Some("only-if-cached") => CacheMode::OnlyIfCached,
            other => other.map_or(CacheMode::Default, |name| panic!("{name} is no cache mode of a row")),
        };
        if let Ok(server) = Origin::parse(&call.url) {
            call.same_site = are_same_site(&call.page.origin, &server);
        }
        if self.denied {
            (call.page.address_space, call.page.permission) = (Some(AddressSpace::Public), Permission::Denied);
        }
        call
    }

    pub(crate) fn browser(&self) -> Browser {
        self.browser.as_ref().map_or(Browser::Standard, |name| name.parse().unwrap())
    }
}

pub(crate) fn judged(text: &str, profile: Option<&str>) -> Option<Judged> {
    Judged::new(Source::new("cors.yaml", text), profile).ok()
}

pub(crate) fn explained(judged: &Judged, call: &Call, browser: Browser) -> Explanation {
    let application = Application::default();
    explain(&Question { policy: Some(judged), application: &application, live: None, call, browser, again: None })
}
