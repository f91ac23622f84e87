//! What `corsgen init` writes: its first line names the schema that is written beside it.

use std::fs;

use corsgen_tests::Failure;
use serde_json::json;

use crate::{
    root,
    server::{Server, position, uri},
};

#[test]
fn the_starter_names_its_schema() -> Result<(), Failure> {
    let mut server = Server::with("modeline", json!({}))?;
    let starter = fs::read_to_string(root().join("cors-cli/src/starter.yaml"))?;
    let path = server.folder.join("cors.yaml");
    fs::write(&path, &starter)?;
    fs::write(server.folder.join("cors.schema.json"), cors_compiler::schema::text())?;
    let uri = uri(&path);
    server.client.open(&uri, "yaml", &starter)?;
    assert!(server.client.diagnostics(&uri)?.is_empty());
    let (before, _) = starter.split_once("\nallow_origins").ok_or("no allow_origins")?;
    let place = json!({ "textDocument": { "uri": uri }, "position": position(&format!("{before}\na")) });
    let hover = server.client.request("textDocument/hover", place)?;
    assert!(hover["contents"]["value"].as_str().is_some_and(|text| text.contains("any, or a list")), "{hover}");

    server.client.change(&uri, json!([{ "text": starter.replace("allow_methods", "allowMethods") }]))?;
    let said = server.client.diagnostics(&uri)?;
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0]["message"], "it is called allow_methods (unknown-key)");
    Ok(())
}
