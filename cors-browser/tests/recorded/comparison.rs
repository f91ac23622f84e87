use cors_browser::{Api, Browser, Failure, Outcome, Reason, Request, ResponseType, Verdict};
use serde_json::{Value, json};

use crate::case::Case;

/// In what an outcome is not as the standard says.
pub(crate) fn with_spec(case: &Case, spec: &Value, outcome: &Outcome) -> Vec<String> {
    let sent: Vec<&Request> = outcome.sent().collect();
    let text = |request: &Request, name: &str| {
        request.headers.get(name).map_or(Value::Null, |value| String::from_utf8_lossy(&value).into())
    };
    let preflight = sent.iter().find(|request| request.headers.contains("access-control-request-method"));
    let asked = |name: &str| preflight.map_or(Value::Null, |request| text(request, name));
    let mut differences = Vec::new();
    for (field, said) in spec.as_object().unwrap() {
        let found = match field.as_str() {
            "outcome" => resolution(outcome).into(),
            "preflight" => preflight.is_some().into(),
            "requests" => sent.iter().map(|request| request.method.clone()).collect::<Vec<_>>().into(),
            "acrm" => asked("access-control-request-method"),
            "acrh" => asked("access-control-request-headers"),
            "origin" => sent.iter().map(|request| text(request, "origin")).collect::<Vec<_>>().into(),
            "type" => outcome.response_type.name().into(),
            "status" => outcome.status.into(),
            "readable" => {
                let mut said: Vec<&str> = said.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
                said.sort_unstable();
                assert_eq!(outcome.readable_headers, said, "{}", case.id());
                continue;
            }
            "cookie" => sent.iter().map(|request| cookie(case, request).into()).collect::<Vec<Value>>().into(),
            "sent" => {
                let last = sent.last().unwrap();
                said.as_object().unwrap().keys().map(|name| (name.clone(), text(last, name))).collect::<Value>()
            }
            "cors_error" => outcome.failed.as_ref().map(cors_error).into(),
            other => panic!("no field is {other}"),
        };
        if *said != found {
            differences.push(format!("{field}: the standard says {said}, the model {found}"));
        }
    }
    differences
}

/// In what an outcome is not as it was seen in a browser: requests, result and console.
pub(crate) fn with_browser(case: &Case, browser: Browser, seen: &Value, outcome: &Outcome, api: Api) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, seen: Value, found: Value| {
        if seen != found {
            differences.push(format!("{what}: seen {seen}\n    model {found}"));
        }
    };
    let requests: Vec<Value> = outcome.sent().map(|request| recorded(case, request)).collect();
    compare("requests", seen["requests"].clone(), requests.into());
    let result = &seen["result"];
    compare("outcome", result["outcome"].clone(), resolution(outcome).into());
    let failed = outcome.failed.as_ref();
    let error = failed.map(|failed| match api {
        Api::Xhr { .. } if !failed.reason.is_thrown() => "xhr error event".to_owned(),
        _ => failed.exception(browser),
    });
    compare("error", result["error"].clone(), error.into());
    if api == Api::Fetch {
        let kind = (outcome.response_type != ResponseType::Error).then(|| outcome.response_type.name());
        compare("type", result["type"].clone(), kind.into());
    }
    if result["outcome"] == "resolved" {
        compare("status", result["status"].clone(), outcome.status.into());
        let read: Vec<Value> = result["headers"].as_array().unwrap().iter().map(|line| line[0].clone()).collect();
        compare("headers", read.into(), outcome.readable_headers.clone().into());
    }
    compare("console", console(seen).into(), outcome.console(browser).into());
    differences
}

/// What stood in the console, without what is no matter of CORS: Chromium's line about a status that the page reads, and Firefox's about a
/// body that is no XML.
fn console(seen: &Value) -> Vec<Value> {
    let others = ["Failed to load resource: the server responded with a status of ", "XML Parsing Error: "];
    let lines = seen["console"].as_array().unwrap().iter();
    lines.filter(|line| !others.iter().any(|other| line.as_str().unwrap().starts_with(other))).cloned().collect()
}

fn resolution(outcome: &Outcome) -> &'static str {
    match outcome.verdict {
        Verdict::Readable | Verdict::Opaque => "resolved",
        Verdict::Blocked | Verdict::NotSent => "rejected",
    }
}

fn cookie(case: &Case, request: &Request) -> Option<String> {
    case.cookie(request.url.host_str().unwrap()).filter(|_| request.credentials)
}

/// A request as it is recorded.
fn recorded(case: &Case, request: &Request) -> Value {
    let is_preflight = request.headers.contains("access-control-request-method");
    let mut recorded = json!({
        "kind": if is_preflight { "preflight" } else { "actual" },
        "method": request.method,
        "url": as_sent(&request.url),
    });
    let names =
        [("origin", "origin"), ("acrm", "access-control-request-method"), ("acrh", "access-control-request-headers")];
    for (field, name) in names {
        if let Some(value) = request.headers.get(name) {
            recorded[field] = String::from_utf8(value).unwrap().into();
        }
    }
    if let Some(cookie) = cookie(case, request) {
        recorded["cookie"] = cookie.into();
    }
    recorded
}

/// A URL as a server sees it.
fn as_sent(url: &url::Url) -> String {
    let mut url = url.clone();
    url.set_username("").unwrap();
    url.set_password(None).unwrap();
    url.into()
}

/// Chromium's name of a failure.
fn cors_error(failure: &Failure) -> String {
    let name = match failure.reason {
        Reason::PreflightRedirect => return "PreflightDisallowedRedirect".to_owned(),
        Reason::PreflightStatus => return "PreflightInvalidStatus".to_owned(),
        Reason::MethodNotAllowed => return "MethodDisallowedByPreflightResponse".to_owned(),
        Reason::AllowOriginMissing => "MissingAllowOriginHeader",
        Reason::AllowOriginWildcard => "WildcardOriginNotAllowed",
        Reason::AllowOriginLines | Reason::AllowOriginList => "MultipleAllowOriginValues",
        Reason::AllowOriginInvalid => "InvalidAllowOriginValue",
        Reason::AllowOriginMismatch => "AllowOriginMismatch",
        Reason::AllowCredentials => "InvalidAllowCredentials",
        other => panic!("no case names {other:?}"),
    };
    if failure.is_preflight { format!("Preflight{name}") } else { name.to_owned() }
}
