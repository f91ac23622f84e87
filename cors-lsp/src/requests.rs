//! What can be asked of the server, and who answers it.

use std::collections::BTreeMap;

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionParams, CompletionResponse, DocumentHighlight,
    DocumentHighlightParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, Location, Position,
    ReferenceParams, RenameParams, TextDocumentIdentifier, TextDocumentPositionParams, WorkspaceEdit, request as ask,
    request::Request as _,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    actions, client::Client, completion, document::Document, folding, hover, judge::Judge, sets, symbols, told,
};

/// Who asks, of what, and by what policies are judged.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'s> {
    /// The open documents by their URI.
    pub(crate) documents: &'s BTreeMap<String, Document>,
    pub(crate) client: &'s Client,
    pub(crate) judge: &'s Judge,
}

/// What a request is answered that cannot be answered.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    /// For people.
    pub(crate) message: String,
}

/// Answers a request.
pub(crate) fn answer(Request { id, method, params }: Request, asking: &Asking<'_>) -> String {
    match method.as_str() {
        ask::HoverRequest::METHOD => asked::<ask::HoverRequest>(&id, params, |params| Ok(asking.hover(&params))),
        ask::CodeActionRequest::METHOD => {
            asked::<ask::CodeActionRequest>(&id, params, |params| Ok(asking.actions(&params)))
        }
        ask::Completion::METHOD => asked::<ask::Completion>(&id, params, |params| Ok(asking.complete(&params))),
        ask::GotoDefinition::METHOD => {
            asked::<ask::GotoDefinition>(&id, params, |params| Ok(asking.definition(&params)))
        }
        ask::References::METHOD => asked::<ask::References>(&id, params, |params| Ok(asking.references(&params))),
        ask::DocumentHighlightRequest::METHOD => {
            asked::<ask::DocumentHighlightRequest>(&id, params, |params| Ok(asking.highlights(&params)))
        }
        ask::PrepareRenameRequest::METHOD => asked::<ask::PrepareRenameRequest>(&id, params, |params| {
            Ok(asking.policy(&params.text_document).and_then(|d| sets::prepare_rename(d, params.position)))
        }),
        ask::Rename::METHOD => asked::<ask::Rename>(&id, params, |params| asking.rename(&params)),
        ask::DocumentSymbolRequest::METHOD => asked::<ask::DocumentSymbolRequest>(&id, params, |params| {
            Ok(asking.policy(&params.text_document).map(symbols::symbols))
        }),
        ask::FoldingRangeRequest::METHOD => asked::<ask::FoldingRangeRequest>(&id, params, |params| {
            Ok(asking.policy(&params.text_document).map(folding::folding))
        }),
        ask::SelectionRangeRequest::METHOD => asked::<ask::SelectionRangeRequest>(&id, params, |params| {
            Ok(asking.policy(&params.text_document).map(|d| folding::selection(d, &params.positions)))
        }),
        method => {
            let message = format!("there is no method `{}`", method.escape_debug());
            told::refused(&id, Refusal { code: ErrorCode::MethodNotFound, message })
        }
    }
}

/// Reads what is asked, and answers it.
fn asked<R: ask::Request>(
    id: &RequestId,
    params: Value,
    answer: impl FnOnce(R::Params) -> Result<R::Result, Refusal>,
) -> String {
    told::answer(id, parameters(params).and_then(answer))
}

/// The parameters of a request or a notification.
///
/// # Errors
///
/// A refusal that says what is wrong with them.
pub(crate) fn parameters<P: DeserializeOwned>(params: Value) -> Result<P, Refusal> {
    serde_json::from_value(params)
        .map_err(|error| Refusal { code: ErrorCode::InvalidParams, message: error.to_string() })
}

impl Asking<'_> {
    /// An open document, if it is a policy.
    fn policy(&self, asked: &TextDocumentIdentifier) -> Option<&Document> {
        self.documents.get(asked.uri.as_str()).filter(|document| document.is_policy())
    }

    fn at(&self, asked: &TextDocumentPositionParams) -> Option<(&Document, Position)> {
        Some((self.policy(&asked.text_document)?, asked.position))
    }

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let (document, position) = self.at(&params.text_document_position_params)?;
        hover::hover(document, position, self)
    }

    fn actions(&self, params: &CodeActionParams) -> Option<CodeActionResponse> {
        self.policy(&params.text_document).map(|document| actions::actions(document, params, self))
    }

    fn complete(&self, params: &CompletionParams) -> Option<CompletionResponse> {
        let (document, position) = self.at(&params.text_document_position)?;
        Some(completion::complete(document, position, self.client))
    }

    fn definition(&self, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
        let (document, position) = self.at(&params.text_document_position_params)?;
        sets::definition(document, position)
    }

    fn references(&self, params: &ReferenceParams) -> Option<Vec<Location>> {
        let (document, position) = self.at(&params.text_document_position)?;
        sets::references(document, position, params.context.include_declaration)
    }

    fn highlights(&self, params: &DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
        let (document, position) = self.at(&params.text_document_position_params)?;
        sets::highlights(document, position)
    }

    fn rename(&self, params: &RenameParams) -> Result<Option<WorkspaceEdit>, Refusal> {
        let Some((document, position)) = self.at(&params.text_document_position) else { return Ok(None) };
        sets::rename(document, position, &params.new_name, self.client).map(Some)
    }
}
