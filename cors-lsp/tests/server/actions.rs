//! What an editor offers to do, and what comes of it.

use cors_compiler::{Source, judge};
use lsp_types::{CodeAction, CodeActionOrCommand, DocumentChanges, OneOf, TextEdit, request::CodeActionRequest};
use serde_json::{Value, json};

use crate::client::{Editor, URI, edited, range_of};

/// What is offered at the place where `part` stands.
fn offered(text: &str, part: &str, context: Value) -> Vec<CodeAction> {
    let mut editor = Editor::opened(text);
    let params = json!({"textDocument": {"uri": URI}, "range": range_of(text, part), "context": context});
    let actions = editor.request::<CodeActionRequest>(params).unwrap();
    let action = |action| match action {
        CodeActionOrCommand::CodeAction(action) => action,
        CodeActionOrCommand::Command(command) => panic!("{command:?}"),
    };
    actions.into_iter().map(action).collect()
}

/// The text after an action.
fn after(text: &str, action: &CodeAction) -> String {
    let Some(DocumentChanges::Edits(changes)) = action.edit.clone().unwrap().document_changes else {
        panic!("{action:?}")
    };
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((change.text_document.uri.as_str(), change.text_document.version), (URI, Some(1)));
    let edits = change.edits.iter().map(|edit| match edit {
        OneOf::Left(edit) => edit.clone(),
        OneOf::Right(edit) => panic!("{edit:?}"),
    });
    edited(text, &edits.collect::<Vec<TextEdit>>())
}

fn by_hand() -> Value {
    json!({"diagnostics": []})
}

fn rules(text: &str) -> Vec<&'static str> {
    judge(&Source::new("cors.yaml", text), None).without_notes().findings().iter().map(|f| f.rule.name).collect()
}

#[test]
fn certain_fixes_are_preferred() {
    for (text, part, title, fixed) in [
        (
            "allow_origins: [https://a.example/] # \u{1f600}\n",
            "example/",
            "Remove `/`",
            "allow_origins: [https://a.example] # \u{1f600}\n",
        ),
        (
            "# \u{1f600}\r\nallowOrigins: [https://a.example]\r\n",
            "allowOr",
            "Replace `allowOrigins` by `allow_origins`",
            "# \u{1f600}\r\nallow_origins: [https://a.example]\r\n",
        ),
        (
            "allow_origins: https://a.example\n",
            "https",
            "Replace `https://a.example` by `[https://a.example]`",
            "allow_origins: [https://a.example]\n",
        ),
        (
            "allow_origins:\n  - https://a.example\n  - https://a.example\n",
            "  - https://a.example\n  - https://a.example",
            "Remove `https://a.example`",
            "allow_origins:\n  - https://a.example\n",
        ),
        (
            "allow_origins: [\"https://app.example https://shop.example https://news.example\"]\n",
            "shop",
            "Replace `\"https://app.example …` by `\"https://app.example\", …`",
            "allow_origins: [\"https://app.example\", \"https://shop.example\", \"https://news.example\"]\n",
        ),
    ] {
        let actions = offered(text, part, by_hand());
        let action = &actions[0];
        assert_eq!((action.title.as_str(), after(text, action).as_str()), (title, fixed));
        assert_eq!(action.is_preferred, Some(true));
        assert_eq!(action.diagnostics.as_ref().map(Vec::len), Some(1));
        assert_eq!(rules(fixed), [""; 0], "{fixed}");
    }
}

