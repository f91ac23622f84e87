//! Sentences of the Fetch standard, a row each, beside those that are recorded.
#![allow(clippy::unwrap_used, reason = "what cannot go on here is a test that fails")]

use cors_browser::{
    Api, Body, Browser, Call, Check, Credentials, Mode, Origin, Page, Reason, Redirect, ReferrerPolicy, Request,
    Response, ResponseType, Step, Unsafe, UserAgent, Verdict, Warning, is_forbidden, is_safelisted, method, recognize,
};

fn page() -> Page {
    Page::parse("https://app.test").unwrap()
}

fn call(url: &str) -> Call {
    Call::new(page(), url)
}

fn text(request: &Request, name: &str) -> Option<String> {
    request.headers.get(name).map(|value| String::from_utf8(value).unwrap())
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
#[test]
fn safelisted_headers() {
    let long = "a".repeat(129);
    let rows: &[(&str, &str, bool)] = &[
        ("Accept", "text/html, */*;q=0.1", true),
        ("accept", "a\tb", true),
        ("accept", "ä", true),
        ("accept", "", true),
        ("accept", &long[..128], true),
        ("accept", &long, false),
        ("accept", "a\u{1}", false),
        ("accept", "(comment)", false),
        ("accept", "a\\b", false),
        ("accept", "a@b", false),
        ("accept", "\u{7f}", false),
        ("accept-language", "de-DE, en;q=0.5, *", true),
        ("accept-language", "de_DE", false),
        ("content-language", "en:us", false),
        ("content-type", "text/plain;charset=UTF-8", true),
        ("content-type", " TEXT/plain ; =;;", true),
        ("content-type", "text/plain; application/json", true),
        ("content-type", "multipart/form-data", true),
        ("content-type", "application/json", false),
        ("content-type", "text/plain, text/plain", false),
        ("content-type", "text /plain", false),
        ("content-type", "text/ plain", false),
        ("content-type", "text", false),
        ("content-type", "", false),
        ("content-type", "text/plain; a=\"b\"", false),
        ("range", "bytes=0-", true),
        ("range", "bytes=5-5", true),
        ("range", "bytes=00000000000000000000000000000000006-7", true),
        ("range", "bytes=36893488147419103232-36893488147419103231", false),
        ("range", "bytes=-5", false),
        ("range", "bytes=2-1", false),
        ("range", "bytes=0-1,2-3", false),
        ("range", "Bytes=0-1", false),
        ("range", "bytes = 0-1", false),
        ("range", "bytes=", false),
        ("range", "bytes=1", false),
        ("x-requested-with", "", false),
        ("dpr", "1", false),
        ("authorization", "", false),
    ];
    for (name, value, expected) in rows {
        assert_eq!(is_safelisted(name, value.as_bytes()), *expected, "{name}: {value}");
    }
}

/// What of a header needs a preflight, in words.
#[test]
fn unsafe_headers() {
    let long = "a".repeat(129);
    for (browser, name, value, said) in [
        (Browser::Standard, "x-a", "", "its name is not safelisted"),
        (Browser::Standard, "accept", long.as_str(), "its value has 129 bytes, more than 128"),
        (Browser::Standard, "accept", "a;(b)", "its value holds `(` at byte 2"),
        (Browser::Firefox, "accept", "aä", "its value holds `\\xc3` at byte 1"),
        (Browser::Standard, "content-type", "application/json", "no form can send this type"),
        (Browser::Standard, "range", "bytes=-5", "it is not a single range from a start"),
        (Browser::Chromium, "dpr", "two", "it is not a well-formed client hint"),
        (Browser::Standard, "dpr", "two", "its name is not safelisted"),
    ] {
        let found = Unsafe::of(browser, name, value.as_bytes()).unwrap();
        assert_eq!(found.to_string(), said, "{name}: {value}");
    }
}

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>, steps 3 and 4.
#[test]
fn safelisted_headers_together() {
    for (count, names) in [(8, ""), (9, "accept-language")] {
        let call = (0..count).fold(call("https://api.test/").header("accept", ""), |call, _| {
            call.header("accept-language", "a".repeat(128))
        });
        let mut asked = None;
        let outcome = UserAgent::default().fetch(&call, |request| {
            asked = text(request, "access-control-request-headers");
            None
        });
        assert_eq!(asked.is_some(), !names.is_empty(), "{count}: {asked:?}");
        let rung = outcome.ladder.iter().find(|rung| rung.check == Check::TotalLength);
        let found = rung.map(|rung| (rung.verdict, rung.found.as_deref()));
        assert_eq!(found, (count > 8).then_some((Ok(false), Some(b"1152".as_slice()))));
        assert!(asked.unwrap_or_default().contains(names));
    }
    assert_eq!(
        (Check::TotalLength.name(), Check::TotalLength.spec()),
        ("total-length", "https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names")
    );
}

/// <https://fetch.spec.whatwg.org/#forbidden-request-header>
#[test]
fn forbidden_headers() {
    for name in ["Cookie", "ORIGIN", "sec-fetch-site", "Proxy-Authorization", "Set-Cookie", "DNT", "Via", "Host", "TE"]
    {
        assert!(is_forbidden(name, b"x"), "{name}");
    }
    for name in ["User-Agent", "Authorization", "Security", "proxy", "Access-Control-Request-Private-Network", "Accept"]
    {
        assert!(!is_forbidden(name, b"x"), "{name}");
    }
    let override_ = |value: &[u8]| is_forbidden("X-HTTP-Method-Override", value);
    assert!(override_(b"track") && override_(b"a, TRACE ,b") && !override_(b"PUT") && !override_(b"TRACER"));
}

/// <https://fetch.spec.whatwg.org/#concept-method-normalize>
#[test]
fn methods_as_typed() {
    let rows = [
        ("get", "GET"),
        ("Put", "PUT"),
        ("options", "OPTIONS"),
        ("patch", "patch"),
        ("Patch", "Patch"),
        ("query", "query"),
    ];
    for (typed, sent) in rows {
        assert_eq!(method::normalize(typed), sent);
    }
    let outcome = UserAgent::default().fetch(&call("https://api.test/").method("patch"), |_| None);
    assert_eq!(outcome.warnings, [Warning::MethodCase("patch".to_owned())]);
}

/// <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>
#[test]
fn origins() {
    let rows = [
        ("HTTPS://App.Test:443/a?b#c", "https://app.test"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://bücher.test", "https://xn--bcher-kva.test"),
        ("https://app.test.", "https://app.test."),
        ("http://[0:0::1]:80/", "http://[::1]"),
        ("http://0x7f.1/", "http://127.0.0.1"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("chrome-extension://abc/page.html", "chrome-extension://abc"),
        ("file:///x", "null"),
        ("data:text/html,x", "null"),
        ("null", "null"),
    ];
    for (text, serialised) in rows {
        assert_eq!(Origin::parse(text).unwrap().to_string(), serialised);
    }
    assert!(!Origin::Opaque.is_same(&Origin::Opaque));
    assert_eq!(Origin::parse("https://a.test:8443").unwrap().parts(), Some(("https", "a.test", Some("8443"))));
    assert_eq!(Origin::parse("http://[::1]").unwrap().parts(), Some(("http", "[::1]", None)));
    assert!(Origin::parse("app.test").is_err());
}

/// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, byte for byte.
#[test]
fn a_preflight() {
    let call =
        call("https://api.test/x?y#z").method("PUT").header("X-B", "1").header("Authorization", "t").header("x-a", "2");
    let mut sent = Vec::new();
    let outcome = UserAgent::default().fetch(&call.credentials(Credentials::Include), |request| {
        sent.push(request.clone());
        None
    });
    let [preflight] = sent.as_slice() else { unreachable!() };
    assert_eq!((preflight.method.as_str(), preflight.url.as_str()), ("OPTIONS", "https://api.test/x?y"));
    assert!(!preflight.credentials, "a preflight never has any");
    let lines: Vec<_> =
        preflight.headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value))).collect();
    assert_eq!(
        lines,
        [
            "accept: */*",
            "access-control-request-method: PUT",
            "access-control-request-headers: authorization,x-a,x-b",
            "origin: https://app.test",
            "sec-fetch-dest: empty",
            "sec-fetch-mode: cors",
            "sec-fetch-site: cross-site",
        ]
    );
    assert_eq!((outcome.verdict, outcome.failed.unwrap().reason), (Verdict::Blocked, Reason::Network));
    assert_eq!(outcome.response_type.name(), "error");
}

