//! What is found, as an editor is told.

use lsp_types::{DiagnosticSeverity, DiagnosticTag, NumberOrString, Position, Range};
use serde_json::json;

use crate::client::{Editor, URI, range_of};

#[test]
fn a_finding_is_told_with_all_that_is_known_of_it() {
    let text = "# \u{1f600}\r\n\"allow_origins\": \"*\"\r\nallow_credentials: true\r\n";
    let mut editor = Editor::opened(text);
    let found = editor.diagnostics(URI);
    let [diagnostic] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(diagnostic.range, range_of(text, "\"*\""));
    assert_eq!(diagnostic.code, Some(NumberOrString::String("credentials-with-any-origin".to_owned())));
    assert_eq!(diagnostic.severity, Some(DiagnosticSeverity::ERROR));
    assert_eq!(diagnostic.source.as_deref(), Some("corsgen"));
    assert_eq!(
        diagnostic.message,
        "credentials are allowed from any origin: every site on the web\nhelp: list the origins that may send credentials"
    );
    let page = diagnostic.code_description.as_ref().unwrap().href.as_str();
    assert!(page.ends_with("/docs/rules.md#credentials-with-any-origin"), "{page}");
    let related = diagnostic.related_information.as_deref().unwrap();
    assert_eq!(related.len(), 1);
    assert_eq!(related[0].location.range, range_of(text, "true"));
    assert_eq!((related[0].location.uri.as_str(), &*related[0].message), (URI, "credentials are allowed here"));
}

#[test]
fn levels_and_tags() {
    let text = "origin_sets: {spare: []}\nallow_origins: [http://*.a.example, \"null\", \"null\"]\nmax_age: 1d\nallow_private_network: true\n";
    let mut editor = Editor::opened(text);
    let found: Vec<_> = editor.diagnostics(URI).into_iter().map(|d| (d.code, d.severity, d.tags)).collect();
    let row = |rule: &str, severity, tag: Option<DiagnosticTag>| {
        (Some(NumberOrString::String(rule.to_owned())), Some(severity), tag.map(|tag| vec![tag]))
    };
    for expected in [
        row("insecure-origin", DiagnosticSeverity::ERROR, None),
        row("null-origin", DiagnosticSeverity::ERROR, None),
        row("origin-duplicate", DiagnosticSeverity::WARNING, Some(DiagnosticTag::UNNECESSARY)),
        row("max-age-capped", DiagnosticSeverity::HINT, None),
        row("private-network-access", DiagnosticSeverity::ERROR, Some(DiagnosticTag::DEPRECATED)),
    ] {
        assert!(found.contains(&expected), "{expected:?} is not in {found:?}");
    }
}

#[test]
fn what_an_editor_cannot_show_is_not_sent() {
    let mut editor = Editor::with(json!({}));
    editor.open(URI, "allow_origins: \"*\"\nallow_credentials: true\n");
    let found = editor.diagnostics(URI);
    assert_eq!((found[0].related_information.as_ref(), found[0].code_description.as_ref()), (None, None));
}

#[test]
fn columns_are_what_the_editor_counts() {
    let text = "allow_origins: [\"https://\u{1f600}é.example\", https://a.example/]";
    for (offered, chosen, column) in [
        (json!(["utf-16"]), "utf-16", 56),
        (json!(["utf-32", "utf-16"]), "utf-32", 55),
        (json!(["utf-16", "utf-8"]), "utf-8", 59),
        (json!([]), "utf-16", 56),
    ] {
        let mut editor = Editor::fresh();
        let capabilities = json!({"general": {"positionEncodings": offered}});
        let answer = editor.ask("initialize", json!({"capabilities": capabilities})).unwrap();
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
        editor.open(URI, text);
        let slash = editor.diagnostics(URI).last().unwrap().range;
        assert_eq!(slash, Range::new(Position::new(0, column), Position::new(0, column + 1)), "{chosen}");
    }
}

#[test]
fn policies_in_json_are_judged_too_and_other_documents_are_not() {
    let mut editor = Editor::start();
    for (uri, text, expected) in [
        ("file:///c%3A/my%20cors.json", "{\"allow_origins\": [\"https://a.example/\"]}", 1),
        ("file:///x/docker-compose.yaml", "services: {web: {image: nginx}}\n", 0),
        ("file:///x/cors.yaml", "services: {web: {image: nginx}}\n", 1),
        ("file:///x/api.yaml", "allow_origins: [https://a.example/]\n", 1),
        ("untitled:Untitled-1", "# yaml-language-server: $schema=./cors.schema.json\n", 1),
    ] {
        editor.open(uri, text);
        assert_eq!(editor.diagnostics(uri).len(), expected, "{uri}");
        editor.close(uri);
        while editor.last_told(uri).is_none_or(|told| told.version.is_some()) {
            editor.receive();
        }
        assert_eq!(editor.last_told(uri).unwrap().diagnostics, [], "what is closed is no longer told of");
    }
}

#[test]
fn what_only_a_profile_brings_names_it_and_days_are_looked_at() {
    let text = "origin_sets: {local: []}\nprofiles:\n  dev: {local: [\"http://*.a.example\"]}\nallow_origins: [https://a.example, $local, \"null\"]\naccept_risks:\n  - {risk: null-origin, origin: \"null\", reason: widgets, until: 2026-11-22}\n";
    let mut editor = Editor::opened(text);
    let found = editor.diagnostics(URI);
    let message = |rule: &str| {
        let is_it = |code: &NumberOrString| *code == NumberOrString::String(rule.to_owned());
        found.iter().find(|d| d.code.as_ref().is_some_and(is_it)).map(|d| d.message.clone())
    };
    assert!(message("insecure-origin").unwrap().contains("(with profile `dev`)"), "{found:?}");
    assert!(message("risk-expired").is_some(), "{found:?}");
}
