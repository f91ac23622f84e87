//! What of a document an editor folds away, and what it selects when a selection grows.

use lsp_types::{FoldingRange, FoldingRangeKind, Position, Range, SelectionRange};

use crate::{
    document::Document,
    outline::{Kind, Node},
};

/// Lists and mappings of several lines.
pub(crate) fn folding(document: &Document) -> Vec<FoldingRange> {
    let mut ranges = Vec::new();
    fold(document, &document.outline().root, &mut ranges);
    ranges
}

fn fold(document: &Document, node: &Node, ranges: &mut Vec<FoldingRange>) {
    for entry in node.entries() {
        add(document, entry.key.span.start, &entry.value, ranges);
        fold(document, &entry.value, ranges);
    }
    for item in node.items() {
        if !item.is_scalar() {
            add(document, item.span.start, item, ranges);
            fold(document, item, ranges);
        }
    }
}

fn add(document: &Document, start: usize, node: &Node, ranges: &mut Vec<FoldingRange>) {
    if node.kind == Kind::Nothing {
        return;
    }
    let (first, last) = (document.text.position(start).line, document.text.position(node.span.end).line);
    if first < last {
        ranges.push(FoldingRange {
            start_line: first,
            end_line: last,
            kind: Some(FoldingRangeKind::Region),
            ..FoldingRange::default()
        });
    }
}

/// What stands around each place, the innermost first.
pub(crate) fn selection(document: &Document, positions: &[Position]) -> Vec<SelectionRange> {
    positions.iter().map(|position| selected(document, *position)).collect()
}

fn selected(document: &Document, position: Position) -> SelectionRange {
    let byte = document.text.offset(position);
    let at = document.outline().at(document.text.as_str(), byte);
    let nodes = at.iter().flat_map(|at| at.around.iter().copied().chain([at.node]));
    let mut selected: Option<SelectionRange> = None;
    for range in nodes.map(|node| document.text.range(node.span)) {
        if selected.as_ref().is_none_or(|outer| outer.range != range) {
            selected = Some(SelectionRange { range, parent: selected.map(Box::new) });
        }
    }
    let here = document.text.position(byte);
    selected.unwrap_or(SelectionRange { range: Range::new(here, here), parent: None })
}
