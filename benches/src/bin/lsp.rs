//! How long an editor waits for the language server, at a thousand to a hundred thousand origins.

#![allow(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "it prints tables, and a benchmark stops where it is wrong"
)]

use std::time::Instant;

use cors_benches::{
    editor::{Editor, Said},
    large::{self, Findings},
    names, quick,
    rounds::Times,
    table,
};
use serde_json::{Value, json};

/// How often each is measured, in a policy of up to ten thousand origins and in a larger one.
const ROUNDS: [usize; 2] = [21, 5];

/// What an editor waits for, after a letter was typed.
struct Wait {
    name: &'static str,
    wait: fn(&mut Editor) -> Said,
    /// Where in what is said then stands what was waited for.
    within: &'static str,
}

const fn wait(name: &'static str, wait: fn(&mut Editor) -> Said, within: &'static str) -> Wait {
    Wait { name, wait, within }
}

/// What is waited for in a policy with a set, a list of origins and nothing to find.
const WAITS: [Wait; 9] = [
    wait("findings", Editor::findings, "/params/uri"),
    wait(
        "findings, of the last of 100 edits",
        |editor| {
            (0..100).for_each(|_| editor.edit());
            editor.findings()
        },
        "/params/uri",
    ),
    wait("hover on an origin", |editor| editor.ask_here("textDocument/hover", json!({})), "/result/contents/value"),
    wait(
        "hover on the set",
        |editor| editor.ask_here("textDocument/hover", json!({"position": {"line": 1, "character": 2}})),
        "/result/contents/value",
    ),
    wait(
        "completion of a key",
        |editor| editor.ask_here("textDocument/completion", json!({"position": {"line": 2, "character": 0}})),
        "/result",
    ),
    wait(
        "fixes at the cursor",
        |editor| editor.ask_here("textDocument/codeAction", json!({"context": {"diagnostics": [], "triggerKind": 2}})),
        "/jsonrpc",
    ),
    wait(
        "rename of the set",
        |editor| {
            let position = json!({"line": 1, "character": 2});
            editor.ask_here("textDocument/rename", json!({"position": position, "newName": "b"}))
        },
        "/result/changes/file:~1~1~1cors.yaml",
    ),
    wait("symbols", |editor| editor.ask_here("textDocument/documentSymbol", json!({})), "/result"),
    wait("folding", |editor| editor.ask_here("textDocument/foldingRange", json!({})), "/result"),
];

/// What is waited for where everything is wrong.
const WRONG: [Wait; 2] = [
    wait("findings", Editor::findings, "/params/diagnostics"),
    wait(
        "all fixes at once",
        |editor| {
            let context = json!({"diagnostics": [], "only": ["source.fixAll"]});
            editor.ask_here("textDocument/codeAction", json!({"context": context}))
        },
        "/result",
    ),
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
fn measured(name: &str, waits: &[Wait], counts: &[usize], policy: impl Fn(usize) -> String) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = waits.iter().map(|wait| vec![format!("{}{name}", wait.name)]).collect();
    for count in counts {
        let mut editor = Editor::open(&policy(*count));
        for (row, wait) in rows.iter_mut().zip(waits) {
            let rounds = if quick() { 3 } else { ROUNDS[usize::from(*count > 10_000)] };
            row.push(cell(&mut editor, wait, rounds));
        }
        editor.close();
    }
    rows
}

/// Milliseconds.
fn cell(editor: &mut Editor, wait: &Wait, rounds: usize) -> String {
    let mut times = Times { name: wait.name.to_owned(), rounds: Vec::new() };
    for _ in 0..rounds {
        let start = Instant::now();
        editor.edit();
        let said = (wait.wait)(editor);
        times.rounds.push(start.elapsed().as_secs_f64() * 1e3);
        let said = said.read();
        assert!(said.pointer(wait.within).is_some_and(is_something), "{}: {said}", wait.name);
        // What is told meanwhile is not waited for in the next round.
        editor.settle();
    }
    let spread = times.spread();
    format!("{:.1} ({:.1} to {:.1})", spread.median, spread.low, spread.high)
}

fn is_something(said: &Value) -> bool {
    said.as_array().map_or_else(|| said.as_str().is_some_and(|text| !text.is_empty()), |list| !list.is_empty())
}
