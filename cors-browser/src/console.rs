//! What consoles say: one table, read in both directions. Chromium's texts are those of version 156 and Firefox's of version 153, seen
//! in their consoles but for rare ones, which are from their sources; Safari's are from WebKit's sources.
//!
//! A text may hold the names of a [`Failure`]'s values in braces: see [`Failure::value`].

use crate::{
    Api, Browser,
    Browser::{Chromium, Firefox, Safari},
    Failure, Origin,
    Reason::{self, *},
};

/// A text of a browser for a reason.
pub(crate) struct Text {
    pub(crate) reason: Reason,
    pub(crate) browser: Browser,
    pub(crate) place: Place,
    pub(crate) text: &'static str,
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the console, behind the browser's [frame](frame).
    Framed,
    /// In the console, by itself.
    Plain,
    /// In the exception that the page gets.
    Thrown,
    /// The same, to an `XMLHttpRequest` alone; what `fetch()` throws is another text.
    ThrownByXhr,
    /// Nowhere by now: it is what earlier versions said, and what forums are full of.
    Former,
}
use Place::{Former, Framed, Plain, Thrown, ThrownByXhr};

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

/// The list is Chromium's own, and grows with it.
const SCHEMES: &str = "Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, \
    chrome-extension, chrome-untrusted, data, http, https, isolated-app.";

/// What Firefox says where it lets `*` stand for `Authorization`.
const AUTHORIZATION: &str = "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon. \
    (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` \
    header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`).";

/// The same of a URL.
pub(crate) fn warning(url: &url::Url) -> String {
    AUTHORIZATION.replace("{url}", url.as_str())
}

impl Text {
    /// Whether it is an exception of the call itself.
    const fn is_thrown(&self) -> bool {
        matches!(self.place, Thrown | ThrownByXhr)
    }
}

const fn row(reason: Reason, browser: Browser, place: Place, text: &'static str) -> Text {
    Text { reason, browser, place, text }
}

