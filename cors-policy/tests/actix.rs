//! actix-web, as its users write it: the middleware on the application, on a scope, and around others.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use actix_web::{
    App, Error, HttpResponse, HttpResponseBuilder,
    body::{MessageBody, to_bytes},
    dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse},
    error,
    http::{
        Method, StatusCode,
        header::{self, HeaderMap},
    },
    middleware::{Next, from_fn},
    test::{TestRequest, init_service},
    web,
};
use cors_policy::{
    actix::{ActixRequest, Cors},
    cors_policy, decide,
    runtime::RuntimePolicy,
};

cors_policy!(struct Api = "tests/api.yaml");

const APP: (&str, &str) = ("origin", "https://app.example.com");
const EVIL: (&str, &str) = ("origin", "https://app.example.com.evil.com");
const PUT: (&str, &str) = ("access-control-request-method", "PUT");
const OWN_PAGE: (&str, &str) = ("sec-fetch-site", "same-origin");
const VARY_PREFLIGHT: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
const ALLOWED: &str =
    "allow-credentials: true | allow-origin: https://app.example.com | expose-headers: ETag | vary: Origin";

/// Method, path and headers; the answer's status, and its CORS and other headers in the order of their names.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], u16, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("GET", "/x", &[], 200, "vary: Origin"),
    ("GET", "/x", &[EVIL], 200, "vary: Origin"),
    ("GET", "/x", &[APP], 200, ALLOWED),
    ("GET", "/x", &[APP, APP], 200, "vary: Origin"),
    ("GET", "/vary", &[EVIL], 200, "vary: Accept-Encoding | vary: Origin"),
    ("OPTIONS", "/x", &[APP, PUT], 204, "allow-credentials: true | allow-headers: Authorization, Content-Type | allow-methods: GET, PUT | allow-origin: https://app.example.com | max-age: 7200 | vary: PREFLIGHT"),
    ("OPTIONS", "/x", &[EVIL, PUT], 204, "vary: PREFLIGHT"),
    ("GET", "/public/x", &[EVIL], 200, "allow-origin: *"),
    ("OPTIONS", "/public/x", &[EVIL, PUT], 200, "allow-origin: * | vary: PREFLIGHT"),
    ("GET", "/private/x", &[APP], 200, ""),
    ("OPTIONS", "/private/x", &[APP, PUT], 200, ""),
    ("OPTIONS", "/forward/x", &[APP, PUT], 200, "allow-methods: PUT | allow-origin: https://app.example.com | vary: Origin"),
    ("POST", "/chat", &[APP], 200, "allow-origin: https://app.example.com | vary: Origin"),
    ("POST", "/chat", &[EVIL], 403, "cache-control: no-store | vary: Origin"),
    ("POST", "/chat", &[EVIL, OWN_PAGE], 200, "vary: Origin"),
    ("GET", "/chat", &[("origin", "http://api.internal"), ("host", "api.internal")], 200, "vary: Origin"),
    ("OPTIONS", "/chat", &[APP, PUT], 403, "cache-control: no-store | vary: PREFLIGHT"),
    ("GET", "/%63hat", &[EVIL], 403, "cache-control: no-store | vary: Origin"),
    ("GET", "/users/a%40b.example", &[APP], 200, ALLOWED),
    // Errors: of a handler, of what reads its arguments, of routing, of a middleware within.
    ("GET", "/error", &[APP], 418, ALLOWED),
    ("GET", "/number/x", &[APP], 404, ALLOWED),
    ("DELETE", "/error", &[APP], 405, ALLOWED),
    ("GET", "/guarded", &[APP], 401, ALLOWED),
    ("GET", "/guarded", &[EVIL], 401, "vary: Origin"),
    ("OPTIONS", "/guarded", &[APP, PUT], 204, "allow-credentials: true | allow-headers: Authorization, Content-Type | allow-methods: GET, PUT | allow-origin: https://app.example.com | max-age: 7200 | vary: PREFLIGHT"),
];

#[actix_web::test]
async fn it_answers_every_row() {
    let app = init_service(routes().wrap(from_fn(guard)).wrap(Cors::new(Api))).await;
    assert_rows(&app).await;
}

#[actix_web::test]
async fn a_policy_that_may_be_read_again_answers_every_row() {
    let policy = RuntimePolicy::builder().reloading("tests/api.yaml").expect("a policy");
    let app = init_service(routes().wrap(from_fn(guard)).wrap(Cors::new(policy))).await;
    assert_rows(&app).await;
}

