use cors_core::{AllowOrigin, Effect, Lists, Policy, Rules, Vary};

use crate::{HeaderText, headers::Headers};

/// The header values of one set of rules.
#[derive(Debug)]
pub(crate) struct HeaderValues<H: Headers> {
    credentials: bool,
    allow_methods: Option<H::Value>,
    allow_headers: Option<H::Value>,
    max_age: Option<H::Value>,
    expose_headers: Option<H::Value>,
}

impl<H: Headers> HeaderValues<H> {
    /// Those of all rules, each at its rules' [`Rules::index`].
    pub(crate) fn of_all<P: Policy<Rules: Rules<Text: HeaderText>>>(policy: &P) -> Box<[Self]> {
        policy.all().iter().map(Self::of).collect()
    }

    fn of<R: Rules<Text: HeaderText>>(rules: &R) -> Self {
        let terms = rules.terms();
        let value = |text: &Option<R::Text>| text.as_ref().and_then(H::value);
        Self {
            credentials: terms.credentials,
            allow_methods: value(&terms.allow_methods),
            allow_headers: value(&terms.allow_headers),
            max_age: value(&terms.max_age),
            expose_headers: value(&terms.expose_headers),
        }
    }
}

/// Carries out `effect` on a response's headers. `origin` is the request's own line, where it is to be echoed.
pub(crate) fn apply<H: Headers>(
    effect: Effect,
    values: Option<&HeaderValues<H>>,
    origin: Option<H::Value>,
    headers: &mut H,
) {
    if effect.strip {
        headers.strip();
    }
    // Appended, not merged: what the application varies by is its own to say.
    match effect.vary {
        Vary::None => {}
        Vary::Origin => headers.add(H::VARY, H::VARY_ORIGIN),
        Vary::Preflight => headers.add(H::VARY, H::VARY_PREFLIGHT),
    }
    let allow_origin = match effect.allow_origin {
        AllowOrigin::None => None,
        AllowOrigin::Any => Some(H::ANY),
        AllowOrigin::Echo => origin,
    };
    let (Some(allow_origin), Some(values)) = (allow_origin, values) else { return };
    headers.set(H::ALLOW_ORIGIN, allow_origin);
    if values.credentials {
        headers.set(H::ALLOW_CREDENTIALS, H::TRUE);
    }
    let mut set = |name, value: &Option<H::Value>| {
        if let Some(value) = value {
            headers.set(name, value.clone());
        }
    };
    match effect.lists {
        Lists::None => {}
        Lists::Preflight => {
            set(H::ALLOW_METHODS, &values.allow_methods);
            set(H::ALLOW_HEADERS, &values.allow_headers);
            set(H::MAX_AGE, &values.max_age);
        }
        Lists::Actual => set(H::EXPOSE_HEADERS, &values.expose_headers),
    }
}
