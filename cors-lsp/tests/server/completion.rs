//! What may stand where the cursor is, in documents that are half written.

use lsp_types::{
    CompletionItem, CompletionResponse, CompletionTextEdit, Documentation, InsertTextFormat, request::Completion,
};
use serde_json::json;

use crate::client::{Editor, URI, edited, marked, place};

fn items(text: &str) -> Vec<CompletionItem> {
    let (text, position) = marked(text);
    let mut editor = Editor::opened(&text);
    let Some(CompletionResponse::Array(items)) = editor.request::<Completion>(place(position)) else {
        panic!("{text}")
    };
    items
}

fn labels(text: &str) -> Vec<String> {
    items(text).into_iter().map(|item| item.label).collect()
}

/// The text after an item was chosen; `§` is where the cursor is then.
fn chosen(text: &str, label: &str) -> String {
    let items = items(text);
    let item = items.iter().find(|item| item.label == label).unwrap_or_else(|| panic!("no {label} in {items:?}"));
    let Some(CompletionTextEdit::Edit(mut edit)) = item.text_edit.clone() else { panic!("{item:?}") };
    let (text, position) = marked(text);
    assert!(edit.range.start <= position && position <= edit.range.end, "{item:?}");
    assert_eq!(edit.range.start.line, edit.range.end.line);
    if item.insert_text_format == Some(InsertTextFormat::SNIPPET) {
        edit.new_text = edit.new_text.replace("$0", "§").replace("\\$", "$").replace("\\}", "}");
    }
    edited(&text, &[edit])
}

#[test]
fn keys_of_a_document_are_those_that_are_not_there() {
    let all = labels("§");
    for key in [
        "version",
        "name",
        "origin_sets",
        "profiles",
        "routes",
        "allow_origins",
        "allow_credentials",
        "max_age",
        "accept_risks",
    ] {
        assert!(all.iter().any(|label| label == key), "{key} is not in {all:?}");
    }
    let left = labels("name: shop\nallow_origins: [https://a.example]\n§\nmax_age: 1h\n");
    for key in ["name", "allow_origins", "max_age"] {
        assert!(!left.iter().any(|label| label == key), "{key} is in {left:?}");
    }
    assert_eq!(left.len() + 3, all.len());
}

#[test]
fn keys_are_completed_wherever_one_is_begun() {
    for (text, label, expected) in [
        ("§", "max_age", "max_age: §"),
        ("allow_§", "allow_origins", "allow_origins: [§]"),
        ("allow_§\nmax_age: 1h\n", "allow_credentials", "allow_credentials: §\nmax_age: 1h\n"),
        ("max_age: 1h\nal§", "allow_methods", "max_age: 1h\nallow_methods: [§]"),
        ("a§: [https://a.example]\n", "allow_origins", "allow_origins: [https://a.example]\n"),
        ("rou§", "routes", "routes:\n  - §"),
        ("pro§", "profiles", "profiles:\n  §"),
        ("routes:\n  - §", "path", "routes:\n  - path: /§"),
        ("routes:\n  - path: /x\n    §", "cors", "routes:\n  - path: /x\n    cors: §"),
        ("routes:\n  - path: /x\n    §\nmax_age: 1h\n", "cors", "routes:\n  - path: /x\n    cors: §\nmax_age: 1h\n"),
        ("routes: [{path: /x, §}]", "allow_origins", "routes: [{path: /x, allow_origins: [§]}]"),
        ("routes:\n  - path: /x\n    acc§", "accept_risks", "routes:\n  - path: /x\n    accept_risks:\n      - §"),
        (
            "accept_risks:\n  - risk: null-origin\n    §",
            "reason",
            "accept_risks:\n  - risk: null-origin\n    reason: §",
        ),
        ("{§}", "max_age", "{max_age: §}"),
        ("{\"max_age\": 5, \"§\"}", "allow_origins", "{\"max_age\": 5, \"allow_origins\": [§]}"),
        ("{\"max_age\": 5, §}", "routes", "{\"max_age\": 5, \"routes\": [§]}"),
        ("{\"max_age\": 5, \"all§\": []}", "allow_origins", "{\"max_age\": 5, \"allow_origins\": []}"),
        (
            "origin_sets: {apps: []}\nprofiles:\n  dev:\n    §",
            "apps",
            "origin_sets: {apps: []}\nprofiles:\n  dev:\n    apps: [§]",
        ),
        ("# \u{1f600}\r\nmax_age: 1h # é\r\nn§\r\n", "name", "# \u{1f600}\r\nmax_age: 1h # é\r\nname: §\r\n"),
    ] {
        assert_eq!(chosen(text, label), expected, "{text}");
    }
}

