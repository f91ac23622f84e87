use std::{collections::BTreeMap, fmt};

use cors_browser::{Api, Body, CacheMode, Credentials, Mode, Permission, Redirect, ReferrerPolicy};
use serde::Deserialize;
use serde_json::json;

use super::fetch::{Fetched, Seen};
use crate::{Failure, corpus};

/// Pages, and the rows that each of them calls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Callers {
    pages: Vec<Page>,
    rows: Vec<Row>,
}

/// Who calls: an origin, or what has none.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Page(String);

/// Calls of one page, one after the other, which share what the browser keeps of preflights. No other row shares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name.
    pub id: String,
    calls: Vec<Call>,
}

/// A call of `fetch()`, and what becomes of it, in a word. All that becomes of it is what the decision predicts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// A URL, or a path of `https://api.example.com`.
    pub url: String,
    method: Option<String>,
    /// Request headers.
    #[serde(default)]
    pub headers: Headers,
    /// `omit`, `same-origin` or `include`.
    pub credentials: Option<String>,
    /// A body.
    pub body: Option<String>,
    /// What the page makes of the body before it sends it; else it is a text.
    #[serde(default)]
    pub body_kind: BodyKind,
    /// `no-cors` or `same-origin`.
    pub mode: Option<String>,
    /// `error` or `manual`.
    pub redirect: Option<String>,
    /// `no-store` and others.
    pub cache: Option<String>,
    /// `no-referrer` and others.
    pub referrer_policy: Option<String>,
    /// Whether it is an `XMLHttpRequest`.
    pub xhr: Option<Xhr>,
    /// What the page sees.
    sees: Sees,
    /// The methods of what is sent, `OPTIONS` of a preflight, in order.
    sent: Vec<String>,
    /// The servers that refuse it before there is a request.
    #[serde(default)]
    pub(super) parser_refuses: Vec<String>,
}

/// Request headers: by name, or in order where a name stands twice.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Headers {
    /// By name.
    Named(BTreeMap<String, String>),
    /// In order.
    Listed(Vec<(String, String)>),
}

/// What a page makes of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyKind {
    /// A text.
    #[default]
    Text,
    /// `URLSearchParams`
    UrlSearchParams,
    /// `FormData`
    FormData,
    /// A `Blob` of this type.
    Blob(String),
    /// A `Uint8Array`
    Bytes,
}

/// Of an `XMLHttpRequest`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Xhr {
    /// Whether anyone listens to the progress of its upload.
    pub upload_listener: bool,
}

/// What a page sees, in a word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Sees {
    /// An answer with this status.
    Status(u16),
    /// `refused`: nothing but that it failed.
    Word(String),
}

/// Every row, by page.
///
/// # Errors
///
/// A file that holds none.
pub(super) fn rows() -> Result<Vec<(Page, Vec<Row>)>, Failure> {
    let path = corpus::folder("browser").join("calls.yaml");
    let callers: Vec<Callers> = serde_yaml::from_str(&std::fs::read_to_string(path)?)?;
    let each = |callers: Callers| callers.pages.into_iter().map(move |page| (page, callers.rows.clone()));
    Ok(callers.into_iter().flat_map(each).collect())
}

impl Page {
    /// Where it is.
    pub(super) fn url(&self) -> String {
        match self.0.as_str() {
            // A header of its own takes its origin away, as the attribute `sandbox` does of a frame.
            "sandboxed" => "https://app.example.com/sandboxed".to_owned(),
            "data" => "data:text/html,<!doctype html>".to_owned(),
            origin => format!("{origin}/"),
        }
    }

    /// What the model knows of it. All of it is on this machine.
    pub(super) fn known(&self) -> Result<cors_browser::Page, Failure> {
        let page = cors_browser::Page::parse(self.origin())?;
        Ok(cors_browser::Page { permission: Permission::Granted, ..page })
    }

    /// Its origin, as `self.origin` has it.
    pub fn origin(&self) -> &str {
        if self.0.contains("://") { &self.0 } else { "null" }
    }
}

impl Row {
    /// Its calls, their URLs whole, and of this row alone: what a browser keeps of preflights it keeps by URL.
    pub(super) fn calls_of(&self) -> impl Iterator<Item = Call> {
        self.calls.iter().cloned().map(|call| {
            let mark = if call.url.contains('?') { '&' } else { '?' };
            let host = if call.url.starts_with('/') { "https://api.example.com" } else { "" };
            Call { url: format!("{host}{}{mark}row={}", call.url, self.id), ..call }
        })
    }
}

impl Call {
    /// The method, as the page writes it.
    pub fn method(&self) -> &str {
        self.method.as_deref().unwrap_or("GET")
    }

