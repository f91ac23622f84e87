//! A request through a layer: ours, tower-http's, and what cannot be avoided.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

use cors_policy::{Policy, PolicySource, tower::CorsLayer};
use http::{HeaderName, HeaderValue, Method, Request, Response, header};
#[cfg(feature = "peers")]
use tower_http::cors;
use tower_layer::Layer;
use tower_service::Service;

/// A request without a body, as a browser sends it to an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent<'a> {
    /// No `Origin`.
    NotCors,
    /// `GET` from this origin.
    Actual(&'a str),
    /// A preflight of `PUT` with two headers from this origin.
    Preflight(&'a str),
}

impl Sent<'_> {
    /// The request.
    pub fn request(self) -> Request<()> {
        let builder = Request::builder()
            .uri("/v1/orders/1042")
            .header(header::HOST, "api.northwind.com")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0")
            .header(header::ACCEPT, "*/*")
            .header(header::ACCEPT_LANGUAGE, "en-US,en;q=0.5")
            .header(header::ACCEPT_ENCODING, "gzip, deflate, br, zstd")
            .header("sec-fetch-mode", "cors")
            .header("sec-fetch-site", "same-site");
        let builder = match self {
            Self::NotCors => builder.method(Method::GET),
            Self::Actual(origin) => builder.method(Method::GET).header(header::ORIGIN, origin),
            Self::Preflight(origin) => builder
                .method(Method::OPTIONS)
                .header(header::ORIGIN, origin)
                .header(header::ACCESS_CONTROL_REQUEST_METHOD, "PUT")
                .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,content-type"),
        };
        builder.body(()).expect("the parts of a request are valid")
    }
}

/// An application that answers at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// With the two headers that an answer of axum's `Json` has: its header map has room for the four of CORS.
    Roomy,
    /// With a third: the map must grow for the four, whoever adds them.
    Full,
}

impl Service<Request<()>> for Application {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        black_box(request);
        let mut response = Response::new(());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("1042"));
        if *self == Self::Full {
            headers.insert(header::ETAG, HeaderValue::from_static("\"5f3c1a\""));
        }
        ready(Ok(response))
    }
}

/// A service that does nothing to a request but to drop it: what is left of a preflight where nobody adds anything.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Service<Request<()>> for Nothing {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        black_box(request);
        ready(Ok(Response::new(())))
    }
}

/// Sends a request through a service, and waits for the response.
pub fn send<S>(service: &mut S, request: Request<()>) -> Response<()>
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible>,
{
    let mut context = Context::from_waker(Waker::noop());
    let mut future = pin!(service.call(request));
    match future.as_mut().poll(&mut context) {
        Poll::Ready(Ok(response)) => response,
        Poll::Ready(Err(never)) => match never {},
        Poll::Pending => panic!("the application answers at once"),
    }
}

/// Ours.
pub fn ours<P: PolicySource + Policy>(
    policy: P,
    application: Application,
) -> impl Service<Request<()>, Response = Response<()>, Error = Infallible> {
    CorsLayer::new(policy).layer(application)
}

/// tower-http's, told the same.
#[cfg(feature = "peers")]
pub fn tower_http(origins: &[String], application: Application) -> cors::Cors<Application> {
    let values = origins.iter().map(|origin| HeaderValue::from_str(origin).expect("an origin is a header value"));
    lists(cors::AllowOrigin::list(values)).layer(application)
}

/// tower-http's with a predicate over a set instead of its list.
#[cfg(feature = "peers")]
pub fn tower_http_predicate(origins: &[String], application: Application) -> cors::Cors<Application> {
    let set: std::collections::HashSet<Box<[u8]>> = origins.iter().map(|origin| Box::from(origin.as_bytes())).collect();
    lists(cors::AllowOrigin::predicate(move |origin, _| set.contains(origin.as_bytes()))).layer(application)
}

/// tower-http's, and it only sets an origin: the least that it can do.
#[cfg(feature = "peers")]
pub fn tower_http_least(origin: &str, application: Application) -> cors::Cors<Application> {
    let origin = HeaderValue::from_str(origin).expect("an origin is a header value");
    cors::CorsLayer::new().allow_origin(origin).layer(application)
}

#[cfg(feature = "peers")]
fn lists(origins: cors::AllowOrigin) -> cors::CorsLayer {
    cors::CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::ETAG])
        .max_age(std::time::Duration::from_secs(3600))
}

/// What cannot be avoided: `Origin` is looked up, the names of the response are passed over once, and the same headers are set.
/// Nothing is checked.
#[derive(Clone, Debug)]
pub struct Floor<S>(pub S);

impl<S> Service<Request<()>> for Floor<S>
where
    S: Service<
            Request<()>,
            Response = Response<()>,
            Error = Infallible,
            Future = Ready<Result<Response<()>, Infallible>>,
        >,
{
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        let origin = request.headers().get(header::ORIGIN).cloned();
        let preflight = request.method() == Method::OPTIONS
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let future = if preflight { ready(Ok(Response::new(()))) } else { self.0.call(request) };
        let Ok(mut response) = future.into_inner();
        let headers = response.headers_mut();
        black_box(headers.keys().any(|name: &HeaderName| name.as_str().starts_with("access-control-")));
        if preflight {
            headers.reserve(6);
            headers.append(
                header::VARY,
                HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
            );
        } else {
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        // A stranger is one whose name says so: knowing it costs nothing.
        if let Some(origin) = origin.filter(|origin| !origin.as_bytes().ends_with(b".test")) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            if preflight {
                headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, PUT, DELETE"));
                headers.insert(
                    header::ACCESS_CONTROL_ALLOW_HEADERS,
                    HeaderValue::from_static("Authorization, Content-Type"),
                );
                headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
            } else {
                headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag"));
            }
        }
        ready(Ok(response))
    }
}
