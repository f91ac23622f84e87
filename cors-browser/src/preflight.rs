use crate::{
    Browser, Check, Departure, HeaderList, Reason, Response, Rung, cors_check::cors_check, header_list::Extracted,
    method::is_safelisted, pending::Pending,
};

/// What a browser keeps of a preflight's answer if it keeps any.
const DEFAULT_MAX_AGE: u64 = 5;

const ALLOW_METHODS: &str = "access-control-allow-methods";
const ALLOW_HEADERS: &str = "access-control-allow-headers";
const MAX_AGE: &str = "access-control-max-age";

/// A preflight: what it asks, and what its answer is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Preflight<'a> {
    /// Whose checks they are.
    pub browser: Browser,
    /// `Origin`, as it was sent.
    pub origin: &'a [u8],
    /// Whether the page wants credentials sent with the request that is asked for.
    pub include: bool,
    /// `Access-Control-Request-Method`
    pub method: &'a [u8],
    /// The names in `Access-Control-Request-Headers`.
    pub names: &'a [String],
}

/// What a preflight's answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Permission {
    /// `Access-Control-Allow-Methods`
    pub(crate) methods: Vec<Vec<u8>>,
    /// `Access-Control-Allow-Headers`
    pub(crate) headers: Vec<Vec<u8>>,
    /// For how many seconds; 0: for this once.
    pub(crate) max_age: u64,
}

impl Preflight<'_> {
    /// Checks the answer: [CORS-preflight fetch], from step 7. The rungs are in the browser's own order, which decides what its console
    /// says, and go on after what fails.
    ///
    /// [CORS-preflight fetch]: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    pub fn check(&self, response: &Response) -> Vec<Rung> {
        let status = status(response);
        let cors = cors_check(self.origin, self.include, response);
        let is_first = self.browser.departs(Departure::StatusFirst)
            || (self.browser.departs(Departure::RedirectFirst) && status.verdict == Err(Reason::PreflightRedirect));
        let mut rungs = if is_first { vec![status.clone()] } else { cors.clone() };
        rungs.extend(if is_first { cors } else { vec![status] });

        let (methods_read, methods) = list(&response.headers, ALLOW_METHODS, Reason::AllowMethodsInvalid);
        let (headers_read, headers) = list(&response.headers, ALLOW_HEADERS, Reason::AllowHeadersInvalid);
        let method = methods.map(|methods| self.method(&methods, &response.headers));
        if self.browser.departs(Departure::MethodFirst) {
            rungs.push(methods_read);
            rungs.extend(method);
            rungs.push(headers_read);
        } else {
            rungs.extend([methods_read, headers_read]);
            rungs.extend(method);
        }
        rungs.extend(headers.into_iter().flat_map(|allowed| self.headers(&allowed, &response.headers)));
        rungs.into_iter().map(|rung| Rung { is_preflight: true, ..rung }).collect()
    }

    /// For how many seconds the answer is kept, if it passes its checks; 0: for this once.
    pub fn max_age(&self, response: &Response) -> u64 {
        max_age(self.browser, &response.headers)
    }

    /// Steps 7.6 and 7.7: byte for byte.
    fn method(&self, methods: &[Vec<u8>], headers: &HeaderList) -> Rung {
        let (method, found) = (String::from_utf8_lossy(self.method), headers.get(ALLOW_METHODS));
        let is_any = !self.include && methods.iter().any(|allowed| allowed == b"*");
        if is_safelisted(self.method) || is_any || methods.iter().any(|allowed| allowed == self.method) {
            Rung::yes(Check::MethodAllowed, method, found)
        } else {
            Rung::no(Reason::MethodNotAllowed, method, found)
        }
    }

    /// Steps 7.8 to 7.10: ignoring ASCII case.
    fn headers(&self, allowed: &[Vec<u8>], headers: &HeaderList) -> Vec<Rung> {
        let found = headers.get(ALLOW_HEADERS);
        let is_any = !self.include && allowed.iter().any(|allowed| allowed == b"*");
        let is_listed = |name: &str| allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name.as_bytes()));
        let judge = |name: &String| match name.to_ascii_lowercase().as_str() {
            _ if is_listed(name) => Rung::yes(Check::HeaderAllowed, name, found.clone()),
            "authorization" if is_any && !covers_authorization(self.browser) => {
                Rung::no(Reason::AuthorizationNotCovered, name, found.clone())
            }
            _ if is_any => Rung::yes(Check::HeaderAllowed, name, found.clone()),
            _ => Rung::no(Reason::HeaderNotAllowed, name, found.clone()),
        };
        self.names.iter().map(judge).collect()
    }
}

impl Permission {
    /// What an answer says that passed its checks.
    pub(crate) fn of(pending: &Pending, response: &Response) -> Self {
        let list = |name| match response.headers.extract(name) {
            Extracted::List(list) => list,
            Extracted::NotAToken(_) => Vec::new(),
        };
        let mut methods = list(ALLOW_METHODS);
        // Step 7.4: for what is kept only, since whatever needs a preflight by this flag alone is safelisted.
        if !response.headers.contains(ALLOW_METHODS) && pending.forces_preflight() {
            methods.push(pending.method.clone().into_bytes());
        }
        Self { methods, headers: list(ALLOW_HEADERS), max_age: max_age(pending.browser, &response.headers) }
    }
}

fn status(response: &Response) -> Rung {
    let found = Some(response.status.to_string().into_bytes());
    match response {
        _ if response.is_ok() => Rung::yes(Check::PreflightStatus, "200 to 299", found),
        _ if response.is_redirect() && response.headers.contains("location") => {
            Rung::no(Reason::PreflightRedirect, "200 to 299", found)
        }
        _ => Rung::no(Reason::PreflightStatus, "200 to 299", found),
    }
}

/// A list, and the rung that tells whether it can be read.
fn list(headers: &HeaderList, name: &'static str, reason: Reason) -> (Rung, Option<Vec<Vec<u8>>>) {
    let found = headers.get(name);
    match headers.extract(name) {
        Extracted::List(list) => (Rung::yes(reason.check(), name, found), Some(list)),
        Extracted::NotAToken(element) => (Rung::no(reason, String::from_utf8_lossy(&element), found), None),
    }
}

/// Whether `*` stands for `Authorization` too: it is a [CORS non-wildcard request-header name].
///
/// [CORS non-wildcard request-header name]: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
pub(crate) fn covers_authorization(browser: Browser) -> bool {
    browser.departs(Departure::AuthorizationByWildcard)
}

/// Steps 7.13 to 7.15.
fn max_age(browser: Browser, headers: &HeaderList) -> u64 {
    let found = headers.get(MAX_AGE).unwrap_or_default();
    let is_one = headers.lines(MAX_AGE).count() == 1;
    let digits = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    let asked = match found.as_slice() {
        value if is_one && digits(value) => value
            .iter()
            .fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit.saturating_sub(b'0')))),
        [b'-', rest @ ..] if digits(rest) && browser.departs(Departure::NegativeMaxAge) => 0,
        value if !value.is_empty() && browser.departs(Departure::MalformedMaxAge) => 0,
        _ => DEFAULT_MAX_AGE,
    };
    asked.min(browser.longest_max_age().unwrap_or(u64::MAX))
}
