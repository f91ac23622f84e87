//! What may stand where the cursor is, in a document that is mostly half written there.

mod keys;
mod names;
mod slot;
mod values;

use lsp_types::{CompletionItem, CompletionResponse, Position};

use crate::{client::Client, document::Document};

use slot::Slot;

/// What may stand at a place; nothing where nobody knows.
pub(crate) fn complete(document: &Document, position: Position, client: &Client) -> CompletionResponse {
    CompletionResponse::Array(items(document, position, client).unwrap_or_default())
}

fn items(document: &Document, position: Position, client: &Client) -> Option<Vec<CompletionItem>> {
    let slot = Slot::at(document.text.as_str(), document.text.offset(position))?;
    let mut items = if slot.place.is_key { keys::items(&slot) } else { values::items(&slot) };
    for (at, item) in items.iter_mut().enumerate() {
        // In the order of the language, not of the alphabet.
        item.sort_text = Some(format!("{at:04}"));
    }
    Some(items.into_iter().map(|item| item.placed(document, &slot, client)).collect())
}
