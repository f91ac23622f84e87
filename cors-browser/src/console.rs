//! What consoles say: one [table](texts::TEXTS), read in both directions.

mod texts;

use url::Url;

use crate::{
    Api, Browser,
    Browser::{Chromium, Firefox, Safari},
    Failure, Origin,
    Reason::*,
};

use texts::Place::{Behind, Former, Framed};
pub(crate) use texts::{Place, TEXTS, Text};

/// What stands before every framed text.
pub(crate) const fn frame(browser: Browser) -> &'static str {
    match browser {
        Browser::Standard => "",
        Chromium => {
            "Access to {api} at '{url}' {redirected}from origin '{origin}' has been blocked by CORS policy: {preflight}"
        }
        Firefox => {
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: "
        }
        Safari => "{redirection}",
    }
}

/// What stands in the console behind every text of that browser.
pub(crate) const fn trailer(browser: Browser) -> Option<&'static str> {
    match browser {
        Browser::Standard => None,
        Chromium => Some("Failed to load resource: net::ERR_FAILED"),
        // It comes after what is wrong with a preflight.
        Firefox => Some(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS request \
             did not succeed). Status code: (null).",
        ),
        Safari => Some("{interface} cannot load {url} due to access control checks."),
    }
}

/// What a page is told of any failure, whatever the reason.
pub(crate) const fn exception(browser: Browser) -> &'static str {
    match browser {
        Browser::Standard => "TypeError",
        Chromium => "TypeError: Failed to fetch",
        Firefox => "TypeError: NetworkError when attempting to fetch resource.",
        Safari => "TypeError: Load failed",
    }
}

/// The same of a URL.
pub(crate) fn warning(url: &url::Url) -> String {
    texts::AUTHORIZATION.replace("{url}", url.as_str())
}

impl Failure {
    /// What the browser's console says first, or the exception where the call itself is wrong; `None`: nothing is known of it.
    pub fn text(&self, browser: Browser) -> Option<String> {
        let row = self.rows(browser).next()?;
        let frame = if row.place == Framed { frame(browser) } else { "" };
        let elsewhere = row.names_location().then(|| self.of_location());
        let named = elsewhere.as_ref().unwrap_or(self);
        Some(format!("{}{}", named.fill(browser, frame), named.fill(browser, row.text)))
    }

    /// All that the browser's console says of it, line by line.
    pub fn console(&self, browser: Browser) -> Vec<String> {
        let Some(row) = self.rows(browser).next() else { return Vec::new() };
        let mut lines: Vec<String> = self.text(browser).filter(|_| !row.is_thrown()).into_iter().collect();
        if self.reason == PreflightRedirect && browser == Firefox {
            let again = TEXTS.iter().find(|text| text.reason == PreflightStatus && text.browser == Firefox);
            lines.extend(again.map(|text| self.fill(browser, frame(browser)) + &self.fill(browser, text.text)));
        }
        let trailers = match browser {
            Browser::Standard => 0,
            Chromium => usize::from(row.place == Framed),
            // One for the preflight, one for the redirect.
            Firefox => {
                let is_redirect = match self.reason {
                    PreflightRedirect => false,
                    LocationScheme => row.text != texts::LOST,
                    _ => self.location.is_some(),
                };
                usize::from(self.is_preflight) + usize::from(is_redirect)
            }
            // These have no second line; what is lost is no matter of access.
            Safari if matches!(self.reason, BadPort | OtherOrigin) => 0,
            Safari => usize::from(!row.is_thrown() && (self.is_preflight || self.reason != Network)),
        };
        lines.extend(self.rows(browser).filter(|row| row.place == Behind).map(|row| row.text.to_owned()));
        let trailer = trailer(browser).map(|text| self.fill(browser, text));
        lines.extend(trailer.into_iter().flat_map(|line| std::iter::repeat_n(line, trailers)));
        lines
    }

    /// What the page is told: the exception's name and message.
    pub fn exception(&self, browser: Browser) -> String {
        let own = self.rows(browser).find(|row| row.is_thrown());
        own.map_or_else(|| exception(browser).to_owned(), |row| self.fill(browser, row.text))
    }

