//! Large policies on the real nginx, and the longest things that it reads: up to there it starts, past it the target refuses.

use std::{fmt::Write as _, path::Path};

use cors_compiler::{
    Artifact, Options, Program, Report, Source, compile, emit,
    target::{HostPort, Shape},
    targets,
};
use corsgen_tests::{
    Answer, Failure, Request, application,
    installed::installed,
    nginx::{Server, free_address},
    socket,
};

/// Every line that the document needs, before its policy. The longest name that there may be.
const HEAD: &str = "name: fifteen_letters\n";

#[test]
fn ten_thousand_origins_in_three_policies() -> Result<(), Failure> {
    let origin = |policy: usize, number: usize| {
        // 39 to 98 bytes: found in one step, in two, or by a regex, of which there are few.
        let filling = "x".repeat(if number.is_multiple_of(100) { 59 } else { number % 40 });
        format!("https://x{filling}.{policy}-{number:05}.customers.example.com")
    };
    let list = |policy: usize| (0..10_000).map(|number| origin(policy, number)).collect::<Vec<_>>().join(", ");
    let text = format!(
        "{HEAD}allow_origins: [{}]\nroutes:\n  - path: /a/*\n    allow_origins: [{}]\n  - path: /b/*\n    on_denied: reject\n    allow_origins: [{}]\n",
        list(0),
        list(1),
        list(2)
    );
    let mut requests = Vec::new();
    for path in ["/", "/a/x", "/b/x"] {
        for policy in 0..3 {
            for number in [0, 1, 17, 24, 39, 40, 999, 5_000, 9_999, 10_000] {
                requests.push(get(path, &origin(policy, number)));
            }
        }
    }
    compare(&text, &requests)
}

#[test]
fn a_thousand_policies() -> Result<(), Failure> {
    let mut text = format!("{HEAD}routes:\n");
    for number in 0..1_000_usize {
        let on_denied = if number.is_multiple_of(2) { "pass" } else { "reject" };
        let _ = write!(
            text,
            "  - path: /number/{number}/*\n    allow_origins: ['https://{number}.example.com', 'https://*.of-{number}.example.com']\n    \
             allow_methods: [M{number}]\n    allow_headers: [X-{number}]\n    on_denied: {on_denied}\n"
        );
    }
    let mut requests = Vec::new();
    for number in [0, 1, 10, 100, 500, 998, 999, 1_000] {
        for other in [number, 7] {
            requests.push(get(&format!("/number/{number}/x"), &format!("https://{other}.example.com")));
            requests.push(get(&format!("/number/{number}"), &format!("https://a.b.of-{other}.example.com")));
            requests.push(get(&format!("/NUMBER/{number}"), &format!("https://{other}.example.com")));
        }
    }
    compare(&text, &requests)
}

/// How a document grows, by some number.
type Growth = fn(usize) -> String;

#[test]
fn what_is_too_long_is_refused() -> Result<(), Failure> {
    let grows: [(&str, Growth); 7] = [
        ("headers", |n| format!("allow_origins: '*'\nallow_headers: [{}]\n", numbered("X-A-", n))),
        ("headers with dollars", |n| format!("allow_origins: '*'\nallow_headers: [{}]\n", numbered("$", n))),
        ("methods", |n| format!("allow_origins: '*'\nallow_methods: [{}]\n", numbered("M", n))),
        ("exposed headers", |n| format!("allow_origins: '*'\nexpose_headers: [{}]\n", numbered("$.", n))),
        ("path", |n| format!("routes:\n  - path: /{}/*\n    allow_origins: '*'\n", "a.".repeat(n))),
        ("origin", |n| format!("allow_origins: ['{}://host']\n", "a".repeat(n))),
        ("any port", |n| format!("allow_origins: ['{}://host:*']\n", "a".repeat(n))),
    ];
    for (what, grow) in grows {
        let (mut holds, mut refuses) = (1, 8_000);
        while holds + 1 < refuses {
            let middle = usize::midpoint(holds, refuses);
            match print(&source(&grow(middle)))? {
                Ok(_) => holds = middle,
                Err(_) => refuses = middle,
            }
        }
        assert!(holds > 100, "{what}: {holds}");
        compare(&format!("{HEAD}{}", grow(holds)), &[get("/", "app://a")])
            .map_err(|error| format!("{what}: {error}"))?;
        let Err(report) = print(&source(&grow(refuses)))? else { return Err(what.into()) };
        assert!(
            report.findings().iter().all(|finding| finding.rule.name == "target-cannot-hold"),
            "{what}: {report:?}"
        );
    }
    Ok(())
}

fn numbered(prefix: &str, count: usize) -> String {
    (0..count).map(|number| format!("'{prefix}{number}'")).collect::<Vec<_>>().join(", ")
}

fn get(path: &str, origin: &str) -> Request {
    let preflight = ("access-control-request-method".to_owned(), b"PUT".to_vec());
    Request::new("OPTIONS", path, vec![("origin".to_owned(), origin.as_bytes().to_vec()), preflight])
}

fn source(text: &str) -> Source {
    Source::new("cors.yaml", format!("{HEAD}{text}"))
}

fn program(source: &Source) -> Result<Program, Failure> {
    compile(source, &Options::default()).map(|(program, _)| program).map_err(|report| format!("{report:?}").into())
}

/// The parts, or why the target refuses.
fn print(source: &Source) -> Result<Result<Artifact, Report>, Failure> {
    Ok(emit(targets::find("nginx").ok_or("no target `nginx`")?, source, &program(source)?, &Shape::PARTS))
}

/// Both nginx start with the policy, and answer as the decision does.
fn compare(text: &str, requests: &[Request]) -> Result<(), Failure> {
    let source = Source::new("cors.yaml", text);
    let program = program(&source)?;
    let (address, application) = (free_address()?, application::start()?);
    let host_port = |address: std::net::SocketAddr| HostPort::parse(&address.to_string()).ok_or("no address");
    let shape = Shape::Complete { listen: host_port(address)?, upstream: host_port(application)? };
    let target = targets::find("nginx").ok_or("no target `nginx`")?;
    let artifact = emit(target, &source, &program, &shape).map_err(|report| format!("{report:?}"))?;
    let config = artifact.parts.first().ok_or("no part")?;
    for variable in ["CORSGEN_NGINX_122", "CORSGEN_NGINX_128"] {
        let nginx: &Path = &installed(variable)?;
        let _server = Server::start(nginx, &[("nginx.conf", &config.text)], address)?;
        for request in requests {
            let expected = Answer::of_decision(&cors_core::decide(&program, request), request).without_verdict();
            let answer = Answer::of_response(&socket::exchange(address, request)?);
            assert_eq!(answer, Some(expected), "{variable}: {}", request.bytes().escape_ascii());
        }
    }
    Ok(())
}
