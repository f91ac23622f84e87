//! The policy as a middleware of actix-web.

mod error;
mod request;

use std::{
    fmt,
    future::{Ready, ready},
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    http::{StatusCode, header::HeaderMap},
};
use cors_core::Outcome;
#[cfg(doc)]
use cors_core::Policy;
use pin_project_lite::pin_project;

use crate::{PolicySource, answer::Answer, headers::Headers};

pub use request::ActixRequest;

/// Holds an application to a policy: answers preflights, refuses what the policy rejects, and sets the CORS headers and `Vary` of
/// every other response; of an error that a middleware within returns, too.
///
/// Put it outermost. What it does not see, it cannot answer; and it belongs in front of authentication, because browsers send
/// [preflights without credentials]. In actix-web that is the last `App::wrap` call. It works on a scope or a resource too, for the
/// requests that are routed there.
///
/// It owns the CORS response headers: on every path that the policy claims, those that the application wrote are removed.
///
/// An error that a middleware within returns leaves it as another error, which answers as that one does and has the headers too. So a
/// middleware around it does not find its own type any more by [`Error::as_error`]: one that looks for it belongs within.
///
/// ```no_run
/// use actix_web::{App, HttpServer, web};
/// use cors_policy::{actix::Cors, cors_policy};
///
/// # async fn serve() -> std::io::Result<()> {
/// let cors = Cors::new(cors_policy!("examples/cors.yaml"));
/// HttpServer::new(move || {
///     App::new().route("/", web::get().to(async || "hello")).wrap(cors.clone())
/// })
/// .bind(("127.0.0.1", 8080))?
/// .run()
/// .await
/// # }
/// ```
///
/// [preflights without credentials]: https://fetch.spec.whatwg.org/#cors-preflight-fetch
pub struct Cors<S: PolicySource> {
    policy: S::Kept,
}

impl<S: PolicySource> Cors<S> {
    /// A middleware for `policy`: a [`Policy`], whose header values are made here, or (feature `runtime`) a
    /// [`ReloadingPolicy`](crate::runtime::ReloadingPolicy).
    pub fn new(policy: S) -> Self {
        Self { policy: policy.keep() }
    }
}

impl<S, I, B> Transform<I, ServiceRequest> for Cors<S>
where
    S: PolicySource,
    I: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S, I>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: I) -> Self::Future {
        ready(Ok(CorsService { policy: self.policy.clone(), inner }))
    }
}

/// The service that [`Cors`] makes of another.
pub struct CorsService<S: PolicySource, I> {
    policy: S::Kept,
    inner: I,
}

impl<S, I, B> Service<ServiceRequest> for CorsService<S, I>
where
    S: PolicySource,
    I: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = ResponseFuture<S::Policy, I::Future, B>;

    fn poll_ready(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let origin = request.headers().origin();
        let answer =
            S::with_snapshot(&self.policy, |snapshot| Answer::to(ActixRequest(request.request()), &origin, snapshot));
        let state = match answer.outcome {
            Outcome::Continue => State::Inner { inner: self.inner.call(request), answer },
            Outcome::Respond(status) => {
                let response = request.into_response(own(answer, status)).map_into_right_body();
                State::Own { response: Some(response) }
            }
        };
        ResponseFuture { state }
    }
}

/// A response of the middleware's own.
fn own<P>(mut answer: Answer<P, HeaderMap>, status: u16) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::from_u16(status).unwrap_or(StatusCode::FORBIDDEN));
    let refused = response.status() == StatusCode::FORBIDDEN;
    answer.apply_to_own(response.headers_mut(), refused);
    response
}

pin_project! {
    /// The future of [`CorsService`].
    pub struct ResponseFuture<P, F, B> {
        #[pin]
        state: State<P, F, B>,
    }
}

pin_project! {
    #[project = Projected]
    enum State<P, F, B> {
        Inner { #[pin] inner: F, answer: Answer<P, HeaderMap> },
        Own { response: Option<ServiceResponse<EitherBody<B>>> },
    }
}

impl<P, F, B> Future for ResponseFuture<P, F, B>
where
    P: 'static,
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            Projected::Inner { inner, answer } => Poll::Ready(match ready!(inner.poll(cx)) {
                Ok(mut response) => {
                    answer.apply(response.headers_mut());
                    Ok(response.map_into_left_body())
                }
                Err(error) => Err(error::with_headers(error, answer.clone())),
            }),
            // A future polled after it was ready has no answer left: pending for ever, not a panic.
            Projected::Own { response } => response.take().map_or(Poll::Pending, |response| Poll::Ready(Ok(response))),
        }
    }
}

// Not derived: a clone shares the policy, and asks nothing of `S`.
impl<S: PolicySource> Clone for Cors<S> {
    fn clone(&self) -> Self {
        Self { policy: self.policy.clone() }
    }
}

// A policy may hold a million origins: a log line is no place for it.
impl<S: PolicySource> fmt::Debug for Cors<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cors").finish_non_exhaustive()
    }
}

impl<S: PolicySource, I: fmt::Debug> fmt::Debug for CorsService<S, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CorsService").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<P, F, B> fmt::Debug for ResponseFuture<P, F, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
