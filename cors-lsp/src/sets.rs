//! Origin sets: where they are defined and named, and other names for them.

use cors_compiler::{Edit, is_set_name};
use lsp_server::ErrorCode;
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Location, Position, PrepareRenameResponse,
    WorkspaceEdit,
};

use crate::{
    client::Client,
    document::Document,
    edits,
    policies::{Naming, Role, namings},
    requests::Refusal,
};

/// Where the set at a place is defined.
pub(crate) fn definition(document: &Document, position: Position) -> Option<GotoDefinitionResponse> {
    let (asked, all) = asked(document, position)?;
    let defined = all.iter().find(|naming| naming.name == asked.name && naming.role == Role::Defined)?;
    Some(GotoDefinitionResponse::Scalar(location(document, defined)))
}

/// Where the set at a place is named.
pub(crate) fn references(document: &Document, position: Position, defined: bool) -> Option<Vec<Location>> {
    let (asked, all) = asked(document, position)?;
    let same = all.iter().filter(|naming| naming.name == asked.name && (defined || naming.role != Role::Defined));
    Some(same.map(|naming| location(document, naming)).collect())
}

/// The same, to be marked while the cursor is on one of them.
pub(crate) fn highlights(document: &Document, position: Position) -> Option<Vec<DocumentHighlight>> {
    let (asked, all) = asked(document, position)?;
    let kind = |role| if role == Role::Used { DocumentHighlightKind::READ } else { DocumentHighlightKind::WRITE };
    let highlight = |naming: &Naming<'_>| DocumentHighlight {
        range: document.text.range(naming.span),
        kind: Some(kind(naming.role)),
    };
    Some(all.iter().filter(|naming| naming.name == asked.name).map(highlight).collect())
}

/// What a rename at a place would replace.
pub(crate) fn prepare_rename(document: &Document, position: Position) -> Option<PrepareRenameResponse> {
    let (asked, _) = asked(document, position)?;
    let range = document.text.range(asked.span);
    Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: asked.name.into_owned() })
}

/// Gives the set at a place another name, wherever it is named.
///
/// # Errors
///
/// A refusal, if there is no set, or if the name is none, or another set's.
pub(crate) fn rename(
    document: &Document,
    position: Position,
    name: &str,
    client: &Client,
) -> Result<WorkspaceEdit, Refusal> {
    let refused = |message: String| Refusal { code: ErrorCode::RequestFailed, message };
    let Some((asked, all)) = asked(document, position) else {
        return Err(refused("there is no origin set here".to_owned()));
    };
    let name = name.strip_prefix('$').unwrap_or(name);
    if !is_set_name(name) {
        let name = name.escape_debug();
        return Err(refused(format!(
            "`{name}` is no name of a set: a lower-case letter, then up to 39 of `a-z 0-9 _`"
        )));
    }
    if name != asked.name && all.iter().any(|naming| naming.name == name) {
        return Err(refused(format!("there is an origin set `{name}` already")));
    }
    let same = all.iter().filter(|naming| naming.name == asked.name);
    let edits: Vec<Edit> =
        same.map(|naming| Edit { span: naming.span, text: format!("{}{name}", naming.prefix) }).collect();
    Ok(edits::of(document, &edits, client))
}

/// The naming at a place, the `$` before it included, and all others.
fn asked(document: &Document, position: Position) -> Option<(Naming<'_>, Vec<Naming<'_>>)> {
    let text = document.text.as_str();
    let byte = document.text.offset(position);
    let all = namings(document.outline(), text);
    let is_here = |naming: &&Naming<'_>| {
        let start = if naming.role == Role::Used { naming.span.start.saturating_sub(1) } else { naming.span.start };
        start <= byte && byte <= naming.span.end
    };
    let here = all.iter().find(is_here)?.clone();
    Some((here, all))
}

fn location(document: &Document, naming: &Naming<'_>) -> Location {
    Location::new(document.uri.clone(), document.text.range(naming.span))
}
