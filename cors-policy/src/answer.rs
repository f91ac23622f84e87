use std::{fmt, sync::Arc};

use cors_core::{AllowOrigin, Effect, Outcome, Policy, Request, Rules, decide};

use crate::{header_values::apply, headers::Headers, snapshot::Snapshot};

/// What a request's response gets: a decision that holds nothing of the request, with the snapshot that it was made by.
pub(crate) struct Answer<P, H: Headers> {
    snapshot: Arc<Snapshot<P>>,
    effect: Effect,
    /// The place of the rules that hold.
    rules: Option<usize>,
    /// The request's own `Origin` line, where it is to be echoed.
    origin: Option<H::Value>,
}

impl<P: Policy, H: Headers> Answer<P, H> {
    /// Decides, tells a refusal to whoever listens, and says what is to be done with the request. `origin` is its `Origin` line.
    pub(crate) fn to(
        request: &impl Request,
        snapshot: Arc<Snapshot<P>>,
        origin: impl FnOnce() -> Option<H::Value>,
    ) -> (Self, Outcome) {
        let decision = decide(&snapshot.policy, request);
        #[cfg(feature = "tracing")]
        crate::refusal::tell(&decision, request);

        let (effect, outcome, rules) = (decision.effect, decision.outcome, decision.route.rules().map(Rules::index));
        let origin = match effect.allow_origin {
            AllowOrigin::Echo => origin(),
            AllowOrigin::Any | AllowOrigin::None => None,
        };
        (Self { snapshot, effect, rules, origin }, outcome)
    }
}

impl<P, H: Headers> Answer<P, H> {
    /// Does to the headers of a response what is to be done: once.
    pub(crate) fn apply(&mut self, headers: &mut H) {
        let values = self.rules.and_then(|rules| H::values(&self.snapshot).get(rules));
        apply(self.effect, values, self.origin.take(), headers);
    }

    /// The same to a response of the layer's own. A refusal is for nobody else's cache.
    pub(crate) fn apply_to_own(&mut self, headers: &mut H, refused: bool) {
        self.apply(headers);
        if refused {
            headers.set(H::CACHE_CONTROL, H::NO_STORE);
        }
    }
}

impl<P, H: Headers> Clone for Answer<P, H> {
    fn clone(&self) -> Self {
        let Self { snapshot, effect, rules, origin } = self;
        Self { snapshot: Arc::clone(snapshot), effect: *effect, rules: *rules, origin: origin.clone() }
    }
}

impl<P, H: Headers> fmt::Debug for Answer<P, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("effect", &self.effect).finish_non_exhaustive()
    }
}
