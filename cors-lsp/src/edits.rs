use cors_compiler::{Edit, Span};
use lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, WorkspaceEdit,
};

use crate::{client::Client, document::Document};

/// Edits of one document, as the editor wants them. They are for this version of it, where the editor lets that be said.
pub(crate) fn of(document: &Document, edits: &[Edit], client: &Client) -> WorkspaceEdit {
    let edit = |edit: &Edit| TextEdit::new(document.text.range(edit.span), edit.text.clone());
    let edits: Vec<TextEdit> = edits.iter().map(edit).collect();
    if !client.document_changes {
        #[expect(clippy::mutable_key_type, reason = "a type of the protocol's; what changes in it is not compared")]
        let changes = [(document.uri.clone(), edits)].into_iter().collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let text_document =
        OptionalVersionedTextDocumentIdentifier { uri: document.uri.clone(), version: Some(document.version) };
    let edits = edits.into_iter().map(OneOf::Left).collect();
    let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}

/// The insertion of a text.
pub(crate) fn insertion(at: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::empty(at), text: text.into() }
}
