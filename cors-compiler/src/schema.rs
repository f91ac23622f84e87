//! The JSON Schema of the policy language, draft-07: for editors, which complete keys and explain them.
//!
//! It is looser than `corsgen check`: whatever compiles is valid, and much that is valid does not compile. It has `if`/`then`/`else`
//! where `anyOf` would be shorter, since editors then tell what is wrong instead of "not valid under any of the given schemas".

mod patterns;
mod policy;

use serde_json::{Map, Value, json};

/// The schema as text: what `corsgen schema` prints.
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The schema.
pub fn schema() -> Value {
    let mut properties = document_keys();
    properties.extend(policy::references());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "CORS policy",
        "description": "Which pages of other origins may read a service's responses; compiled by corsgen.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "allOf": [
            {
                "if": { "required": ["allow_origins"] },
                "else": {
                    "required": ["routes"],
                    "properties": policy::refused("`allow_origins` must stand beside it"),
                },
            },
            { "$ref": "#/definitions/credentials" },
        ],
        "definitions": definitions(),
    })
}

/// The keys that only a document has.
fn document_keys() -> Map<String, Value> {
    let mut keys = Map::new();
    let mut add = |name: &str, key: Value| _ = keys.insert(name.to_owned(), key);
    add("$schema", explained("The schema for editors; otherwise ignored.", json!({ "type": "string" })));
    add("version", explained("The version of the language: `1`. Absent means 1, for ever.", json!({ "enum": [1] })));
    add(
        "name",
        explained(
            "What variables, filters and log fields of servers are called. Absent: the file's name without its extension, \
             where that is such a name.",
            patterns::DOCUMENT_NAME.schema(),
        ),
    );
    add(
        "origin_sets",
        explained(
            "Lists of origins that policies name with a leading `$`: `first_party: […]` is used as `$first_party`.",
            origin_sets(),
        ),
    );
    add(
        "profiles",
        explained(
            "What differs between environments: a selected profile replaces the contents of the origin sets that it names.",
            json!({
                "type": "object",
                "propertyNames": patterns::SET_NAME.schema(),
                "additionalProperties": { "$ref": "#/definitions/origin_sets" },
                "defaultSnippets": [{
                    "label": "development",
                    "body": { "development": { "${1:local}": ["http://localhost:*"] } },
                }],
            }),
        ),
    );
    add("routes", routes());
    keys
}

fn routes() -> Value {
    explained(
        "Paths with a policy of their own. A route inherits nothing: what you read in it is what holds. The most specific path \
         wins, wherever it stands.",
        json!({
            "type": "array",
            "minItems": 1,
            "items": { "$ref": "#/definitions/route" },
            "defaultSnippets": [
                { "label": "public path", "body": [{ "path": "/${1:public}/*", "allow_origins": "*" }] },
                { "label": "path without CORS", "body": [{ "path": "/${1:internal}/*", "cors": false }] },
            ],
        }),
    )
}

fn definitions() -> Value {
    let mut definitions = Map::new();
    definitions.extend(policy::definitions());
    definitions.insert("credentials".to_owned(), policy::credentials());
    definitions.insert("route".to_owned(), route());
    definitions.insert("origin_sets".to_owned(), origin_sets());
    Value::Object(definitions)
}

fn route() -> Value {
    let mut properties = Map::new();
    properties.insert("path".to_owned(), path());
    properties.insert(
        "cors".to_owned(),
        explained(
            "`false`: this path takes no part in CORS, and no page of another origin may read it. It excludes every other key \
             but `path`.",
            json!({ "enum": [false] }),
        ),
    );
    properties.extend(policy::references());
    let mut refused = policy::refused("`cors: false` excludes it");
    refused.insert("allow_origins".to_owned(), policy::refusal("`cors: false` excludes it"));
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["path"],
        "properties": properties,
        "allOf": [
            {
                "if": { "required": ["cors"] },
                "then": { "properties": refused },
                "else": { "required": ["allow_origins"] },
            },
            { "$ref": "#/definitions/credentials" },
        ],
    })
}

fn path() -> Value {
    let one = patterns::PATH.schema();
    let list = json!({ "minItems": 1, "items": one });
    explained(
        "The path, or a list of them: `/exact`, which claims `/exact/` too, or `/prefix/*`, which claims `/prefix` and every path \
         below. Compared with the raw path of the request.",
        json!({ "type": ["string", "array"], "if": { "type": "string" }, "then": one, "else": list }),
    )
}

fn origin_sets() -> Value {
    let list = json!({ "type": "array", "items": patterns::ORIGIN.schema() });
    json!({ "type": "object", "propertyNames": patterns::SET_NAME.schema(), "additionalProperties": list })
}

/// A key with what its reader should know, for editors that read Markdown and for those that do not.
fn explained(text: &str, key: Value) -> Value {
    let mut explained = Map::new();
    explained.insert("description".to_owned(), json!(text.replace('`', "")));
    explained.insert("markdownDescription".to_owned(), json!(text));
    match key {
        Value::Object(key) => explained.extend(key),
        other => return other,
    }
    Value::Object(explained)
}
