//! The keys of a policy, which stand in a document and in a route alike.

use serde_json::{Map, Value, json};

use super::{
    explained,
    patterns::{AUTHORIZATION, DAY, DURATION, METHOD, NAMED_HEADER, ORIGIN_OR_SET, Pattern, REQUEST_HEADER},
};

/// The risks that a policy can accept.
const RISKS: [(&str, &str); 4] = [
    ("insecure-origin", "An `http` origin: whoever sits on the network can speak for it."),
    ("loopback-with-credentials", "Any program of the user's machine can speak for `localhost`."),
    ("null-origin", "Any site can have the origin `null`, by a sandboxed frame."),
    ("public-suffix-wildcard", "Anyone can register a host below a public suffix."),
];

/// Every key, by its name.
pub(super) fn definitions() -> Map<String, Value> {
    let all = [
        ("allow_origins", allow_origins()),
        ("allow_methods", allow_methods()),
        ("allow_headers", allow_headers()),
        ("expose_headers", expose_headers()),
        ("allow_credentials", allow_credentials()),
        ("max_age", max_age()),
        ("preflight", preflight()),
        ("preflight_status", preflight_status()),
        ("on_denied", on_denied()),
        ("accept_risks", accept_risks()),
    ];
    all.into_iter().map(|(name, key)| (name.to_owned(), key)).collect()
}

/// Every key, defined elsewhere. Draft-07 has no other way to share keys and refuse unknown ones.
pub(super) fn references() -> Map<String, Value> {
    let reference = |name: &String| (name.clone(), json!({ "$ref": format!("#/definitions/{name}") }));
    definitions().keys().map(reference).collect()
}

/// Every key but `allow_origins`, none of which may stand there.
pub(super) fn refused(why: &str) -> Map<String, Value> {
    let others = definitions().into_iter().map(|(name, _)| name).filter(|name| name != "allow_origins");
    others.map(|name| (name, refusal(why))).collect()
}

/// A key that may not stand there.
pub(super) fn refusal(why: &str) -> Value {
    json!({ "not": {}, "errorMessage": format!("This key may not stand here: {}.", why.replace('`', "")) })
}

/// To browsers `*` is a literal where credentials are allowed.
pub(super) fn credentials() -> Value {
    let named = |pattern: Pattern| json!({ "type": "array", "items": pattern.schema() });
    let no_null = json!({
        "type": "string",
        "pattern": "^(?!null$)",
        "patternErrorMessage": "Any site can have the origin null: it is never allowed with credentials.",
    });
    json!({
        "if": { "required": ["allow_credentials"], "properties": { "allow_credentials": { "enum": [true] } } },
        "then": {
            "properties": {
                "allow_origins": { "type": "array", "items": no_null },
                "allow_methods": named(METHOD),
                "allow_headers": named(NAMED_HEADER),
                "expose_headers": named(NAMED_HEADER),
            },
        },
    })
}

/// `"*"`, or a list that is not empty.
fn any_or_list(list: Value) -> Value {
    json!({
        "type": ["string", "array"],
        "if": { "type": "string" },
        "then": { "enum": ["*"] },
        "else": list,
    })
}

fn list(element: &Pattern) -> Value {
    json!({ "minItems": 1, "items": element.schema() })
}

fn allow_origins() -> Value {
    let text = "The origins whose pages may read responses: `\"*\"` for any, or a list.\n\n\
                - `https://app.example.com`: this one\n\
                - `https://*.example.com`: every subdomain at any depth, not `example.com` itself\n\
                - `https://pr-*.example.com`: one label\n\
                - `http://localhost:*`: any port\n\
                - `$first_party`: those of an origin set\n\
                - `\"null\"`: sandboxed frames, which any site can make";
    let mut key = any_or_list(list(&ORIGIN_OR_SET));
    if let Value::Object(key) = &mut key {
        key.insert(
            "defaultSnippets".to_owned(),
            json!([{ "label": "list", "body": ["https://${1:app.example.com}"] }]),
        );
    }
    explained(text, key)
}

