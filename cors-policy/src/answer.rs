use std::sync::Arc;

use cors_core::{AllowOrigin, Effect, Lists, Outcome, Policy, Request, Rules, Vary, decide};

use crate::{
    headers::Headers,
    origin_lines::{OriginLines, WithOrigin},
    snapshot::Snapshot,
};

/// What a request's response gets: a decision that holds nothing of the request but an origin that is allowed.
pub(crate) struct Answer<P, H: Headers> {
    /// What is to be done with the request.
    pub(crate) outcome: Outcome,
    strip: bool,
    vary: Vary,
    allowed: Option<Allowed<P, H>>,
}

/// What a response gets that a page may read. The others' answers do without the snapshot: counting its holders would take longer
/// than deciding.
struct Allowed<P, H: Headers> {
    snapshot: Arc<Snapshot<P>>,
    /// The place of the rules that hold.
    rules: usize,
    lists: Lists,
    /// `*`, or the request's own `Origin` line.
    origin: H::Value,
}

impl<P: Policy, H: Headers> Answer<P, H> {
    /// Decides, tells a refusal to whoever listens, and says what is to be done with the request. `origin` is its `Origin`.
    pub(crate) fn to(request: impl Request, origin: &OriginLines<'_, H::Value>, snapshot: &Arc<Snapshot<P>>) -> Self {
        let request = &WithOrigin { request, origin: origin.line() };
        let decision = decide(&snapshot.policy, request);
        #[cfg(feature = "tracing")]
        crate::refusal::tell(&decision, request);

        let effect = decision.effect;
        let allowed = match decision.route.rules() {
            Some(rules) if effect.allow_origin != AllowOrigin::None => {
                Allowed::to(effect, rules.index(), origin, snapshot)
            }
            _ => None,
        };
        Self { outcome: decision.outcome, strip: effect.strip, vary: effect.vary, allowed }
    }
}

impl<P, H: Headers> Answer<P, H> {
    /// Does to the headers of a response what is to be done: once.
    #[inline]
    pub(crate) fn apply(&mut self, headers: &mut H) {
        if self.strip {
            headers.strip();
        }
        // Appended, not merged: what the application varies by is its own to say.
        if let Some(vary) = self.vary() {
            headers.add(H::VARY, vary);
        }
        if self.allowed.is_some() {
            Allowed::apply(&mut self.allowed, headers);
        }
    }

    /// The same to a response of the layer's own. A refusal is for nobody else's cache.
    pub(crate) fn apply_to_own(&mut self, headers: &mut H, refused: bool) {
        self.apply(headers);
        if refused {
            headers.add(H::CACHE_CONTROL, H::NO_STORE);
        }
    }

    const fn vary(&self) -> Option<H::Value> {
        match self.vary {
            Vary::None => None,
            Vary::Origin => Some(H::VARY_ORIGIN),
            Vary::Preflight => Some(H::VARY_PREFLIGHT),
        }
    }
}

#[cfg(feature = "tower")]
impl<P> Answer<P, http::HeaderMap> {
    /// The headers of a response of the layer's own. A refusal is for nobody else's cache.
    pub(crate) fn own_headers(&mut self, refused: bool) -> http::HeaderMap {
        // Of what the layer answers itself, an allowed preflight alone has more than `Vary`.
        if let Some(allowed) = self.allowed.take() {
            return allowed.preflight();
        }
        let mut headers = http::HeaderMap::with_capacity(2);
        self.apply_to_own(&mut headers, refused);
        headers
    }
}

#[cfg(feature = "tower")]
impl<P> Allowed<P, http::HeaderMap> {
    /// A copy of what was made ready, and the origin in its place: half the instructions of adding one header after another.
    fn preflight(self) -> http::HeaderMap {
        let ready = self.snapshot.tower_preflights.get(self.rules);
        let mut headers = ready.cloned().unwrap_or_default();
        if let Some(origin) = headers.get_mut(http::header::ACCESS_CONTROL_ALLOW_ORIGIN) {
            *origin = self.origin;
        }
        headers
    }
}

// Neither into its caller: the many responses that get none of this would carry it.
impl<P, H: Headers> Allowed<P, H> {
    #[inline(never)]
    fn to(
        effect: Effect,
        rules: usize,
        origin: &OriginLines<'_, H::Value>,
        snapshot: &Arc<Snapshot<P>>,
    ) -> Option<Self> {
        let origin = match effect.allow_origin {
            AllowOrigin::None => return None,
            AllowOrigin::Any => H::ANY,
            AllowOrigin::Echo => origin.first?.clone(),
        };
        Some(Self { snapshot: Arc::clone(snapshot), rules, lists: effect.lists, origin })
    }

    /// None of these headers is there: the response is stripped.
    #[inline(never)]
    fn apply(allowed: &mut Option<Self>, headers: &mut H) {
        let Some(allowed) = allowed.take() else { return };
        let Some(values) = H::values(&allowed.snapshot).get(allowed.rules) else { return };
        values.add(allowed.lists, allowed.origin, headers);
    }
}

impl<P, H: Headers> Clone for Answer<P, H> {
    fn clone(&self) -> Self {
        let Self { outcome, strip, vary, allowed } = self;
        Self { outcome: *outcome, strip: *strip, vary: *vary, allowed: allowed.clone() }
    }
}

impl<P, H: Headers> Clone for Allowed<P, H> {
    fn clone(&self) -> Self {
        let Self { snapshot, rules, lists, origin } = self;
        Self { snapshot: Arc::clone(snapshot), rules: *rules, lists: *lists, origin: origin.clone() }
    }
}
