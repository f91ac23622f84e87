//! What a document is made of, as an editor lists it.

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, SymbolKind};

use crate::{
    document::Document,
    outline::{Entry, Kind, Node},
    policies::paths,
};

/// How many symbols are told at most: lists of origins are not for an overview.
const MOST: usize = 5_000;

/// The keys of a document, its sets, profiles and routes.
pub(crate) fn symbols(document: &Document) -> DocumentSymbolResponse {
    let mut left = MOST;
    let entries = document.outline().root.entries();
    let symbols = entries.iter().filter_map(|entry| key(document, entry, &[], &mut left)).collect();
    DocumentSymbolResponse::Nested(symbols)
}

/// A key. `around` are the keys that it stands below.
fn key(document: &Document, entry: &Entry, around: &[&str], left: &mut usize) -> Option<DocumentSymbol> {
    let text = document.text.as_str();
    let name = entry.key.value(text);
    let kind = match (around, &*name) {
        (["origin_sets"] | ["profiles", _], _) => SymbolKind::ARRAY,
        (["profiles"], _) => SymbolKind::NAMESPACE,
        _ => match entry.value.kind {
            Kind::List(_) => SymbolKind::ARRAY,
            Kind::Mapping(_) => SymbolKind::NAMESPACE,
            Kind::Scalar(_) | Kind::Nothing => SymbolKind::PROPERTY,
        },
    };
    let below: Vec<&str> = around.iter().copied().chain([&*name]).collect();
    let mut symbol = symbol(document, &name, kind, (&entry.key, &entry.value), left)?;
    symbol.detail = detail(text, &entry.value);
    let children = match below.as_slice() {
        ["routes"] => entry.value.items().iter().filter_map(|item| route(document, item, left)).collect(),
        ["origin_sets" | "profiles"] | ["profiles", _] => {
            entry.value.entries().iter().filter_map(|entry| key(document, entry, &below, left)).collect()
        }
        _ => Vec::new(),
    };
    symbol.children = Some(children).filter(|children: &Vec<_>| !children.is_empty());
    Some(symbol)
}

/// A route, by its paths.
fn route(document: &Document, route: &Node, left: &mut usize) -> Option<DocumentSymbol> {
    let text = document.text.as_str();
    let path = route.get(text, "path")?;
    let mut symbol = symbol(document, &paths(path, text), SymbolKind::OBJECT, (path, route), left)?;
    symbol.range = document.text.range(route.span);
    symbol.children = Some(route.entries().iter().filter_map(|entry| key(document, entry, &["#"], left)).collect());
    Some(symbol)
}

/// A symbol that is picked at one node and goes to the end of another. `None` where there are enough.
fn symbol(
    document: &Document,
    name: &str,
    kind: SymbolKind,
    (picked, last): (&Node, &Node),
    left: &mut usize,
) -> Option<DocumentSymbol> {
    *left = left.checked_sub(1)?;
    let end = picked.span.end.max(last.span.end);
    let range = document.text.range(cors_compiler::Span::new(picked.span.start, end));
    // An editor takes an empty name for a mistake of the server's.
    let name = if name.trim().is_empty() { "\"\"".to_owned() } else { name.to_owned() };
    #[expect(deprecated, reason = "the field is required, and tags have taken its place")]
    let symbol = DocumentSymbol {
        name,
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range: document.text.range(picked.span),
        children: None,
    };
    Some(symbol)
}

/// A short value, or how many a list holds.
fn detail(text: &str, value: &Node) -> Option<String> {
    match &value.kind {
        Kind::Scalar(_) => Some(value.value(text).chars().take(60).collect()),
        Kind::List(items) => Some(items.len().to_string()),
        Kind::Mapping(_) | Kind::Nothing => None,
    }
}
