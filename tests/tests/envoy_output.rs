//! What is generated for Envoy, read back, and read by Envoy itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use cors_compiler::{
    Options, Program, Source, compile, emit,
    target::{HostPort, Shape},
    targets,
};
use corsgen_tests::{Failure, Request, application, corpus, socket, subjects::envoy, subjects::envoy::Server};
use regex::Regex;
use serde_yaml::Value;

fn compiled(text: &str) -> Result<(Source, Program), Failure> {
    let source = Source::new("cors.yaml", text);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}\n{text}"))?;
    Ok((source, program))
}

/// The part that is a whole config.
fn complete(text: &str, listen: &str, upstream: &str) -> Result<String, Failure> {
    let (source, program) = compiled(text)?;
    let host = |text: &str| HostPort::parse(text).ok_or("no HOST:PORT");
    let shape = Shape::Complete { listen: host(listen)?, upstream: host(upstream)? };
    let target = targets::find("envoy").ok_or("no such target")?;
    let artifact = emit(target, &source, &program, &shape).map_err(|report| format!("{report:?}"))?;
    Ok(artifact.parts.into_iter().map(|part| part.text).collect())
}

/// Every value of a key, at any depth.
fn values<'a>(within: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match within {
        Value::Mapping(map) => {
            for (own, value) in map {
                if own.as_str() == Some(key) {
                    found.push(value);
                }
                values(value, key, found);
            }
        }
        Value::Sequence(list) => list.iter().for_each(|value| values(value, key, found)),
        _ => {}
    }
}

#[test]
fn no_matcher_of_origins_matches_a_star_but_the_deliberate_one() -> Result<(), Failure> {
    let upstream = "127.0.0.1:9".parse()?;
    let (mut matchers, mut deliberate) = (0, 0);
    for group in corpus::groups()?.iter().filter(|group| !group.cannot_hold.contains_key("envoy")) {
        let (source, program) = (group.source(), group.program()?);
        for config in [envoy::complete, envoy::merged] {
            let config = config(&source, &program, upstream).map_err(|report| format!("{report:?}"))?;
            let config: Value = serde_yaml::from_str(&config)?;
            let mut policies = Vec::new();
            values(&config, "envoy.filters.http.cors", &mut policies);
            for matcher in
                policies.iter().filter_map(|policy| policy.get("allow_origin_string_match")?.as_sequence()).flatten()
            {
                matchers += 1;
                if matches_star(matcher)? {
                    let any = program.rules.iter().any(|rules| rules.terms.any_origin);
                    assert!(any && matcher["exact"] == "*", "{matcher:?}\n{}", group.policy);
                    deliberate += 1;
                }
            }
        }
    }
    assert!(deliberate > 10 && matchers > 100, "{deliberate} of {matchers}");
    Ok(())
}

fn matches_star(matcher: &Value) -> Result<bool, Failure> {
    let Value::Mapping(map) = matcher else { return Err("a matcher is a mapping".into()) };
    assert_eq!(map.len(), 1);
    if let Some(exact) = matcher.get("exact") {
        return Ok(exact == "*");
    }
    if let Some(script) = matcher.get("custom") {
        // It looks up what is written; no `*` that is sent goes on to the patterns.
        let script = script["typed_config"]["source_code"]["inline_string"].as_str().ok_or("no script")?;
        assert!(script.contains(r#"if not set.patterns or find(origin, "*", 1, true) then return false end"#));
        return Ok(script.contains(r#"["*"]"#));
    }
    let regex = matcher["safe_regex"]["regex"].as_str().ok_or("neither exact nor a regex")?;
    Ok(Regex::new(&format!(r"\A(?:{regex})\z"))?.is_match("*"))
}

#[test]
fn a_name_that_stands_alone_stays_a_name() -> Result<(), Failure> {
    // What some reader of YAML takes for a boolean, a number or nothing, or for a command.
    const NAMES: [&str; 36] = [
        "y",
        "N",
        "yes",
        "NO",
        "on",
        "Off",
        "true",
        "False",
        "null",
        "Null",
        "~",
        "1",
        "-1",
        "+1",
        "0x1f",
        "0X1F",
        "017",
        "0o17",
        "0b1",
        "1e3",
        "1_000",
        ".5",
        "1.",
        ".inf",
        ".NaN",
        "-",
        "--",
        "!",
        "!x",
        "#",
        "&x",
        "%PROTOCOL%",
        "'x'",
        "`",
        "|",
        "x#",
    ];
    let upstream = application::start()?;
    let mut configs = Vec::new();
    for name in NAMES {
        let name = name.replace('\'', "''");
        let rules = format!("allow_methods: ['{name}']\n    allow_headers: ['{name}']\n    expose_headers: ['{name}']");
        let text = format!(
            "routes:\n  - path: /listed\n    allow_origins: [https://a.example]\n    {rules}\n  - path: /any\n    \
             allow_origins: '*'\n    {rules}\n"
        );
        let (source, program) = compiled(&text)?;
        configs.push(envoy::complete(&source, &program, upstream).map_err(|report| format!("{report:?}"))?);
    }
    let server = Server::start(&configs)?;
    for (number, name) in NAMES.iter().enumerate() {
        for target in ["/listed", "/any"] {
            let header = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
            let preflight = vec![header("origin", "https://a.example"), header("access-control-request-method", "GET")];
            let response = socket::exchange(server.address(number), &Request::new("OPTIONS", target, preflight))?;
            for header in
                ["access-control-allow-methods", "access-control-allow-headers", "access-control-expose-headers"]
            {
                let value = response.values(header).next().ok_or_else(|| format!("{name}: {response:?}"))?;
                let mut names = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
                assert!(names.all(|own| own == name.as_bytes()), "{header} of {name}: {response:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn an_upstream_by_name_is_found_by_every_request() -> Result<(), Failure> {
    let port = application::start()?.port();
    let config = complete("allow_origins: [https://a.example]\n", "localhost:0", &format!("localhost:{port}"))?;
    let server = Server::start(&[config])?;
    for _ in 0..6 {
        let response = socket::exchange(server.address(0), &Request::new("GET", "/", Vec::new()))?;
        assert_eq!(response.status, 200, "{response:?}");
    }
    Ok(())
}

#[test]
fn hosts_are_addresses_or_names() -> Result<(), Failure> {
    let text = "allow_origins: [https://a.example]\n";
    for (listen, upstream) in
        [("127.0.0.1:0", "localhost:81"), ("localhost:0", "api.internal:8080"), ("[::1]:0", "[2001:db8::1]:80")]
    {
        Server::validate(&complete(text, listen, upstream)?)?;
    }
    Ok(())
}
