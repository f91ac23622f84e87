mod curl;
mod fetch_text;
mod scanner;
mod words;

use cors_browser::{Body, CacheMode, Credentials, Mode, Redirect, ReferrerPolicy};

/// A call that was copied from somewhere: as `fetch("…", {…})` in JavaScript, or as a `curl` command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The URL, as it was typed.
    pub url: String,
    /// The method, as it was typed.
    pub method: String,
    /// The headers that the page set, in order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// What was copied with them, though no page sets it: the browser, or `curl`, adds it by itself.
    pub left_out: Vec<String>,
    /// The body, by its kind.
    pub body: Option<Body>,
    /// `mode`, if it is said.
    pub mode: Option<Mode>,
    /// `credentials`, if it is said.
    pub credentials: Option<Credentials>,
    /// `redirect`, if it is said.
    pub redirect: Option<Redirect>,
    /// `cache`, if it is said.
    pub cache: Option<CacheMode>,
    /// `referrerPolicy`, if it is said.
    pub referrer_policy: Option<ReferrerPolicy>,
    /// The page that calls, if that is told: its URL or its origin.
    pub page: Option<String>,
}

/// Why a text is no call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The byte at which it goes wrong.
    pub at: usize,
    /// What is wrong there: lower case, no full stop.
    pub message: String,
}

impl Pasted {
    /// Reads a text that begins with `curl`, or holds `fetch(`; `None`: it is neither.
    ///
    /// # Errors
    ///
    /// Where and why it cannot be read.
    pub fn read(text: &str) -> Option<Result<Self, Misread>> {
        let trimmed = text.trim_start().trim_start_matches("$ ");
        if trimmed.strip_prefix("curl").is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
            return Some(curl::read(text));
        }
        let begins = ["fetch(", "await fetch(", "window.fetch(", "await window.fetch(", "return fetch(", "fetch ("];
        begins.iter().any(|begin| trimmed.starts_with(begin)).then(|| fetch_text::read(text))
    }

    fn new(url: String) -> Self {
        Self {
            url,
            method: "GET".to_owned(),
            headers: Vec::new(),
            left_out: Vec::new(),
            body: None,
            mode: None,
            credentials: None,
            redirect: None,
            cache: None,
            referrer_policy: None,
            page: None,
        }
    }

    /// Adds a header, if it is one that a page sets.
    fn header(&mut self, name: &str, value: &str) {
        let lower = name.to_ascii_lowercase();
        if matches!(lower.as_str(), "origin" | "referer") && self.page.is_none() {
            self.page = Some(value.to_owned());
        }
        if lower == "cookie" {
            self.credentials.get_or_insert(Credentials::Include);
        }
        // Developer tools copy what was sent, and not what the page set.
        let is_added = cors_browser::is_forbidden(name, value.as_bytes())
            || matches!(lower.as_str(), "priority" | "user-agent" | "upgrade-insecure-requests");
        if is_added {
            self.left_out.push(lower);
        } else {
            self.headers.push((name.to_owned(), value.as_bytes().to_vec()));
        }
    }
}

impl Misread {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}
