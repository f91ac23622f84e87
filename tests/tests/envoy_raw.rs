//! The real Envoy gets raw bytes: what a page sees is what the decision says, with a whole config and with its parts in another.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, SocketAddr, TcpListener},
};

use cors_compiler::{Options, Program, Source, compile, targets};
use corsgen_tests::{
    Answer, BrowserView, By, Failure, Readable, Request, application,
    socket::{self, Response},
    subjects::envoy::{self, Server},
};

const LISTED: &str = r#"
allow_origins: [https://app.example.com, https://a.example, "https://*.shop.example.com", "https://*.shop.example.com:*"]
allow_methods: [PUT]
allow_headers: [X-Token]
expose_headers: [ETag]
allow_credentials: true
routes:
  - path: /admin/*
    cors: false
  - path: [/open/*, /status]
    allow_origins: "*"
    allow_methods: "*"
    expose_headers: [ETag]
"#;

const REJECTING: &str = r#"
allow_origins: [https://app.example.com]
allow_methods: [PUT]
on_denied: reject
routes:
  - path: /pass/*
    allow_origins: [https://app.example.com]
  - path: /none/*
    cors: false
  - path: /own/*
    allow_origins: [http://api.example.com, https://app.example.com]
    allow_headers: "*"
    on_denied: reject
    accept_risks:
      - {risk: insecure-origin, origin: http://api.example.com, reason: a test}
  - path: /any/*
    allow_origins: "*"
    allow_headers: "*"
    on_denied: reject
"#;

const NOBODY: &str = r#"
origin_sets: {local: []}
allow_origins: [$local]
routes:
  - path: /reject/*
    allow_origins: [$local]
    on_denied: reject
"#;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// The application answers, and the page reads it.
    Readable,
    /// The application answers, and the page does not read it.
    Hidden,
    /// Envoy refuses it for the policy.
    Refused,
    /// Envoy's parser refuses it.
    Unread,
}

use Fate::{Hidden, Readable as Read, Refused, Unread};

/// Policy, first line, header lines but for `Host: api.example.com`, which is added where there is none.
type Row = (&'static str, &'static [u8], &'static [&'static [u8]], Fate);

const ROWS: &[Row] = &[
    (LISTED, b"GET /", &[b"Origin: https://app.example.com"], Read),
    (LISTED, b"GET /", &[b"oRIGIN:\t  https://app.example.com  "], Read),
    (LISTED, b"GET /", &[b"Origin: https://x.y.shop.example.com"], Read),
    (LISTED, b"GET /", &[b"Origin: https://x.shop.example.com:8443"], Read),
    (LISTED, b"GET /", &[b"Origin: https://APP.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: HTTPS://app.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://a.example.evil.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://axexample"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://.shop.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://shop.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://x.shop.example.com.evil.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://evil.com/.shop.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com/"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com:443"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com", b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com", b"Origin: https://evil.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com, https://evil.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com\xff"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://\xff.shop.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: \xff"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com\0"], Unread),
    (LISTED, b"GET /", &[b"Origin: null"], Hidden),
    (LISTED, b"GET /", &[b"Origin: *"], Hidden),
    (LISTED, b"GET /", &[b"Origin: "], Hidden),
    (LISTED, b"GET /", &[], Hidden),
    (LISTED, b"GET /admin/x", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /%61dmin", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /ADMIN/x", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET //admin", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /x/../admin", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /x\\..\\admin", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /x%2f..%2fadmin", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /open;/../admin", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /open/%2e%2e/admin", &[b"Origin: https://evil.com"], Hidden),
    (LISTED, b"GET /administration", &[b"Origin: https://app.example.com"], Read),
    (LISTED, b"GET /?/../admin", &[b"Origin: https://app.example.com"], Read),
    (LISTED, b"GET /caf%C3%A9", &[b"Origin: https://app.example.com"], Read),
    (LISTED, b"GET /open", &[b"Origin: https://evil.com"], Read),
    (LISTED, b"GET /open/", &[b"Origin: null"], Read),
    (LISTED, b"GET /open/x", &[], Read),
    (LISTED, b"GET /opening", &[b"Origin: https://evil.com"], Hidden),
    (LISTED, b"GET /status/", &[b"Origin: https://evil.com"], Read),
    (LISTED, b"GET /status/x", &[b"Origin: https://evil.com"], Hidden),
    (LISTED, b"GET /STATUS", &[b"Origin: https://app.example.com"], Hidden),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com", b"X-Status: 404"], Read),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com", b"X-Status: 500"], Read),
    (LISTED, b"GET /", &[b"Origin: https://app.example.com", b"X-Status: 304"], Read),
    (LISTED, b"HEAD /", &[b"Origin: https://app.example.com", b"X-Status: 204", b"X-Vary: Accept"], Read),
    (LISTED, b"OPTIONS /", &[b"Origin: https://app.example.com"], Read),
    (LISTED, b"PUT /", &[b"Origin: https://app.example.com", b"Content-Length: 0", b"X-Vary: *"], Read),
    (LISTED, b"G\xffT /", &[b"Origin: https://app.example.com"], Unread),
    (REJECTING, b"GET /", &[b"Origin: https://app.example.com"], Read),
    (REJECTING, b"GET /", &[], Hidden),
    (REJECTING, b"GET /", &[b"Origin: https://evil.com"], Refused),
    (REJECTING, b"GET /", &[b"Origin: null"], Refused),
    (REJECTING, b"GET /", &[b"Origin: \xff"], Refused),
    (REJECTING, b"GET /", &[b"Origin: https://APP.example.com"], Refused),
    (REJECTING, b"POST /", &[b"Origin: https://evil.com", b"Content-Length: 0"], Refused),
    (REJECTING, b"POST /", &[b"Origin: https://api.example.com", b"Content-Length: 0"], Hidden),
    (REJECTING, b"POST /", &[b"Origin: http://api.example.com", b"Content-Length: 0"], Hidden),
    (REJECTING, b"POST /", &[b"Origin: https://api.example.com:443", b"Content-Length: 0"], Refused),
    (REJECTING, b"POST /", &[b"Origin: capacitor://api.example.com", b"Content-Length: 0"], Refused),
    (REJECTING, b"POST /", &[b"Origin: https://evil.api.example.com", b"Content-Length: 0"], Refused),
    (REJECTING, b"POST /", &[b"Host: x:8443", b"Origin: https://x:8443", b"Content-Length: 0"], Hidden),
    (REJECTING, b"POST /", &[b"Origin: https://evil.com", b"Sec-Fetch-Site: same-origin"], Hidden),
    (REJECTING, b"POST /", &[b"Origin: null", b"Sec-Fetch-Site: none"], Hidden),
    (REJECTING, b"POST /", &[b"Origin: https://api.example.com", b"Sec-Fetch-Site: same-site"], Refused),
    (REJECTING, b"POST /", &[b"Origin: https://api.example.com", b"Sec-Fetch-Site: cross-site"], Refused),
    // Of an empty `Host` nobody is a page.
    (REJECTING, b"GET /", &[b"Host: ", b"Origin: http://"], Refused),
    (REJECTING, b"POST /", &[b"Origin: null", b"Sec-Fetch-Site: none", b"Sec-Fetch-Site: none"], Refused),
    (REJECTING, b"POST /", &[b"Origin: null", b"Sec-Fetch-Site: none", b"Sec-Fetch-Site: "], Refused),
    (REJECTING, b"POST /", &[b"Origin: null", b"Sec-Fetch-Site: none", b"Sec-Fetch-Site: cross-site"], Refused),
    (REJECTING, b"GET /", &[b"Origin: https://app.example.com", WEBSOCKET, UPGRADE], Read),
    (REJECTING, b"GET /", &[b"Origin: https://api.example.com", WEBSOCKET, UPGRADE], Hidden),
    (REJECTING, b"GET /", &[b"Origin: https://evil.com", WEBSOCKET, UPGRADE], Refused),
    (REJECTING, b"GET /pass/x", &[b"Origin: https://evil.com", WEBSOCKET, UPGRADE], Hidden),
    (REJECTING, b"GET /pass/x", &[b"Origin: https://evil.com"], Hidden),
    (REJECTING, b"GET /PASS/x", &[b"Origin: https://evil.com"], Refused),
    (REJECTING, b"GET /PASS/x", &[b"Origin: https://app.example.com"], Refused),
    (REJECTING, b"POST /PASS/x", &[b"Origin: https://api.example.com", b"Content-Length: 0"], Hidden),
    (REJECTING, b"POST /none/x", &[b"Origin: https://evil.com", b"Content-Length: 0"], Hidden),
    (REJECTING, b"GET /none", &[b"Origin: https://app.example.com"], Hidden),
    (REJECTING, b"GET //", &[b"Origin: https://evil.com"], Refused),
    (REJECTING, b"GET //", &[], Hidden),
    (REJECTING, b"GET /any/x", &[b"Origin: https://evil.com"], Read),
    (REJECTING, b"OPTIONS /any/x", &[b"Origin: https://evil.com", PUT, b"Access-Control-Request-Headers: x-a"], Hidden),
    (REJECTING, b"OPTIONS /any/x", &[b"Origin: https://evil.com", GET, b"Access-Control-Request-Headers: x-a"], Read),
    (REJECTING, b"OPTIONS /any/x", &[b"Origin: https://evil.com", GET, AUTHORIZATION], Refused),
    (REJECTING, b"OPTIONS /any/x", &[GET, AUTHORIZATION], Read),
    (REJECTING, b"OPTIONS /own/x", &[b"Origin: http://api.example.com", GET, AUTHORIZATION], Refused),
    (REJECTING, b"GET /own/x", &[b"Origin: http://api.example.com", AUTHORIZATION], Read),
    (REJECTING, b"OPTIONS /", &[b"Origin: https://app.example.com", PUT], Read),
    (REJECTING, b"OPTIONS /", &[b"Origin: https://evil.com", PUT], Refused),
    (NOBODY, b"GET /", &[b"Origin: https://app.example.com"], Hidden),
    (NOBODY, b"GET /", &[b"Origin: *"], Hidden),
    (NOBODY, b"OPTIONS /", &[b"Origin: https://", PUT], Hidden),
    (NOBODY, b"GET /reject/x", &[b"Origin: https://app.example.com"], Refused),
    (NOBODY, b"GET /reject/x", &[b"Origin: https://api.example.com"], Hidden),
    (NOBODY, b"GET /reject/x", &[], Hidden),
];

const WEBSOCKET: &[u8] = b"Upgrade: websocket";
const UPGRADE: &[u8] = b"Connection: Upgrade";
const PUT: &[u8] = b"Access-Control-Request-Method: PUT";
const GET: &[u8] = b"Access-Control-Request-Method: GET";
const AUTHORIZATION: &[u8] = b"Access-Control-Request-Headers: authorization,x-a";

/// An Envoy with both policies, each as a whole config and as parts.
struct Stand {
    server: Server,
    programs: Vec<(&'static str, Program)>,
}

impl Stand {
    fn start(policies: &[&'static str], upstream: SocketAddr) -> Result<Self, Failure> {
        let (mut configs, mut programs) = (Vec::new(), Vec::new());
        for text in policies {
            let source = Source::new("cors.yaml", *text);
            let refused = |report| format!("{report:?}");
            let (program, _) = compile(&source, &Options::default()).map_err(refused)?;
            for config in [envoy::complete, envoy::merged] {
                configs.push(config(&source, &program, upstream).map_err(refused)?);
            }
            programs.push((*text, program));
        }
        Ok(Self { server: Server::start(&configs)?, programs })
    }

    fn program(&self, policy: &str) -> (usize, &Program) {
        let number = self.programs.iter().position(|(text, _)| *text == policy).unwrap();
        (number, &self.programs[number].1)
    }

    /// The responses by the whole config and by the parts.
    fn exchange(&self, policy: &str, request: &Request) -> Result<[Response; 2], Failure> {
        let (number, _) = self.program(policy);
        let ask = |shape| socket::exchange(self.server.address(2 * number + shape), request);
        Ok([ask(0)?, ask(1)?])
    }
}

/// A request as the bytes say.
fn request(first: &[u8], lines: &[&[u8]]) -> Request {
    let space = first.iter().position(|byte| *byte == b' ').unwrap();
    let line = |line: &&[u8]| {
        let colon = line.iter().position(|byte| *byte == b':').unwrap();
        (String::from_utf8_lossy(&line[..colon]).into_owned(), line[colon + 1..].trim_ascii_start().to_vec())
    };
    Request::new(&first[..space], &first[space + 1..], lines.iter().map(line).collect())
}

/// As a server's parser reads it: without the blanks around values.
fn trimmed(request: &Request) -> Request {
    let trim = |(name, value): &(String, Vec<u8>)| (name.clone(), value.trim_ascii().to_vec());
    Request { headers: request.headers.iter().map(trim).collect(), ..request.clone() }
}

fn fate(request: &Request, answer: &Answer) -> Fate {
    let Answer::Observed(answer) = answer else { return Unread };
    match BrowserView::of(request, answer) {
        BrowserView::Preflight { .. } if answer.status == 403 => Refused,
        BrowserView::Preflight { plain, .. } => {
            if plain.is_some() {
                Read
            } else {
                Hidden
            }
        }
        BrowserView::Response { by: By::Layer, .. } => Refused,
        BrowserView::Response { plain: Some(Readable::Listed(_) | Readable::Any), .. } => Read,
        BrowserView::Response { plain: None, .. } => Hidden,
    }
}

#[test]
fn raw_requests_have_the_fate_that_the_policy_gives_them() -> Result<(), Failure> {
    let stand = Stand::start(&[LISTED, REJECTING, NOBODY], application::start()?)?;
    for (policy, first, lines, expected) in ROWS {
        let request = request(first, lines);
        let read = trimmed(&request);
        let (_, program) = stand.program(policy);
        let decided = Answer::of_decision(&cors_core::decide(program, &read), &read);
        for response in stand.exchange(policy, &request)? {
            let text = format!("{}\n{response:?}\n{policy}", request.bytes().escape_ascii());
            let answer = Answer::of_response(&response).ok_or_else(|| text.clone())?;
            assert_eq!(fate(&read, &answer), *expected, "{text}");
            if let (Answer::Observed(decided), Answer::Observed(answer)) = (&decided, &answer) {
                assert_eq!(BrowserView::of(&read, decided), BrowserView::of(&read, answer), "{text}");
            }
        }
    }
    Ok(())
}

#[test]
fn what_envoy_itself_says_of_its_upstream_can_be_read() -> Result<(), Failure> {
    // A port where nobody listens any more.
    let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let stand = Stand::start(&[LISTED], nobody)?;
    for (target, origin, allowed) in [
        ("/", "https://app.example.com", Some("https://app.example.com")),
        ("/", "https://evil.com", None),
        ("/open/x", "https://evil.com", Some("*")),
        ("/admin/x", "https://app.example.com", None),
    ] {
        let request = Request::new("GET", target, vec![("origin".to_owned(), origin.into())]);
        for response in stand.exchange(LISTED, &request)? {
            assert_eq!(response.status, 503, "{response:?}");
            let values: Vec<&[u8]> = response.values("access-control-allow-origin").collect();
            assert_eq!(values, allowed.map(str::as_bytes).into_iter().collect::<Vec<_>>(), "{response:?}");
            assert_eq!(response.values("vary").count(), usize::from(target == "/"), "{response:?}");
        }
    }
    Ok(())
}

#[test]
fn what_other_filters_refuse_can_be_read_too() -> Result<(), Failure> {
    let stand = Stand::start(&[LISTED], application::start()?)?;
    let request = request(b"GET /", &[b"Origin: https://app.example.com", b"X-Stranger: 1"]);
    let [_, response] = stand.exchange(LISTED, &request)?;
    assert_eq!(response.status, 403);
    assert_eq!(response.values("access-control-allow-origin").collect::<Vec<_>>(), [b"https://app.example.com"]);
    assert_eq!(response.values("vary").collect::<Vec<_>>(), [b"Origin"]);
    Ok(())
}

/// The difference, policy, first line, header lines, and whether it is there.
type Difference = (&'static str, &'static str, &'static [u8], &'static [&'static [u8]], fn(&Response) -> bool);

const DIFFERENCES: &[Difference] = &[
    ("preflight-status", LISTED, b"OPTIONS /", &[APP, PUT], |r| r.status == 200),
    ("preflight-vary", LISTED, b"OPTIONS /", &[APP, PUT], |r| is(r, "vary", "Origin")),
    ("preflight-exposes", LISTED, b"OPTIONS /", &[APP, PUT], |r| is(r, "access-control-expose-headers", "ETag")),
    ("denied-preflight-lists", LISTED, b"OPTIONS /", &[b"Origin: https://evil.com", PUT], |r| {
        is(r, "access-control-allow-methods", "PUT") && r.values("access-control-allow-origin").next().is_none()
    }),
    ("neutral-values", LISTED, b"OPTIONS /", &[APP, PUT], |r| is(r, "access-control-max-age", "5")),
    ("any-twice", LISTED, b"OPTIONS /open/x", &[APP, PUT], |r| is(r, "access-control-allow-methods", "*, *")),
    ("wildcard-bounds", LISTED, b"GET /", &[b"Origin: https://x.shop.example.com:99999"], |r| {
        is(r, "access-control-allow-origin", "https://x.shop.example.com:99999")
    }),
    ("joined-lines", LISTED, b"GET /", &[APP, b"Origin: "], |r| {
        is(r, "access-control-allow-origin", "https://app.example.com")
    }),
    ("reject-leaves-lists", REJECTING, b"OPTIONS /", &[APP, b"Access-Control-Request-Method: DELETE"], |r| {
        r.status == 200 && is(r, "access-control-allow-methods", "PUT")
    }),
    ("reject-response", REJECTING, b"GET /", &[b"Origin: https://evil.com"], |r| {
        !r.body.is_empty() && r.values("cache-control").next().is_none()
    }),
    ("own-preflights", REJECTING, b"OPTIONS /", &[b"Origin: https://api.example.com", PUT], |r| {
        r.status == 403 && r.values("x-application").next().is_none()
    }),
    ("grpc-refusal", REJECTING, b"POST /", &[b"Origin: https://evil.com", b"Content-Type: application/grpc"], |r| {
        r.status == 200 && is(r, "grpc-status", "7") && r.values("x-application").next().is_none()
    }),
    ("connection-names", REJECTING, b"GET /", &[b"Origin: https://evil.com", b"Connection: close, Origin"], |r| {
        r.status == 200 && r.values("x-application").next().is_some()
    }),
    ("unknown-method", LISTED, b"patch /", &[APP], |r| r.status == 400),
];

const APP: &[u8] = b"Origin: https://app.example.com";

fn is(response: &Response, name: &str, value: &str) -> bool {
    response.values(name).collect::<Vec<_>>() == [value.as_bytes()]
}

#[test]
fn envoy_can_be_told_to_know_every_method() -> Result<(), Failure> {
    const BEFORE: &str = "          delayed_close_timeout:";
    const OPTION: &str = "          http_protocol_options: {allow_custom_methods: true}\n";
    let source = Source::new("cors.yaml", LISTED);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
    let upstream = application::start()?;
    for complete in [envoy::complete, envoy::complete_lua] {
        let config = complete(&source, &program, upstream).map_err(|report| format!("{report:?}"))?;
        let server = Server::start(&[config.clone(), config.replace(BEFORE, &format!("{OPTION}{BEFORE}"))])?;
        for (number, status) in [400, 200].into_iter().enumerate() {
            let response = socket::exchange(server.address(number), &request(b"patch /", &[APP]))?;
            assert_eq!(response.status, status, "{response:?}");
        }
    }
    Ok(())
}

#[test]
fn every_declared_difference_is_there() -> Result<(), Failure> {
    let stand = Stand::start(&[LISTED, REJECTING], application::start()?)?;
    for (id, policy, first, lines, is_there) in DIFFERENCES {
        for response in stand.exchange(policy, &request(first, lines))? {
            assert!(is_there(&response), "{id}: {response:?}");
        }
    }
    let exactness = targets::find("envoy").ok_or("no such target")?.exactness();
    let declared: BTreeSet<&str> = exactness.differences().iter().map(|difference| difference.id).collect();
    let seen: BTreeSet<&str> = DIFFERENCES.iter().map(|(id, ..)| *id).collect();
    assert_eq!(declared, seen);
    Ok(())
}
