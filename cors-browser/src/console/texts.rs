//! The table of texts. Chromium's are those of version 156, Firefox's of version 153, Safari's of WebKitGTK 2.50: seen in their consoles, but
//! for some rare ones, which are from their sources.
//!
//! A text may hold the names of a [`Failure`]'s values in braces: see [`Failure::value`]. Of two that are of one reason and one browser, the
//! first is said that is of the failure.

use crate::{
    Api, Browser,
    Browser::{Chromium, Firefox, Safari},
    Failure,
    Reason::{self, *},
};

/// A text of a browser for a reason.
pub(crate) struct Text {
    pub(crate) reason: Reason,
    pub(crate) browser: Browser,
    pub(crate) place: Place,
    pub(crate) text: &'static str,
    /// Of which failures it is said, of those for this reason.
    pub(crate) only: fn(&Failure) -> bool,
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
    /// In the console, behind the text that says why.
    Behind,
    /// Nowhere by now: it is what earlier versions said, and what forums are full of.
    Former,
}

use Place::{Behind, Former, Framed, Plain, Thrown};

impl Text {
    /// Whether it is an exception of the call itself.
    pub(super) const fn is_thrown(&self) -> bool {
        matches!(self.place, Thrown)
    }

    /// Whether its frame names the URL to which a redirect led, and not the one that redirects.
    pub(super) fn names_location(&self) -> bool {
        self.reason == LocationScheme && self.place == Framed && self.text != LOST
    }

    /// The same, of some failures alone.
    const fn only(self, only: fn(&Failure) -> bool) -> Self {
        Self { only, ..self }
    }
}

const fn row(reason: Reason, browser: Browser, place: Place, text: &'static str) -> Text {
    Text { reason, browser, place, text, only: |_| true }
}

fn by_xhr(failure: &Failure) -> bool {
    failure.api != Api::Fetch
}

fn of_file(failure: &Failure) -> bool {
    failure.subject == "file"
}

fn of_ftp_by_xhr(failure: &Failure) -> bool {
    failure.subject == "ftp" && by_xhr(failure)
}

fn of_unsafe_redirect(failure: &Failure) -> bool {
    ["data:", "file:", "about:"].iter().any(|scheme| goes_to(failure, scheme))
}

fn of_silent_redirect(failure: &Failure) -> bool {
    ["data:", "javascript:"].iter().any(|scheme| goes_to(failure, scheme))
}

fn of_redirect_to_file(failure: &Failure) -> bool {
    goes_to(failure, "file:")
}

fn of_redirect_to_file_by_xhr(failure: &Failure) -> bool {
    of_redirect_to_file(failure) && by_xhr(failure)
}

fn of_redirect_to_ftp(failure: &Failure) -> bool {
    goes_to(failure, "ftp:")
}

fn goes_to(failure: &Failure, scheme: &str) -> bool {
    failure.found.as_ref().is_some_and(|location| location.starts_with(scheme.as_bytes()))
}

fn of_same_site(failure: &Failure) -> bool {
    failure.found.as_deref() == Some(b"same-site")
}

/// It is said where nothing fails.
fn of_none(_: &Failure) -> bool {
    false
}

/// The list is Chromium's own, and grows with it.
const SCHEMES: &str = "Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, \
    chrome-extension, chrome-untrusted, data, http, https, isolated-app.";

/// What Firefox says of an answer that does not come, or of which it tells no more.
pub(super) const LOST: &str = "CORS request did not succeed). Status code: (null).";

/// What Safari says of whatever `XMLHttpRequest` cannot read.
const PATTERN: &str = "SyntaxError: The string did not match the expected pattern.";

/// What Firefox says where it lets `*` stand for `Authorization`.
pub(super) const AUTHORIZATION: &str = "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon. \
    (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` \
    header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`).";

