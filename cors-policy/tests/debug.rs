//! What stands in a log by `{:?}`: never a policy, which may hold a million origins.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    convert::Infallible,
    error::Error as _,
    future::{Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use actix_web::{
    HttpResponse,
    dev::{ServiceRequest, ServiceResponse, Transform as _},
};
use cors_policy::{
    actix::Cors,
    runtime::{ReloadingPolicy, RuntimePolicy},
    tower::CorsLayer,
};
use http::{Request, Response};
use tower::{Layer, Service};

/// An application that says nothing, and is shown so.
#[derive(Clone, Debug)]
struct Silent;

impl Service<Request<()>> for Silent {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(())))
    }
}

impl actix_web::dev::Service<ServiceRequest> for Silent {
    type Response = ServiceResponse;
    type Error = actix_web::Error;
    type Future = Ready<Result<ServiceResponse, actix_web::Error>>;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), actix_web::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        ready(Ok(request.into_response(HttpResponse::Ok())))
    }
}

fn policy() -> RuntimePolicy {
    RuntimePolicy::from_path("tests/api.yaml").unwrap()
}

#[test]
fn layers_show_what_they_are_and_no_policy() {
    let layer = CorsLayer::new(policy());
    let mut service = layer.layer(Silent);
    let future = service.call(Request::new(()));
    let reloading: ReloadingPolicy = RuntimePolicy::builder().reloading("tests/api.yaml").unwrap();
    for (shown, expected) in [
        (format!("{layer:?}"), "CorsLayer { .. }"),
        (format!("{service:?}"), "Cors { inner: Silent, .. }"),
        (format!("{future:?}"), "ResponseFuture { .. }"),
        (format!("{:?}", Cors::new(policy())), "Cors { .. }"),
        (format!("{:?}", policy()), "RuntimePolicy { name: Some(\"api\"), profile: None, .. }"),
        (format!("{reloading:?}"), "ReloadingPolicy { path: \"tests/api.yaml\", .. }"),
    ] {
        assert_eq!(shown, expected);
    }
}

#[actix_web::test]
async fn the_middleware_shows_what_it_is_and_no_policy() {
    let service = Cors::new(policy()).new_transform(Silent).await.unwrap();
    assert_eq!(format!("{service:?}"), "CorsService { inner: Silent, .. }");
    let request = actix_web::test::TestRequest::get().to_srv_request();
    let future = actix_web::dev::Service::call(&service, request);
    assert_eq!(format!("{future:?}"), "ResponseFuture { .. }");
    assert!(future.await.unwrap().status().is_success());
}

#[test]
fn findings_are_shown_without_the_policy() {
    let text = format!("# {}\nallow_origins: [https://a.example, https://a.example]\n", "x".repeat(10_000));
    let shown = format!("{:?}", RuntimePolicy::from_str("cors.yaml", &text).unwrap().warnings());
    assert!(shown.starts_with("[Finding {") && shown.contains("origin-duplicate") && shown.len() < 2_000, "{shown}");
}

#[test]
fn an_unreadable_policy_has_a_source() {
    let error = RuntimePolicy::from_path("tests/none.yaml").unwrap_err();
    assert!(format!("{error:?}").starts_with("`tests/none.yaml` cannot be read: "), "{error:?}");
    assert!(error.source().is_some());
    let error = RuntimePolicy::from_str("cors.yaml", "").unwrap_err();
    assert!(error.source().is_none());
}

/// Who polls a future again that has answered gets no panic.
#[test]
fn an_answer_is_given_once() {
    let request = Request::options("/").header("origin", "https://app.example.com");
    let request = request.header("access-control-request-method", "PUT").body(()).unwrap();
    let mut service = CorsLayer::new(policy()).layer(Silent);
    let mut future = pin!(service.call(request));
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_ready());
    assert!(future.as_mut().poll(&mut context).is_pending());
}
