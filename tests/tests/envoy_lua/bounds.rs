//! Large policies, hostile bytes, long headers: nothing fails, and nothing takes more than it should.

use std::fmt::Write as _;

use cors_compiler::Program;
use corsgen_tests::{
    Answer, Failure, Request, application, socket,
    subjects::envoy::{self, Server},
};

use super::{compiled, get, request};

/// A policy on an Envoy of its own.
struct Served {
    program: Program,
    server: Server,
}

impl Served {
    fn new(text: &str) -> Result<Self, Failure> {
        let (source, program) = compiled("cors.yaml", text)?;
        let config =
            envoy::complete_lua(&source, &program, application::start()?).map_err(|report| format!("{report:?}"))?;
        Ok(Self { server: Server::start(&[config])?, program })
    }

    /// Asks, and compares with the decision. `false`: the parser refused the request.
    fn answers(&self, request: &Request) -> Result<bool, Failure> {
        let response = socket::exchange(self.server.address(0), request)?;
        let answer = Answer::of_response(&response).ok_or_else(|| format!("{response:?}"))?;
        if let Answer::Unsendable(_) = answer {
            return Ok(false);
        }
        // What stands between the words of a request is none of it.
        let mut parsed = Request { target: request.target.trim_ascii().to_vec(), ..request.clone() };
        for (_, value) in &mut parsed.headers {
            *value = value.trim_ascii().to_vec();
        }
        let decision = cors_core::decide(&self.program, &parsed);
        assert_eq!(answer, Answer::of_decision(&decision, &parsed).without_verdict(), "{}", shortened(request));
        Ok(true)
    }

    fn answers_all(&self, requests: &[Request]) -> Result<(), Failure> {
        for request in requests {
            assert!(self.answers(request)?, "refused by the parser: {}", shortened(request));
        }
        self.never_failed()
    }

    /// An error in Lua lets a request through: there must be none.
    fn never_failed(&self) -> Result<(), Failure> {
        assert_eq!(self.server.counter("http.cors.lua.errors")?, 0);
        assert!(self.server.counter("http.cors.lua.executions")? > 0, "nothing ran");
        Ok(())
    }
}

fn shortened(request: &Request) -> String {
    request.bytes().escape_ascii().to_string().chars().take(400).collect()
}

#[test]
fn a_hundred_thousand_origins() -> Result<(), Failure> {
    let mut text = String::from("allow_credentials: true\nallow_origins:\n");
    for number in 0..100_000_usize {
        let filling = "x".repeat(number % 60);
        let _ = writeln!(text, "  - https://x{filling}.{number:05}.customers.example.com");
    }
    let served = Served::new(&text)?;
    let mut requests = Vec::new();
    for number in [0, 1, 59, 60, 999, 50_000, 99_999, 100_000] {
        for filling in [number % 60, (number + 1) % 60] {
            let origin = format!("https://x{}.{number:05}.customers.example.com", "x".repeat(filling));
            requests.push(get("/", &origin));
            requests.push(get("/", &origin.to_uppercase()));
            requests.push(get("/", &format!("{origin}.evil.example")));
        }
    }
    served.answers_all(&requests)
}

#[test]
fn a_thousand_policies() -> Result<(), Failure> {
    let mut text = String::from("routes:\n");
    for number in 0..1_000_usize {
        let (on_denied, all) = (["pass", "reject"][number % 2], ["", "/*"][number / 2 % 2]);
        let _ = write!(
            text,
            "  - path: /Number/{number}{all}\n    allow_origins: ['https://{number}.example.com', \
             'https://*.of-{number}.example.com', 'https://p{number}-*.example.com']\n    allow_methods: [M{number}]\n    \
             allow_headers: [X-{number}]\n    on_denied: {on_denied}\n"
        );
    }
    let mut requests = Vec::new();
    for number in [0, 1, 2, 3, 10, 100, 500, 998, 999, 1_000] {
        for other in [number, 7] {
            for path in [format!("/Number/{number}"), format!("/number/{number}"), format!("/Number/{number}/x/")] {
                let origins = [
                    format!("https://{other}.example.com"),
                    format!("https://a.b.of-{other}.example.com"),
                    format!("https://p{other}-x.example.com"),
                ];
                requests.extend(origins.iter().map(|origin| get(&path, origin)));
                let method = format!("M{other}");
                let headers = [
                    ("origin", origins[0].as_str()),
                    ("access-control-request-method", &method),
                    ("access-control-request-headers", "x-7"),
                ];
                requests.push(request("OPTIONS", &path, &headers));
            }
        }
    }
    Served::new(&text)?.answers_all(&requests)
}

