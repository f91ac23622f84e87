//! The layer over generated code, and over policies read at run time: what goes out, and what is allocated on the way.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use cors_policy::{PolicySource, cors_policy, runtime::RuntimePolicy, tower::CorsLayer};
use corsgen_counting::{Counting, allocations};
use http::{HeaderValue, Request, Response, header};
use tower::{Layer, Service, service_fn};

cors_policy!(struct Api = "tests/api.yaml");

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// An application with CORS headers of its own, all wrong: one of them in `/twice` twice. In `/vary` it has a `Vary` too.
#[derive(Clone)]
struct App;

/// What marks the application's responses.
#[derive(Clone)]
struct FromApp;

impl Service<Request<()>> for App {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        static EVIL: HeaderValue = HeaderValue::from_static("https://application.evil");
        static TRUE: HeaderValue = HeaderValue::from_static("true");
        static ENCODING: HeaderValue = HeaderValue::from_static("Accept-Encoding");
        let mut response = Response::new(());
        response.extensions_mut().insert(FromApp);
        let headers = response.headers_mut();
        headers.reserve(12);
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, EVIL.clone());
        headers.insert("access-control-allow-private-network", TRUE.clone());
        if request.uri().path().ends_with("/twice") {
            headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, EVIL.clone());
        }
        if request.uri().path().ends_with("/vary") {
            headers.insert(header::VARY, ENCODING.clone());
        }
        ready(Ok(response))
    }
}

/// Method, path and headers; the answer's status, its CORS and other headers in the order of their names, and how many
/// allocations the layer added.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], u16, &'static str, usize);

const APP: (&str, &str) = ("origin", "https://app.example.com");
const WILD: (&str, &str) = ("origin", "https://a.b-c.example.org");
const EVIL: (&str, &str) = ("origin", "https://app.example.com.evil.com");
const PUT: (&str, &str) = ("access-control-request-method", "PUT");
const DELETE: (&str, &str) = ("access-control-request-method", "DELETE");
const LIST: (&str, &str) = ("access-control-request-headers", "authorization,content-type");
const OTHER_LIST: (&str, &str) = ("access-control-request-headers", "x-other");
const OWN_PAGE: (&str, &str) = ("sec-fetch-site", "same-origin");
const SAME_SITE: (&str, &str) = ("sec-fetch-site", "same-site");
const VARY_PREFLIGHT: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

// An actual request costs nothing, but for the second `Vary` line of a response that has one: `http::HeaderMap` boxes it.
// An answer of the layer's own costs the two parts of its header map.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("GET", "/x", &[], 200, "vary: Origin", 0),
    ("GET", "/x", &[EVIL], 200, "vary: Origin", 0),
    ("GET", "/x", &[APP], 200, "allow-credentials: true | allow-origin: https://app.example.com | expose-headers: ETag | vary: Origin", 0),
    ("GET", "/x", &[WILD], 200, "allow-credentials: true | allow-origin: https://a.b-c.example.org | expose-headers: ETag | vary: Origin", 0),
    ("GET", "/x", &[("origin", "https://evil.com/.example.org")], 200, "vary: Origin", 0),
    ("GET", "/x", &[("origin", "")], 200, "vary: Origin", 0),
    ("GET", "/x", &[APP, APP], 200, "vary: Origin", 0),
    ("GET", "/vary", &[], 200, "vary: Accept-Encoding | vary: Origin", 1),
    ("GET", "/vary", &[APP], 200, "allow-credentials: true | allow-origin: https://app.example.com | expose-headers: ETag | vary: Accept-Encoding | vary: Origin", 1),
    ("GET", "/twice", &[EVIL], 200, "vary: Origin", 0),
    ("GET", "/private/twice", &[APP], 200, "", 0),
    ("OPTIONS", "/x", &[APP], 200, "allow-credentials: true | allow-origin: https://app.example.com | expose-headers: ETag | vary: Origin", 0),
    ("OPTIONS", "/x", &[APP, PUT, LIST], 204, "allow-credentials: true | allow-headers: Authorization, Content-Type | allow-methods: GET, PUT | allow-origin: https://app.example.com | max-age: 7200 | vary: PREFLIGHT", 2),
    // The browser refuses those, and names what it misses: the answer does not depend on what was asked.
    ("OPTIONS", "/x", &[APP, DELETE, OTHER_LIST], 204, "allow-credentials: true | allow-headers: Authorization, Content-Type | allow-methods: GET, PUT | allow-origin: https://app.example.com | max-age: 7200 | vary: PREFLIGHT", 2),
    ("OPTIONS", "/x", &[EVIL, PUT], 204, "vary: PREFLIGHT", 2),
    ("GET", "/public/vary", &[EVIL], 200, "allow-origin: * | vary: Accept-Encoding", 0),
    ("GET", "/public/x", &[], 200, "allow-origin: *", 0),
    ("OPTIONS", "/public/x", &[EVIL, PUT], 200, "allow-origin: * | vary: PREFLIGHT", 2),
    ("GET", "/private/x", &[APP], 200, "", 0),
    ("OPTIONS", "/private/x", &[APP, PUT], 200, "", 0),
    // The application answers, and does not have the last word.
    ("OPTIONS", "/forward/x", &[APP, PUT], 200, "allow-methods: PUT | allow-origin: https://app.example.com | vary: Origin", 0),
    ("OPTIONS", "/forward/x", &[EVIL, PUT], 200, "vary: Origin", 0),
    // The own-page exception, and what it must not let through.
    ("POST", "/chat", &[APP], 200, "allow-origin: https://app.example.com | vary: Origin", 0),
    ("POST", "/chat", &[EVIL], 403, "cache-control: no-store | vary: Origin", 2),
    ("POST", "/chat", &[EVIL, OWN_PAGE], 200, "vary: Origin", 0),
    ("POST", "/chat", &[EVIL, SAME_SITE], 403, "cache-control: no-store | vary: Origin", 2),
    ("GET", "/chat", &[("origin", "http://api.internal"), ("host", "api.internal")], 200, "vary: Origin", 0),
    ("GET", "/chat", &[("origin", "http://api.internal"), ("host", "api.internal"), ("host", "api.internal")], 403, "cache-control: no-store | vary: Origin", 2),
    // HTTP/2 has the authority in the URI.
    ("POST", "https://api.internal/chat", &[("origin", "https://api.internal"), ("host", "other.internal")], 200, "vary: Origin", 0),
    ("POST", "https://api.internal/chat", &[("origin", "https://other.internal"), ("host", "other.internal")], 403, "cache-control: no-store | vary: Origin", 2),
    ("OPTIONS", "/chat", &[APP, PUT], 403, "cache-control: no-store | vary: PREFLIGHT", 2),
    ("OPTIONS", "/chat", &[APP, ("access-control-request-method", "POST"), OTHER_LIST], 403, "cache-control: no-store | vary: PREFLIGHT", 2),
    // Ambiguous paths choose no rules; where any rules reject, strangers are refused.
    ("GET", "/%63hat", &[EVIL], 403, "cache-control: no-store | vary: Origin", 2),
    ("GET", "/CHAT", &[APP], 403, "cache-control: no-store | vary: Origin", 2),
    ("OPTIONS", "/CHAT", &[APP, PUT], 403, "cache-control: no-store | vary: Origin", 2),
    ("GET", "/private;x/y", &[APP], 403, "cache-control: no-store | vary: Origin", 2),
    ("GET", "/x/%2e%2e/private/y", &[], 200, "vary: Origin", 0),
    ("GET", "/users/a%40b.example", &[APP], 200, "allow-credentials: true | allow-origin: https://app.example.com | expose-headers: ETag | vary: Origin", 0),
];