/// It stays an error for the middlewares around, and has the headers whenever and however it is made a response.
#[actix_web::test]
async fn an_error_of_a_middleware_has_the_headers() {
    let app = init_service(routes().wrap(from_fn(guard)).wrap(Cors::new(Api))).await;
    let request = TestRequest::with_uri("/guarded").insert_header(APP).to_request();
    let error = app.call(request).await.expect_err("an error");
    assert_eq!((error.to_string(), format!("{error:?}")), ("who are you?".to_owned(), "\"who are you?\"".to_owned()));
    assert_eq!(error.as_response_error().status_code(), StatusCode::UNAUTHORIZED);
    for response in [error.error_response(), error.error_response(), HttpResponse::from_error(error)] {
        assert_eq!(lines(response.headers()), ALLOWED);
        assert_eq!(to_bytes(response.into_body()).await.unwrap(), "who are you?");
    }
}

/// A scope is left the rest of the path; rules are chosen by all of it.
#[actix_web::test]
async fn in_a_scope_it_answers_by_the_whole_path() {
    for (prefix, headers) in [("/private", ""), ("/public", "allow-origin: *"), ("/other", ALLOWED)] {
        let inner = web::scope(prefix).wrap(Cors::new(Api)).route("/x", web::get().to(HttpResponse::Ok));
        let app = init_service(App::new().service(inner)).await;
        assert_eq!(answer(&app, "GET", &format!("{prefix}/x"), &[APP]).await, (200, headers.to_owned()));
    }
}

#[test]
fn an_application_can_ask_without_a_server() {
    let request = TestRequest::with_uri("/x").insert_header(EVIL).to_http_request();
    assert_eq!(decide(&Api, &ActixRequest(&request)).word(), "origin-denied");
    let absolute = TestRequest::with_uri("https://api.internal/chat").insert_header(("origin", "https://api.internal"));
    assert_eq!(decide(&Api, &ActixRequest(&absolute.to_http_request())).word(), "not-cors");
}

/// An application with CORS headers of its own, all wrong.
fn routes()
-> App<impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse, Error = Error, InitError = ()>> {
    let tea = async || Err::<&str, _>(error::InternalError::new("tea", StatusCode::IM_A_TEAPOT));
    App::new()
        .service(web::resource("/error").route(web::get().to(tea)))
        .route("/number/{number}", web::get().to(async |number: web::Path<u8>| number.to_string()))
        .route("/vary", web::get().to(async || wrong().append_header(("vary", "Accept-Encoding")).finish()))
        .default_service(web::to(async || wrong().finish()))
}

fn wrong() -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.append_header(("access-control-allow-origin", "https://application.evil"));
    response.append_header(("access-control-allow-origin", "https://application.evil"));
    response.append_header(("access-control-allow-private-network", "true"));
    response
}

/// Authentication that ends in an error and not in a response.
async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.path() == "/guarded" {
        return Err(error::ErrorUnauthorized("who are you?"));
    }
    next.call(request).await
}

async fn assert_rows<B: MessageBody>(
    app: &impl Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
) {
    let mut differences = Vec::new();
    for (method, path, headers, status, lines) in ROWS {
        let answered = answer(app, method, path, headers).await;
        if answered != (*status, (*lines).to_owned()) {
            differences.push(format!("{method} {path} {headers:?}\n    got {answered:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

async fn answer<B: MessageBody>(
    app: &impl Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    method: &str,
    path: &str,
    headers: &[(&'static str, &'static str)],
) -> (u16, String) {
    let request = TestRequest::with_uri(path).method(Method::from_bytes(method.as_bytes()).unwrap());
    let request = headers.iter().fold(request, |request, header| request.append_header(*header));
    match app.call(request.to_request()).await {
        Ok(response) => (response.status().as_u16(), lines(response.headers())),
        // What actix-web's server makes of it.
        Err(error) => {
            let response = error.error_response();
            (response.status().as_u16(), lines(response.headers()))
        }
    }
}

/// The headers but for `allow`, which is actix-web's, and those of bodies.
fn lines(headers: &HeaderMap) -> String {
    let line = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
        format!("{}: {}", name.as_str().trim_start_matches("access-control-"), value.to_str().unwrap())
    };
    let mut lines: Vec<String> = headers.iter().map(line).collect();
    lines.retain(|line| !line.starts_with("content-") && !line.starts_with("allow: "));
    lines.sort();
    lines.join(" | ").replace(VARY_PREFLIGHT, "PREFLIGHT")
}