/// A policy of which every part of the filter has something to do.
const EVERYTHING: &str = r#"
allow_origins: [https://app.example.com, "https://*.example.com:*", "https://*-a.example.com", "https://[2001:db8::1]:*"]
allow_methods: [PUT]
allow_headers: [X-Token]
allow_credentials: true
on_denied: reject
routes:
  - path: /any/*
    allow_origins: "*"
    allow_methods: "*"
    allow_headers: "*"
  - path: /forward
    allow_origins: [https://app.example.com]
    preflight: forward
  - path: /a/a/a/a/a/a/a/a/none/*
    cors: false
"#;

#[test]
fn nothing_that_is_sent_fails() -> Result<(), Failure> {
    const LINES: [&str; 4] =
        ["origin", "access-control-request-method", "access-control-request-headers", "sec-fetch-site"];
    let served = Served::new(EVERYTHING)?;
    let mut read = 0;
    // Every byte, where a reader may stumble: alone, behind, and within. A line feed would end the line.
    for byte in (0..=255_u8).filter(|byte| *byte != b'\n') {
        let host = [b"https://".as_slice(), &[byte], b"-a.example.com:", &[byte]].concat();
        let texts = [vec![byte], [b"https://app.example.com".as_slice(), &[byte]].concat(), host];
        for text in &texts {
            for name in LINES {
                let mut headers: Vec<(String, Vec<u8>)> = LINES
                    .map(|name| {
                        (
                            name.to_owned(),
                            if name == "origin" { b"https://app.example.com".to_vec() } else { b"PUT".to_vec() },
                        )
                    })
                    .into();
                headers.retain(|(own, _)| own != name);
                headers.push((name.to_owned(), text.clone()));
                read += usize::from(served.answers(&Request::new("OPTIONS", "/any", headers.clone()))?);
                read += usize::from(served.answers(&Request::new("OPTIONS", "/", headers))?);
            }
        }
        for path in
            [vec![b'/', byte], vec![b'/', byte, b'1', b'1'], vec![b'/', b'%', byte, b'0'], vec![b'/', b'%', b'6', byte]]
        {
            let headers = vec![("origin".to_owned(), b"https://app.example.com".to_vec())];
            read += usize::from(served.answers(&Request::new("GET", path, headers))?);
        }
    }
    assert!(read > 4_000, "{read} requests were read");
    served.never_failed()
}

/// What takes long or much memory if it is read more than once for each of its bytes.
#[test]
fn nothing_that_is_long_costs_more_than_its_length() -> Result<(), Failure> {
    const LONG: usize = 59 * 1024;
    let served = Served::new(EVERYTHING)?;
    let long = |piece: &str| piece.repeat(LONG / piece.len());
    let app = "https://app.example.com";
    let mut requests = Vec::new();
    for piece in ["/", "/a", "/a/a/a/a/a/a/a/a/none", "/.", "/%C3%A9", "/A", "/%"] {
        requests.push(get(&format!("/{}", long(piece)), app));
        requests.push(get(&format!("/a{}", long(piece)), app));
    }
    for piece in ["a", "a.", ".", ":1", "*", "-a.", "https://", "https://a.example.com:", ",", "1"] {
        requests.push(get("/", &format!("https://{}", long(piece))));
        requests.push(get("/", &format!("https://{}.example.com", long(piece))));
        requests.push(get("/", &format!("https://a.example.com:{}", long(piece))));
    }
    // As many dots as are looked at, and the scheme in front of each.
    let labels = "a-a.".repeat(62);
    for piece in ["a", "https", ":", "://"] {
        requests.push(get("/", &format!("{}://{labels}a", long(piece))));
        requests.push(get("/", &format!("{}://{labels}a:8080", long(piece))));
    }
    for piece in ["x", ",", " ", " ,", "x ", "\t", "x-token,", ", x-token ,\t"] {
        let list = format!("x{}x", long(piece));
        let headers =
            [("origin", app), ("access-control-request-method", "PUT"), ("access-control-request-headers", &list)];
        requests.push(request("OPTIONS", "/any", &headers));
        requests.push(request("OPTIONS", "/", &headers));
        requests.push(request("OPTIONS", "/", &[("origin", app), ("access-control-request-method", &list)]));
        requests.push(request("GET", "/", &[("origin", "https://evil.example"), ("sec-fetch-site", &list)]));
        requests.push(request("GET", "/", &[("origin", app), ("x-vary", &list)]));
    }
    for _ in 0..5 {
        served.answers_all(&requests)?;
    }
    // From the path's end, a single path of slashes once took gigabytes.
    let most = served.server.most_memory()?;
    assert!(most < 600 << 20, "Envoy took {most} bytes");
    Ok(())
}