    fn rows(&self, browser: Browser) -> impl Iterator<Item = &'static Text> {
        // For Safari only a comma makes a list.
        let is_list = self.found.as_ref().is_some_and(|value| value.contains(&b','));
        let reason = match self.reason {
            AllowOriginList if browser == Safari && !is_list => AllowOriginInvalid,
            reason => reason,
        };
        let is_said = move |row: &&Text| row.reason == reason && row.browser == browser && row.place != Former;
        TEXTS.iter().filter(is_said).filter(|row| (row.only)(self))
    }

    /// Puts the values into a text.
    fn fill(&self, browser: Browser, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            filled.push_str(before);
            filled.push_str(&self.value(browser, name));
            rest = after;
        }
        filled + rest
    }

    /// What stands for a name in braces.
    fn value(&self, browser: Browser, name: &str) -> String {
        let is_fetch = self.api == Api::Fetch;
        let only = |is_so: bool, text: &str| if is_so { text.to_owned() } else { String::new() };
        match name {
            "api" => self.api.name().to_owned(),
            "interface" => if is_fetch { "Fetch API" } else { "XMLHttpRequest" }.to_owned(),
            "context" if is_fetch => "TypeError: Failed to execute 'fetch' on 'Window'".to_owned(),
            "context" if self.reason == MethodForbidden => {
                "SecurityError: Failed to execute 'open' on 'XMLHttpRequest'".to_owned()
            }
            "context" => "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest'".to_owned(),
            "raw" => String::from_utf8_lossy(self.found.as_deref().unwrap_or_default()).into_owned(),
            "found" => shown(browser, self.found.as_deref().unwrap_or_default()),
            "target" => self.target(),
            "kind" => if is_fetch { "resource" } else { "XMLHttpRequest endpoint" }.to_owned(),
            "bare" => self.bare(),
            "port" => {
                Url::parse(&self.url).ok().and_then(|url| url.port()).map(|port| port.to_string()).unwrap_or_default()
            }
            "lower" => self.subject.to_ascii_lowercase(),
            "origin" => self.origin.clone(),
            "page" => format!("{}/", self.origin),
            "preflight" => only(
                self.is_preflight && self.is_of_preflight_alone(),
                "Response to preflight request doesn't pass access control check: ",
            ),
            "code" => {
                let status = self.status.map_or_else(|| "(null)".to_owned(), |status| status.to_string());
                if browser == Firefox {
                    format!(". Status code: {status}.")
                } else {
                    format!(". Status code: {status}")
                }
            }
            "redirected" => {
                self.redirected_from.as_ref().map(|url| format!("(redirected from '{url}') ")).unwrap_or_default()
            }
            "redirection" => {
                self.location.as_ref().filter(|_| !self.is_preflight).map_or_else(String::new, |location| {
                    format!("Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ")
                })
            }
            // Of a failed check of an origin, the origin as it was sent.
            "sent" if self.subject.is_empty() => Origin::Opaque.to_string(),
            "sent" | "subject" => self.subject.clone(),
            "space" => self.space.to_owned(),
            "typed" => self.typed.clone(),
            "url" => self.url.clone(),
            "valid" => only(is_fetch, " Have the server send the header with a valid value."),
            "xhr" => only(
                !is_fetch,
                " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
            ),
            _ => String::new(),
        }
    }

    /// The same, with the URL to which it does not go in place of the one that redirects there.
    fn of_location(&self) -> Self {
        let earlier = self.redirected_from.clone().unwrap_or_else(|| self.url.clone());
        Self { url: self.target(), redirected_from: Some(earlier), ..self.clone() }
    }

    /// Where a redirect led.
    fn target(&self) -> String {
        String::from_utf8_lossy(self.found.as_deref().unwrap_or_default()).into_owned()
    }

    /// Where a redirect led, without the user name and the password.
    fn bare(&self) -> String {
        let location = self.target();
        let Ok(mut url) = Url::parse(&location) else { return location };
        // No URL with a host refuses these.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.into()
    }

    /// Whether Chromium says that it is a preflight's answer: not where the reason says so itself.
    const fn is_of_preflight_alone(&self) -> bool {
        !matches!(
            self.reason,
            AllowMethodsInvalid | AllowHeadersInvalid | MethodNotAllowed | HeaderNotAllowed | AuthorizationNotCovered
        )
    }
}

/// The bytes of a header as a console shows them.
fn shown(browser: Browser, value: &[u8]) -> String {
    if browser != Chromium {
        return String::from_utf8_lossy(value).into_owned();
    }
    let mut shown = String::new();
    for byte in value {
        match byte {
            b' '..=b'~' => shown.push(char::from(*byte)),
            byte => shown.push_str(&format!("\\u{:04X}", u16::from(*byte))),
        }
    }
    shown
}