#[rustfmt::skip]
pub(crate) const TEXTS: &[Text] = &[
    row(UrlInvalid, Chromium, Thrown, "{context}: Failed to parse URL from {subject}"),
    row(UrlInvalid, Chromium, ThrownByXhr, "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': Invalid URL"),
    row(UrlInvalid, Firefox, Thrown, "TypeError: Window.fetch: {subject} is not a valid URL."),
    row(UrlInvalid, Safari, Thrown, "TypeError: URL is not valid or contains user credentials."),
    row(UrlCredentials, Chromium, Thrown, "{context}: Request cannot be constructed from a URL that includes credentials: {subject}"),
    row(UrlCredentials, Firefox, Thrown, "TypeError: Window.fetch: {subject} is an url with embedded credentials."),
    row(UrlCredentials, Safari, Thrown, "TypeError: URL is not valid or contains user credentials."),
    row(MethodInvalid, Chromium, Thrown, "{context}: '{subject}' is not a valid HTTP method."),
    row(MethodInvalid, Firefox, Thrown, "TypeError: Window.fetch: Invalid request method {subject}."),
    row(MethodInvalid, Safari, Thrown, "TypeError: Method is not a valid HTTP token."),
    row(MethodForbidden, Chromium, Thrown, "{context}: '{subject}' HTTP method is unsupported."),
    row(MethodForbidden, Firefox, Thrown, "TypeError: Window.fetch: Invalid request method {subject}."),
    row(MethodForbidden, Safari, Thrown, "TypeError: Method is forbidden."),
    row(MethodNoCors, Chromium, Thrown, "{context}: '{subject}' is unsupported in no-cors mode."),
    row(MethodNoCors, Firefox, Thrown, "TypeError: Window.fetch: Invalid request method {subject}."),
    row(MethodNoCors, Safari, Thrown, "TypeError: Method must be GET, POST or HEAD in no-cors mode."),
    row(HeaderNameInvalid, Chromium, Thrown, "{context}: Invalid name"),
    row(HeaderNameInvalid, Chromium, ThrownByXhr, "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': '{subject}' is not a valid HTTP header field name."),
    row(HeaderNameInvalid, Firefox, Thrown, "TypeError: Window.fetch: {lower} is an invalid header name."),
    row(HeaderNameInvalid, Safari, Thrown, "TypeError: Invalid header name: '{subject}'"),
    row(HeaderValueInvalid, Chromium, Thrown, "{context}: Invalid value"),
    row(HeaderValueInvalid, Chromium, ThrownByXhr, "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': '{raw}' is not a valid HTTP header field value."),
    row(HeaderValueInvalid, Firefox, Thrown, "TypeError: Window.fetch: {found} is an invalid header value."),
    row(HeaderValueInvalid, Safari, Thrown, "TypeError: Header '{subject}' has invalid value: '{found}'"),
    row(BodyOfGet, Chromium, Thrown, "{context}: Request with GET/HEAD method cannot have body."),
    row(BodyOfGet, Firefox, Thrown, "TypeError: Window.fetch: HEAD or GET Request cannot have a body."),
    row(BodyOfGet, Safari, Thrown, "TypeError: Request has method '{subject}' and cannot have a body"),
    row(OnlyIfCached, Chromium, Thrown, "{context}: 'only-if-cached' can be set only with 'same-origin' mode"),
    row(OnlyIfCached, Safari, Thrown, "TypeError: only-if-cached cache option requires fetch mode to be same-origin."),

    row(MixedContent, Chromium, Plain, "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure resource '{url}'. This request has been blocked; the content must be served over HTTPS."),
    row(MixedContent, Firefox, Plain, "Blocked loading mixed active content “{url}”"),
    row(MixedContent, Safari, Plain, "[blocked] The page at {page} requested insecure content from {url}. This content was blocked and must be served over HTTPS."),
    row(BadPort, Chromium, Plain, "Failed to load resource: net::ERR_UNSAFE_PORT"),
    row(BadPort, Safari, Plain, "Not allowed to use restricted network port: {url}"),
    row(LocalNetworkInsecure, Chromium, Framed, "The request client is not a secure context and the resource is in more-private address space `{space}`."),
    row(LocalNetworkDenied, Chromium, Framed, "Permission was denied for this request to access the `{space}` address space."),
    row(OtherOrigin, Chromium, Plain, "Fetch API cannot load {url}. Request mode is \"same-origin\" but the URL's origin is not same as the request origin {origin}."),
    row(OtherOrigin, Safari, Plain, "Cross origin requests are not allowed when using same-origin fetch mode."),
    row(Scheme, Chromium, Plain, "Fetch API cannot load {url}. URL scheme must be \"http\" or \"https\" for CORS request."),
    row(Scheme, Chromium, Framed, SCHEMES),
    row(Scheme, Firefox, Framed, "CORS request not http)."),
    row(Scheme, Safari, Plain, "Cross origin requests are only supported for HTTP."),
    row(Network, Chromium, Plain, "Failed to load resource: net::ERR_"),
    row(Network, Firefox, Framed, "CORS request did not succeed). Status code: (null)."),
    row(Network, Safari, Plain, "Failed to load resource: The network connection was lost."),

    row(PreflightRedirect, Chromium, Framed, "Redirect is not allowed for a preflight request."),
    row(PreflightRedirect, Firefox, Framed, "CORS request external redirect not allowed)."),
    row(PreflightRedirect, Safari, Framed, "Preflight response is not successful{code}"),
    row(PreflightStatus, Chromium, Framed, "It does not have HTTP ok status."),
    row(PreflightStatus, Firefox, Framed, "CORS preflight response did not succeed){code}"),
    row(PreflightStatus, Safari, Framed, "Preflight response is not successful{code}"),
    row(AllowOriginMissing, Chromium, Framed, "No 'Access-Control-Allow-Origin' header is present on the requested resource."),
    row(AllowOriginMissing, Firefox, Framed, "CORS header ‘Access-Control-Allow-Origin’ missing){code}"),
    row(AllowOriginMissing, Safari, Framed, "Origin {sent} is not allowed by Access-Control-Allow-Origin{code}"),
    row(AllowOriginWildcard, Chromium, Framed, "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.{xhr}"),
    row(AllowOriginWildcard, Firefox, Plain, "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ‘{url}’. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’)."),
    row(AllowOriginWildcard, Safari, Framed, "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."),
    row(AllowOriginLines, Chromium, Framed, "The 'Access-Control-Allow-Origin' header contains multiple values '{found}', but only one is allowed.{valid}"),
    row(AllowOriginLines, Firefox, Framed, "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed)."),
    row(AllowOriginLines, Safari, Framed, "Access-Control-Allow-Origin cannot contain more than one origin."),
    row(AllowOriginList, Chromium, Framed, "The 'Access-Control-Allow-Origin' header contains multiple values '{found}', but only one is allowed.{valid}"),
    row(AllowOriginList, Firefox, Framed, "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{found}’)."),
    row(AllowOriginList, Safari, Framed, "Access-Control-Allow-Origin cannot contain more than one origin."),
    row(AllowOriginInvalid, Chromium, Framed, "The 'Access-Control-Allow-Origin' header contains the invalid value '{found}'.{valid}"),
    row(AllowOriginInvalid, Firefox, Framed, "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{found}’)."),
    row(AllowOriginInvalid, Safari, Framed, "Origin {sent} is not allowed by Access-Control-Allow-Origin{code}"),
    row(AllowOriginMismatch, Chromium, Framed, "The 'Access-Control-Allow-Origin' header has a value '{found}' that is not equal to the supplied origin.{valid}"),
    row(AllowOriginMismatch, Firefox, Framed, "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{found}’)."),
    row(AllowOriginMismatch, Safari, Framed, "Origin {sent} is not allowed by Access-Control-Allow-Origin{code}"),
    row(AllowCredentials, Chromium, Framed, "The value of the 'Access-Control-Allow-Credentials' header in the response is '{found}' which must be 'true' when the request's credentials mode is 'include'.{xhr}"),
    row(AllowCredentials, Firefox, Framed, "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’)."),
    row(AllowCredentials, Safari, Framed, "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"."),
    row(AllowMethodsInvalid, Chromium, Framed, "Cannot parse Access-Control-Allow-Methods response header field in preflight response."),
    row(AllowMethodsInvalid, Firefox, Framed, "invalid token ‘{subject}’ in CORS header ‘Access-Control-Allow-Methods’)."),
    row(AllowMethodsInvalid, Safari, Framed, "Header Access-Control-Allow-Methods has an invalid value: {found}"),
    row(AllowHeadersInvalid, Chromium, Framed, "Cannot parse Access-Control-Allow-Headers response header field in preflight response."),
    row(AllowHeadersInvalid, Firefox, Framed, "invalid token ‘{subject}’ in CORS header ‘Access-Control-Allow-Headers’)."),
    row(AllowHeadersInvalid, Safari, Framed, "Header Access-Control-Allow-Headers has an invalid value: {found}"),
    row(MethodNotAllowed, Chromium, Framed, "Method {subject} is not allowed by Access-Control-Allow-Methods in preflight response."),
    row(MethodNotAllowed, Firefox, Framed, "Did not find method in CORS header ‘Access-Control-Allow-Methods’)."),
    row(MethodNotAllowed, Safari, Framed, "Method {subject} is not allowed by Access-Control-Allow-Methods."),
    row(HeaderNotAllowed, Chromium, Framed, "Request header field {subject} is not allowed by Access-Control-Allow-Headers in preflight response."),
    row(HeaderNotAllowed, Firefox, Framed, "header ‘{subject}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response)."),
    row(HeaderNotAllowed, Safari, Framed, "Request header field {typed} is not allowed by Access-Control-Allow-Headers."),
    // Until they follow the standard here, which they have announced, none of them fails: these texts are what they will say.
    row(AuthorizationNotCovered, Chromium, Framed, "Request header field {subject} is not allowed by Access-Control-Allow-Headers in preflight response."),
    row(AuthorizationNotCovered, Firefox, Framed, "header ‘{subject}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response)."),
    row(AuthorizationNotCovered, Firefox, Plain, AUTHORIZATION),
    row(AuthorizationNotCovered, Safari, Framed, "Request header field {typed} is not allowed by Access-Control-Allow-Headers."),

    row(ResourcePolicy, Chromium, Plain, "Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin"),
    row(ResourcePolicy, Firefox, Plain, "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"),
    row(ResourcePolicy, Safari, Plain, "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header."),
    row(RedirectError, Chromium, Plain, "Failed to load resource: net::ERR_FAILED"),
    row(RedirectError, Safari, Plain, "Not allowed to follow a redirection while loading {url}"),
    row(LocationCredentials, Chromium, Framed, "Redirect location '' contains a username and password, which is disallowed for cross-origin requests."),
    row(LocationCredentials, Safari, Plain, "Cross-origin redirection to {found} denied by Cross-Origin Resource Sharing policy: redirection URL {found} has credentials"),
    row(LocationScheme, Safari, Plain, "Cross-origin redirection to {found} denied by Cross-Origin Resource Sharing policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme"),
    row(LocationScheme, Chromium, Framed, SCHEMES),
    row(LocationInvalid, Chromium, Plain, "Failed to load resource: net::ERR_INVALID_REDIRECT"),
    row(TooManyRedirects, Chromium, Plain, "Failed to load resource: net::ERR_TOO_MANY_REDIRECTS"),

    row(Scheme, Firefox, Former, "CORS request not HTTP"),
    row(PreflightRedirect, Chromium, Former, "Response for preflight is invalid (redirect)"),
    row(PreflightStatus, Chromium, Former, "Response for preflight has invalid HTTP status code {found}"),
    row(PreflightStatus, Firefox, Former, "CORS preflight channel did not succeed"),
    row(AllowOriginWildcard, Chromium, Former, "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true."),
    row(AllowOriginMismatch, Chromium, Former, "The 'Access-Control-Allow-Origin' header has a value '{found}' that is not equal to the supplied origin. Origin '{origin}' is therefore not allowed access."),
    row(AllowCredentials, Chromium, Former, "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{found}'. It must be 'true' to allow credentials."),
    row(HeaderNotAllowed, Firefox, Former, "missing token ‘{subject}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel"),
];

impl Failure {
    /// What the browser's console says first, or the exception where the call itself is wrong; `None`: nothing is known of it.
    pub fn text(&self, browser: Browser) -> Option<String> {
        let row = self.rows(browser).next()?;
        let frame = if row.place == Framed { frame(browser) } else { "" };
        Some(format!("{}{}", self.fill(browser, frame), self.fill(browser, row.text)))
    }

    /// All that the browser's console says of it, line by line.
    pub fn console(&self, browser: Browser) -> Vec<String> {
        let Some(row) = self.rows(browser).next() else { return Vec::new() };
        let mut lines: Vec<String> = self.text(browser).filter(|_| !row.is_thrown()).into_iter().collect();
        let is_preflight = self.is_preflight && self.reason != Network;
        if self.reason == PreflightRedirect && browser == Firefox {
            let again = TEXTS.iter().find(|text| text.reason == PreflightStatus && text.browser == Firefox);
            lines.extend(again.map(|text| self.fill(browser, frame(browser)) + &self.fill(browser, text.text)));
        }
        let is_trailed = match browser {
            Browser::Standard => false,
            Chromium => row.place == Framed,
            Firefox => is_preflight,
            Safari => !row.is_thrown(),
        };
        lines.extend(trailer(browser).filter(|_| is_trailed).map(|text| self.fill(browser, text)));
        lines
    }

    /// What the page is told: the exception's name and message.
    pub fn exception(&self, browser: Browser) -> String {
        let own = self.rows(browser).find(|row| row.is_thrown());
        own.map_or_else(|| exception(browser).to_owned(), |row| self.fill(browser, row.text))
    }

    fn rows(&self, browser: Browser) -> impl Iterator<Item = &'static Text> {
        let is_fetch = self.api == Api::Fetch;
        let fits = move |row: &&Text| match (row.reason, row.browser, row.place) {
            // What the two interfaces say each in words of its own.
            (Scheme, Chromium, place) => (place == Plain) == is_fetch,
            (UrlInvalid | HeaderNameInvalid | HeaderValueInvalid, Chromium, place) => (place == Thrown) == is_fetch,
            (AuthorizationNotCovered, Firefox, place) => place == Framed,
            (.., Former) => false,
            _ => true,
        };
        let reason = self.reason;
        TEXTS.iter().filter(move |row| row.reason == reason && row.browser == browser).filter(fits)
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
            "redirection" => self.location.as_ref().map_or_else(String::new, |location| {
                format!("Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: ")
            }),
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
