//! Risks: how they are accepted, and what must be.

use serde_json::{Value, json};

use super::{
    explained,
    origins::{no_insecure, no_insecure_wildcard, no_loopback, no_null, no_suffix_wildcard},
    texts, unsuggested,
};

/// The risks that a policy can accept.
const RISKS: [(&str, &str); 4] = [
    ("insecure-origin", "An `http` origin: whoever sits on the network can speak for it."),
    ("loopback-with-credentials", "Any program of the user's machine can speak for `localhost`."),
    ("null-origin", "Any site can have the origin `null`, by a sandboxed frame."),
    ("public-suffix-wildcard", "Anyone can register a host below a public suffix."),
];

/// `accept_risks`
pub(super) fn acceptances() -> Value {
    let (names, texts): (Vec<&str>, Vec<&str>) = RISKS.into_iter().unzip();
    let risk = json!({
        "type": "string",
        "enum": names,
        "markdownEnumDescriptions": texts,
        "errorMessage": format!("the risks are {} (risk-unknown)", names.join(", ")),
    });
    let origin = json!({
        "type": "string",
        "errorMessage": "the pattern as it is written in the list; the opaque origin is \"null\", in quotes (wrong-type)",
        "defaultSnippets": [{ "label": "\"null\"", "body": "\"null\"" }],
    });
    let properties = json!({
        "risk": explained("The name of the risk, as `corsgen check` tells it.", risk),
        "origin": explained("The pattern as it is written. Nothing but that pattern is accepted.", origin),
        "reason": explained("Why it is acceptable here: a sentence for whoever reads the policy next.", texts::reason().schema()),
        "until": explained(
            "The last day on which it is accepted, such as `2027-01-31`. `corsgen check` reports the risk again from the next day \
             on; what is compiled does not change by itself.",
            texts::day().schema(),
        ),
    });
    let acceptance = json!({
        "title": "accepted risk",
        "type": "object",
        "additionalProperties": false,
        "required": ["risk", "origin", "reason"],
        "properties": properties,
    });
    let snippet = json!({
        "label": "accept a risk",
        "description": "One pattern, one risk, and the reason.",
        "body": { "risk": "${1:null-origin}", "origin": "\"${2:null}\"", "reason": "${3:why it is acceptable here}" },
    });
    let text = "Risks that are accepted, one pattern each.\n\n\
                A risk is what is legitimate in rare settings and dangerous in most: an error until it is listed here with a reason. \
                `corsgen rule null-origin` and its like tell what is at stake.";
    let message = "a list of accepted risks, each with a dash in front (wrong-type)";
    // Of the list, and not of its elements: editors put the dash in front where there is none yet.
    let list = json!({ "type": "array", "errorMessage": message, "items": acceptance, "defaultSnippets": [snippet] });
    explained(text, list)
}

/// Which origins a policy must not list unless it accepts the risk.
///
/// A schema cannot compare the pattern that is accepted with the one in the list: an acceptance of the risk, whatever its pattern,
/// silences it. Of `null` there is but one.
pub(super) fn unaccepted() -> Value {
    let insecure = "whoever sits on the network can speak for an http origin: write https, or accept the risk with a reason under \
                    accept_risks (insecure-origin)";
    json!({
        "allOf": [
            {
                "if": sends_cookies(),
                "then": {
                    "allOf": [
                        items(&no_null(
                            "any site can have the origin null: it is never allowed with credentials, nor beside on_denied: reject \
                             (credentials-with-null-origin)",
                        )),
                        unless("loopback-with-credentials", &no_loopback(
                            "any program of the user's machine can speak for it: let a profile have it, or accept the risk with a \
                             reason under accept_risks (loopback-with-credentials)",
                        )),
                        unless("insecure-origin", &no_insecure(insecure)),
                    ],
                },
                "else": {
                    "allOf": [
                        unless("null-origin", &no_null(
                            "any site can have the origin null: accept the risk with a reason under accept_risks (null-origin)",
                        )),
                        unless("insecure-origin", &no_insecure_wildcard(insecure)),
                    ],
                },
            },
            unless("public-suffix-wildcard", &no_suffix_wildcard(
                "anyone can register a host that this matches: name the domain, or accept the risk with a reason under accept_risks \
                 (public-suffix-wildcard)",
            )),
        ],
    })
}

/// A policy under which what an origin sends may carry credentials: WebSockets do so whatever it says.
fn sends_cookies() -> Value {
    let says = |key: &str, value: Value| json!({ "required": [key], "properties": unsuggested(json!({ key: { "const": value } })) });
    json!({ "anyOf": [says("allow_credentials", json!(true)), says("on_denied", json!("reject"))] })
}

/// The origins are of that kind, unless the risk is accepted.
fn unless(risk: &str, kind: &Value) -> Value {
    let mut accepted = json!({ "risk": { "const": risk } });
    let mut named = vec!["risk"];
    if risk == "null-origin"
        && let Value::Object(accepted) = &mut accepted
    {
        accepted.insert("origin".to_owned(), json!({ "const": "null" }));
        named.push("origin");
    }
    let acceptance = json!({ "type": "object", "required": named, "properties": accepted });
    json!({
        "if": {
            "required": ["accept_risks"],
            "properties": unsuggested(json!({ "accept_risks": { "type": "array", "contains": acceptance } })),
        },
        "else": items(kind),
    })
}

fn items(kind: &Value) -> Value {
    json!({ "properties": unsuggested(json!({ "allow_origins": { "items": kind } })) })
}
