//! Requests and responses as those of the crate `http`.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, reason = "what cannot go on here is a test that fails")]

use cors_browser::{Call, Page, Request, Response, Step, UserAgent};
use http::{HeaderMap, HeaderValue, header};

fn request(call: &Call) -> Request {
    let mut agent = UserAgent::default();
    let Step::Send(sending) = agent.start(call) else { unreachable!() };
    sending.request().clone()
}

fn call() -> Call {
    Call::new(Page::parse("https://app.test").unwrap(), "https://api.test/a%20b?c=d#e")
}

#[test]
fn requests_are_handed_on_whole() {
    let call = call().header("accept", "a").header("accept", "b").header("x-a", "\u{e9}");
    let mut own = request(&call);
    own.headers.append("x-b", b"\xff");
    let built = http::Request::try_from(&own).unwrap();
    assert_eq!(
        (built.method().as_str(), built.uri().to_string()),
        ("OPTIONS", "https://api.test/a%20b?c=d".to_owned())
    );
    assert_eq!(built.headers()["access-control-request-headers"], "x-a");
    assert_eq!(built.headers()["origin"], "https://app.test");
    assert_eq!(built.headers()["x-b"].as_bytes(), b"\xff");
    assert_eq!(built.headers().len(), own.headers.iter().count());
}

#[test]
fn what_the_crate_does_not_take_is_no_request() {
    // Pages may set it, and browsers send it.
    let own = |value: &[u8]| {
        request(&Call::new(Page::parse("https://app.test").unwrap(), "https://app.test/").header("x-a", value))
    };
    assert_eq!(http::Request::try_from(&own(b"\t")).unwrap().headers()["x-a"], "");
    assert!(http::Request::try_from(&own(b"\x01")).is_err());
}

#[test]
fn responses_are_taken_whole() {
    let mut response = http::Response::builder().status(404).body("nothing").unwrap();
    let headers: &mut HeaderMap = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    headers.append("x-a", HeaderValue::from_bytes(b"\xff").unwrap());
    let own = Response::from(&response);
    assert_eq!(own, Response::new(404, [("vary", b"origin".as_slice()), ("vary", b"accept"), ("x-a", b"\xff")]));
}