/// The same by hand: what is to be sent is handed out.
#[test]
fn requests_that_wait() {
    let mut agent = UserAgent::default();
    let Step::Send(preflight) = agent.start(&call("https://api.test/").method("PUT")) else { unreachable!() };
    assert!(preflight.is_preflight() && preflight.request().method == "OPTIONS");
    let allowed = [("access-control-allow-origin", "*"), ("access-control-allow-methods", "PUT")];
    let Step::Send(put) = preflight.receive(Response::new(204, allowed)) else { unreachable!() };
    assert!(!put.is_preflight() && put.request().method == "PUT");
    let Step::Done(outcome) = put.receive(Response::new(200, allowed)) else { unreachable!() };
    assert_eq!((outcome.verdict.name(), outcome.response_type.name()), ("readable", "cors"));
}

/// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>: what a form would send says where it comes from, unless the page's
/// referrer policy hides that.
#[test]
fn origins_without_cors() {
    let (own, hidden) = (Some("https://app.test"), Some("null"));
    for (policy, url, origin) in [
        (ReferrerPolicy::NoReferrer, "https://api.test/", hidden),
        (ReferrerPolicy::SameOrigin, "https://api.test/", hidden),
        (ReferrerPolicy::NoReferrerWhenDowngrade, "https://api.test/", own),
        (ReferrerPolicy::NoReferrerWhenDowngrade, "http://localhost/", hidden),
        (ReferrerPolicy::StrictOrigin, "http://localhost/", hidden),
        (ReferrerPolicy::StrictOriginWhenCrossOrigin, "http://localhost/", hidden),
        (ReferrerPolicy::Origin, "http://localhost/", own),
        (ReferrerPolicy::OriginWhenCrossOrigin, "http://localhost/", own),
        (ReferrerPolicy::UnsafeUrl, "http://localhost/", own),
    ] {
        let post = call(url).method("POST").mode(Mode::NoCors).body(Body::Text);
        let mut sent = None;
        let outcome = UserAgent::default().fetch(&Call { referrer_policy: policy, ..post }, |request| {
            sent = text(request, "origin");
            Some(Response::new(200, [("x", "y")]))
        });
        assert_eq!((outcome.verdict.name(), sent.as_deref()), ("opaque", origin), "{policy:?} {url}");
    }
}

