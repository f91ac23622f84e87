//! Origins that the native filter asks a script in Lua about, on the real Envoy: long lists, and wildcards that are too long for a
//! regular expression of Envoy's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use std::fmt::Write as _;

use cors_compiler::{Options, Program, Source, compile};
use cors_core::{Policy as _, Rules as _};
use corsgen_tests::{
    Failure, Request, application, socket,
    subjects::envoy::{self, Server},
};

/// A policy and the whole config for it.
fn compiled(text: &str) -> Result<(Program, String), Failure> {
    let source = Source::new("cors.yaml", text);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}\n{text}"))?;
    let config = envoy::complete(&source, &program, application::start()?).map_err(|report| format!("{report:?}"))?;
    Ok((program, config))
}

/// How many scripts a config has.
fn scripts(config: &str) -> usize {
    config.matches("name: envoy.string_matcher.lua").count()
}

/// Whether an origin is answered as one that is allowed; `None`: the parser refuses the request.
fn is_allowed(server: &Server, config: usize, origin: &[u8]) -> Result<Option<bool>, Failure> {
    let headers = vec![("origin".to_owned(), origin.to_vec())];
    let response = socket::exchange(server.address(config), &Request::new("GET", "/", headers))?;
    match response.status {
        200 => {
            let lines: Vec<&[u8]> = response.values("access-control-allow-origin").collect();
            assert!(lines.is_empty() || lines == [origin.trim_ascii()], "{response:?}");
            Ok(Some(!lines.is_empty()))
        }
        403 => Ok(Some(false)),
        400 => Ok(None),
        _ => Err(format!("{response:?}").into()),
    }
}

/// Patterns with a part that can be made as long as one likes; what stands for `NNN` is cut into labels.
const LONG: [&str; 6] = [
    "https://*.NNN.example.com",
    "https://*.NNN.example.com:8443",
    "https://*.NNN.example.com:*",
    "https://pr-*.NNN.example.com",
    "https://a-*-z.NNN.example.com:*",
    "https://NNN.example.com:*",
];

/// A policy with one of the patterns above, so long; and an origin that it allows.
fn of_length(pattern: &str, length: usize) -> (String, String) {
    let labels = "abcdefghijklmnopqrst.".repeat(10)[..length].trim_end_matches('.').to_owned();
    let pattern = pattern.replace("NNN", &labels);
    (format!("allow_origins: [\"{pattern}\"]\n"), pattern.replace(":*", ":81").replace('*', "x"))
}

#[test]
fn a_pattern_is_held_by_a_regex_or_by_a_script() -> Result<(), Failure> {
    let mut configs = Vec::new();
    let mut origins = Vec::new();
    for pattern in LONG {
        let mut was_script = false;
        for length in 1..200 {
            let (text, origin) = of_length(pattern, length);
            let (_, config) = compiled(&text)?;
            let is_script = scripts(&config) > 0;
            assert!(is_script || !was_script, "{pattern}: longer, and a regex again");
            // The longest that Envoy reads as a regex by our account, the first script, and the longest.
            if is_script != was_script {
                let (text, origin) = of_length(pattern, length - 1);
                configs.push(compiled(&text)?.1);
                origins.push(origin);
            }
            if is_script != was_script || length == 199 {
                configs.push(config);
                origins.push(origin);
            }
            was_script = is_script;
        }
    }
    assert_eq!(configs.len(), 3 * LONG.len());
    let server = Server::start(&configs)?;
    for (number, origin) in origins.iter().enumerate() {
        let altered =
            [origin.replace("example", "exbmple"), format!("{origin}x"), origin.to_uppercase(), "*".to_owned()];
        for (sent, expected) in altered.iter().map(|altered| (altered, false)).chain([(origin, true)]) {
            let answered = is_allowed(&server, number, sent.as_bytes())?;
            assert_eq!(answered, Some(expected), "{sent}\n{}", configs[number]);
        }
    }
    Ok(())
}

#[test]
fn a_list_is_held_by_a_script_if_it_is_long() -> Result<(), Failure> {
    for (count, expected) in [(500, 0), (501, 2)] {
        let origins: Vec<String> = (0..count).map(|number| format!("https://{number}.example.com")).collect();
        // The filter that refuses asks too.
        let (_, config) = compiled(&format!("on_denied: reject\nallow_origins: [{}]\n", origins.join(", ")))?;
        assert_eq!(scripts(&config), expected, "{count}");
    }
    Ok(())
}

/// Wildcards of every form, one of them long. Behind them a list is asked by a script however short it is.
const PATTERNS: [&str; 6] = [
    "https://*.customer-portal.europe-west.a-long-name-of-a-product.a-longer-name-of-a-department.example.com",
    "https://pr-*-app.example.com:*",
    "https://*-tail.example.com:8443",
    "https://*.any.example.com:*",
    "http://localhost:*",
    "https://[2001:db8::1]:*",
];

/// What these stand for, among it some that they do not.
const FILLED: [&str; 12] = [
    "https://a.b.customer-portal.europe-west.a-long-name-of-a-product.a-longer-name-of-a-department.example.com",
    "https://pr-1-app.example.com",
    "https://pr-1-app.example.com:65535",
    "https://pr-1-app.example.com:65536",
    "https://pr-1-app.example.com:443",
    "https://x-tail.example.com:8443",
    "https://x-tail.example.com",
    "https://a_b.c-d.0.any.example.com:1",
    "http://localhost",
    "http://localhost:80",
    "http://localhost:8080",
    "https://[2001:db8::1]:9",
];