#[test]
fn a_risk_is_accepted_where_it_is_taken_and_wants_a_reason() {
    for (text, part, accepted) in [
        (
            "allow_origins:\n  - \"null\" # widgets\nmax_age: 1h\n",
            "null",
            "allow_origins:\n  - \"null\" # widgets\naccept_risks:\n  - risk: null-origin\n    origin: \"null\"\n    reason: \"\"\nmax_age: 1h\n",
        ),
        (
            "allow_origins: [http://*.a.example]\r\naccept_risks:\r\n- risk: null-origin\r\n  origin: \"null\"\r\n  reason: x # y\r\n",
            "http",
            "allow_origins: [http://*.a.example]\r\naccept_risks:\r\n- risk: null-origin\r\n  origin: \"null\"\r\n  reason: x # y\r\n- risk: insecure-origin\r\n  origin: \"http://*.a.example\"\r\n  reason: \"\"\r\n",
        ),
        (
            "{\"allow_origins\": [\"null\"]}",
            "null",
            "{\"allow_origins\": [\"null\"], \"accept_risks\": [{\"risk\": \"null-origin\", \"origin\": \"null\", \"reason\": \"\"}]}",
        ),
        (
            "{\r\n\t\"allow_origins\": [\r\n\t\t\"null\"\r\n\t],\r\n\t\"max_age\": 60\r\n}\r\n",
            "null",
            "{\r\n\t\"allow_origins\": [\r\n\t\t\"null\"\r\n\t],\r\n\t\"accept_risks\": [\r\n\t\t{\"risk\": \"null-origin\", \"origin\": \"null\", \"reason\": \"\"}\r\n\t],\r\n\t\"max_age\": 60\r\n}\r\n",
        ),
        (
            "{\n    \"routes\": [\n        {\n            \"path\": \"/x\",\n            \"allow_origins\": [\"null\"]\n        }\n    ]\n}\n",
            "null\"",
            "{\n    \"routes\": [\n        {\n            \"path\": \"/x\",\n            \"allow_origins\": [\"null\"],\n            \"accept_risks\": [\n                {\"risk\": \"null-origin\", \"origin\": \"null\", \"reason\": \"\"}\n            ]\n        }\n    ]\n}\n",
        ),
        (
            "{\n  \"allow_origins\": [\"http://*.a.example\", \"null\"],\n  \"accept_risks\": [\n    {\"risk\": \"null-origin\", \"origin\": \"null\", \"reason\": \"x\"}\n  ]\n}\n",
            "http",
            "{\n  \"allow_origins\": [\"http://*.a.example\", \"null\"],\n  \"accept_risks\": [\n    {\"risk\": \"null-origin\", \"origin\": \"null\", \"reason\": \"x\"},\n    {\"risk\": \"insecure-origin\", \"origin\": \"http://*.a.example\", \"reason\": \"\"}\n  ]\n}\n",
        ),
        (
            "routes:\n  - {path: /x, allow_origins: [\"null\"], accept_risks: []}\n",
            "null",
            "routes:\n  - {path: /x, allow_origins: [\"null\"], accept_risks: [{risk: null-origin, origin: \"null\", reason: \"\"}]}\n",
        ),
        (
            "allow_origins: [http://*.a.example]\naccept_risks: [{risk: null-origin, origin: \"null\", reason: x}]\n",
            "http",
            "allow_origins: [http://*.a.example]\naccept_risks: [{risk: null-origin, origin: \"null\", reason: x}, {risk: insecure-origin, origin: \"http://*.a.example\", reason: \"\"}]\n",
        ),
        (
            "origin_sets:\n  s: [\"null\"]\nroutes:\n  - path: /x\n    allow_origins: [$s]\n  - path: /y\n    allow_origins: [$s]\n  - path: /z\n    allow_origins: [https://z.example]",
            "null",
            "origin_sets:\n  s: [\"null\"]\nroutes:\n  - path: /x\n    allow_origins: [$s]\n    accept_risks:\n      - risk: null-origin\n        origin: \"null\"\n        reason: \"\"\n  - path: /y\n    allow_origins: [$s]\n    accept_risks:\n      - risk: null-origin\n        origin: \"null\"\n        reason: \"\"\n  - path: /z\n    allow_origins: [https://z.example]",
        ),
        (
            "origin_sets: {s: []}\nprofiles: {dev: {s: [\"null\"]}}\nallow_origins: [$s, https://a.example]\n",
            "null",
            "origin_sets: {s: []}\nprofiles: {dev: {s: [\"null\"]}}\nallow_origins: [$s, https://a.example]\naccept_risks:\n  - risk: null-origin\n    origin: \"null\"\n    reason: \"\"\n",
        ),
    ] {
        let actions = offered(text, part, by_hand());
        let action =
            actions.iter().find(|action| action.title.starts_with("Accept")).unwrap_or_else(|| panic!("{actions:?}"));
        assert_eq!(action.is_preferred, Some(false));
        assert_eq!(after(text, action), accepted);
        let left = rules(accepted);
        assert!(left.contains(&"risk-without-reason"), "{left:?}");
        // With a reason, nothing of the risk is left.
        let reasoned = accepted
            .replace("reason: \"\"", "reason: \"of old\"")
            .replace("\"reason\": \"\"", "\"reason\": \"of old\"");
        let left = rules(&reasoned);
        assert!(
            !left
                .iter()
                .any(|rule| ["null-origin", "insecure-origin", "risk-without-reason", "yaml-syntax"].contains(rule)),
            "{left:?}"
        );
    }
}