/// <https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check>
#[test]
fn answers_that_are_withheld() {
    for (policy, page, url, same_site, verdict) in [
        ("same-origin", "https://app.test", "https://api.app.test/", true, Verdict::Blocked),
        ("same-site", "https://app.test", "https://api.app.test/", true, Verdict::Opaque),
        ("same-site", "https://app.test", "https://api.test/", false, Verdict::Blocked),
        ("same-site", "http://app.test", "http://api.app.test/", true, Verdict::Opaque),
        ("same-site", "http://app.test", "https://api.app.test/", true, Verdict::Blocked),
        ("cross-origin", "https://app.test", "https://api.test/", false, Verdict::Opaque),
        ("Same-Origin", "https://app.test", "https://api.test/", false, Verdict::Opaque),
    ] {
        let call = Call::new(Page::parse(page).unwrap(), url).mode(Mode::NoCors);
        let response = Response::new(200, [("cross-origin-resource-policy", policy)]);
        let outcome = UserAgent::default().fetch(&Call { same_site, ..call }, |_| Some(response.clone()));
        assert_eq!(outcome.verdict, verdict, "{policy} of {url} for {page}");
    }
}

/// <https://fetch.spec.whatwg.org/#serializing-a-request-origin>: who is told where a redirected request comes from.
#[test]
fn origins_on_the_way() {
    let rows: &[(&[&str], &[Option<&str>])] = &[
        (&["https://b.test/", "https://c.test/"], &[Some("https://app.test"), Some("null")]),
        (&["https://app.test/", "https://app.test/2", "https://b.test/"], &[None, None, Some("https://app.test")]),
        (&["https://b.test/", "https://b.test/2"], &[Some("https://app.test"), Some("https://app.test")]),
        (&["https://b.test/", "https://app.test/"], &[Some("https://app.test"), Some("null")]),
        (
            &["https://app.test/", "https://b.test/", "https://app.test/"],
            &[None, Some("https://app.test"), Some("null")],
        ),
    ];
    for (urls, origins) in rows {
        let mut sent = Vec::new();
        let (first, rest) = urls.split_first().unwrap();
        let outcome = UserAgent::default().fetch(&call(first), |request| {
            let next = rest.get(sent.len());
            let origin = text(request, "origin");
            let mut response =
                Response::new(if next.is_some() { 302 } else { 200 }, next.map(|next| ("location", next)));
            response.headers.append("access-control-allow-origin", origin.clone().unwrap_or_default());
            sent.push(origin);
            Some(response)
        });
        assert_eq!(sent.iter().map(Option::as_deref).collect::<Vec<_>>(), *origins, "{urls:?}");
        assert_eq!((outcome.verdict, outcome.urls.len()), (Verdict::Readable, urls.len()));
    }
}

