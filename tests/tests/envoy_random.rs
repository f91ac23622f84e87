//! Random policies and random requests on the real Envoy: what a page sees is what the decision says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use std::net::SocketAddr;

use cors_compiler::{Options, Program, Source, compile};
use corsgen_tests::{
    Answer, BrowserView, Failure, Request, application,
    random::{self, Random},
    socket,
    subjects::envoy::{self, Server},
};

/// A policy in one of the listeners of an Envoy.
struct Served {
    text: String,
    program: Program,
    config: String,
}

#[test]
fn a_page_sees_what_the_decision_says() -> Result<(), Failure> {
    let long = std::env::var_os("CORSGEN_LONG").is_some();
    let (rounds, requests) = if long { (40, 600) } else { (2, 150) };
    let upstream = application::start()?;
    let mut random = Random::new(1867);
    let (mut policies, mut compared, mut refused) = (0, 0, 0);
    for _ in 0..rounds {
        let served: Vec<Served> = (0..60).filter_map(|number| serve(&mut random, number, upstream)).collect();
        let server = Server::start(&served.iter().map(|policy| policy.config.clone()).collect::<Vec<_>>())?;
        for (number, policy) in served.iter().enumerate() {
            policies += 1;
            // Envoy joins lines: that is declared, and so not asked here.
            let all = (0..requests).map(|_| random::request(&mut random, false));
            for request in all.filter(may_be_a_browsers).collect::<Vec<_>>() {
                let response = socket::exchange(server.address(number), &request)?;
                match compare(policy, &request, Answer::of_response(&response)) {
                    Ok(true) => compared += 1,
                    Ok(false) => refused += 1,
                    Err(error) => return Err(format!("{error}\n{}\n{}", policy.text, policy.config).into()),
                }
            }
        }
    }
    println!("envoy: {compared} requests to {policies} policies; {refused} were refused by the parser");
    assert!(policies > rounds * 15, "many random policies should be accepted: {policies}");
    assert!(refused < compared / 5, "most requests should be read: {refused} of {compared}");
    Ok(())
}

/// A policy that the compiler takes and the target holds, in either shape of the native filter or in Lua.
fn serve(random: &mut Random, number: usize, upstream: SocketAddr) -> Option<Served> {
    let text = random::policy(random, "random");
    let source = Source::new("cors.yaml", text.as_str());
    let (program, _) = compile(&source, &Options::default()).ok()?;
    let config = [envoy::complete, envoy::merged, envoy::complete_lua][number % 3](&source, &program, upstream).ok()?;
    Some(Served { text, program, config })
}

/// Whether the answer is as it should be; `false`: there is none.
fn compare(policy: &Served, request: &Request, answer: Option<Answer>) -> Result<bool, Failure> {
    let Answer::Observed(expected) = Answer::of_decision(&cors_core::decide(&policy.program, request), request) else {
        return Err("the decision refuses to read".into());
    };
    let sent = request.bytes().escape_ascii().to_string();
    match answer {
        Some(Answer::Observed(answer)) => {
            let (expected, seen) = (BrowserView::of(request, &expected), BrowserView::of(request, &answer));
            let text = || format!("{sent}\n  expected {expected:?}\n  seen     {seen:?}\n  answered {answer:?}");
            if expected == seen { Ok(true) } else { Err(text().into()) }
        }
        Some(Answer::Unsendable(_)) => Ok(false),
        None => Err(format!("{sent}\n  neither layer nor application").into()),
    }
}

/// Whether a request is of the form that a browser gives it, in what Envoy's answer may depend on by a declared difference. Much
/// that no browser sends is asked too: it is to be denied all the same.
fn may_be_a_browsers(request: &Request) -> bool {
    let is_token = |name: &[u8]| cors_core::method::is_token(name);
    let methods = request.values("access-control-request-method").all(is_token);
    let mut lists = request.values("access-control-request-headers");
    methods
        && lists.all(|list| list.split(|byte| *byte == b',').all(is_token))
        && request.values("origin").all(in_bounds)
}

/// Whether an origin keeps the bounds of labels, hosts and ports: a wildcard of Envoy's knows none.
fn in_bounds(origin: &[u8]) -> bool {
    let text = String::from_utf8_lossy(origin);
    let authority = text.split("://").nth(1).unwrap_or_default();
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
    let elided = if text.starts_with("https:") { "443" } else { "80" };
    let is_port = port.len() < 5 || port.parse::<u16>().is_ok();
    host.len() <= 253 && host.split('.').all(|label| label.len() <= 63) && port != elided && is_port
}
