use cors_browser::{
    Api, Body, Browser, CacheMode, Call, Credentials, HeaderList, Mode, Page, Permission, Redirect, ReferrerPolicy,
    Response, UserAgent, Verdict, recognize,
};

use crate::policies::Random;

/// 21 URLs, each with a preflight: more is sent by no call.
const MOST_SENT: usize = 42;

/// Whatever is called and whatever is answered, the model of browsers comes to an end, and says why a call fails. What it says in a console it
/// recognises. Judges what sends something.
pub(super) fn browser_calls(bytes: &[u8]) -> bool {
    verdicts(bytes).iter().any(|verdict| *verdict != Verdict::NotSent)
}

/// How the calls end.
pub fn verdicts(bytes: &[u8]) -> Vec<Verdict> {
    let mut random = Random::of_bytes(bytes);
    let mut agent = UserAgent::new(random.pick(&Browser::ALL));
    let calls = random.between(1, 3);
    (0..calls).map(|_| verdict(&mut agent, &mut random)).collect()
}

/// How one call ends.
fn verdict(agent: &mut UserAgent, random: &mut Random) -> Verdict {
    let call = call(random);
    let mut sent = 0;
    let outcome = agent.fetch(&call, |request| {
        sent += 1;
        assert!(sent <= MOST_SENT, "{call:?}");
        response(random, &request.headers.get("origin").unwrap_or_default())
    });
    let fails = matches!(outcome.verdict, Verdict::Blocked | Verdict::NotSent);
    assert_eq!(outcome.failed.is_some(), fails, "{call:?}");
    assert!(outcome.verdict != Verdict::NotSent || sent == 0, "{call:?}");
    assert!(outcome.exchanges.len() <= sent, "{call:?}");
    for failure in outcome.failed.iter().chain(&outcome.also_would_fail) {
        for browser in Browser::ALL {
            for text in failure.console(browser) {
                recognize(&text);
            }
            let _ = (failure.text(browser), failure.exception(browser));
        }
    }
    for rung in &outcome.ladder {
        assert!(rung.check.spec().starts_with("https://"));
    }
    outcome.verdict
}

const PIECES: [&str; 34] = [
    "*",
    ",",
    " ",
    "\t",
    ";",
    "=",
    "/",
    "-",
    "bytes=",
    "0",
    "18446744073709551616",
    "text/plain",
    "application/json",
    "charset",
    "\"",
    "https://app.example",
    "https://api.example/x",
    "null",
    "true",
    "GET",
    "PUT",
    "authorization",
    "x-a",
    "{",
    "}",
    "%",
    "@",
    "[::1]",
    ":443",
    "http://localhost",
    "data:,",
    "ü",
    "\r\n",
    "TRACE, x",
];

const NAMES: [&str; 18] = [
    "accept",
    "Content-Type",
    "range",
    "Authorization",
    "cookie",
    "x-http-method",
    "location",
    "save-data",
    "user-agent",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "access-control-expose-headers",
    "set-cookie",
    "cross-origin-resource-policy",
    "x-a",
];

/// Any call, most of which a page could make.
pub(super) fn call(random: &mut Random) -> Call {
    let pages =
        ["https://app.example", "null", "http://localhost:3000", "http://192.168.0.1", "data:text/html,x", "a://b:1"];
    let mut page = Page::parse(random.pick(&pages)).expect("a page");
    page.permission = random.pick(&[Permission::Unknown, Permission::Granted, Permission::Denied]);
    let urls = [
        "https://api.example/x#f",
        "https://app.example/y",
        "http://127.0.0.1:8080/",
        "https://[fd00::1]:25/",
        "ftp://x/",
    ];
    let url = if random.one_in(4) { text(random) } else { random.pick(&urls).to_owned() };
    let method = if random.one_in(8) {
        text(random)
    } else {
        random.pick(&["GET", "put", "POST", "PATCH", "chicken"]).to_owned()
    };
    let headers = (0..random.below(5)).map(|_| {
        let name = if random.one_in(9) { text(random) } else { random.pick(&NAMES).to_owned() };
        (name, bytes(random))
    });
    let headers = headers.collect();
    let body = match random.below(6) {
        0 => Some(Body::Text),
        1 => Some(Body::Stream),
        2 => Some(Body::FormData),
        3 => Some(Body::Blob(text(random))),
        _ => None,
    };
    Call {
        api: random.pick(&[Api::Fetch, Api::Xhr { upload_listener: false }, Api::Xhr { upload_listener: true }]),
        method,
        headers,
        body,
        mode: random.pick(&[Mode::Cors, Mode::Cors, Mode::NoCors, Mode::SameOrigin]),
        credentials: random.pick(&[Credentials::Omit, Credentials::SameOrigin, Credentials::Include]),
        redirect: random.pick(&[Redirect::Follow, Redirect::Follow, Redirect::Error, Redirect::Manual]),
        cache: random.pick(&[CacheMode::Default, CacheMode::NoStore, CacheMode::OnlyIfCached]),
        referrer_policy: random.pick(&[
            ReferrerPolicy::default(),
            ReferrerPolicy::NoReferrer,
            ReferrerPolicy::SameOrigin,
        ]),
        same_site: random.one_in(2),
        ..Call::new(page, url)
    }
}

/// Any answer, or none.
pub(super) fn response(random: &mut Random, origin: &[u8]) -> Option<Response> {
    let mut headers = HeaderList::new();
    if !random.one_in(4) {
        headers.append("access-control-allow-origin", origin);
        headers.append("access-control-allow-credentials", "true");
        headers.append("access-control-allow-methods", "PUT, PATCH, chicken");
        headers.append("access-control-allow-headers", "x-a, content-type, authorization, range, accept, save-data");
    }
    for _ in 0..random.below(4) {
        let (name, value) = (random.pick(&NAMES), bytes(random));
        headers.append(name, value);
    }
    let status = random.pick(&[200, 200, 204, 301, 302, 303, 304, 307, 401, 500, 0, 65535]);
    (!random.one_in(20)).then_some(Response { status, headers })
}

/// Pieces of what means something here, one behind the other, and bytes between.
fn bytes(random: &mut Random) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..random.below(6) {
        match random.below(8) {
            0 => bytes.push(u8::try_from(random.below(256)).unwrap_or(0)),
            1 => bytes.extend(vec![b'a'; random.below(300)]),
            _ => bytes.extend_from_slice(random.pick(&PIECES).as_bytes()),
        }
    }
    bytes
}

fn text(random: &mut Random) -> String {
    String::from_utf8_lossy(&bytes(random)).into_owned()
}