/// 20,000 origins and the wildcards, under both that a policy can say of strangers.
fn large() -> Result<(Program, Server), Failure> {
    let mut text = String::from("allow_origins:\n");
    for number in 0..20_000_usize {
        let _ = writeln!(text, "  - https://x{}.{number:05}.customers.example.com", "x".repeat(number % 50));
    }
    PATTERNS.iter().for_each(|pattern| _ = writeln!(text, "  - '{pattern}'"));
    let (program, passing) = compiled(&text)?;
    let risk = "{risk: loopback-with-credentials, origin: 'http://localhost:*', reason: a test}";
    let (_, rejecting) = compiled(&format!("on_denied: reject\naccept_risks: [{risk}]\n{text}"))?;
    assert_eq!((scripts(&passing), scripts(&rejecting)), (1, 2));
    Ok((program, Server::start(&[passing, rejecting])?))
}

/// Asks about origins, and compares with the decision. Returns how many were read, and how many of those are allowed.
fn ask(program: &Program, server: &Server, origins: &[Vec<u8>]) -> Result<(usize, usize), Failure> {
    let mut counts = (0, 0);
    for origin in origins {
        // Around a value a parser takes off more than blanks.
        let expected = program.all()[0].allows_origin(origin.trim_ascii());
        for config in 0..2 {
            if let Some(answered) = is_allowed(server, config, origin)? {
                assert_eq!(answered, expected, "{}", origin.escape_ascii());
                counts = (counts.0 + 1, counts.1 + usize::from(answered));
            }
        }
    }
    // An error in Lua would be no match, and is told.
    let said = server.said()?;
    assert!(!said.contains("Lua"), "{said}");
    Ok(counts)
}

#[test]
fn a_large_set_is_the_decisions() -> Result<(), Failure> {
    let (program, server) = large()?;
    let mut origins: Vec<Vec<u8>> = FILLED.iter().chain(&PATTERNS).map(|origin| origin.as_bytes().to_vec()).collect();
    origins.extend([b"null".to_vec(), b"*".to_vec(), b"NULL".to_vec(), b"https://".to_vec()]);
    for number in [0_usize, 1, 49, 50, 777, 9_999, 10_000, 19_999, 20_000] {
        for filling in [number % 50, (number + 1) % 50] {
            origins.push(format!("https://x{}.{number:05}.customers.example.com", "x".repeat(filling)).into_bytes());
        }
    }
    // Near misses, by one byte each: another, one more, one less, one in upper case.
    let mut near = Vec::new();
    for origin in origins.iter().filter(|origin| program.all()[0].allows_origin(origin)) {
        for at in (0..origin.len()).step_by(3) {
            let [mut other, mut more, mut less, mut upper] =
                [origin.clone(), origin.clone(), origin.clone(), origin.clone()];
            other[at] = if other[at] == b'q' { b'w' } else { b'q' };
            more.insert(at, b'.');
            less.remove(at);
            upper[at..].make_ascii_uppercase();
            near.extend([other, more, less, upper]);
        }
        near.push([origin.as_slice(), b".evil.example"].concat());
        near.push([b"https://evil.example/", origin.as_slice()].concat());
    }
    let hits = ask(&program, &server, &origins)?;
    assert!(hits.1 >= 2 * 16, "{hits:?}");
    let (asked, allowed) = ask(&program, &server, &near)?;
    assert!(asked > 2_000 && allowed < asked / 5, "{allowed} of {asked}");
    Ok(())
}

#[test]
fn no_byte_makes_a_script_fail() -> Result<(), Failure> {
    let (program, server) = large()?;
    let mut origins = Vec::new();
    // A line feed would end the line, and the parser takes a carriage return out of it.
    for byte in (0..=255_u8).filter(|byte| !matches!(byte, b'\n' | b'\r')) {
        origins.push(vec![byte]);
        for [before, after] in [
            ["https://x.00000.customers.example.com", ""],
            ["", "https://x.00000.customers.example.com"],
            ["https://pr-", "-app.example.com:1"],
            ["https://pr-1-app.example.com:", "1"],
            ["https://a", "b.any.example.com"],
            ["https", "//a.any.example.com"],
            ["http://localhost:8", ""],
        ] {
            origins.push([before.as_bytes(), &[byte], after.as_bytes()].concat());
        }
    }
    let long = |piece: &str| piece.repeat(50_000 / piece.len());
    for piece in ["a", "a.", ".", ":1", "*", "-a.", "https://", "1", "%"] {
        for text in
            [long(piece), format!("https://{}", long(piece)), format!("https://pr-{}-app.example.com:1", long(piece))]
        {
            origins.push(text.into_bytes());
        }
    }
    let (asked, allowed) = ask(&program, &server, &origins)?;
    assert!(asked > 3_500 && allowed > 200, "{allowed} of {asked}");
    Ok(())
}

/// That the test above would see it.
#[test]
fn a_script_that_fails_is_seen_and_allows_nobody() -> Result<(), Failure> {
    let (_, config) = compiled(&format!("allow_origins: ['{}', 'https://a.example']\n", PATTERNS[0]))?;
    let wrong = config.replace("return is_in(ORIGINS, origin)", "return is_in(nil, origin)");
    assert_ne!(config, wrong);
    let server = Server::start(&[wrong])?;
    assert_eq!(is_allowed(&server, 0, b"https://a.example")?, Some(false));
    let said = server.said()?;
    assert!(said.contains("Lua"), "{said}");
    Ok(())
}
