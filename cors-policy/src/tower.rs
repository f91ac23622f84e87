//! The policy as a `tower` layer over `http` types: axum, hyper, tonic.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use cors_core::{AllowOrigin, Effect, Outcome, Policy, Rules, decide};
use http::{HeaderValue, Request, Response, StatusCode, header};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    header_values::{HeaderValues, apply, own_answer},
    http_request::HttpRequest,
};

pub use crate::header_values::HeaderText;

/// Holds a service to a policy: answers preflights, refuses what the policy rejects, and sets the CORS headers and `Vary` of
/// every other response, errors included.
///
/// Put it outermost. What it does not see, it cannot answer; and it belongs in front of authentication, because browsers send
/// [preflights without credentials]. In axum that is the last `Router::layer` call. It works on a single route too and, with
/// feature `axum`, inside `nest`; but there axum answers a path that the inner router has not outside of the layer, without CORS
/// headers.
///
/// The layer owns the CORS response headers: on every path that the policy claims, those that the application wrote are removed.
///
/// [preflights without credentials]: https://fetch.spec.whatwg.org/#cors-preflight-fetch
pub struct CorsLayer<P> {
    shared: Arc<Shared<P>>,
}

/// What every request is answered from: one snapshot of a policy and its header values.
struct Shared<P> {
    policy: P,
    values: Box<[HeaderValues]>,
}

impl<P: Policy> CorsLayer<P>
where
    <P::Rules as Rules>::Text: HeaderText,
{
    /// A layer for `policy`. Header values are made here, once.
    pub fn new(policy: P) -> Self {
        let values = HeaderValues::of_all(&policy);
        Self { shared: Arc::new(Shared { policy, values }) }
    }
}

impl<P, S> Layer<S> for CorsLayer<P> {
    type Service = Cors<P, S>;

    fn layer(&self, inner: S) -> Cors<P, S> {
        Cors { shared: Arc::clone(&self.shared), inner }
    }
}

/// The service that [`CorsLayer`] makes of another.
pub struct Cors<P, S> {
    shared: Arc<Shared<P>>,
    inner: S,
}

impl<P, S, B, A> Service<Request<B>> for Cors<P, S>
where
    P: Policy,
    S: Service<Request<B>, Response = Response<A>>,
    A: Default,
{
    type Response = Response<A>;
    type Error = S::Error;
    type Future = ResponseFuture<P, S::Future, A>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let decision = decide(&self.shared.policy, &HttpRequest(&request));
        #[cfg(feature = "tracing")]
        crate::refusal::tell(&decision, &HttpRequest(&request));

        let (effect, outcome, rules) = (decision.effect, decision.outcome, decision.route.rules().map(Rules::index));
        let origin = match effect.allow_origin {
            AllowOrigin::Echo => request.headers().get(header::ORIGIN).cloned(),
            AllowOrigin::Any | AllowOrigin::None => None,
        };
        let state = match outcome {
            Outcome::Continue => {
                let shared = Arc::clone(&self.shared);
                State::Inner { inner: self.inner.call(request), shared, effect, rules, origin }
            }
            Outcome::Respond(status) => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
                let mut response = Response::new(A::default());
                *response.headers_mut() =
                    own_answer(effect, self.shared.values(rules), origin, status == StatusCode::FORBIDDEN);
                *response.status_mut() = status;
                State::Answer { response: Some(response) }
            }
        };
        ResponseFuture { state }
    }
}

impl<P> Shared<P> {
    fn values(&self, rules: Option<usize>) -> Option<&HeaderValues> {
        self.values.get(rules?)
    }
}

pin_project! {
    /// The future of [`Cors`].
    pub struct ResponseFuture<P, F, A> {
        #[pin]
        state: State<P, F, A>,
    }
}

pin_project! {
    #[project = Projected]
    enum State<P, F, A> {
        Inner { #[pin] inner: F, shared: Arc<Shared<P>>, effect: Effect, rules: Option<usize>, origin: Option<HeaderValue> },
        Answer { response: Option<Response<A>> },
    }
}

impl<P, F, A, E> Future for ResponseFuture<P, F, A>
where
    F: Future<Output = Result<Response<A>, E>>,
{
    type Output = Result<Response<A>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            Projected::Inner { inner, shared, effect, rules, origin } => {
                let mut response = ready!(inner.poll(cx))?;
                apply(*effect, shared.values(*rules), origin.take(), response.headers_mut());
                Poll::Ready(Ok(response))
            }
            // A future polled after it was ready has no answer left: pending for ever, not a panic.
            Projected::Answer { response } => {
                response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response)))
            }
        }
    }
}

// Not derived: a clone shares the policy, and asks nothing of `P`.
impl<P> Clone for CorsLayer<P> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<P, S: Clone> Clone for Cors<P, S> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), inner: self.inner.clone() }
    }
}

// A policy may hold a million origins: a log line is no place for it.
impl<P> fmt::Debug for CorsLayer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsLayer").finish_non_exhaustive()
    }
}

impl<P, S: fmt::Debug> fmt::Debug for Cors<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cors").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<P, F, A> fmt::Debug for ResponseFuture<P, F, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
