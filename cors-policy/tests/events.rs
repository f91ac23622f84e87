//! A refusal can be told: what was refused, and by which part of the policy.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    convert::Infallible,
    fs,
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use cors_policy::{cors_policy, runtime::RuntimePolicy, tower::CorsLayer};
use http::{HeaderValue, Request, Response};
use tower::{Layer, Service, service_fn};
use tracing_subscriber::fmt::MakeWriter;

cors_policy!(struct Api = "tests/api.yaml");

const APP: (&str, &str) = ("origin", "https://app.example.com");
const EVIL: (&str, &str) = ("origin", "https://evil.example");
const GET: (&str, &str) = ("access-control-request-method", "GET");
const DELETE: (&str, &str) = ("access-control-request-method", "DELETE");

#[test]
fn what_was_refused_is_named_with_its_policy() {
    let too_long = "a list longer than any that is allowed";
    let (commas, long_name) = (",".repeat(4097), "x".repeat(300));
    let cut = format!("{}…", "x".repeat(256));
    let preflight = |list| [APP, GET, ("access-control-request-headers", list)];
    let app = "https://app.example.com";
    let evil = "https://evil.example";
    let denied = |origin, refused| told("origin-denied", Some("document"), origin, refused);
    assert_eq!(events("GET", "/x", &[EVIL]), denied(evil, evil));
    assert_eq!(events("OPTIONS", "/x", &[EVIL, GET]), denied(evil, evil));
    assert_eq!(events("GET", "/x", &[EVIL, EVIL]), denied("several lines", "several lines"));
    assert_eq!(events("GET", "/x", &[("origin", "a\tb\u{ff}")]), denied(r"a\tb\xc3\xbf", r"a\tb\xc3\xbf"));
    assert_eq!(events("POST", "/chat", &[EVIL]), told("origin-denied", Some("/chat"), evil, evil));
    assert_eq!(events("OPTIONS", "/x", &[APP, DELETE]), told("method-denied", Some("document"), app, "DELETE"));
    let headers_denied = |policy, refused| told("headers-denied", Some(policy), app, refused);
    assert_eq!(events("OPTIONS", "/x", &preflight("authorization, x-a,x-b")), headers_denied("document", "x-a"));
    assert_eq!(events("OPTIONS", "/x", &preflight(&commas)), headers_denied("document", too_long));
    assert_eq!(events("OPTIONS", "/chat", &preflight(&long_name)), headers_denied("/chat", &cut));
    assert_eq!(events("GET", "/CHAT", &[APP]), told("ambiguous-path", None, app, "/CHAT"));
}

#[test]
fn what_was_not_refused_is_not_told() {
    assert_eq!(events("GET", "/x", &[]), "");
    assert_eq!(events("GET", "/x", &[APP]), "");
    assert_eq!(events("OPTIONS", "/x", &[APP, GET]), "");
    assert_eq!(events("GET", "/CHAT", &[]), "");
    assert_eq!(events("GET", "/public/x", &[EVIL]), "");
    assert_eq!(events("POST", "/chat", &[EVIL, ("sec-fetch-site", "same-origin")]), "");
    assert_eq!(events("POST", "/private/x", &[EVIL]), "");
}

#[test]
fn what_comes_of_reading_a_policy_again_is_told() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("events.yaml");
    fs::write(&file, "allow_origins: [https://a.example]\n").unwrap();
    let policy = RuntimePolicy::builder().reloading(&file).unwrap();
    let event = format!("INFO cors_policy: the CORS policy was read again file={}\n", file.display());
    assert_eq!(told_during(|| assert!(policy.reload().is_ok())), event);
    fs::write(&file, "allow_origins: [a.example]\n").unwrap();
    let told = told_during(|| assert!(policy.reload().is_err()));
    let begin = format!("ERROR cors_policy: the CORS policy before stays in force file={} error=", file.display());
    assert!(told.starts_with(&begin) && told.contains("origin-missing-scheme"), "{told}");
}

fn told(verdict: &str, policy: Option<&str>, origin: &str, refused: &str) -> String {
    let policy = policy.map(|policy| format!("policy={policy:?} ")).unwrap_or_default();
    let fields = format!("verdict={verdict:?} {policy}origin={origin} refused={refused}");
    format!("DEBUG cors_policy: not allowed by the CORS policy {fields}\n")
}

/// Every event, down to debug level, while the layer answers a request.
fn events(method: &str, path: &str, headers: &[(&str, &str)]) -> String {
    let mut request = Request::builder().method(method).uri(path).body(()).unwrap();
    for (name, value) in headers {
        let name: http::HeaderName = name.parse().unwrap();
        request.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let application = service_fn(async |_: Request<()>| Ok::<_, Infallible>(Response::new(())));
    told_during(|| drop(CorsLayer::new(Api).layer(application).call(request)))
}

/// Every event, down to debug level, while something is done.
fn told_during(done: impl FnOnce()) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .without_time()
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, done);
    let bytes = log.0.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8(bytes.clone()).unwrap().trim_start().to_owned()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for &Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> &'a Self {
        self
    }
}
