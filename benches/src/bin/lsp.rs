//! How long an editor waits for the language server, at a thousand to a hundred thousand origins.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "it prints tables, and a benchmark stops where it is wrong"
)]

use std::time::Instant;

use cors_benches::{
    editor::Editor,
    large::{self, Findings},
    names, quick,
    rounds::Times,
    table,
};
use serde_json::json;

/// How often each is measured, in a policy of up to ten thousand origins and in a larger one.
const ROUNDS: [usize; 2] = [21, 5];

/// What an editor waits for, after a letter was typed.
type Wait = fn(&mut Editor) -> usize;

/// What is waited for in a policy with a set, a list of origins and nothing to find.
const WAITS: [(&str, Wait); 9] = [
    ("findings", |editor| editor.findings() + 1),
    ("findings, of the last of 100 edits", |editor| {
        (0..100).for_each(|_| editor.edit());
        editor.findings() + 1
    }),
    ("hover on an origin", |editor| length(&editor.ask_here("textDocument/hover", json!({}))["contents"]["value"])),
    ("hover on the set", |editor| {
        length(
            &editor.ask_here("textDocument/hover", json!({"position": {"line": 1, "character": 2}}))["contents"]["value"],
        )
    }),
    ("completion of a key", |editor| {
        size(&editor.ask_here("textDocument/completion", json!({"position": {"line": 2, "character": 0}})))
    }),
    ("fixes at the cursor", |editor| {
        size(&editor.ask_here("textDocument/codeAction", json!({"context": {"diagnostics": [], "triggerKind": 2}}))) + 1
    }),
    ("rename of the set", |editor| {
        let position = json!({"line": 1, "character": 2});
        size(
            &editor.ask_here("textDocument/rename", json!({"position": position, "newName": "b"}))["changes"]["file:///cors.yaml"],
        )
    }),
    ("symbols", |editor| size(&editor.ask_here("textDocument/documentSymbol", json!({})))),
    ("folding", |editor| size(&editor.ask_here("textDocument/foldingRange", json!({})))),
];

/// What is waited for where everything is wrong.
const WRONG: [(&str, Wait); 2] =
    [
        ("findings", |editor| editor.findings()),
        ("all fixes at once", |editor| {
            size(&editor.ask_here(
                "textDocument/codeAction",
                json!({"context": {"diagnostics": [], "only": ["source.fixAll"]}}),
            ))
        }),
    ];

fn main() {
    let counts: &[usize] = if quick() { &[1_000, 10_000] } else { &[1_000, 10_000, 100_000] };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let policy = |count: usize| {
        format!(
            "origin_sets:\n  a: [https://a.example]\n\n{}",
            large::exact(&names::origins(count)).replace("allow_origins:\n", "allow_origins:\n  - $a\n")
        )
    };
    rows.extend(measured("", &WAITS, counts, policy));
    for (name, findings) in
        [(", each a finding", Findings::Paths), (", each a finding, in one line", Findings::OneLine)]
    {
        rows.extend(measured(name, &WRONG, counts, |count| findings.policy(count)));
    }
    let columns: Vec<String> =
        counts.iter().map(|count| format!("{} origins, ms", table::count(*count as u64))).collect();
    let columns: Vec<&str> = ["after a letter, until"].into_iter().chain(columns.iter().map(String::as_str)).collect();
    table::print("The language server", &columns, &rows);
}

/// A row for each wait, a column for each count.
fn measured(
    name: &str,
    waits: &[(&str, Wait)],
    counts: &[usize],
    policy: impl Fn(usize) -> String,
) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = waits.iter().map(|(wait, _)| vec![format!("{wait}{name}")]).collect();
    for count in counts {
        let mut editor = Editor::open(&policy(*count));
        for (row, (what, wait)) in rows.iter_mut().zip(waits) {
            let rounds = if quick() { 3 } else { ROUNDS[usize::from(*count > 10_000)] };
            row.push(cell(&mut editor, what, *wait, rounds));
        }
        editor.close();
    }
    rows
}

/// Milliseconds.
fn cell(editor: &mut Editor, what: &str, wait: Wait, rounds: usize) -> String {
    let mut times = Times { name: what.to_owned(), rounds: Vec::new() };
    for _ in 0..rounds {
        let start = Instant::now();
        editor.edit();
        assert!(wait(editor) > 0, "{what}: nothing");
        times.rounds.push(start.elapsed().as_secs_f64() * 1e3);
        // What is told meanwhile is not waited for in the next round.
        editor.settle();
    }
    let spread = times.spread();
    format!("{:.1} ({:.1} to {:.1})", spread.median, spread.low, spread.high)
}

fn length(text: &serde_json::Value) -> usize {
    text.as_str().map_or(0, str::len)
}

fn size(list: &serde_json::Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}
