//! What is no message, comes at the wrong time, or was given up.

use cors_lsp::Ended;
use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use serde_json::{Value, json};

use crate::client::{Editor, URI, place};
use lsp_types::Position;

fn code(answer: Result<Value, (i32, String)>) -> i32 {
    answer.unwrap_err().0
}

#[test]
fn sessions_end_as_they_are_ended() {
    assert_eq!(Editor::start().shut_down(), Ended::AsAsked);
    assert_eq!(Editor::start().exit(), Ended::Abruptly);
    assert_eq!(Editor::start().vanish(), Ended::Abruptly);
    assert_eq!(Editor::fresh().exit(), Ended::Abruptly);
    let mut editor = Editor::start();
    editor.ask("shutdown", Value::Null).unwrap();
    assert_eq!(editor.vanish(), Ended::AsAsked);
}

#[test]
fn requests_out_of_turn_are_refused() {
    let mut editor = Editor::fresh();
    assert_eq!(
        code(editor.ask("textDocument/hover", place(Position::new(0, 0)))),
        ErrorCode::ServerNotInitialized as i32
    );
    assert_eq!(code(editor.ask("shutdown", Value::Null)), ErrorCode::ServerNotInitialized as i32);
    editor.open(URI, "allow_origins: nonsense");
    assert_eq!(code(editor.ask("initialize", json!({"capabilities": 7}))), ErrorCode::InvalidParams as i32);
    editor.ask("initialize", json!({"capabilities": {}})).unwrap();
    assert_eq!(code(editor.ask("initialize", json!({"capabilities": {}}))), ErrorCode::InvalidRequest as i32);
    assert_eq!(
        editor.ask("textDocument/hover", place(Position::new(0, 0))),
        Ok(Value::Null),
        "it was opened too early"
    );
    editor.ask("shutdown", Value::Null).unwrap();
    assert_eq!(code(editor.ask("textDocument/hover", place(Position::new(0, 0)))), ErrorCode::InvalidRequest as i32);
    assert_eq!(editor.exit(), Ended::AsAsked);
}

#[test]
fn what_nobody_knows_is_refused_or_passed_over() {
    let mut editor = Editor::opened("allow_origins: [https://a.example]\n");
    assert_eq!(code(editor.ask("textDocument/formatting", json!({}))), ErrorCode::MethodNotFound as i32);
    assert_eq!(code(editor.ask("", json!([]))), ErrorCode::MethodNotFound as i32);
    for params in
        [json!(null), json!([1]), json!({}), json!({"textDocument": {"uri": 1}}), json!({"position": {"line": -1}})]
    {
        for method in [
            "hover",
            "completion",
            "codeAction",
            "definition",
            "references",
            "rename",
            "prepareRename",
            "documentSymbol",
            "foldingRange",
            "selectionRange",
            "documentHighlight",
        ] {
            let answer = editor.ask(&format!("textDocument/{method}"), params.clone());
            assert_eq!(code(answer), ErrorCode::InvalidParams as i32, "{method} {params}");
        }
        for method in [
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "workspace/didChangeConfiguration",
            "$/cancelRequest",
            "$/unknown",
            "x",
        ] {
            editor.note(method, params.clone());
        }
    }
    let elsewhere =
        json!({"textDocument": {"uri": "file:///elsewhere/cors.yaml"}, "position": {"line": 0, "character": 0}});
    assert_eq!(editor.ask("textDocument/hover", elsewhere), Ok(Value::Null));
    // Nothing was asked of the client.
    editor.tell(Response::new_ok(1.into(), Value::Null));
    assert_eq!(editor.diagnostics(URI), []);
    assert_eq!(editor.shut_down(), Ended::AsAsked);
}

#[test]
fn what_is_given_up_is_not_answered_twice() {
    let mut editor = Editor::opened(&large());
    // An id is a number or a text, and a text is none of the numbers.
    let ids: Vec<Value> = (100..150).flat_map(|id| [json!(id), json!(format!("{id}"))]).collect();
    let known = |id: &Value| -> RequestId { serde_json::from_value(id.clone()).unwrap() };
    let (method, params) = ("textDocument/documentSymbol", json!({"textDocument": {"uri": URI}}));
    for id in &ids {
        editor.tell(Request { id: known(id), method: method.to_owned(), params: params.clone() });
    }
    for id in &ids {
        editor.note("$/cancelRequest", json!({"id": id}));
    }
    let last = RequestId::from(editor.send("textDocument/hover", place(Position::new(0, 0))));
    let mut answered = Vec::new();
    while answered.last() != Some(&last) {
        if let Message::Response(Response { id, response_result }) = editor.receive() {
            let given_up = response_result.is_err_and(|error| error.code == ErrorCode::RequestCanceled as i32);
            assert!(id != last || !given_up);
            answered.push(id);
        }
    }
    assert_eq!(answered.len(), ids.len() + 1, "each once");
    assert!(ids.iter().all(|id| answered.contains(&known(id))), "{answered:?}");
    assert_eq!(editor.shut_down(), Ended::AsAsked);
}

fn large() -> String {
    let origins: String = (0..4_000).map(|n| format!("  - https://a{n}.example/\n")).collect();
    format!("allow_origins:\n{origins}")
}

#[test]
fn large_documents_and_long_lines_are_judged() {
    let mut editor = Editor::opened(&large());
    assert_eq!(editor.diagnostics(URI).len(), 4_000);
    let line = format!("{{\"allow_origins\": [{}]}}", vec!["\"https://é\u{1f600}.example/\""; 4_000].join(", "));
    editor.change(URI, json!([{"text": line}]), &line);
    let found = editor.diagnostics(URI);
    assert!(found.len() >= 4_000, "{}", found.len());
    assert!(found.iter().all(|diagnostic| diagnostic.range.start.line == 0));
    assert_eq!(editor.shut_down(), Ended::AsAsked);
}