fn allow_methods() -> Value {
    let text = "The methods that pages may use beside `GET`, `HEAD` and `POST`, which no policy can forbid: `\"*\"` for any, or a \
                list. Case-sensitive.";
    let key = json!({ "examples": [["PUT", "PATCH", "DELETE"]] });
    explained(text, merged(any_or_list(list(&METHOD)), key))
}

fn allow_headers() -> Value {
    let text = "The request-headers that pages may send beside the CORS-safelisted ones: `\"*\"` for any but `Authorization`, or a \
                list. `\"*\"` may stand in the list beside `Authorization`. `application/json` bodies need `Content-Type`.";
    let beside_authorization = json!({
        "if": { "contains": { "enum": ["*"] } },
        "then": { "contains": AUTHORIZATION.schema() },
    });
    let key = json!({ "examples": [["Authorization", "Content-Type"]] });
    explained(text, merged(any_or_list(merged(list(&REQUEST_HEADER), beside_authorization)), key))
}

fn expose_headers() -> Value {
    let text = "The response headers that pages may read beside the CORS-safelisted ones: `\"*\"` for any, or a list.";
    explained(text, merged(any_or_list(list(&NAMED_HEADER)), json!({ "examples": [["ETag", "X-Request-Id"]] })))
}

fn allow_credentials() -> Value {
    let text = "Whether pages may send cookies and other credentials, and read what comes back. Absent: `false`. With `true`, `\"*\"` \
                and `\"null\"` are errors.";
    explained(text, json!({ "type": "boolean" }))
}

fn max_age() -> Value {
    let text = "How long a browser may keep the answer to a preflight: seconds, or `90s`, `10m`, `2h`, `1d`; at most a day. `0` \
                forbids keeping it. Absent: browsers keep it 5 seconds.";
    let key = json!({
        "type": ["integer", "string"],
        "if": { "type": "integer" },
        "then": { "minimum": 0, "maximum": 86400 },
        "else": DURATION.schema(),
        "examples": ["10m"],
    });
    explained(text, key)
}

fn preflight() -> Value {
    let key = json!({
        "enum": ["answer", "forward"],
        "markdownEnumDescriptions": [
            "Preflights are answered where the policy holds; the application does not see them.",
            "Preflights go on to the application, and headers are added to its answer.",
        ],
    });
    explained("Who answers preflights. Absent: `answer`.", key)
}

fn preflight_status() -> Value {
    explained("The status of an answered preflight. Absent: `204`.", json!({ "enum": [200, 204] }))
}

fn on_denied() -> Value {
    let key = json!({
        "enum": ["pass", "reject"],
        "markdownEnumDescriptions": [
            "It reaches the application, and the browser withholds the answer from the page.",
            "It is answered `403` and never reaches the application. Pages of one's own are let through.",
        ],
    });
    explained("What happens to a request from an origin that is not allowed. Absent: `pass`.", key)
}

fn accept_risks() -> Value {
    let (names, texts): (Vec<&str>, Vec<&str>) = RISKS.into_iter().unzip();
    let risk = json!({ "enum": names, "markdownEnumDescriptions": texts });
    let properties = json!({
        "risk": explained("The name of the risk, as `corsgen check` tells it.", risk),
        "origin": explained("The pattern as written. Nothing but that pattern is accepted.", json!({ "type": "string" })),
        "reason": explained("Why it is acceptable here.", json!({ "type": "string", "minLength": 1 })),
        "until": explained("The last day on which it is: `corsgen check` reports it again from the next day on.", DAY.schema()),
    });
    let item = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["risk", "origin", "reason"],
        "properties": properties,
        "defaultSnippets": [{
            "label": "accept a risk",
            "body": { "risk": "${1:null-origin}", "origin": "${2:null}", "reason": "${3:why}" },
        }],
    });
    explained("Risks that are accepted, one pattern each.", json!({ "type": "array", "items": item }))
}

fn merged(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) => {
            first.extend(second);
            Value::Object(first)
        }
        (first, _) => first,
    }
}
