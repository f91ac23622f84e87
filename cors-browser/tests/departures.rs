//! Each departure from the standard shows: in a scenario of its own the browsers that depart do something else than the standard says, and
//! the others do not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot go on here is a test that fails")]

use cors_browser::{
    AddressSpace, Body, Browser, CacheMode, Call, Credentials, Departure, Kind, Mode, Outcome, Page, Permission,
    Preflight, ReferrerPolicy, Request, Response, UserAgent,
};

const API: &str = "https://api.test/x";

fn call() -> Call {
    Call::new(Page::parse("https://app.test").unwrap(), API)
}

fn put() -> Call {
    call().method("PUT")
}

fn include(call: Call) -> Call {
    call.credentials(Credentials::Include)
}

/// What a server adds to the answers to preflights, and what to others.
type Answers = (u16, &'static [(&'static str, &'static str)], u16, &'static [(&'static str, &'static str)]);

const METHODS: &str = "access-control-allow-methods";
const HEADERS: &str = "access-control-allow-headers";
const MAX_AGE: &str = "access-control-max-age";

/// Calls of one page, one after the other, and what they are answered.
fn scenario(departure: Departure) -> Vec<(Call, Answers)> {
    let plain = |methods| -> Answers { (200, methods, 200, &[]) };
    let put_and_x: Answers = (200, &[(METHODS, "PUT, DELETE"), (HEADERS, "x-a"), (MAX_AGE, "60")], 200, &[]);
    let to_third: Answers =
        (200, &[(METHODS, "PUT"), (HEADERS, "x-a, authorization")], 307, &[("location", "https://b.test/")]);
    let all = |calls: Vec<Call>, answers: Answers| calls.into_iter().map(|call| (call, answers)).collect();
    let long = "a".repeat(70);
    let near = |change: fn(&mut Call)| {
        let mut call = call();
        change(&mut call);
        call
    };
    match departure {
        Departure::AuthorizationByWildcard => all(vec![call().header("authorization", "x")], plain(&[(HEADERS, "*")])),
        Departure::ClientHints => all(vec![call().header("dpr", "1.5")], plain(&[])),
        Departure::UserAgent => all(vec![call().header("user-agent", "x")], plain(&[])),
        Departure::JoinsLines => {
            all(vec![call().header("accept", long.clone()).header("accept", long)], plain(&[(HEADERS, "accept")]))
        }
        Departure::UnsafeNonAscii => all(vec![call().header("accept", "ä")], plain(&[])),
        Departure::OpenParameters => {
            all(vec![call().method("POST").header("content-type", "text/plain; a=b;").body(Body::Text)], plain(&[]))
        }
        Departure::NoTotalLength => {
            let lines = (0..9).fold(call(), |call, _| call.header("accept", "a".repeat(128)));
            all(vec![lines], plain(&[]))
        }
        Departure::RepeatsNames => all(vec![call().header("x-a", "1").header("X-A", "2")], put_and_x),
        Departure::NoStreams => all(vec![call().method("POST").body(Body::Stream)], plain(&[])),
        Departure::OriginWithoutCors => {
            let post = call().method("POST").mode(Mode::NoCors).body(Body::Text);
            all(vec![Call { referrer_policy: ReferrerPolicy::NoReferrer, ..post }], plain(&[]))
        }
        Departure::PreflightOrigin => all(vec![put()], to_third),
        Departure::PreflightsAgain => {
            let to_get: Answers = (200, &[(HEADERS, "content-type")], 303, &[("location", "https://api.test/y")]);
            let post = call().method("POST").header("content-type", "application/json").body(Body::Text);
            all(vec![post], to_get)
        }
        Departure::StatusFirst => all(vec![put()], (404, &[("access-control-allow-origin", "twice")], 200, &[])),
        Departure::RedirectFirst => {
            all(vec![put()], (301, &[("access-control-allow-origin", "twice"), ("location", "/y")], 200, &[]))
        }
        Departure::MethodFirst => all(vec![put()], plain(&[(HEADERS, "a b")])),
        Departure::NegativeMaxAge => all(vec![put(), put()], plain(&[(METHODS, "PUT"), (MAX_AGE, "-1")])),
        Departure::MalformedMaxAge => all(vec![put(), put()], plain(&[(METHODS, "PUT"), (MAX_AGE, "600.5")])),
        Departure::OneAnswerPerUrl => {
            let answers = |methods| -> Answers { (200, methods, 200, &[]) };
            let first = answers(&[(METHODS, "PUT"), (MAX_AGE, "60")]);
            vec![
                (put(), first),
                (call().method("DELETE"), answers(&[(METHODS, "DELETE"), (MAX_AGE, "60")])),
                (put(), first),
            ]
        }
        Departure::KeepsAfterFailure => {
            let fails: Answers = (200, &[], 200, &[("access-control-allow-origin", "twice")]);
            vec![(put(), put_and_x), (put(), fails), (put(), put_and_x)]
        }
        Departure::CredentialsApart => {
            let with: Answers = (
                200,
                &[(METHODS, "PUT"), ("access-control-allow-credentials", "true"), (MAX_AGE, "60")],
                200,
                &[("access-control-allow-credentials", "true")],
            );
            all(vec![include(put()), put()], with)
        }
        Departure::WildcardNotKept => {
            all(vec![put(), call().method("DELETE")], plain(&[(METHODS, "*"), (MAX_AGE, "60")]))
        }
        Departure::KeepsRefused => all(vec![call().method("PATCH"), put()], put_and_x),
        Departure::CacheMode => all(vec![put(), Call { cache: CacheMode::Reload, ..put() }], put_and_x),
        Departure::LocalNetworkAccess => {
            let call = near(|call| {
                call.page.address_space = Some(AddressSpace::Public);
                call.page.permission = Permission::Denied;
                call.address_space = Some(AddressSpace::Local);
            });
            all(vec![call], plain(&[]))
        }
    }
}

