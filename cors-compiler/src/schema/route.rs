use serde_json::{Map, Value, json};

use super::{advice, explained, policy, texts};

/// The most paths of all routes together, so that no list of either is longer.
const MOST_PATHS: usize = 1_000;

/// `routes`
pub(super) fn routes() -> Value {
    explained(
        "Paths with a policy of their own. A route inherits nothing: what you read in it is what holds. The most specific path \
         wins, wherever it stands.",
        json!({
            "type": "array",
            "errorMessage": "a list of routes, each with a dash in front (wrong-type)",
            "minItems": 1,
            "maxItems": MOST_PATHS,
            "items": { "$ref": "#/definitions/route" },
            // Of the list, and not of its elements: editors put the dash in front where there is none yet.
            "defaultSnippets": snippets(),
        }),
    )
}

fn snippets() -> Value {
    json!([
        {
            "label": "route: public",
            "description": "Paths that any page may read.",
            "body": { "path": "/${1:public}/*", "allow_origins": "\"*\"" },
        },
        {
            "label": "route: listed origins",
            "description": "Paths with a policy of their own.",
            "body": { "path": "/${1:api}/*", "allow_origins": ["https://${2:app.example.com}"] },
        },
        {
            "label": "route: no CORS",
            "description": "Paths that no page of another origin may read.",
            "body": { "path": "/${1:internal}/*", "cors": false },
        },
    ])
}

/// An element of `routes`.
pub(super) fn route() -> Value {
    let mut properties = Map::new();
    properties.insert("path".to_owned(), path());
    properties.insert("cors".to_owned(), cors());
    properties.extend(policy::references());
    let advice = advice::route();
    let excludes = policy::refused(true, "cors: false excludes every other key but path (cors-false-with-policy-keys)");
    let missing = "a route needs allow_origins, or cors: false (missing-key)";
    let mut all = vec![
        json!({
            "if": { "required": ["cors"] },
            "then": excludes,
            "else": { "required": ["allow_origins"], "errorMessage": missing },
        }),
        json!({ "$ref": "#/definitions/credentials" }),
        json!({ "$ref": "#/definitions/unaccepted_risks" }),
    ];
    all.extend(advice::told(&advice));
    json!({
        "title": "route",
        "type": "object",
        "properties": properties,
        "patternProperties": advice::passed(&advice),
        "additionalProperties": false,
        "required": ["path"],
        "allOf": all,
    })
}

fn cors() -> Value {
    explained(
        "`false`: this path takes no part in CORS, and no page of another origin may read it. It excludes every other key but \
         `path`.",
        json!({
            "enum": [false],
            "errorMessage": "a route with allow_origins takes part in CORS by itself; cors is false or absent (wrong-type)",
        }),
    )
}

fn path() -> Value {
    let one = json!({ "$ref": "#/definitions/path" });
    let list = json!({ "minItems": 1, "maxItems": MOST_PATHS, "uniqueItems": true, "items": one });
    explained(
        "The path, or a list of them: `/exact`, which claims `/exact/` too, or `/prefix/*`, which claims `/prefix` and every path \
         below. Compared with the raw path of the request.",
        json!({
            "type": ["string", "array"],
            "errorMessage": "a path, or a list of them (wrong-type)",
            "if": { "type": "string" },
            "then": one,
            "else": list,
        }),
    )
}

/// `#/definitions/path`
pub(super) fn one_path() -> Value {
    texts::path().schema()
}
