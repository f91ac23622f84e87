//! The same policy through every server, seen by pages in a real Chromium: `tests/browser/` has the policy and the calls.

use std::{collections::BTreeMap, net::SocketAddr};

use cors_compiler::{Options, Program, Source};
use cors_policy::cors_policy;
use corsgen_tests::{
    Failure, Group, application, browser,
    subjects::{Actix, Nginx, Tower, envoy},
    summary,
};

cors_policy!(struct Compiled = "browser/cors.yaml");

fn group() -> Group {
    Group { policy: browser::POLICY.to_owned(), profile: None, cannot_hold: BTreeMap::new(), cases: Vec::new() }
}

fn source() -> Source {
    Source::new("cors.yaml", browser::POLICY)
}

fn program() -> Result<Program, Failure> {
    compiled(&source())
}

fn compiled(source: &Source) -> Result<Program, Failure> {
    let compiled = cors_compiler::compile(source, &Options::default());
    compiled.map(|(program, _)| program).map_err(|report| format!("{report:?}").into())
}

/// Lets Chromium call a server, and leaves what came of it where `tests/run` prints it.
#[expect(clippy::print_stdout, reason = "the closing line of a run")]
fn run(name: &str, server: SocketAddr) -> Result<(), Failure> {
    let tally = browser::run(name, &program()?, server, |_| true)?;
    println!("{}: {name}: {tally}", tally.browser);
    summary::leave(env!("CARGO_TARGET_TMPDIR"), &tally.browser, name, &tally)?;
    assert!(tally.differences.is_empty(), "{}", tally.differences.join("\n"));
    assert!(tally.calls >= 60 && tally.preflights * 5 > tally.calls, "too few calls: {tally}");
    Ok(())
}

#[test]
fn axum() -> Result<(), Failure> {
    let tower = Tower::new()?;
    run("axum", tower.serve(Compiled)?)
}

#[test]
fn actix() -> Result<(), Failure> {
    let server = Actix::serve(Compiled)?;
    run("actix", server.address())
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    let (_server, address) = Nginx::v1_22()?.whole(&group())?.map_err(|lines| format!("refused at {lines:?}"))?;
    run("nginx-1.22", address)
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    let (_server, address) = Nginx::v1_28()?.whole(&group())?.map_err(|lines| format!("refused at {lines:?}"))?;
    run("nginx-1.28", address)
}

#[test]
fn envoy() -> Result<(), Failure> {
    let config = envoy::complete(&source(), &program()?, application::start()?);
    let server = envoy::Server::start(&[config.map_err(|report| format!("{report:?}"))?])?;
    run("envoy", server.address(0))
}

#[test]
fn envoy_lua() -> Result<(), Failure> {
    let config = envoy::complete_lua(&source(), &program()?, application::start()?);
    let server = envoy::Server::start(&[config.map_err(|report| format!("{report:?}"))?])?;
    run("envoy-lua", server.address(0))
}

/// What is wrong with a policy, and the row that tells.
const WRONG: [(&str, &str, &str); 9] = [
    ("https://*.preview.example.com\n", "https://*.example.com\n", "stranger"),
    ("https://app.example.com:8443\n", "https://app.example.com:*\n", "stranger"),
    ("https://app.example.com:8443\n", "https://app.example.com:9443\n", "with-port"),
    ("allow_methods: [GET, PUT, PATCH", "allow_methods: [GET, PUT", "patch"),
    ("X-Tenant, ", "", "many-headers"),
    ("allow_headers: [Authorization", "allow_headers: [X-Debug, Authorization", "header-unlisted"),
    ("expose_headers: [X-Application]", "expose_headers: [X-Other]", "get"),
    ("allow_credentials: true\nmax_age", "allow_credentials: false\nmax_age", "get-include"),
    ("max_age: 10m\naccept", "max_age: 0\naccept", "kept"),
];

#[test]
fn a_wrong_policy_is_seen() -> Result<(), Failure> {
    let tower = Tower::new()?;
    for (right, wrong, row) in WRONG {
        let text = browser::POLICY.replacen(right, wrong, 1);
        assert_ne!(text, browser::POLICY, "nothing is wrong: {right}");
        let server = tower.serve(compiled(&Source::new("cors.yaml", text.as_str()))?)?;
        let tally = browser::run("axum", &program()?, server, |id| id == row)?;
        assert!(!tally.differences.is_empty(), "`{row}` does not see `{wrong}` in place of `{right}`");
    }
    Ok(())
}