/// <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
#[test]
fn redirects() {
    let moved = |status, location: &'static str| {
        move |request: &Request| {
            let is_there = request.url.path() != "/";
            let mut response = Response::new(if is_there { 200 } else { status }, [("location", location)]);
            response.headers.append("access-control-allow-origin", "*");
            response.headers.append("access-control-allow-methods", "*");
            response.headers.append("access-control-allow-headers", "*, authorization");
            if request.method == "OPTIONS" {
                response.status = 200;
            }
            Some(response)
        }
    };
    let api = || call("https://api.test/");
    let methods = |call: &Call, status, location| {
        let outcome = UserAgent::default().fetch(call, moved(status, location));
        outcome.sent().map(|request| request.method.clone()).collect::<Vec<_>>().join(" ")
    };
    let json = || api().method("POST").header("content-type", "application/json").body(Body::Text);
    assert_eq!(methods(&json(), 302, "/2"), "OPTIONS POST GET");
    assert_eq!(methods(&json(), 308, "/2"), "OPTIONS POST OPTIONS POST");
    assert_eq!(methods(&api().method("PUT").body(Body::Text), 301, "/2"), "OPTIONS PUT OPTIONS PUT");
    assert_eq!(methods(&api().method("PUT").body(Body::Text), 303, "/2"), "OPTIONS PUT GET");
    assert_eq!(methods(&api().header("authorization", "x"), 302, "/2"), "OPTIONS GET OPTIONS GET");
    assert_eq!(methods(&api().header("authorization", "x"), 302, "https://b.test/2"), "OPTIONS GET GET");

    let reason = |call: Call, status, location| {
        UserAgent::default().fetch(&call, moved(status, location)).failed.map(|failed| failed.reason)
    };
    assert_eq!(reason(api(), 302, "/"), Some(Reason::TooManyRedirects));
    assert_eq!(reason(api().method("POST").body(Body::Stream), 307, "/2"), Some(Reason::StreamRedirected));
    assert_eq!(reason(api().method("POST").body(Body::Stream), 303, "/2"), None);
    assert_eq!(reason(Call { redirect: Redirect::Error, ..api() }, 302, "/2"), Some(Reason::RedirectError));
    let manual = UserAgent::default().fetch(&Call { redirect: Redirect::Manual, ..api() }, moved(302, "/2"));
    assert_eq!((manual.verdict, manual.response_type), (Verdict::Opaque, ResponseType::OpaqueRedirect));
    assert_eq!(manual.response_type.name(), "opaqueredirect");
    assert_eq!(reason(api(), 300, "/2"), None);
}

/// <https://fetch.spec.whatwg.org/#concept-filtered-response-cors>
#[test]
fn what_can_be_read() {
    let read = |credentials, exposed: &[&str]| {
        let own = [("x-a", "1"), ("x-b", "2"), ("etag", "e"), ("set-cookie", "c"), ("content-type", "t")];
        let mut response = Response::new(200, own);
        response.headers.append("access-control-allow-origin", "https://app.test");
        response.headers.append("access-control-allow-credentials", "true");
        for line in exposed {
            response.headers.append("access-control-expose-headers", line);
        }
        let call = call("https://api.test/").credentials(credentials);
        UserAgent::default().fetch(&call, |_| Some(response.clone())).readable_headers.join(" ")
    };
    assert_eq!(read(Credentials::Omit, &[]), "content-type");
    assert_eq!(read(Credentials::Omit, &["X-A, ,set-cookie", "ETag"]), "content-type etag x-a");
    assert_eq!(read(Credentials::Omit, &["x-a, x b"]), "content-type", "one that is no token spoils all");
    assert_eq!(
        read(Credentials::Omit, &["*"]),
        "access-control-allow-credentials access-control-allow-origin access-control-expose-headers content-type etag x-a x-b"
    );
    assert_eq!(read(Credentials::Include, &["*, x-b"]), "content-type x-b");
}

