//! From a failure to the console and back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot go on here is a test that fails")]

mod rows;

use std::collections::BTreeSet;

use cors_browser::{Api, Browser, Call, Reason, Request, Response, UserAgent, recognize};

use rows::{Answer, call};

fn answer(request: &Request, preflight: Answer, actual: Answer) -> Option<Response> {
    let is_preflight = request.headers.contains("access-control-request-method");
    let (status, headers) = if is_preflight { preflight } else { actual };
    (status != 0).then(|| Response::new(status, headers.iter().copied()))
}

#[test]
fn every_reason_comes_up_and_every_text_leads_back_to_it() {
    let mut texts = 0;
    let mut seen = BTreeSet::new();
    for (reason, call, preflight, actual) in rows::all() {
        let outcomes = Browser::ALL
            .map(|browser| UserAgent::new(browser).fetch(&call, |request| answer(request, preflight, actual)));
        let outcome =
            outcomes.iter().find(|outcome| outcome.failed.as_ref().is_some_and(|failed| failed.reason == reason));
        let failure = outcome.and_then(|outcome| outcome.failed.as_ref());
        let failure =
            failure.unwrap_or_else(|| panic!("{reason:?}: {:?}", outcomes.each_ref().map(|outcome| &outcome.failed)));
        seen.insert(reason);
        assert_eq!(reason.is_thrown(), outcome.is_some_and(|outcome| outcome.urls.is_empty()), "{reason:?}");
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
    assert!(seen.len() == 39 && texts > 200, "{} reasons, {texts} texts", seen.len());
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

    let refused =
        recognize("[Error] Origin https://app.test is not allowed by Access-Control-Allow-Origin. Status code: 403")
            .unwrap();
    assert_eq!(
        (refused.browser, refused.value("sent"), refused.value("status")),
        (Browser::Safari, Some("https://app.test"), Some("403"))
    );

    // Texts of earlier versions.
    let former = [
        ("(Reason: CORS header ‘Access-Control-Allow-Origin’ missing).", Reason::AllowOriginMissing),
        ("Origin https://a.test is not allowed by Access-Control-Allow-Origin.", Reason::AllowOriginMismatch),
        ("Preflight response is not successful", Reason::PreflightStatus),
        ("Response for preflight has invalid HTTP status code 405", Reason::PreflightStatus),
        (
            "(Reason: missing token ‘x-a’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel).",
            Reason::HeaderNotAllowed,
        ),
        (
            "No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://a.test' is therefore not allowed access.",
            Reason::AllowOriginMissing,
        ),
        (
            "Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is ''. It must be 'true' to allow credentials.",
            Reason::AllowCredentials,
        ),
    ];
    for (text, reason) in former {
        let message = recognize(text).unwrap_or_else(|| panic!("{text}"));
        assert!(message.reasons.contains(&reason), "{text}: {message:?}");
    }

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
fn lines_that_stand_behind_others() {
    let first = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.test/x. (Reason: \
                 CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.";
    let last = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.test/x. (Reason: \
                CORS request did not succeed). Status code: (null).";
    for (text, reason, follows) in [
        (first.to_owned(), Some(Reason::AllowOriginMissing), false),
        (format!("{first}\n{last}"), Some(Reason::AllowOriginMissing), false),
        (last.to_owned(), Some(Reason::Network), true),
        (
            "Access to fetch at 'https://api.test/x' from origin 'https://app.test' has been blocked by CORS policy: Response to preflight \
             request doesn't pass access control check: It does not have HTTP ok status.\nFailed to load resource: net::ERR_FAILED"
                .to_owned(),
            Some(Reason::PreflightStatus),
            false,
        ),
        ("Failed to load resource: net::ERR_FAILED".to_owned(), Some(Reason::RedirectError), true),
        ("Failed to load resource: net::ERR_CONNECTION_REFUSED".to_owned(), Some(Reason::Network), false),
        ("Fetch API cannot load https://api.test/x due to access control checks.".to_owned(), None, true),
    ] {
        let message = recognize(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((message.reasons.first().copied(), message.follows), (reason, follows), "{text}");
    }
    // Of Safari it is the second line alone that names the URL.
    let both = "Method PUT is not allowed by Access-Control-Allow-Methods.\nFetch API cannot load https://api.test/x due to access control checks.";
    let message = recognize(both).unwrap();
    assert_eq!((message.value("subject"), message.value("url")), (Some("PUT"), Some("https://api.test/x")));
}

#[test]
fn a_redirect_that_may_not_be_read_is_told_with_where_it_leads() {
    for (location, url) in [("https://b.test/y", "https://b.test/y"), ("/y", "https://api.test/y"), ("//[", "//[")] {
        let moved = Response::new(302, [("location", location)]);
        let outcome = UserAgent::new(Browser::Safari).fetch(&call(), |_| Some(moved.clone()));
        let console = outcome.console(Browser::Safari);
        assert_eq!(
            console,
            [
                format!(
                    "Cross-origin redirection to {url} denied by Cross-Origin Resource Sharing policy: Origin https://app.test is not \
                     allowed by Access-Control-Allow-Origin. Status code: 302"
                ),
                "Fetch API cannot load https://api.test/x due to access control checks.".to_owned(),
            ]
        );
        let message = recognize(&console.join("\n")).unwrap();
        assert_eq!((message.browser, message.value("url")), (Browser::Safari, Some("https://api.test/x")));
        assert!(message.reasons.contains(&Reason::AllowOriginMissing), "{message:?}");
    }
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
    // As Chromium 156 threw them.
    let to = |url: &str| Call { url: url.to_owned(), ..xhr.clone() };
    for (call, thrown) in [
        (
            xhr.clone().method("BAD METHOD"),
            "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': 'BAD METHOD' is not a valid HTTP method.",
        ),
        (
            xhr.clone().method("TRACE"),
            "SecurityError: Failed to execute 'open' on 'XMLHttpRequest': 'TRACE' HTTP method is unsupported.",
        ),
        (to("https://["), "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': Invalid URL"),
        (
            xhr.clone().header("a b", "c"),
            "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': 'a b' is not a valid HTTP header field name.",
        ),
        (
            xhr.clone().header("a", "c\nd"),
            "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': 'c\nd' is not a valid HTTP header field value.",
        ),
    ] {
        let failed = UserAgent::new(Browser::Chromium).fetch(&call, |_| None).failed.unwrap();
        assert_eq!(failed.exception(Browser::Chromium), thrown);
        assert!(recognize(thrown).is_some_and(|message| message.reasons == [failed.reason]), "{thrown}");
    }
}
