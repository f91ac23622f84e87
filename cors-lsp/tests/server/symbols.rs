//! What a document is made of, what is folded, and what is selected.

use lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, SelectionRange,
    request::{DocumentSymbolRequest, FoldingRangeRequest, SelectionRangeRequest},
};
use serde_json::json;

use crate::client::{Editor, URI, end_of, range_of};

const TEXT: &str = "name: shop\norigin_sets:\n  apps: [https://a.example]\n  local: []\nprofiles:\n  dev:\n    local:\n      - http://localhost:*\nallow_origins: [$apps, $local]\nroutes:\n  - path: [/x, /y/*]\n    cors: false\n  - path: /z\n    allow_origins: \"*\"\n";

fn outline(symbols: &[DocumentSymbol], depth: usize) -> String {
    let line = |symbol: &DocumentSymbol| {
        assert!(symbol.range.start <= symbol.selection_range.start && symbol.selection_range.end <= symbol.range.end);
        let detail = symbol.detail.as_deref().map_or(String::new(), |detail| format!(" ({detail})"));
        let children = outline(symbol.children.as_deref().unwrap_or_default(), depth + 1);
        format!("{}{}{detail}\n{children}", "  ".repeat(depth), symbol.name)
    };
    symbols.iter().map(line).collect()
}

#[test]
fn symbols_are_the_keys_the_sets_the_profiles_and_the_routes() {
    let mut editor = Editor::opened(TEXT);
    let symbols = editor.request::<DocumentSymbolRequest>(json!({"textDocument": {"uri": URI}}));
    let Some(DocumentSymbolResponse::Nested(symbols)) = symbols else { panic!("{symbols:?}") };
    let expected = "name (shop)\norigin_sets\n  apps (1)\n  local (0)\nprofiles\n  dev\n    local (1)\nallow_origins (2)\nroutes (2)\n  /x, /y/*\n    path (2)\n    cors (false)\n  /z\n    path (/z)\n    allow_origins (*)\n";
    assert_eq!(outline(&symbols, 0), expected);
}

#[test]
fn what_has_several_lines_is_folded() {
    let mut editor = Editor::opened(TEXT);
    let ranges = editor.request::<FoldingRangeRequest>(json!({"textDocument": {"uri": URI}})).unwrap();
    let lines: Vec<(u32, u32)> = ranges.iter().map(|range| (range.start_line, range.end_line)).collect();
    assert_eq!(lines, [(1, 3), (4, 7), (5, 7), (6, 7), (9, 13), (10, 11), (12, 13)]);
}

#[test]
fn a_selection_grows() {
    let mut editor = Editor::opened(TEXT);
    let position = range_of(TEXT, "/y").start;
    let selected = editor
        .request::<SelectionRangeRequest>(json!({"textDocument": {"uri": URI}, "positions": [position, end_of("")]}))
        .unwrap();
    let mut grown = Vec::new();
    let mut at: Option<&SelectionRange> = Some(&selected[0]);
    while let Some(range) = at {
        grown.push(range.range);
        at = range.parent.as_deref();
    }
    let routes = lsp_types::Range::new(range_of(TEXT, "- path: [").start, range_of(TEXT, "\"*\"").end);
    let expected = [
        range_of(TEXT, "/y/*"),
        range_of(TEXT, "[/x, /y/*]"),
        lsp_types::Range::new(range_of(TEXT, "path: [").start, range_of(TEXT, "false").end),
        routes,
        lsp_types::Range::new(end_of(""), routes.end),
    ];
    assert_eq!(grown, expected);
    assert_eq!(selected.len(), 2);
}