    /// The call, as the model reads it.
    pub(super) fn asked(&self, page: &cors_browser::Page) -> cors_browser::Call {
        let mut call = cors_browser::Call::new(page.clone(), &self.url).method(self.method());
        call.headers = self.headers.iter().map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).collect();
        call.body = self.body.as_ref().map(|_| match &self.body_kind {
            BodyKind::Text => Body::Text,
            BodyKind::UrlSearchParams => Body::UrlSearchParams,
            BodyKind::FormData => Body::FormData,
            BodyKind::Blob(kind) => Body::Blob(kind.clone()),
            BodyKind::Bytes => Body::Bytes,
        });
        call.credentials = match self.credentials.as_deref() {
            Some("include") => Credentials::Include,
            Some("omit") => Credentials::Omit,
            _ => Credentials::SameOrigin,
        };
        call.mode = match self.mode.as_deref() {
            Some("no-cors") => Mode::NoCors,
            Some("same-origin") => Mode::SameOrigin,
            _ => Mode::Cors,
        };
        call.redirect = match self.redirect.as_deref() {
            Some("error") => Redirect::Error,
            Some("manual") => Redirect::Manual,
            _ => Redirect::Follow,
        };
        call.cache = match self.cache.as_deref() {
            Some("no-store") => CacheMode::NoStore,
            Some("reload") => CacheMode::Reload,
            Some("no-cache") => CacheMode::NoCache,
            _ => CacheMode::Default,
        };
        call.referrer_policy = match self.referrer_policy.as_deref() {
            Some("no-referrer") => ReferrerPolicy::NoReferrer,
            _ => ReferrerPolicy::default(),
        };
        if let Some(Xhr { upload_listener }) = self.xhr {
            call.api = Api::Xhr { upload_listener };
        }
        call
    }

    /// The script that makes it. It comes to a type, a status, the names of the headers and the body, or to the name of an error.
    pub(super) fn script(&self) -> String {
        let (url, method, headers) = (js(&self.url), js(self.method()), json!(self.headers.iter().collect::<Vec<_>>()));
        let body = self.body.as_deref().map(|text| match &self.body_kind {
            BodyKind::Text => js(text),
            BodyKind::UrlSearchParams => format!("new URLSearchParams({})", js(text)),
            BodyKind::FormData => format!("(form => (form.append('a', {}), form))(new FormData())", js(text)),
            BodyKind::Blob(kind) => format!("new Blob([{}], {{type: {}}})", js(text), js(kind)),
            BodyKind::Bytes => format!("new TextEncoder().encode({})", js(text)),
        });
        let body = body.unwrap_or_else(|| "undefined".to_owned());
        if let Some(Xhr { upload_listener }) = self.xhr {
            let credentials = self.credentials.as_deref() == Some("include");
            return format!(
                "new Promise(done => {{
                    const xhr = new XMLHttpRequest();
                    xhr.open({method}, {url});
                    xhr.withCredentials = {credentials};
                    for (const [name, value] of {headers}) xhr.setRequestHeader(name, value);
                    if ({upload_listener}) xhr.upload.onprogress = () => {{}};
                    xhr.onerror = () => done('TypeError');
                    xhr.onload = () => done({{
                        type: 'cors', status: xhr.status, body: xhr.responseText,
                        headers: xhr.getAllResponseHeaders().split('\\r\\n').filter(line => line).map(line => line.split(':')[0]),
                    }});
                    xhr.send({body});
                }})"
            );
        }
        let mut options = json!({"method": self.method()});
        let given = [
            ("credentials", &self.credentials),
            ("mode", &self.mode),
            ("redirect", &self.redirect),
            ("cache", &self.cache),
            ("referrerPolicy", &self.referrer_policy),
        ];
        for (name, value) in given {
            if let Some(value) = value {
                options[name] = value.as_str().into();
            }
        }
        format!(
            "fetch({url}, {{...{options}, headers: {headers}, body: {body}}}).then(async response => ({{
                type: response.type, status: response.status, headers: [...response.headers.keys()],
                body: await response.text(),
            }}), error => error.name)"
        )
    }

    /// Whether this is what the row says.
    pub(super) fn is_as_written(&self, fetched: &Fetched) -> bool {
        let sees = match &fetched.seen {
            Seen::Refused => Sees::Word("refused".to_owned()),
            Seen::Response { status, .. } => Sees::Status(*status),
        };
        sees == self.sees && fetched.sent.iter().map(|sent| &sent.method).eq(&self.sent)
    }
}

/// A text as a script has it.
fn js(text: &str) -> String {
    json!(text).to_string()
}

impl Headers {
    /// Name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let (named, listed) = match self {
            Self::Named(named) => (Some(named), None),
            Self::Listed(listed) => (None, Some(listed)),
        };
        let named = named.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str()));
        named.chain(listed.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

impl Default for Headers {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
