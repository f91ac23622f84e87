//! No call and no answer makes the model panic, and none keeps it going: whatever bytes, in whatever order.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot go on here is a test that fails")]

use cors_browser::{
    Api, Body, Browser, CacheMode, Call, Credentials, HeaderList, Mode, Page, Permission, Redirect, ReferrerPolicy,
    Response, UserAgent, Verdict, recognize,
};

/// Numbers that look random and are the same in each run: [SplitMix64](https://prng.di.unimi.it/splitmix64.c).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// Pieces of what means something here, one behind the other, and bytes between.
    fn bytes(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..self.below(6) {
            match self.below(8) {
                0 => bytes.push(u8::try_from(self.below(256)).unwrap()),
                1 => bytes.extend(vec![b'a'; self.below(300)]),
                _ => bytes.extend_from_slice(self.of(&PIECES).as_bytes()),
            }
        }
        bytes
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }
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

fn call(numbers: &mut Numbers) -> Call {
    let pages =
        ["https://app.example", "null", "http://localhost:3000", "http://192.168.0.1", "data:text/html,x", "a://b:1"];
    let mut page = Page::parse(numbers.of(&pages)).unwrap();
    page.permission = numbers.of(&[Permission::Unknown, Permission::Granted, Permission::Denied]);
    let urls = [
        "https://api.example/x#f",
        "https://app.example/y",
        "http://127.0.0.1:8080/",
        "https://[fd00::1]:25/",
        "ftp://x/",
    ];
    let url = if numbers.below(4) == 0 { numbers.text() } else { numbers.of(&urls).to_owned() };
    let methods = ["GET", "put", "POST", "PATCH", "chicken"];
    let method = if numbers.below(8) == 0 { numbers.text() } else { numbers.of(&methods).to_owned() };
    let kind = numbers.text();
    Call {
        api: numbers.of(&[Api::Fetch, Api::Xhr { upload_listener: false }, Api::Xhr { upload_listener: true }]),
        method,
        headers: (0..numbers.below(5))
            .map(|_| {
                let name = if numbers.below(9) == 0 { numbers.text() } else { numbers.of(&NAMES).to_owned() };
                (name, numbers.bytes())
            })
            .collect(),
        body: numbers.of(&[
            None,
            None,
            Some(Body::Text),
            Some(Body::Stream),
            Some(Body::FormData),
            Some(Body::Blob(kind)),
        ]),
        mode: numbers.of(&[Mode::Cors, Mode::Cors, Mode::NoCors, Mode::SameOrigin]),
        credentials: numbers.of(&[Credentials::Omit, Credentials::SameOrigin, Credentials::Include]),
        redirect: numbers.of(&[Redirect::Follow, Redirect::Follow, Redirect::Error, Redirect::Manual]),
        cache: numbers.of(&[CacheMode::Default, CacheMode::NoStore, CacheMode::OnlyIfCached]),
        referrer_policy: numbers.of(&[
            ReferrerPolicy::default(),
            ReferrerPolicy::NoReferrer,
            ReferrerPolicy::SameOrigin,
        ]),
        same_site: numbers.below(2) == 0,
        ..Call::new(page, url)
    }
}

fn response(numbers: &mut Numbers, origin: &[u8]) -> Option<Response> {
    let mut headers = HeaderList::new();
    if numbers.below(4) != 0 {
        headers.append("access-control-allow-origin", origin);
        headers.append("access-control-allow-credentials", "true");
        headers.append("access-control-allow-methods", "PUT, PATCH, chicken");
        headers.append("access-control-allow-headers", "x-a, content-type, authorization, range, accept, save-data");
    }
    for _ in 0..numbers.below(4) {
        let (name, value) = (numbers.of(&NAMES), numbers.bytes());
        headers.append(name, value);
    }
    let status = numbers.of(&[200, 200, 204, 301, 302, 303, 304, 307, 401, 500, 0, 65535]);
    (numbers.below(20) != 0).then_some(Response { status, headers })
}

#[test]
fn anything_comes_to_an_end() {
    let mut numbers = Numbers(1);
    let count = if std::env::var_os("CORSGEN_LONG").is_some() { 1_000_000 } else { 8_000 };
    let mut verdicts = [0; 4];
    for browser in Browser::ALL.into_iter().cycle().take(count) {
        let mut agent = UserAgent::new(browser);
        for _ in 0..1 + numbers.below(3) {
            let mut sent = 0;
            let outcome = agent.fetch(&call(&mut numbers), |request| {
                sent += 1;
                assert!(sent <= 42, "21 URLs, each with a preflight");
                response(&mut numbers, &request.headers.get("origin").unwrap_or_default())
            });
            verdicts[outcome.verdict as usize] += 1;
            assert_eq!(outcome.failed.is_some(), matches!(outcome.verdict, Verdict::Blocked | Verdict::NotSent));
            for (failure, browser) in
                outcome.failed.iter().flat_map(|failure| Browser::ALL.map(|browser| (failure, browser)))
            {
                let _ = (failure.text(browser), failure.console(browser), failure.exception(browser));
            }
            for rung in &outcome.ladder {
                assert!(rung.check.spec().starts_with("https://"));
            }
        }
    }
    assert!(verdicts.iter().all(|count| *count > 100), "calls that end in one way alone: {verdicts:?}");
}

#[test]
fn any_text_is_recognized_or_not() {
    let mut numbers = Numbers(2);
    let pieces =
        ["Access to fetch at '", "' from origin '", "has been blocked by CORS policy: ", "Method ", "(Reason: ", "‘"];
    for _ in 0..4_000 {
        let text: String = (0..numbers.below(9))
            .map(|_| if numbers.below(2) == 0 { numbers.of(&pieces).to_owned() } else { numbers.text() })
            .collect();
        let _ = recognize(&text);
    }
}
