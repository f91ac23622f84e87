//! axum, as its users write it: the layer on the router, on a route, and inside `nest`.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    routing::{get, post},
};
use cors_policy::{cors_policy, tower::CorsLayer};
use tower::ServiceExt;

cors_policy!(struct Api = "tests/api.yaml");

const APP: &str = "https://app.example.com";

#[tokio::test]
async fn on_the_router_it_answers_before_method_routing_and_covers_errors() {
    let broken = || async { StatusCode::INTERNAL_SERVER_ERROR };
    let router = Router::new()
        .route("/x", post(|| async {}))
        .route("/broken", get(broken))
        .route("/public/broken", get(broken))
        .layer(CorsLayer::new(Api));
    assert_eq!(answer(&router, "OPTIONS", "/x").await, (204, Some(APP.to_owned())));
    assert_eq!(answer(&router, "POST", "/x").await, (200, Some(APP.to_owned())));
    assert_eq!(answer(&router, "GET", "/x").await, (405, Some(APP.to_owned())));
    assert_eq!(answer(&router, "GET", "/none").await, (404, Some(APP.to_owned())));
    assert_eq!(answer(&router, "GET", "/broken").await, (500, Some(APP.to_owned())));
    assert_eq!(answer(&router, "GET", "/public/broken").await, (500, Some("*".to_owned())));
}

#[tokio::test]
async fn around_the_router_it_answers_the_same() {
    let router = Router::new().route("/x", post(|| async {}));
    let service = tower::ServiceBuilder::new().layer(CorsLayer::new(Api)).service(router);
    let response = service.oneshot(request("OPTIONS", "/x")).await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], APP);
}

#[tokio::test]
async fn on_a_route_it_answers_the_preflight_and_covers_a_method_that_the_route_has_not() {
    let router = Router::new().route("/x", post(|| async {}).layer(CorsLayer::new(Api))).route("/y", post(|| async {}));
    assert_eq!(answer(&router, "OPTIONS", "/x").await, (204, Some(APP.to_owned())));
    assert_eq!(answer(&router, "POST", "/x").await, (200, Some(APP.to_owned())));
    assert_eq!(answer(&router, "GET", "/x").await, (405, Some(APP.to_owned())));
    assert_eq!(answer(&router, "OPTIONS", "/y").await, (405, None));
}

/// `nest` takes the prefix off before an inner layer sees the request: by what is left, other rules would be chosen.
#[tokio::test]
async fn inside_nest_it_answers_as_outside() {
    let routes = || Router::new().route("/x", get(|| async {}));
    let inner = || routes().layer(CorsLayer::new(Api));
    for (prefix, origin) in [("/private", None), ("/public", Some("*")), ("/other", Some(APP))] {
        let inside = Router::new().nest(prefix, inner());
        let outside = Router::new().nest(prefix, routes()).layer(CorsLayer::new(Api));
        let deeper = Router::new().nest(prefix, Router::new().nest("/deeper", inner()));
        for method in ["GET", "OPTIONS"] {
            let expected = answer(&outside, method, &format!("{prefix}/x")).await;
            assert_eq!(expected.1.as_deref(), origin, "{method} {prefix}");
            assert_eq!(answer(&inside, method, &format!("{prefix}/x")).await, expected, "{method} {prefix}");
            assert_eq!(answer(&deeper, method, &format!("{prefix}/deeper/x")).await, expected, "{method} {prefix}");
        }
    }
}

async fn answer(router: &Router, method: &str, path: &str) -> (u16, Option<String>) {
    let response = router.clone().oneshot(request(method, path)).await.unwrap();
    let origin = response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    (response.status().as_u16(), origin.map(|origin| origin.to_str().unwrap().to_owned()))
}

fn request(method: &str, path: &str) -> Request {
    let request = Request::builder().method(method).uri(path).header("origin", APP);
    request.header("access-control-request-method", "PUT").body(Body::empty()).unwrap()
}
