use std::sync::Arc;

use cors_core::{AllowOrigin, Effect, Lists, Policy, Rules, Vary};
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Text that becomes a header value once, when a layer is made, and never again for a request.
pub trait HeaderText {
    /// The value; `None` if the text is none, which no accepted policy holds (the header then stays away: deny when in doubt).
    fn value(&self) -> Option<HeaderValue>;
}

impl HeaderText for &'static str {
    fn value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(self).ok()?; // `from_static` copies nothing, but panics where this errs.
        Some(HeaderValue::from_static(self))
    }
}

impl HeaderText for Arc<str> {
    fn value(&self) -> Option<HeaderValue> {
        let value = HeaderValue::from_str(self).ok()?;
        drop(value.clone()); // `Bytes` allocates its counter at the first clone: now, and not in a request.
        Some(value)
    }
}

static ANY: HeaderValue = HeaderValue::from_static("*");
static TRUE: HeaderValue = HeaderValue::from_static("true");
static NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
static VARY_ORIGIN: HeaderValue = HeaderValue::from_static("Origin");
static VARY_PREFLIGHT: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

/// The response headers of the [CORS protocol], and of Private Network Access, which browsers have withdrawn.
///
/// [CORS protocol]: https://fetch.spec.whatwg.org/#http-responses
static OWNED: [HeaderName; 7] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    HeaderName::from_static("access-control-allow-private-network"),
];

/// The header values of one set of rules.
#[derive(Debug)]
pub(crate) struct HeaderValues {
    credentials: bool,
    allow_methods: Option<HeaderValue>,
    allow_headers: Option<HeaderValue>,
    max_age: Option<HeaderValue>,
    expose_headers: Option<HeaderValue>,
}

impl HeaderValues {
    /// Those of all rules, each at its rules' [`Rules::index`].
    pub(crate) fn of_all<P: Policy>(policy: &P) -> Box<[Self]>
    where
        <P::Rules as Rules>::Text: HeaderText,
    {
        policy.all().iter().map(Self::of).collect()
    }

    fn of<R: Rules<Text: HeaderText>>(rules: &R) -> Self {
        let terms = rules.terms();
        let value = |text: &Option<R::Text>| text.as_ref().and_then(HeaderText::value);
        Self {
            credentials: terms.credentials,
            allow_methods: value(&terms.allow_methods),
            allow_headers: value(&terms.allow_headers),
            max_age: value(&terms.max_age),
            expose_headers: value(&terms.expose_headers),
        }
    }
}

/// The headers of an answer that the layer gives itself. A refusal is for nobody else's cache.
pub(crate) fn own_answer(
    effect: Effect,
    values: Option<&HeaderValues>,
    origin: Option<HeaderValue>,
    refused: bool,
) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(6); // The most that a preflight gets.
    apply(effect, values, origin, &mut headers);
    if refused {
        headers.insert(header::CACHE_CONTROL, NO_STORE.clone());
    }
    headers
}

/// Carries out `effect` on a response's headers. `origin` is the request's own line, where it is to be echoed.
pub(crate) fn apply(
    effect: Effect,
    values: Option<&HeaderValues>,
    origin: Option<HeaderValue>,
    headers: &mut HeaderMap,
) {
    if effect.strip {
        strip(headers);
    }
    // Appended, not merged: what the application varies by is its own to say.
    match effect.vary {
        Vary::None => {}
        Vary::Origin => _ = headers.append(header::VARY, VARY_ORIGIN.clone()),
        Vary::Preflight => _ = headers.append(header::VARY, VARY_PREFLIGHT.clone()),
    }
    let allow_origin = match effect.allow_origin {
        AllowOrigin::None => None,
        AllowOrigin::Any => Some(ANY.clone()),
        AllowOrigin::Echo => origin,
    };
    let (Some(allow_origin), Some(values)) = (allow_origin, values) else { return };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allow_origin);
    if values.credentials {
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE.clone());
    }
    let mut insert = |name, value: &Option<HeaderValue>| {
        if let Some(value) = value {
            headers.insert(name, value.clone());
        }
    };
    match effect.lists {
        Lists::None => {}
        Lists::Preflight => {
            insert(header::ACCESS_CONTROL_ALLOW_METHODS, &values.allow_methods);
            insert(header::ACCESS_CONTROL_ALLOW_HEADERS, &values.allow_headers);
            insert(header::ACCESS_CONTROL_MAX_AGE, &values.max_age);
        }
        Lists::Actual => insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, &values.expose_headers),
    }
}

fn strip(headers: &mut HeaderMap) {
    // One pass over the few headers that are there costs less than seven look-ups, and mostly finds none.
    if headers.keys().any(|name| name.as_str().starts_with("access-control-")) {
        for name in &OWNED {
            headers.remove(name);
        }
    }
}