/// After the first failure the rest goes on.
#[test]
fn what_would_fail_next() {
    let put =
        call("https://api.test/").method("PUT").header("x-a", "1").header("x-b", "2").credentials(Credentials::Include);
    let outcome =
        UserAgent::default().fetch(&put, |_| Some(Response::new(404, [("access-control-allow-headers", "x-b")])));
    assert_eq!(outcome.failed.as_ref().unwrap().reason, Reason::AllowOriginMissing);
    let next: Vec<_> = outcome.also_would_fail.iter().map(|failure| failure.reason).collect();
    assert_eq!(
        next,
        [Reason::AllowCredentials, Reason::PreflightStatus, Reason::MethodNotAllowed, Reason::HeaderNotAllowed]
    );
    let unsent = outcome.unsent.as_ref().unwrap();
    assert_eq!((unsent.method.as_str(), unsent.credentials), ("PUT", true));
    let then = outcome.would_fail_with(&Response::new(200, [("access-control-allow-origin", "*")]));
    assert_eq!(
        then.iter().map(|failure| failure.reason).collect::<Vec<_>>(),
        [Reason::AllowOriginWildcard, Reason::AllowCredentials]
    );
}

#[test]
fn warnings() {
    let warned = |page: &str, url: &str| {
        UserAgent::default().fetch(&Call::new(Page::parse(page).unwrap(), url), |_| {
            Some(Response::new(200, [("access-control-allow-origin", "*")]))
        })
    };
    let mixed = warned("https://app.test", "http://api.test/");
    assert_eq!((mixed.verdict, mixed.warnings.len()), (Verdict::NotSent, 1));
    assert_eq!(warned("https://app.test", "http://localhost:8080/").verdict, Verdict::Readable);
    let near = warned("https://app.test", "https://192.168.1.1/");
    assert!(near.verdict == Verdict::Readable && matches!(near.warnings.as_slice(), [Warning::LocalNetwork(_)]));
    assert!(warned("http://localhost:3000", "http://127.0.0.1:8080/").warnings.is_empty());
    let dropped = UserAgent::default().fetch(&call("https://api.test/").header("Cookie", "a=1"), |_| None);
    assert_eq!(dropped.warnings, [Warning::HeaderDropped("Cookie".to_owned())]);
    for (asked, kept) in [("86400", 7200), ("1 day", 5)] {
        let allowed = [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-methods", "PUT"),
            ("access-control-max-age", asked),
        ];
        let put = call("https://api.test/").method("PUT");
        let outcome = UserAgent::new(Browser::Chromium).fetch(&put, |_| Some(Response::new(200, allowed)));
        let said = outcome.warnings.iter().map(ToString::to_string).collect::<Vec<_>>();
        let says =
            format!("the answer to the preflight says `Access-Control-Max-Age: {asked}`, and is kept for {kept} s");
        assert_eq!(said, [says]);
    }
}

#[test]
fn an_upload_that_someone_listens_to_is_preflighted_and_that_is_kept() {
    let xhr =
        Call { api: Api::Xhr { upload_listener: true }, ..call("https://api.test/").method("POST").body(Body::Text) };
    for browser in Browser::ALL {
        let mut agent = UserAgent::new(browser);
        let mut count = |call: &Call| {
            let outcome = agent.fetch(call, |_| Some(Response::new(200, [("access-control-allow-origin", "*")])));
            assert_eq!(outcome.verdict, Verdict::Readable);
            outcome.sent().count()
        };
        assert_eq!((count(&xhr), count(&xhr)), (2, 1), "{browser}");
        agent.forget();
        let again = agent.fetch(&xhr, |_| Some(Response::new(200, [("access-control-allow-origin", "*")])));
        assert_eq!(again.sent().count(), 2, "{browser}");
    }
    let outcome = UserAgent::default()
        .fetch(&call("https://api.test/").mode(Mode::NoCors), |_| Some(Response::new(200, [("x", "y")])));
    assert_eq!((outcome.status, outcome.readable_headers.len()), (Some(0), 0));
    assert!(recognize("").is_none());
}
