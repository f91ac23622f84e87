//! In a config that was there before: what Envoy answers itself, what an access log tells, a file that Envoy watches.

use std::{fmt::Write as _, fs, thread, time::Duration};

use cors_compiler::{Artifact, emit, target::Shape, targets};
use corsgen_tests::{Failure, socket, subjects::envoy::Server};
use serde_yaml::Value;

use super::{compiled, get, request};

/// A config that is there before a policy comes. It answers some paths itself, and has a log.
const OWN: &str = r#"
static_resources:
  listeners:
  - name: own
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: own
          delayed_close_timeout: 0s
          access_log:
          - name: envoy.access_loggers.file
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
              path: LOG
              log_format: {text_format_source: {inline_string: "%REQ(X-NAME)% %DYNAMIC_METADATA(corsgen.shop:verdict)%\n"}}
          route_config:
            validate_clusters: false
            virtual_hosts:
            - name: own
              domains: ["*"]
              routes:
              - {match: {path: /direct}, direct_response: {status: 200}}
              - {match: {path: /redirect}, redirect: {path_redirect: /elsewhere}}
              - {match: {path: /down}, route: {cluster: down}}
              - match: {path: /apart}
                direct_response: {status: 200}
                response_headers_to_add: [{header: {key: access-control-allow-origin, value: "https://own.example"}}]
                typed_per_filter_config:
                  corsgen.shop: {"@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.LuaPerRoute, disabled: true}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - {name: none}
"#;

const SHOP: &str = r#"
name: shop
allow_origins: [https://app.example.com]
allow_methods: [PUT]
allow_headers: [X-Token]
expose_headers: [ETag]
routes:
  - path: /none/*
    cors: false
"#;

/// [`SHOP`]'s parts.
fn parts() -> Result<Artifact, Failure> {
    parts_of("cors.yaml", SHOP)
}

/// The parts of a policy in a file of that name.
fn parts_of(file: &str, policy: &str) -> Result<Artifact, Failure> {
    let (source, program) = compiled(file, policy)?;
    let target = targets::find("envoy-lua").ok_or("no such target")?;
    Ok(emit(target, &source, &program, &Shape::PARTS).map_err(|report| format!("{report:?}"))?)
}

/// [`OWN`], with a filter before its own.
fn own(filter: &Value, log: &str) -> Result<Server, Failure> {
    let mut config: Value = serde_yaml::from_str(&OWN.replace("LOG", log))?;
    let manager = &mut config["static_resources"]["listeners"][0]["filter_chains"][0]["filters"][0]["typed_config"];
    manager["http_filters"].as_sequence_mut().ok_or("no filters")?.insert(0, filter.clone());
    Server::start(&[serde_yaml::to_string(&config)?])
}

/// [`SHOP`]'s filter.
fn filter() -> Result<Value, Failure> {
    filter_in(&parts()?)
}

fn filter_in(parts: &Artifact) -> Result<Value, Failure> {
    let part = parts.parts.iter().find(|part| part.name == "http_filters").ok_or("no such part")?;
    let part: Value = serde_yaml::from_str(&part.text)?;
    Ok(part["http_filters"][0].clone())
}

/// Two filters of one name would share what they remember of a request.
#[test]
fn no_document_has_the_name_of_one_without() -> Result<(), Failure> {
    let name = |file: &str| -> Result<Value, Failure> {
        let parts = parts_of(file, "allow_origins: [https://app.example.com]\n")?;
        Ok(filter_in(&parts)?["name"].clone())
    };
    // What is no name leaves the document without.
    let unnamed = name("The API.yaml")?;
    for named in ["cors.yaml", "corsgen.yaml"] {
        assert_ne!(unnamed, name(named)?);
    }
    Ok(())
}

#[test]
fn what_envoy_answers_itself_is_covered() -> Result<(), Failure> {
    let server = own(&filter()?, "/dev/null")?;
    for (path, status) in [("/direct", 200), ("/redirect", 301), ("/down", 503), ("/nowhere", 404), ("/none/x", 404)] {
        for origin in ["https://app.example.com", "https://evil.example"] {
            let response = socket::exchange(server.address(0), &get(path, origin))?;
            let header = |name: &str| {
                response.values(name).map(|value| String::from_utf8_lossy(value).into_owned()).collect::<Vec<_>>()
            };
            let allowed = origin == "https://app.example.com" && path != "/none/x";
            let own = |value: &str| if allowed { vec![value.to_owned()] } else { Vec::new() };
            assert_eq!(response.status, status, "{path}: {response:?}");
            assert_eq!(header("access-control-allow-origin"), own(origin), "{path}: {response:?}");
            assert_eq!(header("access-control-expose-headers"), own("ETag"), "{path}: {response:?}");
            let vary = if path == "/none/x" { Vec::new() } else { vec!["Origin".to_owned()] };
            assert_eq!(header("vary"), vary, "{path}: {response:?}");
        }
    }
    let apart = socket::exchange(server.address(0), &get("/apart", "https://app.example.com"))?;
    assert_eq!(apart.values("access-control-allow-origin").collect::<Vec<_>>(), [b"https://own.example"], "{apart:?}");
    assert!(apart.values("vary").next().is_none(), "{apart:?}");
    Ok(())
}

/// Envoy says all that it answers itself in gRPC's words to what asks in gRPC. Of that the policy's own answers are freed, and no other.
#[test]
fn in_grpc_too_a_preflight_is_answered_plainly() -> Result<(), Failure> {
    const GRPC: (&str, &str) = ("content-type", "application/grpc");
    const APP: (&str, &str) = ("origin", "https://app.example.com");
    let server = own(&filter()?, "/dev/null")?;
    let ask = |method: &str, headers: &[(&str, &str)]| {
        socket::exchange(server.address(0), &request(method, "/nowhere", &[&[APP, GRPC], headers].concat()))
    };
    let plain = ask("OPTIONS", &[("access-control-request-method", "PUT")])?;
    assert_eq!(plain.status, 204, "{plain:?}");
    for name in ["content-type", "grpc-status", "grpc-message"] {
        assert!(plain.values(name).next().is_none(), "{plain:?}");
    }
    let envoys = ask("POST", &[])?;
    assert_eq!(envoys.status, 200, "{envoys:?}");
    assert!(envoys.values("grpc-status").next().is_some(), "{envoys:?}");
    assert_eq!(envoys.values("access-control-allow-origin").collect::<Vec<_>>(), [APP.1.as_bytes()], "{envoys:?}");
    Ok(())
}

/// The verdict, the path, the header lines.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn an_access_log_tells_the_verdict() -> Result<(), Failure> {
    const APP: (&str, &str) = ("origin", "https://app.example.com");
    const METHOD: &str = "access-control-request-method";
    const LIST: &str = "access-control-request-headers";
    let rows: &[Row] = &[
        ("allowed", "/direct", &[APP]),
        ("not-cors", "/direct", &[]),
        ("origin-denied", "/direct", &[("origin", "https://evil.example")]),
        ("no-policy", "/none/x", &[APP]),
        ("ambiguous-path", "//none/x", &[APP]),
        ("allowed", "/direct", &[APP, (METHOD, "PUT"), (LIST, "x-token")]),
        ("method-denied", "/direct", &[APP, (METHOD, "DELETE"), (LIST, "x-other")]),
        ("headers-denied", "/direct", &[APP, (METHOD, "PUT"), (LIST, "x-other")]),
    ];
    let log = std::env::temp_dir().join(format!("corsgen-envoy-lua-{}.log", std::process::id()));
    let server = own(&filter()?, &log.to_string_lossy())?;
    let mut expected = String::new();
    for (number, (word, path, headers)) in rows.iter().enumerate() {
        let method = if headers.len() > 1 { "OPTIONS" } else { "GET" };
        let name = format!("row-{number}");
        socket::exchange(
            server.address(0),
            &request(method, path, &[*headers, &[("x-name", name.as_str())]].concat()),
        )?;
        let _ = writeln!(expected, "{name} {word}");
    }
    // Envoy writes it now and then.
    let mut told = String::new();
    for _ in 0..300 {
        told = fs::read_to_string(&log)?;
        if told.lines().count() == rows.len() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    fs::remove_file(&log)?;
    assert_eq!(told, expected);
    Ok(())
}

#[test]
fn a_file_that_envoy_watches_starts_it() -> Result<(), Failure> {
    let parts = parts()?;
    let part = parts.parts.iter().find(|part| part.name == "ecds").ok_or("no such part")?;
    let folder = std::env::temp_dir().join(format!("corsgen-envoy-ecds-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(&part.file), &part.text)?;
    // As the notes have it, but for the folder.
    let copied = part.notes.iter().filter(|note| note.starts_with("  "));
    let entry = copied.fold(String::new(), |text, note| text + note + "\n");
    let entry: Value = serde_yaml::from_str(&entry.replace("/etc/envoy/cors", &folder.to_string_lossy()))?;
    let server = own(&entry[0], "/dev/null")?;
    let response = socket::exchange(server.address(0), &get("/direct", "https://app.example.com"))?;
    assert_eq!(response.values("access-control-allow-origin").collect::<Vec<_>>(), [b"https://app.example.com"]);
    fs::remove_dir_all(&folder)?;
    Ok(())
}
