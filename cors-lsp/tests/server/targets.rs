//! The targets of a project: what they cannot hold is found too.

use cors_compiler::{Report, Source, judge, judge_for_target, parse, targets};
use lsp_types::NumberOrString;
use serde_json::{Value, json};

use crate::client::{Editor, URI};

/// Envoy has no words for a preflight that goes on to the application; nginx's variables need a name.
const POLICY: &str = "allow_origins: [https://a.example/, https://a.example]\npreflight: forward\n";

/// The rules and messages that an editor is told.
fn told(editor: &mut Editor) -> Vec<(String, String)> {
    let found = editor.diagnostics(URI).into_iter().map(|diagnostic| match diagnostic.code {
        Some(NumberOrString::String(rule)) => (rule, diagnostic.message),
        code => panic!("{code:?}"),
    });
    found.collect()
}

/// What the compiler finds with these targets.
fn found(text: &str, names: &[&str]) -> Vec<(String, String)> {
    let source = Source::new("cors.yaml", text);
    let (document, _) = parse(&source);
    let mut report: Report = judge(&source, None);
    names.iter().for_each(|name| report.append(judge_for_target(targets::find(name).unwrap(), &document)));
    let report = report.sorted();
    report.findings().iter().map(|finding| (finding.rule.name.to_owned(), finding.message.clone())).collect()
}

fn is_told(editor: &mut Editor, text: &str, names: &[&str]) {
    let (told, found) = (told(editor), found(text, names));
    assert_eq!(told.len(), found.len(), "{names:?}: {told:?}\n{found:?}");
    for ((rule, message), (found, words)) in told.iter().zip(&found) {
        assert!(rule == found && message.starts_with(words.as_str()), "{told:?}\n{found:?}");
    }
}

#[test]
fn the_targets_that_an_editor_names_count_and_change() {
    let right = POLICY.replace("a.example/", "b.example");
    assert!(found(&right, &["envoy"]).iter().any(|(rule, _)| rule == "target-cannot-hold"));
    let mut editor = Editor::configured(json!({"targets": ["envoy"]}));
    editor.open(URI, &right);
    is_told(&mut editor, &right, &["envoy"]);
    for (settings, names) in [
        (json!({"corsgen": {"targets": ["nginx", "envoy-lua", "nginx"]}}), &["envoy-lua", "nginx"][..]),
        (Value::Null, &["envoy-lua", "nginx"]),
        (json!({"corsgen": {}}), &["envoy-lua", "nginx"]),
        (json!({"targets": ["envoy", "rust"]}), &["envoy", "rust"]),
        (json!({"corsgen": {"targets": []}}), &[]),
        (json!({"corsgen": {"targets": ["envoy"]}}), &["envoy"]),
    ] {
        editor.forget_told(URI);
        editor.note("workspace/didChangeConfiguration", json!({"settings": settings}));
        is_told(&mut editor, &right, names);
    }
    // What is refused anyway is not said to be too much for a target.
    editor.change(URI, json!([{"text": POLICY}]), POLICY);
    is_told(&mut editor, POLICY, &["envoy"]);
    assert_eq!(editor.messages(), [""; 0]);
}

#[test]
fn targets_that_are_none_are_told_once() {
    let list = r#"["nginx","envoy","envoy-lua","rust"]"#;
    let mut editor = Editor::configured(json!({"targets": ["apache", "envoy", 7]}));
    let text = "allow_origins: [https://a.example]\npreflight: forward\n";
    editor.open(URI, text);
    is_told(&mut editor, text, &["envoy"]);
    assert_eq!(editor.messages(), ["corsgen: no target is \"apache\", 7; there are nginx, envoy, envoy-lua, rust"]);
    editor.forget_told(URI);
    editor.note("workspace/didChangeConfiguration", json!({"settings": {"targets": "nginx"}}));
    is_told(&mut editor, text, &["envoy"]);
    assert_eq!(editor.messages(), [format!("corsgen: `targets` is a list of names, as in {list}")]);
}
