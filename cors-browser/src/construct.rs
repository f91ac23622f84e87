use url::Url;

use crate::{
    Api, Body, Browser, CacheMode, Call, Departure, HeaderList, Mode, Reason, Rung, Warning,
    header_list::normalized,
    method::{is_forbidden, is_safelisted, is_token, normalize},
    pending::{Pending, Tainting},
    request_headers::{self, is_safelisted_without_cors, unsafe_names},
};

/// Reads a call, as the [`Request` constructor] and [`fetch()`] do, or `open()`, `setRequestHeader()` and `send()`.
///
/// # Errors
///
/// What makes them throw.
///
/// [`Request` constructor]: https://fetch.spec.whatwg.org/#dom-request
/// [`fetch()`]: https://fetch.spec.whatwg.org/#dom-global-fetch
pub(crate) fn construct(browser: Browser, call: &Call, warnings: &mut Vec<Warning>) -> Result<Pending, Rung> {
    let is_fetch = call.api == Api::Fetch;
    let url = Url::parse(&call.url).map_err(|_| Rung::no(Reason::UrlInvalid, &call.url, None))?;
    if is_fetch && !(url.username().is_empty() && url.password().is_none()) {
        return Err(Rung::no(Reason::UrlCredentials, &call.url, None));
    }
    let method = method(call, warnings)?;
    let (mut body, has_none) = (call.body.clone(), matches!(method.as_str(), "GET" | "HEAD"));
    if has_none && is_fetch && body.is_some() {
        return Err(Rung::no(Reason::BodyOfGet, &method, None));
    }
    // An `XMLHttpRequest` drops it.
    body = body.filter(|_| !has_none);
    if call.cache == CacheMode::OnlyIfCached && call.mode != Mode::SameOrigin {
        return Err(Rung::no(Reason::OnlyIfCached, "only-if-cached", Some(call.mode.name().into())));
    }
    if body == Some(Body::Stream) {
        // `send()` takes no stream either: it makes a text of whatever else it is given.
        if is_fetch && browser == Browser::Safari {
            return Err(Rung::no(Reason::StreamBody, "ReadableStream", None));
        }
        if !is_fetch || browser.departs(Departure::NoStreams) {
            body = Some(Body::Text);
        }
    }
    let mut headers = headers(browser, call, warnings)?;
    if let Some(kind) = body.as_ref().and_then(Body::content_type).filter(|_| !headers.contains("content-type")) {
        headers.append("content-type", kind);
    }
    if !headers.contains("accept") {
        headers.append("accept", "*/*");
    }
    let asked_at_first = !is_safelisted(method.as_bytes()) || !unsafe_names(browser, &headers).0.is_empty();
    Ok(Pending {
        browser,
        call: call.clone(),
        method,
        headers,
        body,
        url,
        earlier: Vec::new(),
        tainting: Tainting::default(),
        dropped: HeaderList::new(),
        asked_at_first,
    })
}

fn method(call: &Call, warnings: &mut Vec<Warning>) -> Result<String, Rung> {
    if !is_token(call.method.as_bytes()) {
        return Err(Rung::no(Reason::MethodInvalid, &call.method, None));
    }
    if is_forbidden(&call.method) {
        return Err(Rung::no(Reason::MethodForbidden, &call.method, None));
    }
    let method = normalize(&call.method);
    if call.mode == Mode::NoCors && !is_safelisted(method.as_bytes()) {
        return Err(Rung::no(Reason::MethodNoCors, method, None));
    }
    if method != method.to_ascii_uppercase() {
        warnings.push(Warning::MethodCase(method.clone()));
    }
    Ok(method)
}

/// The [headers](https://fetch.spec.whatwg.org/#concept-headers-append) that the page sets, as far as it may.
fn headers(browser: Browser, call: &Call, warnings: &mut Vec<Warning>) -> Result<HeaderList, Rung> {
    let joins = browser.departs(Departure::JoinsLines) || call.api != Api::Fetch;
    let mut headers = HeaderList::new();
    for (name, value) in &call.headers {
        let value = normalized(value);
        if !is_token(name.as_bytes()) {
            return Err(Rung::no(Reason::HeaderNameInvalid, name, None));
        }
        if value.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n')) {
            return Err(Rung::no(Reason::HeaderValueInvalid, name, Some(value.to_vec())));
        }
        let lower = name.to_ascii_lowercase();
        let so_far = headers.get(&lower);
        let joined = so_far.map_or_else(|| value.to_vec(), |so_far| [so_far.as_slice(), b", ", value].concat());
        let is_dropped = request_headers::is_forbidden(name, value)
            || (lower == "user-agent" && browser.departs(Departure::UserAgent))
            || (call.mode == Mode::NoCors && !is_safelisted_without_cors(name, &joined));
        if is_dropped {
            warnings.push(Warning::HeaderDropped(name.clone()));
        } else if joins {
            headers.remove(|own| own == lower);
            headers.append(name, joined);
        } else {
            headers.append(name, value);
        }
    }
    Ok(headers)
}