#[test]
fn generated_code_answers_every_row_and_costs_as_it_says() {
    assert_rows(CorsLayer::new(Api));
}

/// Header values that were read at run time are shared, too.
#[test]
fn a_policy_read_at_run_time_answers_and_costs_the_same() {
    assert_rows(CorsLayer::new(RuntimePolicy::from_path("tests/api.yaml").unwrap()));
}

/// Its snapshot is shared as well.
#[test]
fn a_policy_that_may_be_read_again_answers_and_costs_the_same() {
    assert_rows(CorsLayer::new(RuntimePolicy::builder().reloading("tests/api.yaml").unwrap()));
}

fn assert_rows<S: PolicySource>(layer: CorsLayer<S>) {
    let mut service = layer.layer(App);
    let mut differences = Vec::new();
    for row in ROWS {
        let (response, all) = answer(&mut service, row);
        let reached = response.extensions().get::<FromApp>().is_some();
        let own = if reached { answer(&mut App, row).1 } else { 0 };
        let got = (response.status().as_u16(), lines(&response), all - own);
        if (got.0, got.1.as_str(), got.2) != (row.3, row.4, row.5) {
            differences.push(format!("{row:?}\n    got {got:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn an_error_of_the_service_goes_through() {
    let mut service = CorsLayer::new(Api).layer(service_fn(|_: Request<()>| ready(Err::<Response<()>, _>("broken"))));
    let mut future = pin!(service.call(Request::new(())));
    let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { panic!("pending") };
    assert_eq!(result.map(|_| ()), Err("broken"));
}

fn answer<S>(service: &mut S, row: &Row) -> (Response<()>, usize)
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible>,
{
    let mut request = Request::new(());
    *request.method_mut() = row.0.parse().unwrap();
    *request.uri_mut() = row.1.parse().unwrap();
    for (name, value) in row.2 {
        request.headers_mut().append(*name, HeaderValue::from_static(value));
    }
    allocations(|| {
        let mut future = pin!(service.call(request));
        let Poll::Ready(Ok(response)) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("an application that is always ready is pending")
        };
        response
    })
}

fn lines(response: &Response<()>) -> String {
    let line = |(name, value): (&http::HeaderName, &HeaderValue)| {
        format!("{}: {}", name.as_str().trim_start_matches("access-control-"), value.to_str().unwrap())
    };
    let mut lines: Vec<String> = response.headers().iter().map(line).collect();
    lines.sort();
    lines.join(" | ").replace(VARY_PREFLIGHT, "PREFLIGHT")
}
