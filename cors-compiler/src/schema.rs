//! The JSON Schema of the policy language, draft-07: for editors, which complete keys and explain them.
//!
//! It accepts whatever compiles, and refuses whatever a schema can know to be wrong: what it cannot is listed, by rule, beside its
//! tests. It has `if`/`then`/`else` where `anyOf` would be shorter, and words of its own wherever an editor would say what the
//! schema looks like, not what is wrong with the policy. Each ends in the name of its rule, which `corsgen rule` explains.

mod address;
mod advice;
mod names;
mod origins;
mod policy;
mod risks;
mod route;
mod text;
mod texts;

use serde_json::{Map, Value, json};

/// The schema as text: what `corsgen schema` prints.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The schema.
pub fn schema() -> Value {
    let mut properties = document_keys();
    properties.extend(policy::references());
    let advice = advice::document();
    let mut all = vec![
        without_origins(),
        json!({ "$ref": "#/definitions/credentials" }),
        json!({ "$ref": "#/definitions/unaccepted_risks" }),
        without_sets(),
    ];
    all.extend(advice::told(&advice));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "CORS policy",
        "description": "Which pages of other origins may read a service's responses; compiled by corsgen.",
        "type": "object",
        "properties": properties,
        "patternProperties": advice::passed(&advice),
        "additionalProperties": false,
        "allOf": all,
        "defaultSnippets": starters(),
        "definitions": definitions(),
    })
}

/// The keys that only a document has.
fn document_keys() -> Map<String, Value> {
    let mut keys = Map::new();
    let mut add = |name: &str, key: Value| _ = keys.insert(name.to_owned(), key);
    add("$schema", explained("The schema for editors; otherwise ignored.", json!(true)));
    let version = json!({
        "type": "integer",
        "errorMessage": "the version is a number, without quotes (wrong-type)",
        "if": { "type": "integer" },
        "then": { "enum": [1], "errorMessage": "the only version is 1 (unsupported-version)" },
        "examples": [1],
    });
    add("version", explained("The version of the language: `1`. Absent means 1, for ever.", version));
    add(
        "name",
        explained(
            "What variables, filters and log fields of servers are called. Absent: the file's name without its extension, \
             where that is such a name.",
            texts::document_name().schema(),
        ),
    );
    add(
        "origin_sets",
        explained(
            "Lists of origins that policies name with a leading `$`: `first_party: […]` is used as `$first_party`.",
            origin_sets("${1:first_party}", "https://${2:app.example.com}"),
        ),
    );
    add("profiles", profiles());
    add("routes", route::routes());
    keys
}

fn profiles() -> Value {
    let name = origins::set_name("profile", "The name of a profile, which `--profile` selects.");
    let body = json!({ "${1:development}": { "${2:local}": ["http://localhost:*"] } });
    explained(
        "What differs between environments: a selected profile replaces the contents of the origin sets that it names.",
        json!({
            "type": "object",
            "errorMessage": "a mapping of names to origin sets (wrong-type)",
            "propertyNames": name,
            "additionalProperties": origin_sets("${1:local}", "http://localhost:*"),
            "defaultSnippets": [{
                "label": "profile",
                "description": "Other contents of a set, for one environment.",
                "body": body,
            }],
        }),
    )
}

/// A mapping of names to lists of origins.
fn origin_sets(name: &str, origin: &str) -> Value {
    let list = json!({
        "type": "array",
        "errorMessage": "a list of origins, in brackets; it may be empty (scalar-for-list)",
        "items": { "$ref": "#/definitions/origin" },
    });
    json!({
        "type": "object",
        "errorMessage": "a mapping of names to lists of origins (wrong-type)",
        "propertyNames": origins::set_name("set", "The name of an origin set, which policies name with a leading `$`."),
        "additionalProperties": list,
        "defaultSnippets": [{
            "label": "origin set",
            "description": "A list of origins, and its name.",
            "body": { name: [origin] },
        }],
    })
}

fn definitions() -> Value {
    let mut definitions = policy::definitions();
    let mut add = |name: &str, definition: Value| _ = definitions.insert(name.to_owned(), definition);
    origins::definitions().into_iter().chain(names::definitions()).for_each(|(name, element)| add(name, element));
    add("path", route::one_path());
    add("credentials", policy::credentials());
    add("unaccepted_risks", risks::unaccepted());
    add("route", route::route());
    Value::Object(definitions)
}

/// A document that has no policy of its own has routes, and no key of a policy.
fn without_origins() -> Value {
    let keys = policy::refused(
        false,
        "without allow_origins the document has no policy that this belongs to (keys-without-origins)",
    );
    json!({
        "if": { "required": ["allow_origins"] },
        "else": {
            "required": ["routes"],
            "errorMessage": "a policy needs allow_origins, or routes (missing-key)",
            "if": { "required": ["routes"] },
            "then": keys,
        },
    })
}

/// Where no set is defined none can be named. Which of them are, a schema cannot compare.
fn without_sets() -> Value {
    let message = "this document defines no origin sets (unknown-set)";
    let origins = json!({ "items": origins::no_set(message) });
    let of_profile = "a profile replaces origin sets, and this document defines none (unknown-profile-set)";
    json!({
        "if": {
            "required": ["origin_sets"],
            "properties": unsuggested(json!({ "origin_sets": { "minProperties": 1 } })),
        },
        "else": {
            "properties": unsuggested(json!({
                "allow_origins": origins,
                "routes": { "items": { "properties": unsuggested(json!({ "allow_origins": origins })) } },
                "profiles": {
                    "additionalProperties": { "propertyNames": text::never("", of_profile) },
                },
            })),
        },
    })
}

/// Whole policies to start from.
fn starters() -> Value {
    json!([
        {
            "label": "policy: listed origins",
            "description": "Pages of these origins may read, and send credentials.",
            "body": {
                "version": 1,
                "name": "${1:api}",
                "allow_origins": ["https://${2:app.example.com}"],
                "allow_methods": ["PUT", "PATCH", "DELETE"],
                "allow_headers": ["Authorization", "Content-Type"],
                "allow_credentials": true,
                "max_age": "10m",
            },
        },
        {
            "label": "policy: public",
            "description": "Any page may read, and nobody is signed in.",
            "body": { "version": 1, "name": "${1:api}", "allow_origins": "\"*\"" },
        },
        {
            "label": "policy: routes",
            "description": "Some paths are public, the others take no part in CORS.",
            "body": {
                "version": 1,
                "name": "${1:api}",
                "routes": [{ "path": "/${2:public}/*", "allow_origins": "\"*\"" }],
            },
        },
    ])
}

/// What a condition says of keys that are described elsewhere: editors propose each once.
fn unsuggested(mut keys: Value) -> Value {
    for key in keys.as_object_mut().into_iter().flat_map(|keys| keys.values_mut()).filter_map(Value::as_object_mut) {
        key.insert("doNotSuggest".to_owned(), json!(true));
    }
    keys
}

/// A key with what its reader should know, for editors that read Markdown and for those that do not.
fn explained(text: &str, key: Value) -> Value {
    let mut explained = Map::new();
    explained.insert("description".to_owned(), json!(text.replace('`', "")));
    explained.insert("markdownDescription".to_owned(), json!(text));
    if let Value::Object(key) = key {
        explained.extend(key);
    }
    Value::Object(explained)
}
