//! The keys of a policy, which stand in a document and in a route alike.

use serde_json::{Map, Value, json};

use super::{explained, names, risks, text::never, texts, unsuggested};

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
        ("accept_risks", risks::acceptances()),
    ];
    all.into_iter().map(|(name, key)| (name.to_owned(), key)).collect()
}

/// Every key, defined elsewhere. Draft-07 has no other way to share keys and refuse unknown ones.
pub(super) fn references() -> Map<String, Value> {
    let reference = |name: &String| (name.clone(), json!({ "$ref": format!("#/definitions/{name}") }));
    definitions().keys().map(reference).collect()
}

/// None of the keys, but for `allow_origins` perhaps. What is told stands at the key, as `not` would not have it.
pub(super) fn refused(allow_origins: bool, message: &str) -> Value {
    let keys = definitions().into_iter().map(|(name, _)| name);
    let keys: Map<String, Value> =
        keys.filter(|name| allow_origins || name != "allow_origins").map(|name| (name, json!(false))).collect();
    json!({ "properties": keys, "errorMessage": message })
}

/// What keys of one policy must not say together: to browsers `*` is a literal where credentials are allowed.
pub(super) fn credentials() -> Value {
    let literal = |what: &str| format!("with credentials, browsers take * for the name of {what}: list what is meant");
    let no_star = |message: &str| never(r"\*$", message);
    let listed = |message: String| {
        let Value::Object(mut key) = no_star(&message) else { return Value::Null };
        key.insert("items".to_owned(), no_star(&message));
        Value::Object(key)
    };
    let origins =
        "credentials are never allowed from any origin: list those that may send them (credentials-with-any-origin)";
    json!({
        "if": {
            "required": ["allow_credentials"],
            "properties": unsuggested(json!({ "allow_credentials": { "const": true } })),
        },
        "then": {
            "properties": unsuggested(json!({
                "allow_origins": no_star(origins),
                "allow_methods": no_star(&format!("{} (any-method-with-credentials)", literal("a method"))),
                "allow_headers": listed(format!("{} (any-header-with-credentials)", literal("a header"))),
                "expose_headers": no_star(&format!("{} (expose-any-with-credentials)", literal("a header"))),
            })),
        },
    })
}

/// `"*"`, or a list that is not empty.
///
/// What its values may be is told by examples: editors would propose snippets of the key within the list too.
fn any_or_list(what: &str, list: Value) -> Value {
    json!({
        "type": ["string", "array"],
        "errorMessage": format!("\"*\" for any, or a list of {what} (wrong-type)"),
        "if": { "type": "string" },
        "then": { "enum": ["*"], "errorMessage": format!("a list of {what}, in brackets; any is \"*\" (scalar-for-list)") },
        "else": list,
    })
}

fn allow_origins() -> Value {
    let text = "The origins whose pages may read responses: `\"*\"` for any, or a list.\n\n\
                - `https://app.example.com`: this one\n\
                - `https://*.example.com`: every subdomain at any depth, not `example.com` itself\n\
                - `https://pr-*.example.com`: one label\n\
                - `http://localhost:*`: any port\n\
                - `$first_party`: those of an origin set\n\
                - `\"null\"`: sandboxed frames, which any site can make";
    let mut key = any_or_list("origins", list("origin_or_set"));
    insert(&mut key, "examples", json!([["https://app.example.com"], "*"]));
    explained(text, key)
}

fn allow_methods() -> Value {
    let text = "The methods that pages may use beside `GET`, `HEAD` and `POST`, which no policy can forbid: `\"*\"` for any, or a \
                list. Case-sensitive.";
    let mut key = any_or_list("methods", list("method"));
    insert(&mut key, "examples", json!([["PUT", "PATCH", "DELETE"], "*"]));
    explained(text, key)
}

fn allow_headers() -> Value {
    let text = "The request-headers that pages may send beside the CORS-safelisted ones: `\"*\"` for any but `Authorization`, or a \
                list. `\"*\"` may stand in the list beside `Authorization`. `application/json` bodies need `Content-Type`.";
    let mut items = list("request_header");
    let beside = format!(r"^(?:\*$|{})", names::authorization().trim_start_matches('^'));
    let alone = "in a list, * stands beside Authorization alone (any-in-list)";
    insert(&mut items, "if", json!({ "contains": { "const": "*" } }));
    insert(
        &mut items,
        "then",
        json!({
            "contains": { "type": "string", "pattern": names::authorization() },
            "errorMessage": alone,
            "items": { "pattern": beside, "patternErrorMessage": alone },
        }),
    );
    let mut key = any_or_list("header names", items);
    insert(&mut key, "examples", json!([["Authorization", "Content-Type"], "*"]));
    explained(text, key)
}

fn expose_headers() -> Value {
    let text = "The response headers that pages may read beside the CORS-safelisted ones: `\"*\"` for any, or a list.";
    let mut key = any_or_list("header names", list("response_header"));
    insert(&mut key, "examples", json!([["ETag", "X-Request-Id"], "*"]));
    explained(text, key)
}

fn allow_credentials() -> Value {
    let text = "Whether pages may send cookies and other credentials, and read what comes back. Absent: `false`. With `true`, `\"*\"` \
                and `\"null\"` are errors.";
    // Not `"type": "boolean"`: editors document the values of an enumeration.
    let key = json!({
        "enum": [true, false],
        "markdownEnumDescriptions": [
            "Each origin above can act as the user who is signed in.",
            "Pages get what anybody gets who is not signed in.",
        ],
        "errorMessage": "true or false, without quotes (wrong-type)",
    });
    explained(text, key)
}

fn max_age() -> Value {
    let text = "How long a browser may keep the answer to a preflight: seconds, or `90s`, `10m`, `2h`, `1d`; at most a day. `0` \
                forbids keeping it. Absent: browsers keep it 5 seconds.";
    let key = json!({
        "type": ["integer", "string"],
        "errorMessage": "seconds as a number, or a duration such as 90s, 10m, 2h or 1d (wrong-type)",
        "if": { "type": "integer" },
        "then": { "minimum": 0, "maximum": 86400 },
        "else": { "if": { "type": "string" }, "then": texts::duration().schema() },
        "examples": ["10m", "2h"],
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
        "errorMessage": "answer or forward (wrong-type)",
    });
    explained("Who answers preflights. Absent: `answer`.", key)
}

fn preflight_status() -> Value {
    let key = json!({
        "enum": [200, 204],
        "markdownEnumDescriptions": [
            "For clients that take nothing else for success.",
            "No content: what preflights are usually answered with.",
        ],
        "errorMessage": "200 or 204, without quotes (wrong-type)",
    });
    explained("The status of an answered preflight. Absent: `204`.", key)
}

fn on_denied() -> Value {
    let key = json!({
        "enum": ["pass", "reject"],
        "markdownEnumDescriptions": [
            "It reaches the application, and the browser withholds the answer from the page.",
            "It is answered `403` and never reaches the application. Pages of one's own are let through.",
        ],
        "errorMessage": "pass or reject (wrong-type)",
    });
    explained("What becomes of a request from an origin that is not allowed. Absent: `pass`.", key)
}

/// A list of what is defined under that name.
fn list(element: &str) -> Value {
    json!({ "minItems": 1, "items": { "$ref": format!("#/definitions/{element}") } })
}

fn insert(into: &mut Value, key: &str, value: Value) {
    if let Value::Object(into) = into {
        into.insert(key.to_owned(), value);
    }
}
