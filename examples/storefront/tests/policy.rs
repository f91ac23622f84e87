//! What an application tests of its policy, without a server.
#![expect(clippy::expect_used, reason = "a test fails by a panic")]

use cors_policy::{Class, HttpRequest, Outcome, Policy, decide};
use http::Request;
use storefront::{Api, DevelopmentApi};

/// The verdict on a page's `GET`, in a word.
fn verdict(policy: &impl Policy, origin: &str, path: &str) -> &'static str {
    let request = Request::get(path).header("origin", origin).body(()).expect("a request");
    decide(policy, &HttpRequest(&request)).word()
}

#[test]
fn the_frontends_and_nobody_else_read_the_cart() {
    assert_eq!(verdict(&Api, "https://shop.example.com", "/cart"), "allowed");
    assert_eq!(verdict(&Api, "https://admin.example.com", "/cart"), "allowed");
    assert_eq!(verdict(&Api, "https://pr-7.shop.preview.example.com", "/cart"), "allowed");
    for origin in
        ["https://preview.example.com", "http://shop.example.com", "https://shop.example.com.evil.example", "null"]
    {
        assert_eq!(verdict(&Api, origin, "/cart"), "origin-denied", "{origin}");
    }
}

#[test]
fn pages_on_ones_own_machine_are_for_development() {
    for origin in ["http://localhost:5173", "http://127.0.0.1", "http://[::1]:8080"] {
        assert_eq!(verdict(&Api, origin, "/cart"), "origin-denied", "{origin}");
        assert_eq!(verdict(&DevelopmentApi, origin, "/cart"), "allowed", "{origin}");
    }
    assert_eq!(DevelopmentApi::PROFILE, Some("development"));
}

#[test]
fn the_catalog_is_public() {
    assert_eq!(verdict(&Api, "https://anyone.example", "/catalog/mug"), "allowed");
    // Two servers could read this path differently: it has no policy.
    assert_eq!(verdict(&Api, "https://shop.example.com", "/catalog/..%2Fcart"), "ambiguous-path");
}

#[test]
fn a_preflight_is_answered_here() {
    let preflight = Request::options("/cart/mug")
        .header("origin", "https://shop.example.com")
        .header("access-control-request-method", "DELETE")
        .header("access-control-request-headers", "authorization")
        .body(())
        .expect("a request");
    let decision = decide(&Api, &HttpRequest(&preflight));
    assert_eq!((decision.verdict.class, decision.outcome), (Class::Preflight, Outcome::Respond(204)));
    assert_eq!(decision.word(), "allowed");
}