#[test]
fn values_are_completed() {
    for (text, label, expected) in [
        ("allow_credentials: §\n", "true", "allow_credentials: true\n"),
        ("allow_credentials:§\n", "false", "allow_credentials: false\n"),
        ("\"on_denied\": \":§\"", "pass", "\"on_denied\": \"pass\""),
        ("allow_credentials: tr§\n", "true", "allow_credentials: true\n"),
        ("on_denied: §", "reject", "on_denied: reject"),
        ("preflight_status: §\n", "200", "preflight_status: 200\n"),
        ("{\"on_denied\": \"§\"}", "pass", "{\"on_denied\": \"pass\"}"),
        ("{\"on_denied\": §}", "pass", "{\"on_denied\": \"pass\"}"),
        ("allow_origins: §\n", "*", "allow_origins: \"*\"\n"),
        ("allow_methods: §\n", "DELETE", "allow_methods: [DELETE§]\n"),
        ("allow_methods: [PUT, §]\n", "DELETE", "allow_methods: [PUT, DELETE]\n"),
        ("allow_methods: [PUT, §\nmax_age: 1h\n", "DELETE", "allow_methods: [PUT, DELETE\nmax_age: 1h\n"),
        ("allow_methods:\n  - PUT\n  - §\n", "PATCH", "allow_methods:\n  - PUT\n  - PATCH\n"),
        ("allow_methods:\n  §\n", "PATCH", "allow_methods:\n  - PATCH\n"),
        ("allow_headers: §\n", "Authorization", "allow_headers: [Authorization§]\n"),
        ("expose_headers:\n  §\n", "ETag", "expose_headers:\n  - ETag\n"),
        ("allow_headers: [\"Auth§\"]\n", "Authorization", "allow_headers: [\"Authorization\"]\n"),
        ("expose_headers: [E§]\n", "ETag", "expose_headers: [ETag]\n"),
        ("routes:\n- path: /x\n  cors: §\n", "false", "routes:\n- path: /x\n  cors: false\n"),
        ("origin_sets: {apps: []}\nallow_origins: [§]\n", "$apps", "origin_sets: {apps: []}\nallow_origins: [$apps]\n"),
        (
            "origin_sets: {apps: []}\nallow_origins: [$§]\n",
            "$apps",
            "origin_sets: {apps: []}\nallow_origins: [$apps]\n",
        ),
        (
            "origin_sets: {apps: []}\nallow_origins:\n  - \"$a§\"\n",
            "$apps",
            "origin_sets: {apps: []}\nallow_origins:\n  - \"$apps\"\n",
        ),
        ("accept_risks:\n  - risk: §\n", "null-origin", "accept_risks:\n  - risk: null-origin\n"),
        (
            "allow_origins: [\"null\"]\naccept_risks:\n  - risk: null-origin\n    origin: §\n",
            "null",
            "allow_origins: [\"null\"]\naccept_risks:\n  - risk: null-origin\n    origin: \"null\"\n",
        ),
        (
            "origin_sets: {s: [https://a.example]}\nroutes:\n  - path: /x\n    allow_origins: [$s]\n    accept_risks: [{origin: §}]\n",
            "https://a.example",
            "origin_sets: {s: [https://a.example]}\nroutes:\n  - path: /x\n    allow_origins: [$s]\n    accept_risks: [{origin: \"https://a.example\"}]\n",
        ),
        (
            "routes:\n  - allow_origins: [https://a.example]\n    accept_risks:\n    - origin: §\n",
            "https://a.example",
            "routes:\n  - allow_origins: [https://a.example]\n    accept_risks:\n    - origin: \"https://a.example\"\n",
        ),
        (
            "routes: []\nroutes:\n  - path: /x\n    allow_methods: [§]\n",
            "PATCH",
            "routes: []\nroutes:\n  - path: /x\n    allow_methods: [PATCH]\n",
        ),
        (
            "routes: []\nroutes:\n  - path: /x\n    allow_origins: [https://a.example]\n    accept_risks: [{origin: §}]\n",
            "https://a.example",
            "routes: []\nroutes:\n  - path: /x\n    allow_origins: [https://a.example]\n    accept_risks: [{origin: \"https://a.example\"}]\n",
        ),
    ] {
        assert_eq!(chosen(text, label), expected, "{text}");
    }
}

#[test]
fn what_stands_there_already_is_not_offered_again() {
    assert!(!labels("allow_methods: [PUT, §]").contains(&"PUT".to_owned()));
    assert!(!labels("allow_headers: [authorization, §]").contains(&"Authorization".to_owned()));
    assert_eq!(labels("origin_sets: {a: [], b: []}\nallow_origins: [$a, §]\n"), ["$b"]);
    assert_eq!(labels("origin_sets: {a: [], b: []}\nprofiles: {dev: {b: [], §}}\n"), ["a"]);
    let own = labels(
        "allow_origins: [https://a.example, $s]\norigin_sets: {s: [\"null\"], t: [https://b.example]}\naccept_risks: [{origin: §}]",
    );
    assert_eq!(own, ["https://a.example", "null"]);
}

#[test]
fn where_nobody_knows_nothing_is_offered() {
    for text in [
        "# allow_§\n",
        "name: sh§",
        "allow_origins: [https://§]\n",
        "accept_risks: [{reason: §}]",
        "allow_origins: [https://a.example] # §",
    ] {
        assert_eq!(labels(text), [""; 0], "{text}");
    }
}

#[test]
fn items_are_explained_and_in_the_order_of_the_language() {
    let items = items("§");
    let text = cors_compiler::schema::schema()["definitions"]["allow_credentials"]["markdownDescription"].clone();
    let item = items.iter().find(|item| item.label == "allow_credentials").unwrap();
    let Some(Documentation::MarkupContent(markup)) = &item.documentation else { panic!("{item:?}") };
    assert_eq!(json!(markup.value), text);
    assert!(items.is_sorted_by_key(|item| item.sort_text.clone()));
    let risks = self::items("accept_risks: [{risk: §}]");
    assert!(risks.len() >= 4 && risks.iter().all(|risk| risk.documentation.is_some()), "{risks:?}");
}

#[test]
fn editors_without_snippets_get_plain_text() {
    let mut editor = Editor::with(json!({}));
    editor.open(URI, "# cors\n");
    let items = editor.ask("textDocument/completion", place(lsp_types::Position::new(1, 0))).unwrap();
    let text = |label: &str| {
        let item = items.as_array().unwrap().iter().find(|item| item["label"] == label).unwrap();
        (item["textEdit"]["newText"].clone(), item["insertTextFormat"].clone())
    };
    assert_eq!(text("allow_origins"), (json!("allow_origins: []"), json!(1)));
    assert_eq!(text("max_age"), (json!("max_age: "), json!(1)));
}
