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

const FOR_CMD: &str = "this is for the command prompt of Windows, whose quoting is its own: choose “Copy as cURL (bash)” or “Copy as fetch”";
const FOR_POWERSHELL: &str = "this is for PowerShell: choose “Copy as cURL (bash)” or “Copy as fetch”";

impl Pasted {
    /// Reads a text that begins with `curl` or with `fetch(`; `None`: it is neither. What is for a shell of Windows is known, and not read.
    ///
    /// # Errors
    ///
    /// Where and why it cannot be read.
    pub fn read(text: &str) -> Option<Result<Self, Misread>> {
        let trimmed = text.trim_start().trim_start_matches("$ ");
        if let Some(at) = text.find("Invoke-WebRequest") {
            return Some(Err(Misread::new(at, FOR_POWERSHELL)));
        }
        let mut words = trimmed.split_whitespace();
        if words.next().is_some_and(|word| matches!(word, "curl" | "curl.exe")) {
            let is_for_windows = words.next().is_some_and(|word| word.starts_with("^\""));
            let line_end = text.find(" ^\n").or_else(|| text.find(" ^\r\n")).map(|blank| blank + 1);
            return Some(match line_end.filter(|_| !text.contains("\\\n")).or(is_for_windows.then_some(0)) {
                Some(at) => Err(Misread::new(at, FOR_CMD)),
                None => curl::read(text),
            });
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
        // “Copy as fetch (Node.js)” makes a header of what is an option in a browser.
        if lower == "referrer-policy" {
            self.referrer_policy = fetch_text::referrer_policy(value).or(self.referrer_policy);
        }
        // Developer tools copy what was sent, and not what the page set.
        let is_added = cors_browser::is_forbidden(name, value.as_bytes())
            || matches!(lower.as_str(), "priority" | "referrer-policy" | "user-agent" | "upgrade-insecure-requests");
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

#[cfg(test)]
mod tests {
    use cors_browser::ReferrerPolicy;

    use super::{FOR_CMD, FOR_POWERSHELL, Misread, Pasted};

    #[test]
    fn what_is_for_windows() {
        for (text, at, message) in [
            ("curl ^\"https://a.example/^\" ^\r\n  -H ^\"a: b^\"", 28, FOR_CMD),
            ("curl ^\"https://a.example/^\"", 0, FOR_CMD),
            ("curl \"https://a.example/\" ^\n  -X \"PUT\"", 26, FOR_CMD),
            ("Invoke-WebRequest -Uri \"https://a.example/\"", 0, FOR_POWERSHELL),
            ("$session = New-Object X\nInvoke-WebRequest `\n", 24, FOR_POWERSHELL),
        ] {
            assert_eq!(Pasted::read(text), Some(Err(Misread::new(at, message))), "{text}");
        }
        // In a shell of POSIX it is a character as others are.
        assert!(Pasted::read("curl 'https://a.example/?q=a ^' \\\n -X PUT").unwrap().is_ok());
    }

    #[test]
    fn what_node_has_as_headers() {
        let text = r#"fetch("https://a.example/", {"headers": {"Referer": "https://b.example/", "Referrer-Policy": "no-referrer"}})"#;
        let call = Pasted::read(text).unwrap().unwrap();
        assert_eq!((call.headers.len(), call.left_out.join(" ")), (0, "referer referrer-policy".to_owned()));
        assert_eq!(
            (call.referrer_policy, call.page.as_deref()),
            (Some(ReferrerPolicy::NoReferrer), Some("https://b.example/"))
        );
    }
}
