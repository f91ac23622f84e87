use lsp_types::{InitializeParams, MarkupContent, MarkupKind};

use crate::text::Encoding;

/// What the editor can do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    /// How it counts columns.
    pub(crate) encoding: Encoding,
    /// Whether a diagnostic may name other places.
    pub(crate) related_information: bool,
    /// Whether a diagnostic may say where to read more.
    pub(crate) code_description: bool,
    /// Whether edits may say which version of a document they are for.
    pub(crate) document_changes: bool,
    /// Whether what is inserted may hold places to fill in.
    pub(crate) snippets: bool,
    /// Whether it shows Markdown where one hovers.
    pub(crate) markdown: bool,
}

impl Client {
    /// What an editor says of itself.
    pub(crate) fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let text = capabilities.text_document.as_ref();
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let hover = text.and_then(|text| text.hover.as_ref()?.content_format.as_deref());
        let item = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
        let edits = capabilities.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
        Self {
            encoding: Encoding::of(offered.unwrap_or_default()),
            related_information: diagnostics.and_then(|d| d.related_information).unwrap_or(false),
            code_description: diagnostics.and_then(|d| d.code_description_support).unwrap_or(false),
            document_changes: edits.and_then(|edits| edits.document_changes).unwrap_or(false),
            snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            // Those that say nothing mostly do.
            markdown: hover.is_none_or(|formats| formats.contains(&MarkupKind::Markdown)),
        }
    }

    /// What is shown where one hovers.
    pub(crate) fn markup(&self, markdown: String) -> MarkupContent {
        let kind = if self.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        MarkupContent { kind, value: markdown }
    }
}
