//! The JSON Schema: fresh, a schema, and neither narrower nor wider than the language, but for what is listed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

mod agreement;
mod corpus;
mod texts;
mod tools;
mod unknowable;

use std::{fs, path::Path};

use serde_json::{Map, Value, json};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_file_is_fresh() {
    let file = fs::read_to_string(root().join("schema/cors.schema.json")).unwrap();
    assert!(file == cors_compiler::schema::text(), "run `corsgen schema > schema/cors.schema.json`");
}

#[test]
fn each_key_is_explained() {
    let schema = cors_compiler::schema::schema();
    let mut keys = 0;
    for properties in schema_objects(&schema) {
        for (name, key) in properties {
            let key = key
                .get("$ref")
                .map_or(key, |reference| schema.pointer(reference.as_str().unwrap().trim_start_matches('#')).unwrap());
            assert!(key["markdownDescription"].is_string() && key["description"].is_string(), "{name}");
            keys += 1;
        }
    }
    assert_eq!(keys, 6 + 10 + 2 + 10 + 4, "a document's and a route's keys, each with a policy's, and an acceptance's");
    assert_eq!(schema["properties"]["allow_origins"], json!({ "$ref": "#/definitions/allow_origins" }));
}

/// The `properties` of the document, of a route and of an acceptance.
fn schema_objects(schema: &Value) -> [&Map<String, Value>; 3] {
    let places = ["/properties", "/definitions/route/properties", "/definitions/accept_risks/items/properties"];
    places.map(|place| schema.pointer(place).unwrap().as_object().unwrap())
}
