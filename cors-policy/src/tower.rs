//! The policy as a `tower` layer over `http` types: axum, hyper, tonic.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use cors_core::Outcome;
#[cfg(doc)]
use cors_core::Policy;
use http::{HeaderMap, Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::{PolicySource, answer::Answer, headers::Headers, http_request::HttpRequest};

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
    type Future = ResponseFuture<S::Policy, I::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), I::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let origin = request.headers().origin();
        let answer = S::with_snapshot(&self.policy, |snapshot| Answer::to(HttpRequest(&request), &origin, snapshot));
        let inner = match answer.outcome {
            Outcome::Continue => Some(self.inner.call(request)),
            Outcome::Respond(_) => None,
        };
        ResponseFuture { inner, answer }
    }
}

pin_project! {
    /// The future of [`Cors`].
    // No enum: its variants would be made apart, and copied.
    pub struct ResponseFuture<P, F> {
        #[pin]
        inner: Option<F>,
        answer: Answer<P, HeaderMap>,
    }
}

impl<P, F, A, E> Future for ResponseFuture<P, F>
where
    F: Future<Output = Result<Response<A>, E>>,
    A: Default,
{
    type Output = Result<Response<A>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(inner) = this.inner.as_pin_mut() else {
            return match std::mem::replace(&mut this.answer.outcome, Outcome::Continue) {
                Outcome::Respond(status) => Poll::Ready(Ok(own(this.answer, status))),
                // A future polled after it was ready has no answer left: pending for ever, not a panic.
                Outcome::Continue => Poll::Pending,
            };
        };
        // Not taken apart and put together again: the response would be copied.
        let mut polled = inner.poll(cx);
        if let Poll::Ready(Ok(response)) = &mut polled {
            this.answer.apply(response.headers_mut());
        }
        polled
    }
}

/// A response of the layer's own.
fn own<P, A: Default>(answer: &mut Answer<P, HeaderMap>, status: u16) -> Response<A> {
    let mut response = Response::new(A::default());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN);
    *response.status_mut() = status;
    *response.headers_mut() = answer.own_headers(status == StatusCode::FORBIDDEN);
    response
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

impl<P, F> fmt::Debug for ResponseFuture<P, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