fn answer(request: &Request, (status, preflight, other, actual): Answers) -> Response {
    let is_preflight = request.headers.contains("access-control-request-method");
    let (status, headers) = if is_preflight { (status, preflight) } else { (other, actual) };
    // Only the first URL redirects.
    let status = if request.url.as_str() == API || is_preflight { status } else { 200 };
    let mut response = Response::new(status, headers.iter().copied());
    response.headers.append("access-control-allow-origin", request.headers.get("origin").unwrap_or_default());
    response
}

/// What happened, as far as departures show in it.
fn summary(outcome: &Outcome) -> String {
    let text = |request: &Request, name: &str| {
        request.headers.get(name).map(|value| String::from_utf8_lossy(&value).into_owned()).unwrap_or_default()
    };
    let names = ["origin", "access-control-request-method", "access-control-request-headers"];
    let sent = outcome.exchanges.iter().map(|exchange| {
        let kept = match exchange.kind {
            // Whether what was refused is kept shows in the next call.
            Kind::Preflight { kept_for } if outcome.failed.is_none() => kept_for,
            Kind::KeptPreflight { .. } => 1000,
            Kind::Preflight { .. } | Kind::Actual => 0,
        };
        let of = names.map(|name| text(&exchange.request, name)).join("|");
        format!("{} {} {of} {kept}", exchange.request.method, exchange.request.url)
    });
    let sent: Vec<_> = sent.collect();
    format!("{:?} {:?}\n{}", outcome.verdict, outcome.failed.as_ref().map(|failed| failed.reason), sent.join("\n"))
}

fn played(browser: Browser, departure: Departure) -> String {
    let mut agent = UserAgent::new(browser);
    let calls = scenario(departure).into_iter();
    calls
        .map(|(call, answers)| summary(&agent.fetch(&call, |request| Some(answer(request, answers)))) + "\n\n")
        .collect()
}

#[test]
fn each_departure_shows_in_those_who_depart_and_in_no_other() {
    let mut wrong = Vec::new();
    for departure in Departure::ALL {
        let standard = played(Browser::Standard, departure);
        for browser in [Browser::Chromium, Browser::Firefox, Browser::Safari] {
            let other = played(browser, departure);
            let departs = browser.departs(departure);
            if (standard != other) != departs {
                wrong.push(format!("{departure:?} in {browser}:\n{other}by the standard:\n{standard}"));
            }
        }
        let (says, does) = departure.text();
        assert!(says != does && !departure.browsers().is_empty());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_kept_is_capped() {
    let year: Answers = (200, &[(METHODS, "PUT"), (MAX_AGE, "31536000")], 200, &[]);
    let kept = |browser| {
        let outcome = UserAgent::new(browser).fetch(&put(), |request| Some(answer(request, year)));
        let preflight = outcome.preflight().unwrap();
        let asked = Preflight { browser, origin: b"https://app.test", include: false, method: b"PUT", names: &[] };
        (Some(preflight.kind), asked.max_age(preflight.response.as_ref().unwrap()))
    };
    let ages =
        [(Browser::Standard, 31_536_000), (Browser::Chromium, 7200), (Browser::Firefox, 86400), (Browser::Safari, 600)];
    for (browser, kept_for) in ages {
        assert_eq!(kept(browser), (Some(Kind::Preflight { kept_for }), kept_for), "{browser}");
    }
}

#[test]
fn cache_modes_that_pass_over_what_is_kept() {
    let minute: Answers = (200, &[(METHODS, "PUT"), (MAX_AGE, "60")], 200, &[]);
    for (cache, again) in [
        (CacheMode::Default, &[][..]),
        (CacheMode::ForceCache, &[]),
        (CacheMode::NoCache, &[Browser::Chromium]),
        (CacheMode::Reload, &[Browser::Chromium, Browser::Firefox]),
        (CacheMode::NoStore, &[Browser::Chromium, Browser::Firefox]),
    ] {
        let asks = Browser::ALL.into_iter().filter(|browser| {
            let mut agent = UserAgent::new(*browser);
            let mut sent = |call: &Call| agent.fetch(call, |request| Some(answer(request, minute))).sent().count();
            assert_eq!(sent(&put()), 2);
            sent(&Call { cache, ..put() }) == 2
        });
        assert_eq!(asks.collect::<Vec<_>>(), again, "{cache:?}");
    }
}

#[test]
fn browsers_have_names() {
    for browser in Browser::ALL {
        assert_eq!(browser.name().parse(), Ok(browser));
    }
    assert_eq!(
        "Chrome".parse::<Browser>(),
        Err("no browser is called `Chrome`: there are `standard`, `chromium`, `firefox` and `safari`".to_owned())
    );
}
