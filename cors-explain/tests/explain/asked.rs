use cors_browser::{Body, Browser, Call, Credentials, Mode, Page};
use cors_compiler::Source;
use cors_explain::{Application, Explanation, Judged, Question, explain};
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
    pub(crate) no_cors: bool,
    #[serde(default)]
    pub(crate) body: bool,
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
        call.mode = if self.no_cors { Mode::NoCors } else { Mode::Cors };
        call.body = self.body.then_some(Body::Text);
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
