//! The JSON Schema: fresh, a schema, and no narrower than the language.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot go on here is a test that fails")]

use std::{fs, path::Path};

use corsgen_tests::corpus;
use jsonschema::Validator;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn validator() -> Validator {
    let schema = cors_compiler::schema::schema();
    jsonschema::draft7::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

/// What is wrong with a policy by the schema: the place, then the message.
fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_file_is_fresh() {
    let file = fs::read_to_string(root().join("schema/cors.schema.json")).unwrap();
    assert!(file == cors_compiler::schema::text(), "run `corsgen schema > schema/cors.schema.json`");
}

#[test]
fn whatever_compiles_is_valid() {
    let validator = validator();
    let mut policies: Vec<(String, String)> =
        corpus::groups().unwrap().into_iter().map(|group| ("a case".to_owned(), group.policy)).collect();
    let mut files = vec![root().join("cors-cli/src/starter.yaml")];
    let examples = fs::read_dir(root().join("examples")).unwrap().map(|entry| entry.unwrap().path());
    for folder in examples.filter(|path| path.is_dir()) {
        files.extend(corpus::yaml_files(&folder).unwrap());
    }
    assert!(files.len() > 1, "{files:?}");
    policies.extend(files.iter().map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap())));
    policies.extend(blocks("docs/language.md"));
    for page in fs::read_dir(root().join("cors-compiler/rules")).unwrap() {
        policies.extend(blocks(&format!("cors-compiler/rules/{}", page.unwrap().file_name().display())));
    }
    let mut compiled = 0;
    for (name, policy) in &policies {
        let source = cors_compiler::Source::new("cors.yaml", policy);
        if cors_compiler::judge(&source, None).refuses() {
            continue;
        }
        compiled += 1;
        assert_eq!(faults(&validator, policy), [""; 0], "{name}\n{policy}");
    }
    assert!(compiled >= 150, "only {compiled} of {} policies compile", policies.len());
}

/// The YAML blocks of a text.
fn blocks(path: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let opened = text.split("```yaml").skip(1);
    let blocks = opened.filter_map(|rest| Some(rest.split_once('\n')?.1.split_once("```")?.0.to_owned()));
    blocks.map(|block| (path.to_owned(), block)).collect()
}

/// A schema that accepted everything would pass the test above.
#[test]
fn what_an_editor_underlines() {
    let validator = validator();
    let rows = [
        ("{}", ""),
        ("allow_methods: [PUT]\nroutes: [{path: /x, cors: false}]", "/allow_methods"),
        ("allow_origin: '*'", ""),
        ("allow_origins: https://a.example", "/allow_origins"),
        ("allow_origins: []", "/allow_origins"),
        ("allow_origins: ['*']", "/allow_origins/0"),
        ("allow_origins: [null]", "/allow_origins/0"),
        ("allow_origins: [https://a.example/]", "/allow_origins/0"),
        ("allow_origins: [https://A.example]", "/allow_origins/0"),
        ("allow_origins: ['https://a.example:443']", "/allow_origins/0"),
        ("allow_origins: ['http://a.example:80']", "/allow_origins/0"),
        ("allow_origins: [a.example]", "/allow_origins/0"),
        ("allow_origins: ['https://*']", "/allow_origins/0"),
        ("allow_origins: ['https://a.*.*.example']", "/allow_origins/0"),
        ("allow_origins: [$Local]", "/allow_origins/0"),
        ("allow_origins: '*'\nallow_credentials: true", "/allow_origins"),
        ("allow_origins: ['null']\nallow_credentials: true", "/allow_origins/0"),
        ("allow_origins: [https://a.example]\nallow_credentials: true\nallow_headers: '*'", "/allow_headers"),
        (
            "allow_origins: [https://a.example]\nallow_credentials: true\nallow_headers: ['*', Authorization]",
            "/allow_headers/0",
        ),
        ("allow_origins: '*'\nallow_credentials: yes", "/allow_credentials"),
        ("allow_origins: '*'\nallow_methods: [put]", "/allow_methods/0"),
        ("allow_origins: '*'\nallow_methods: [TRACE]", "/allow_methods/0"),
        ("allow_origins: '*'\nallow_headers: ['*', X-A]", "/allow_headers"),
        ("allow_origins: '*'\nallow_headers: [X A]", "/allow_headers/0"),
        ("allow_origins: '*'\nexpose_headers: ['*']", "/expose_headers/0"),
        ("allow_origins: '*'\nmax_age: 25h", "/max_age"),
        ("allow_origins: '*'\nmax_age: 86401", "/max_age"),
        ("allow_origins: '*'\nmax_age: 86401s", "/max_age"),
        ("allow_origins: '*'\nmax_age: 01m", "/max_age"),
        ("allow_origins: '*'\npreflight: pass", "/preflight"),
        ("allow_origins: '*'\npreflight_status: 201", "/preflight_status"),
        ("allow_origins: '*'\non_denied: deny", "/on_denied"),
        ("allow_origins: ['null']\naccept_risks: [{risk: null-origin, reason: x}]", "/accept_risks/0"),
        ("allow_origins: ['null']\naccept_risks: [{risk: nil, origin: 'null', reason: x}]", "/accept_risks/0/risk"),
        ("allow_origins: '*'\nroutes: []", "/routes"),
        ("allow_origins: '*'\nroutes: [{path: /x}]", "/routes/0"),
        ("allow_origins: '*'\nroutes: [{path: /x/, cors: false}]", "/routes/0/path"),
        ("allow_origins: '*'\nroutes: [{path: [/x, /y/../z], cors: false}]", "/routes/0/path/1"),
        ("allow_origins: '*'\nroutes: [{path: /x, cors: true}]", "/routes/0/cors"),
        ("allow_origins: '*'\nroutes: [{path: /x, cors: false, allow_origins: '*'}]", "/routes/0/allow_origins"),
        ("allow_origins: '*'\norigin_sets: {A: []}", "/origin_sets"),
        ("allow_origins: '*'\norigin_sets: {a: [$b]}", "/origin_sets/a/0"),
        ("allow_origins: '*'\nname: much_too_long_for_nginx", "/name"),
        ("allow_origins: '*'\nversion: 2", "/version"),
    ];
    for (policy, place) in rows {
        let source = cors_compiler::Source::new("cors.yaml", policy);
        assert!(cors_compiler::judge(&source, None).refuses(), "it compiles:\n{policy}");
        let found = faults(&validator, policy);
        assert!(found.iter().any(|fault| fault.starts_with(&format!("{place}: "))), "{found:?}\n{policy}");
    }
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
fn schema_objects(schema: &Value) -> [&serde_json::Map<String, Value>; 3] {
    let places = ["/properties", "/definitions/route/properties", "/definitions/accept_risks/items/properties"];
    places.map(|place| schema.pointer(place).unwrap().as_object().unwrap())
}
