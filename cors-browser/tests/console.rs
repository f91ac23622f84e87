//! From a failure to the console and back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot go on here is a test that fails")]

use std::collections::BTreeSet;

use cors_browser::{
    Api, Body, Browser, CacheMode, Call, Credentials, Mode, Page, Permission, Reason, Redirect, Request, Response,
    UserAgent, recognize,
};

type Answer = (u16, &'static [(&'static str, &'static str)]);

const ALLOWED: Answer = (
    200,
    &[
        ("access-control-allow-origin", "https://app.test"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "PUT"),
        ("access-control-allow-headers", "x-foo"),
    ],
);

fn call() -> Call {
    Call::new(Page::parse("https://app.test").unwrap(), "https://api.test/x")
}

fn put() -> Call {
    call().method("PUT").header("X-Foo", "1")
}

/// A call for each reason, what a preflight is answered, and what the call is.
fn rows() -> Vec<(Reason, Call, Answer, Answer)> {
    let include = || call().credentials(Credentials::Include);
    let origin =
        |value: &'static str| -> Answer { (200, Box::leak(Box::new([("access-control-allow-origin", value)]))) };
    let with = |change: fn(&mut Call)| {
        let mut call = call();
        change(&mut call);
        call
    };
    let simple = |reason, call, answer: Answer| (reason, call, ALLOWED, answer);
    let preflight = |reason, answer: Answer| (reason, put(), answer, ALLOWED);
    let to = |location: &'static str| -> Answer {
        (302, Box::leak(Box::new([("access-control-allow-origin", "https://app.test"), ("location", location)])))
    };
    let refused = |reason, call| (reason, call, ALLOWED, ALLOWED);
    vec![
        refused(Reason::UrlInvalid, with(|call| "//".clone_into(&mut call.url))),
        refused(Reason::UrlCredentials, with(|call| "https://u:p@api.test/".clone_into(&mut call.url))),
        refused(Reason::MethodInvalid, call().method("BAD METHOD")),
        refused(Reason::MethodForbidden, call().method("trace")),
        refused(Reason::MethodNoCors, call().method("put").mode(Mode::NoCors)),
        refused(Reason::HeaderNameInvalid, call().header("x y", "1")),
        refused(Reason::HeaderValueInvalid, call().header("x-y", "1\n2")),
        refused(Reason::BodyOfGet, call().body(Body::Text)),
        refused(Reason::OnlyIfCached, with(|call| call.cache = CacheMode::OnlyIfCached)),
        refused(Reason::MixedContent, with(|call| "http://api.test/".clone_into(&mut call.url))),
        refused(Reason::BadPort, with(|call| "https://api.test:25/".clone_into(&mut call.url))),
        refused(Reason::LocalNetworkInsecure, {
            let mut page = Page::parse("http://1.2.3.4").unwrap();
            page.permission = Permission::Unknown;
            Call::new(page, "http://192.168.0.1/")
        }),
        refused(Reason::LocalNetworkDenied, {
            let mut page = Page::parse("https://1.2.3.4").unwrap();
            page.permission = Permission::Denied;
            Call::new(page, "https://192.168.0.1/")
        }),
        refused(Reason::OtherOrigin, call().mode(Mode::SameOrigin)),
        refused(Reason::RedirectNoCors, with(|call| (call.mode, call.redirect) = (Mode::NoCors, Redirect::Error))),
        refused(Reason::Scheme, with(|call| "ftp://api.test/".clone_into(&mut call.url))),
        simple(Reason::Network, call(), (0, &[])),
        preflight(Reason::PreflightRedirect, (301, &[("access-control-allow-origin", "*"), ("location", "/y")])),
        preflight(Reason::PreflightStatus, (404, &[("access-control-allow-origin", "*")])),
        simple(Reason::AllowOriginMissing, call(), (200, &[])),
        simple(Reason::AllowOriginWildcard, include(), origin("*")),
        simple(
            Reason::AllowOriginLines,
            call(),
            (200, &[("access-control-allow-origin", "*"), ("access-control-allow-origin", "*")]),
        ),
        simple(Reason::AllowOriginList, call(), origin("https://app.test, https://b.test")),
        simple(Reason::AllowOriginInvalid, call(), origin("app.test")),
        simple(Reason::AllowOriginMismatch, call(), origin("https://app.test/")),
        simple(Reason::AllowCredentials, include(), origin("https://app.test")),
        preflight(
            Reason::AllowMethodsInvalid,
            (200, &[("access-control-allow-origin", "*"), ("access-control-allow-methods", "P UT")]),
        ),
        preflight(
            Reason::AllowHeadersInvalid,
            (
                200,
                &[
                    ("access-control-allow-origin", "*"),
                    ("access-control-allow-methods", "PUT"),
                    ("access-control-allow-headers", "x foo"),
                ],
            ),
        ),
        preflight(
            Reason::MethodNotAllowed,
            (200, &[("access-control-allow-origin", "*"), ("access-control-allow-methods", "put")]),
        ),
        preflight(
            Reason::HeaderNotAllowed,
            (200, &[("access-control-allow-origin", "*"), ("access-control-allow-methods", "PUT")]),
        ),
        (
            Reason::AuthorizationNotCovered,
            call().header("Authorization", "x"),
            (200, &[("access-control-allow-origin", "*"), ("access-control-allow-headers", "*")]),
            ALLOWED,
        ),
        simple(
            Reason::ResourcePolicy,
            call().mode(Mode::NoCors),
            (200, &[("cross-origin-resource-policy", "same-origin")]),
        ),
        simple(Reason::RedirectError, with(|call| call.redirect = Redirect::Error), to("/y")),
        simple(Reason::LocationInvalid, call(), to("https://[")),
        simple(Reason::LocationScheme, call(), to("ftp://b.test/")),
        simple(Reason::LocationCredentials, call(), to("https://u:p@b.test/")),
        simple(Reason::TooManyRedirects, call(), to("/y")),
        (
            Reason::StreamRedirected,
            call().method("POST").body(Body::Stream),
            ALLOWED,
            (307, &[("access-control-allow-origin", "https://app.test"), ("location", "/y")]),
        ),
    ]
}