#[test]
fn a_set_that_is_named_can_be_defined() {
    for (text, defined) in [
        ("# mine\nallow_origins: [$apps]\n", "# mine\norigin_sets:\n  apps: []\nallow_origins: [$apps]\n"),
        (
            "origin_sets:\n  a: []\nallow_origins: [$a, $apps]\n",
            "origin_sets:\n  apps: []\n  a: []\nallow_origins: [$a, $apps]\n",
        ),
        (
            "origin_sets: {a: []}\nallow_origins: [$a, $apps]\n",
            "origin_sets: {apps: [], a: []}\nallow_origins: [$a, $apps]\n",
        ),
        ("{\"allow_origins\": [\"$apps\"]}", "{\"origin_sets\": {\"apps\": []}, \"allow_origins\": [\"$apps\"]}"),
    ] {
        let actions = offered(text, "$apps", by_hand());
        assert_eq!(actions[0].title, "Define the origin set `apps`, empty");
        assert_eq!(after(text, &actions[0]), defined);
        assert_eq!(rules(defined), [""; 0], "{defined}");
    }
    // Where sets stand now there is something else.
    for text in ["origin_sets: [apps]\nallow_origins: [$apps]\n", "origin_sets:\nallow_origins: [$apps]\n"] {
        assert_eq!(offered(text, "$apps", by_hand()), [], "{text}");
    }
}

#[test]
fn everything_certain_is_fixed_at_once() {
    // Of the origins nothing is known before the key has its name.
    let text = "allowOrigins: [https://a.example/, HTTPS://B.example]\r\n# é\r\nallow_methods: [put]\r\n";
    let fixed = "allow_origins: [https://a.example, https://b.example]\r\n# é\r\nallow_methods: [PUT]\r\n";
    for only in [json!(["source.fixAll.corsgen"]), json!(["source.fixAll"]), json!(["source"])] {
        let actions = offered(text, "allowO", json!({"diagnostics": [], "only": only}));
        let [action] = actions.as_slice() else { panic!("{actions:?}") };
        assert_eq!(action.kind.as_ref().unwrap().as_str(), "source.fixAll.corsgen");
        assert_eq!(after(text, action), fixed);
    }
    let kinds = |context: Value| -> Vec<String> {
        offered(text, "allowO", context).into_iter().map(|a| a.kind.unwrap().as_str().to_owned()).collect()
    };
    assert_eq!(kinds(by_hand()), ["quickfix", "source.fixAll.corsgen"]);
    assert_eq!(kinds(json!({"diagnostics": [], "triggerKind": 2})), ["quickfix"], "not at every move of the cursor");
    assert_eq!(kinds(json!({"diagnostics": [], "only": ["quickfix"]})), ["quickfix"]);
    assert_eq!(kinds(json!({"diagnostics": [], "only": ["refactor", "source.organizeImports", "quick"]})), [""; 0]);
    assert_eq!(offered("allow_origins: [https://a.example]\n", "allow", by_hand()), [], "nothing is wrong");
}

#[test]
fn lines_that_go_are_fixed_with_the_others() {
    let text = "allow_origins:\n  - https://a.example\n  - https://a.example\nallow_methods: [put]\n";
    let actions = offered(text, "a.example", json!({"diagnostics": [], "only": ["source.fixAll"]}));
    assert_eq!(after(text, &actions[0]), "allow_origins:\n  - https://a.example\nallow_methods: [PUT]\n");
}

#[test]
fn editors_of_old_get_changes_by_document() {
    let mut editor = Editor::with(json!({}));
    let text = "allow_origins: [https://a.example/]\n";
    editor.open(URI, text);
    let params = json!({"textDocument": {"uri": URI}, "range": range_of(text, "example/"), "context": by_hand()});
    let actions = editor.ask("textDocument/codeAction", params).unwrap();
    let edit = &actions[0]["edit"];
    assert_eq!(edit["documentChanges"], Value::Null);
    let mut slash = range_of(text, "/]");
    slash.end.character -= 1;
    assert_eq!(edit["changes"][URI], json!([{"range": slash, "newText": ""}]));
}
