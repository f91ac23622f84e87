//! A request through a middleware of actix-web: ours, and actix-cors's.

use std::{
    future::{Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{Payload, Service, ServiceRequest, ServiceResponse, Transform, always_ready},
    http::header::{self, HeaderValue},
    test::TestRequest,
};
use cors_policy::{Policy, PolicySource, actix::Cors};

use crate::layers::Sent;

/// Answers one request after another, and tells nothing of the answer but that there is one.
pub type Answering = Box<dyn Fn(&HttpRequest)>;

/// The application alone, which is asked for preflights too.
pub fn alone() -> Answering {
    Box::new(|request| answer(&Application, request))
}

/// Ours.
pub fn ours<P: PolicySource + Policy>(policy: P) -> Answering {
    wrapped(Cors::new(policy))
}

/// actix-cors's, told the same.
pub fn actix_cors(origins: &[String]) -> Answering {
    let cors = origins.iter().fold(actix_cors::Cors::default(), |cors, origin| cors.allowed_origin(origin));
    let cors = cors
        .allowed_methods(["GET", "HEAD", "POST", "PUT", "DELETE"])
        .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::ETAG])
        .supports_credentials()
        .max_age(3600)
        .block_on_origin_mismatch(false);
    wrapped(cors)
}

/// actix-cors's, and it only sets an origin: the least that it can do.
pub fn actix_cors_least(origin: &str) -> Answering {
    wrapped(actix_cors::Cors::default().allowed_origin(origin).block_on_origin_mismatch(false))
}

/// The request, as actix-web has it.
pub fn request(sent: Sent<'_>) -> HttpRequest {
    let sent = sent.request();
    let request = TestRequest::with_uri(&sent.uri().to_string());
    let request = match sent.method() == http::Method::OPTIONS {
        true => request.method(actix_web::http::Method::OPTIONS),
        false => request,
    };
    let header = |request: TestRequest, (name, value): (&http::HeaderName, &http::HeaderValue)| {
        request.append_header((name.as_str(), value.as_bytes()))
    };
    sent.headers().iter().fold(request, header).to_http_request()
}

fn wrapped<T, B>(middleware: T) -> Answering
where
    T: Transform<Application, ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    T::Transform: 'static,
    T::InitError: std::fmt::Debug,
{
    let service = at_once(middleware.new_transform(Application)).expect("a middleware starts");
    Box::new(move |request| answer(&service, request))
}

/// An application that answers at once, with the two headers that an answer of JSON has.
struct Application;

impl Service<ServiceRequest> for Application {
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Ready<Result<Self::Response, Error>>;

    always_ready!();

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let response = HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("application/json")))
            .insert_header((header::CONTENT_LENGTH, HeaderValue::from_static("1042")))
            .finish();
        ready(Ok(request.into_response(response)))
    }
}

fn answer<S, B>(service: &S, request: &HttpRequest)
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    let request = ServiceRequest::from_parts(request.clone(), Payload::None);
    drop(std::hint::black_box(at_once(service.call(request))));
}

/// What a future that is ready comes to.
fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the application answers at once"),
    }
}