fn answer(request: &Request, preflight: Answer, actual: Answer) -> Option<Response> {
    let is_preflight = request.headers.contains("access-control-request-method");
    let (status, headers) = if is_preflight { preflight } else { actual };
    (status != 0).then(|| Response::new(status, headers.iter().copied()))
}

#[test]
fn every_reason_comes_up_and_every_text_leads_back_to_it() {
    let mut texts = 0;
    let mut seen = BTreeSet::new();
    for (reason, call, preflight, actual) in rows() {
        let outcomes = Browser::ALL
            .map(|browser| UserAgent::new(browser).fetch(&call, |request| answer(request, preflight, actual)));
        let outcome =
            outcomes.iter().find(|outcome| outcome.failed.as_ref().is_some_and(|failed| failed.reason == reason));
        let failure = outcome.and_then(|outcome| outcome.failed.as_ref());
        let failure =
            failure.unwrap_or_else(|| panic!("{reason:?}: {:?}", outcomes.each_ref().map(|outcome| &outcome.failed)));
        seen.insert(reason);
        for browser in [Browser::Chromium, Browser::Firefox, Browser::Safari] {
            let Some(text) = failure.text(browser) else { continue };
            let around = format!("app.js:12 {text}\n    at load (app.js:10)");
            for text in [text.clone(), around, text.replace(['‘', '’'], "'")] {
                let message = recognize(&text).unwrap_or_else(|| panic!("{reason:?}: {text}"));
                assert!(message.reasons.iter().any(|found| found.check() == reason.check()), "{text}: {message:?}");
                assert_eq!(message.browser, browser, "{text}: {message:?}");
                texts += 1;
            }
        }
    }
    assert!(seen.len() == 38 && texts > 200, "{} reasons, {texts} texts", seen.len());
}

#[test]
fn what_a_text_says_is_found_in_it() {
    let message = recognize(
        "Access to XMLHttpRequest at 'https://api.test/x' (redirected from 'https://api.test/y') from origin 'https://app.test' has been \
         blocked by CORS policy: Response to preflight request doesn't pass access control check: The 'Access-Control-Allow-Origin' \
         header has a value 'https://b.test' that is not equal to the supplied origin. Have the server send the header with a valid \
         value, or, if an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
    )
    .unwrap();
    assert_eq!(
        (message.browser, message.reasons.as_slice()),
        (Browser::Chromium, [Reason::AllowOriginMismatch].as_slice())
    );
    assert!(message.is_preflight);
    assert_eq!(message.value("found"), Some("https://b.test"));
    assert_eq!(message.value("origin"), Some("https://app.test"));

    let header = recognize(
        "header ‘x-trace’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).",
    );
    assert_eq!(header.unwrap().value("subject"), Some("x-trace"));
    let method = recognize("Method PATCH is not allowed by Access-Control-Allow-Methods.").unwrap();
    assert_eq!((method.browser, method.value("subject")), (Browser::Safari, Some("PATCH")));

    // What every failure says: the reason stands beside it.
    for (text, browser) in [
        ("Uncaught (in promise) TypeError: Failed to fetch", Browser::Chromium),
        ("TypeError: Load failed", Browser::Safari),
    ] {
        let message = recognize(text).unwrap();
        assert_eq!((message.browser, message.reasons.is_empty()), (browser, true));
    }
    assert_eq!(recognize("Uncaught ReferenceError: x is not defined"), None);
}

#[test]
fn an_xhr_has_its_own_words() {
    let xhr = Call { api: Api::Xhr { upload_listener: false }, ..call() };
    let outcome = UserAgent::new(Browser::Chromium)
        .fetch(&xhr, |_| Some(Response::new(200, [("access-control-allow-origin", "app.test")])));
    assert_eq!(
        outcome.console(Browser::Chromium).first().unwrap(),
        "Access to XMLHttpRequest at 'https://api.test/x' from origin 'https://app.test' has been blocked by CORS policy: The \
         'Access-Control-Allow-Origin' header contains the invalid value 'app.test'.",
    );
}
