//! The policy as a `tower` layer over `http` types: axum, hyper, tonic.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use cors_core::Outcome;
#[cfg(doc)]
use cors_core::Policy;
use http::{HeaderMap, Request, Response, StatusCode, header};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{PolicySource, answer::Answer, http_request::HttpRequest};

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
pub struct CorsLayer<S: PolicySource> {
    policy: S::Kept,
}

impl<S: PolicySource> CorsLayer<S> {
    /// A layer for `policy`: a [`Policy`], whose header values are made here, or (feature `runtime`) a
    /// [`ReloadingPolicy`](crate::runtime::ReloadingPolicy).
    pub fn new(policy: S) -> Self {
        Self { policy: policy.keep() }
    }
}

impl<S: PolicySource, I> Layer<I> for CorsLayer<S> {
    type Service = Cors<S, I>;

    fn layer(&self, inner: I) -> Cors<S, I> {
        Cors { policy: self.policy.clone(), inner }
    }
}

/// The service that [`CorsLayer`] makes of another.
pub struct Cors<S: PolicySource, I> {
    policy: S::Kept,
    inner: I,
}

impl<S, I, B, A> Service<Request<B>> for Cors<S, I>
where
    S: PolicySource,
    I: Service<Request<B>, Response = Response<A>>,
    A: Default,
{
    type Response = Response<A>;
    type Error = I::Error;
    type Future = ResponseFuture<S::Policy, I::Future, A>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), I::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let origin = || request.headers().get(header::ORIGIN).cloned();
        let (answer, outcome) = Answer::to(&HttpRequest(&request), S::snapshot(&self.policy), origin);
        let state = match outcome {
            Outcome::Continue => State::Inner { inner: self.inner.call(request), answer },
            Outcome::Respond(status) => State::Own { response: Some(own(answer, status)) },
        };
        ResponseFuture { state }
    }
}

/// A response of the layer's own.
fn own<P, A: Default>(mut answer: Answer<P, HeaderMap>, status: u16) -> Response<A> {
    let mut headers = HeaderMap::with_capacity(6); // The most that a preflight gets.
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
    answer.apply_to_own(&mut headers, status == StatusCode::FORBIDDEN);
    let mut response = Response::new(A::default());
    *response.headers_mut() = headers;
    *response.status_mut() = status;
    response
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
        Inner { #[pin] inner: F, answer: Answer<P, HeaderMap> },
        Own { response: Option<Response<A>> },
    }
}

impl<P, F, A, E> Future for ResponseFuture<P, F, A>
where
    F: Future<Output = Result<Response<A>, E>>,
{
    type Output = Result<Response<A>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            Projected::Inner { inner, answer } => {
                let mut response = ready!(inner.poll(cx))?;
                answer.apply(response.headers_mut());
                Poll::Ready(Ok(response))
            }
            // A future polled after it was ready has no answer left: pending for ever, not a panic.
            Projected::Own { response } => response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response))),
        }
    }
}

// Not derived: a clone shares the policy, and asks nothing of `S`.
impl<S: PolicySource> Clone for CorsLayer<S> {
    fn clone(&self) -> Self {
        Self { policy: self.policy.clone() }
    }
}

impl<S: PolicySource, I: Clone> Clone for Cors<S, I> {
    fn clone(&self) -> Self {
        Self { policy: self.policy.clone(), inner: self.inner.clone() }
    }
}

// A policy may hold a million origins: a log line is no place for it.
impl<S: PolicySource> fmt::Debug for CorsLayer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsLayer").finish_non_exhaustive()
    }
}

impl<S: PolicySource, I: fmt::Debug> fmt::Debug for Cors<S, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cors").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<P, F, A> fmt::Debug for ResponseFuture<P, F, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