#[rustfmt::skip]
pub(crate) const TEXTS: &[Text] = &[
    row(UrlInvalid, Chromium, Thrown, "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': Invalid URL").only(by_xhr),
    row(UrlInvalid, Chromium, Thrown, "{context}: Failed to parse URL from {subject}"),
    row(UrlInvalid, Firefox, Thrown, "SyntaxError: XMLHttpRequest.open: '{subject}' is not a valid URL.").only(by_xhr),
    row(UrlInvalid, Firefox, Thrown, "TypeError: Window.fetch: {subject} is not a valid URL."),
    row(UrlInvalid, Safari, Thrown, PATTERN).only(by_xhr),
    row(UrlInvalid, Safari, Thrown, "TypeError: URL is not valid or contains user credentials."),
    row(UrlCredentials, Chromium, Thrown, "{context}: Request cannot be constructed from a URL that includes credentials: {subject}"),
    row(UrlCredentials, Firefox, Thrown, "TypeError: Window.fetch: {subject} is an url with embedded credentials."),
    row(UrlCredentials, Safari, Thrown, "TypeError: URL is not valid or contains user credentials."),
    row(MethodInvalid, Chromium, Thrown, "{context}: '{subject}' is not a valid HTTP method."),
    row(MethodInvalid, Firefox, Thrown, "SyntaxError: An invalid or illegal string was specified").only(by_xhr),
    row(MethodInvalid, Firefox, Thrown, "TypeError: Window.fetch: Invalid request method {subject}."),
    row(MethodInvalid, Safari, Thrown, PATTERN).only(by_xhr),
    row(MethodInvalid, Safari, Thrown, "TypeError: Method is not a valid HTTP token."),
    row(MethodForbidden, Chromium, Thrown, "{context}: '{subject}' HTTP method is unsupported."),
    row(MethodForbidden, Firefox, Thrown, "SecurityError: The operation is insecure.").only(by_xhr),
    row(MethodForbidden, Firefox, Thrown, "TypeError: Window.fetch: Invalid request method {subject}."),
    row(MethodForbidden, Safari, Thrown, "SecurityError: The operation is insecure.").only(by_xhr),
    row(MethodForbidden, Safari, Thrown, "TypeError: Method is forbidden."),
    row(MethodNoCors, Chromium, Thrown, "{context}: '{subject}' is unsupported in no-cors mode."),
    row(MethodNoCors, Firefox, Thrown, "TypeError: Window.fetch: Invalid request method {subject}."),
    row(MethodNoCors, Safari, Thrown, "TypeError: Method must be GET, POST or HEAD in no-cors mode."),
    row(HeaderNameInvalid, Chromium, Thrown, "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': '{subject}' is not a valid HTTP header field name.").only(by_xhr),
    row(HeaderNameInvalid, Chromium, Thrown, "{context}: Invalid name"),
    row(HeaderNameInvalid, Firefox, Thrown, "SyntaxError: Invalid header name.").only(by_xhr),
    row(HeaderNameInvalid, Firefox, Thrown, "TypeError: Window.fetch: {lower} is an invalid header name."),
    row(HeaderNameInvalid, Safari, Thrown, PATTERN).only(by_xhr),
    row(HeaderNameInvalid, Safari, Thrown, "TypeError: Invalid header name: '{subject}'"),
    row(HeaderValueInvalid, Chromium, Thrown, "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': '{raw}' is not a valid HTTP header field value.").only(by_xhr),
    row(HeaderValueInvalid, Chromium, Thrown, "{context}: Invalid value"),
    row(HeaderValueInvalid, Firefox, Thrown, "SyntaxError: Invalid header name.").only(by_xhr),
    row(HeaderValueInvalid, Firefox, Thrown, "TypeError: Window.fetch: {found} is an invalid header value."),
    row(HeaderValueInvalid, Safari, Thrown, PATTERN).only(by_xhr),
    row(HeaderValueInvalid, Safari, Thrown, "TypeError: Header '{subject}' has invalid value: '{found}'"),
    row(BodyOfGet, Chromium, Thrown, "{context}: Request with GET/HEAD method cannot have body."),
    row(BodyOfGet, Firefox, Thrown, "TypeError: Window.fetch: HEAD or GET Request cannot have a body."),
    row(BodyOfGet, Safari, Thrown, "TypeError: Request has method '{subject}' and cannot have a body"),
    row(StreamBody, Safari, Thrown, "NotSupportedError: ReadableStream uploading is not supported"),
    row(OnlyIfCached, Chromium, Thrown, "{context}: 'only-if-cached' can be set only with 'same-origin' mode"),
    row(OnlyIfCached, Firefox, Thrown, "TypeError: Window.fetch: Request mode '{found}' was used, but request cache mode 'only-if-cached' can only be used with request mode 'same-origin'."),
    row(OnlyIfCached, Safari, Thrown, "TypeError: only-if-cached cache option requires fetch mode to be same-origin."),

    row(MixedContent, Chromium, Plain, "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {kind} '{url}'. This request has been blocked; the content must be served over HTTPS."),
    row(MixedContent, Firefox, Plain, "Blocked loading mixed active content “{url}”"),
    row(MixedContent, Safari, Plain, "[blocked] The page at {page} requested insecure content from {url}. This content was blocked and must be served over HTTPS."),
    row(MixedContent, Safari, Behind, "Not allowed to request resource"),
    row(BadPort, Chromium, Plain, "Failed to load resource: net::ERR_UNSAFE_PORT"),
    row(BadPort, Safari, Plain, "Not allowed to use restricted network port {port}: {url}"),
    row(LocalNetworkInsecure, Chromium, Framed, "The request client is not a secure context and the resource is in more-private address space `{space}`."),
    row(LocalNetworkDenied, Chromium, Framed, "Permission was denied for this request to access the `{space}` address space."),
    row(OtherOrigin, Chromium, Plain, "Fetch API cannot load {url}. Request mode is \"same-origin\" but the URL's origin is not same as the request origin {origin}."),
    row(OtherOrigin, Safari, Plain, "Fetch API cannot load {url}."),
    row(RedirectNoCors, Chromium, Plain, "Fetch API cannot load {url}. Request mode is \"no-cors\" but the redirect mode is not \"follow\"."),
    row(RedirectNoCors, Safari, Plain, "No-Cors mode requires follow redirect mode"),
    row(RedirectNoCors, Safari, Behind, "Not allowed to request resource"),
    row(Scheme, Chromium, Plain, "Not allowed to load local resource: {url}").only(of_file),
    row(Scheme, Chromium, Plain, "FTP is not supported.").only(of_ftp_by_xhr),
    row(Scheme, Chromium, Framed, SCHEMES).only(by_xhr),
    row(Scheme, Chromium, Plain, "Fetch API cannot load {url}. URL scheme \"{subject}\" is not supported."),
    row(Scheme, Firefox, Plain, "Security Error: Content at {page} may not load or link to {url}.").only(of_file),
    row(Scheme, Firefox, Framed, "CORS request not http)."),
    row(Scheme, Safari, Plain, "Cross origin requests are only supported for HTTP."),
    row(Network, Chromium, Plain, "Failed to load resource: net::ERR_"),
    row(Network, Firefox, Framed, LOST),
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
    row(AuthorizationNotCovered, Firefox, Plain, AUTHORIZATION).only(of_none),
    row(AuthorizationNotCovered, Safari, Framed, "Request header field {typed} is not allowed by Access-Control-Allow-Headers."),

    row(ResourcePolicy, Chromium, Plain, "Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE.NotSameSite").only(of_same_site),
    row(ResourcePolicy, Chromium, Plain, "Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin"),
    row(ResourcePolicy, Firefox, Plain, "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"),
    row(ResourcePolicy, Safari, Plain, "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header."),
    row(RedirectError, Chromium, Plain, "Failed to load resource: net::ERR_FAILED"),
    row(RedirectError, Safari, Plain, "Not allowed to follow a redirection while loading {url}"),
    row(LocationCredentials, Chromium, Framed, "Redirect location '' contains a username and password, which is disallowed for cross-origin requests."),
    row(LocationCredentials, Firefox, Framed, LOST),
    row(LocationCredentials, Safari, Plain, "Cross-origin redirection to {bare} denied by Cross-Origin Resource Sharing policy: redirection URL {found} has credentials"),
    row(LocationScheme, Firefox, Framed, LOST).only(of_silent_redirect),
    row(LocationScheme, Firefox, Plain, "Security Error: Content at {page} may not load or link to {target}.").only(of_redirect_to_file_by_xhr),
    row(LocationScheme, Firefox, Plain, "Security Error: Content at {url} may not load or link to {target}.").only(of_redirect_to_file),
    row(LocationScheme, Firefox, Framed, "CORS request not http)."),
    row(LocationScheme, Safari, Plain, "FTP URLs are disabled").only(of_redirect_to_ftp),
    row(LocationScheme, Safari, Plain, "Cross-origin redirection to {found} denied by Cross-Origin Resource Sharing policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme"),
    row(LocationScheme, Chromium, Plain, "Failed to load resource: net::ERR_UNSAFE_REDIRECT").only(of_unsafe_redirect),
    row(LocationScheme, Chromium, Framed, SCHEMES),
    row(LocationInvalid, Chromium, Plain, "Failed to load resource: net::ERR_INVALID_REDIRECT"),
    row(LocationInvalid, Firefox, Framed, LOST),
    row(LocationInvalid, Safari, Plain, "Cross-origin redirection to {found} denied by Cross-Origin Resource Sharing policy: not allowed to follow a cross-origin CORS redirection with non CORS scheme"),
    row(TooManyRedirects, Chromium, Plain, "Failed to load resource: net::ERR_TOO_MANY_REDIRECTS"),
    row(TooManyRedirects, Firefox, Framed, LOST),
    row(TooManyRedirects, Safari, Plain, "Load cannot follow more than 20 redirections"),

    row(Scheme, Chromium, Former, "Fetch API cannot load {url}. URL scheme must be \"http\" or \"https\" for CORS request."),
    row(Scheme, Firefox, Former, "CORS request not HTTP"),
    row(BadPort, Safari, Former, "Not allowed to use restricted network port: {url}"),
    row(OtherOrigin, Safari, Former, "Cross origin requests are not allowed when using same-origin fetch mode."),
    row(PreflightRedirect, Chromium, Former, "Response for preflight is invalid (redirect)"),
    row(PreflightStatus, Chromium, Former, "Response for preflight has invalid HTTP status code {found}"),
    row(PreflightStatus, Firefox, Former, "CORS preflight channel did not succeed"),
    row(AllowOriginWildcard, Chromium, Former, "A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true."),
    row(AllowOriginMismatch, Chromium, Former, "The 'Access-Control-Allow-Origin' header has a value '{found}' that is not equal to the supplied origin. Origin '{origin}' is therefore not allowed access."),
    row(AllowCredentials, Chromium, Former, "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is '{found}'. It must be 'true' to allow credentials."),
    row(HeaderNotAllowed, Firefox, Former, "missing token ‘{subject}’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel"),
];
