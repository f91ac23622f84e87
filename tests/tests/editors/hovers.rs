//! What is explained where the pointer rests.

use std::fs;

use corsgen_tests::Failure;
use serde::Deserialize;
use serde_json::Value;

use crate::{rows, server::Server};

/// A row of `hovers.yaml`: a document with a `‸`, and how what is shown there begins, below its title.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hover {
    document: String,
    shows: String,
}

#[test]
fn what_is_explained() -> Result<(), Failure> {
    let mut server = Server::start("hovers")?;
    let rows: Vec<Hover> = rows("hovers.yaml");
    assert!(rows.len() >= 20, "{} hovers", rows.len());
    for row in &rows {
        let said = shown(&server.ask("textDocument/hover", &row.document)?)?;
        assert!(said.contains(&row.shows), "{row:?}\n{said}");
    }
    Ok(())
}

/// Every key that there is.
const DOCUMENT: &str = r#"$schema: ./cors.schema.json
version: 1
name: api
origin_sets:
  local: []
profiles:
  development:
    local: [http://localhost:*]
allow_origins: ["null", $local]
allow_methods: [PUT]
allow_headers: [Authorization]
expose_headers: [ETag]
allow_credentials: false
max_age: 10m
preflight: answer
preflight_status: 204
on_denied: pass
accept_risks:
  - risk: null-origin
    origin: "null"
    reason: sandboxed widgets
    until: 2099-01-31
routes:
  - path: /x
    allow_origins: ["null"]
    allow_methods: [PUT]
    allow_headers: [Authorization]
    expose_headers: [ETag]
    allow_credentials: false
    max_age: 10m
    preflight: answer
    preflight_status: 204
    on_denied: pass
    accept_risks: [{ risk: null-origin, origin: "null", reason: sandboxed widgets }]
  - path: /y
    cors: false
"#;

#[test]
fn every_key_is_explained_in_markdown() -> Result<(), Failure> {
    let mut server = Server::start("keys")?;
    // The document names it by its first key.
    fs::write(server.folder.join("cors.schema.json"), cors_compiler::schema::text())?;
    let schema = cors_compiler::schema::schema();
    let places = [
        ("/properties", ""),
        ("/definitions/route/properties", "routes:"),
        ("/definitions/accept_risks/items/properties", "accept_risks:"),
    ];
    let mut keys = 0;
    for (place, behind) in places {
        for (key, described) in schema.pointer(place).and_then(Value::as_object).ok_or("no keys")? {
            let described = described.get("$ref").map_or(described, |reference| {
                schema.pointer(reference.as_str().unwrap().trim_start_matches('#')).unwrap()
            });
            let from = DOCUMENT.find(behind).unwrap();
            // In the line of the key, however deep, and not in a value.
            let named = format!("{key}:");
            let mut places = DOCUMENT[from..].match_indices(&named).map(|(at, _)| from + at);
            let at = places.find(|at| DOCUMENT[..*at].ends_with([' ', '\n']) || *at == 0).unwrap();
            let marked = format!("{}‸{}", &DOCUMENT[..=at], &DOCUMENT[at + 1..]);
            let said = shown(&server.ask("textDocument/hover", &marked)?).map_err(|error| format!("{key}: {error}"))?;
            let text = described["markdownDescription"].as_str().ok_or("no text")?;
            assert!(said.contains(text), "{place} {key}: {said}");
            keys += 1;
        }
    }
    assert_eq!(keys, 6 + 10 + 2 + 10 + 4);
    Ok(())
}

fn shown(hover: &Value) -> Result<String, Failure> {
    match (hover["contents"]["kind"].as_str(), hover["contents"]["value"].as_str()) {
        (Some("markdown"), Some(text)) => Ok(text.to_owned()),
        _ => Err(format!("no Markdown: {hover}").into()),
    }
}
