//! Where sets are defined and named, and other names for them.

use lsp_types::{
    DocumentChanges, GotoDefinitionResponse, Location, OneOf, PrepareRenameResponse, TextEdit, WorkspaceEdit,
    request::{DocumentHighlightRequest, GotoDefinition, PrepareRenameRequest, References, Rename},
};
use serde_json::{Value, json};

use crate::client::{Editor, URI, edited, marked, place, range_of};

const TEXT: &str = "# \u{1f600}\r\norigin_sets:\r\n  'partners': [https://a.example]\r\n  apps: []\r\nprofiles:\r\n  dev: {partners: []}\r\nallow_origins: [$partners, https://b.example, \"$partners\"]\r\nroutes:\r\n- path: /x\r\n  allow_origins:\r\n  - $apps\r\n  - '$partners'\r\n";

/// The text, opened, and the `nth` place where `partners` stands.
fn at(nth: usize) -> (Editor, Value) {
    let (start, _) = TEXT.match_indices("partners").nth(nth).unwrap();
    let position = crate::client::end_of(&TEXT[..start]);
    (Editor::opened(TEXT), place(position))
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

#[test]
fn every_naming_leads_to_the_definition_and_to_all_others() {
    for nth in 0..5 {
        let (mut editor, params) = at(nth);
        let Some(GotoDefinitionResponse::Scalar(Location { uri, range })) =
            editor.request::<GotoDefinition>(params.clone())
        else {
            panic!()
        };
        assert_eq!((uri.as_str(), range), (URI, range_of(TEXT, "partners")));
        let all =
            editor.request::<References>(with(params.clone(), "context", json!({"includeDeclaration": true}))).unwrap();
        assert_eq!(all.len(), 5);
        let others = editor
            .request::<References>(with(params.clone(), "context", json!({"includeDeclaration": false})))
            .unwrap();
        assert_eq!(others, all[1..]);
        assert_eq!(editor.request::<DocumentHighlightRequest>(params).unwrap().len(), 5);
    }
}

#[test]
fn a_rename_keeps_quotes_and_dollars() {
    for (nth, name) in [(0, "friends"), (1, "friends"), (2, "$friends"), (4, "friends")] {
        let (mut editor, params) = at(nth);
        let prepared = editor.request::<PrepareRenameRequest>(params.clone()).unwrap();
        let PrepareRenameResponse::RangeWithPlaceholder { placeholder, range } = prepared else {
            panic!("{prepared:?}")
        };
        assert_eq!((placeholder.as_str(), range.end.character - range.start.character), ("partners", 8));
        let edit = editor.request::<Rename>(with(params, "newName", name.into())).unwrap();
        let renamed = edited(TEXT, &edits(edit));
        assert_eq!(renamed, TEXT.replace("partners", "friends"));
        editor.change(URI, json!([{"text": renamed}]), &renamed);
        let found = editor.diagnostics(URI);
        assert!(found.iter().all(|d| !d.message.contains("friends")), "{found:?}");
    }
}

fn edits(edit: WorkspaceEdit) -> Vec<TextEdit> {
    let Some(DocumentChanges::Edits(changes)) = edit.document_changes else { panic!() };
    let edits = changes.into_iter().flat_map(|change| change.edits);
    edits
        .map(|edit| match edit {
            OneOf::Left(edit) => edit,
            OneOf::Right(edit) => edit.text_edit,
        })
        .collect()
}

#[test]
fn an_escaped_name_is_renamed_too() {
    let (text, position) = marked("origin_sets: {\"\\x61pps\": []}\nallow_origins: [$app§s, \"\\u0024apps\"]\n");
    let mut editor = Editor::opened(&text);
    let edit = editor.request::<Rename>(with(place(position), "newName", "web".into())).unwrap();
    assert_eq!(edited(&text, &edits(edit)), "origin_sets: {\"web\": []}\nallow_origins: [$web, \"$web\"]\n");
}

#[test]
fn names_that_no_set_may_have_are_refused() {
    for (name, part) in
        [("Partners", "no name of a set"), ("", "no name"), ("apps", "already"), ("a b", "no name"), ("$", "no name")]
    {
        let (mut editor, params) = at(1);
        let (code, message) = editor.ask("textDocument/rename", with(params, "newName", name.into())).unwrap_err();
        assert_eq!(code, -32803, "the request failed");
        assert!(message.contains(part), "{name}: {message}");
    }
    let (mut editor, params) = at(1);
    editor.request::<Rename>(with(params, "newName", "partners".into())).unwrap();
}

#[test]
fn elsewhere_there_is_no_set() {
    let (text, position) = marked("allow_origins: [https://§a.example]\n");
    let mut editor = Editor::opened(&text);
    assert_eq!(editor.request::<GotoDefinition>(place(position)), None);
    assert_eq!(editor.request::<PrepareRenameRequest>(place(position)), None);
    assert_eq!(
        editor.ask("textDocument/rename", with(place(position), "newName", "x".into())).unwrap_err().1,
        "there is no origin set here"
    );
    let (text, position) = marked("allow_origins: [$unkn§own]\n");
    let mut editor = Editor::opened(&text);
    assert_eq!(editor.request::<GotoDefinition>(place(position)), None, "it is not defined");
}
