//! After any edits, what is found is what `corsgen check` finds in the same text.

use cors_compiler::{Date, Source, judge};
use lsp_types::{NumberOrString, Position, Range, TextEdit};
use serde_json::{Value, json};

use crate::client::{Editor, URI, edited, end_of};

/// What the compiler finds in a text: rule, level and place.
fn expected(text: &str) -> Vec<(String, Range)> {
    let report = judge(&Source::new("cors.yaml", text), Date::parse("2026-11-23"));
    let place = |byte: usize| end_of(&text[..byte]);
    let findings = report.findings().iter();
    findings.map(|f| (f.rule.name.to_owned(), Range::new(place(f.span.start), place(f.span.end)))).collect()
}

fn found(editor: &mut Editor) -> Vec<(String, Range)> {
    let name = |code| match code {
        Some(NumberOrString::String(name)) => name,
        other => panic!("{other:?}"),
    };
    editor.diagnostics(URI).into_iter().map(|d| (name(d.code), d.range)).collect()
}

/// Numbers that look random: xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn boundary(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.below(text.len() + 1))
    }
}

const SNIPPETS: [&str; 34] = [
    "\u{a0}",
    "\u{2003}",
    "\u{b}",
    "|\n",
    ">",
    "'",
    "? ",
    "&a ",
    "profiles:\n  dev:\n    partners: [",
    "accept_risks:\n  - {risk: null-origin, origin: \"null\", reason: ",
    "allow_origins: [https://a.example]\n",
    "allow_credentials: true\n",
    "routes:\n  - path: /x/*\n",
    "    cors: false\n",
    "https://*.example.com",
    "$partners",
    "\"null\"",
    "\u{1f600}",
    "é",
    "\r\n",
    "\n",
    "\t",
    "  - ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    ": ",
    ", ",
    "# ",
    "*",
    "\u{202e}",
];

const STARTS: [&str; 4] = [
    "",
    "origin_sets:\n  partners: [https://p.example/, HTTPS://é.example]\nallow_origins: [$partners, \"null\"]\nallow_credentials: yes\n",
    "{\r\n  \"allow_origins\": [\"https://\u{1f600}.example\", \"https://a.example:443\"],\r\n  \"max_age\": \"2h\"\r\n}\r\n",
    "allow_origins:\n  - https://a.example # \u{1d54f}\n  - https://a.example\n\troutes: []\n",
];

/// An edit at random places, as an editor tells it, and the text after it.
fn edit(random: &mut Random, text: &str) -> (Value, String) {
    let (a, b) = (random.boundary(text), random.boundary(text));
    let (start, mut end) = (a.min(b), a.max(b));
    if random.below(3) > 0 {
        end = text.floor_char_boundary(end.min(start + 6)).max(start);
    }
    let by = random.of(&SNIPPETS);
    // A carriage return and its line feed are edited together: no place between them can be told.
    let splits = |at: usize| text.as_bytes().get(at) == Some(&b'\n') && at > 0 && text.as_bytes()[at - 1] == b'\r';
    let start = if splits(start) { start - 1 } else { start };
    let end = if splits(end) { end + 1 } else { end };
    let after = format!("{}{by}{}", &text[..start], &text[end..]);
    let range = Range::new(end_of(&text[..start]), end_of(&text[..end]));
    (json!({"range": range, "text": by}), after)
}

#[test]
fn after_any_edits_the_findings_are_those_of_the_compiler() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut fixed = 0;
    for round in 0..60 {
        let mut text = random.of(&STARTS).to_owned();
        let mut editor = Editor::opened(&text);
        fixed += usize::from(mend(&mut editor, &mut text, &mut random));
        for _ in 0..12 {
            let mut changes = Vec::new();
            for _ in 0..=random.below(4) {
                let (change, after) = edit(&mut random, &text);
                changes.push(change);
                text = after;
            }
            editor.change(URI, Value::Array(changes), &text);
            // Some are told of together.
            if random.below(2) == 0 {
                assert_eq!(found(&mut editor), expected(&text), "round {round}: {text:?}");
                fixed += usize::from(mend(&mut editor, &mut text, &mut random));
            }
        }
        assert_eq!(found(&mut editor), expected(&text), "round {round}: {text:?}");
        editor.close(URI);
        editor.open(URI, &text);
        assert_eq!(found(&mut editor), expected(&text), "round {round}: {text:?}");
        editor.shut_down();
    }
    assert!(fixed > 20, "{fixed}");
}

/// Asks everything about a random place, and does one of the things that can be done, if there is one.
fn mend(editor: &mut Editor, text: &mut String, random: &mut Random) -> bool {
    let actions = ask_everything(editor, end_of(&text[..random.boundary(text)]));
    if actions.is_empty() {
        return false;
    }
    let edits = edits_of(&actions[random.below(actions.len())]);
    *text = edited(text, &edits);
    editor.change(URI, in_order(edits), text);
    true
}

/// The edits of an action.
fn edits_of(action: &Value) -> Vec<TextEdit> {
    serde_json::from_value(action["edit"]["documentChanges"][0]["edits"].clone()).unwrap()
}

/// The same as changes one after the other, from the last to the first, so that none moves another.
fn in_order(mut edits: Vec<TextEdit>) -> Value {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    edits.iter().map(|edit| json!({"range": edit.range, "text": edit.new_text})).collect()
}

/// Whatever the document holds, everything is answered. What can be done about what is found is returned.
fn ask_everything(editor: &mut Editor, position: Position) -> Vec<Value> {
    let place = json!({"textDocument": {"uri": URI}, "position": position});
    for method in
        ["hover", "completion", "definition", "documentHighlight", "prepareRename", "documentSymbol", "foldingRange"]
    {
        editor.ask(&format!("textDocument/{method}"), place.clone()).unwrap();
    }
    let with = |key: &str, value: Value| {
        let mut params = place.clone();
        params[key] = value;
        params
    };
    editor.ask("textDocument/references", with("context", json!({"includeDeclaration": true}))).unwrap();
    editor.ask("textDocument/selectionRange", with("positions", json!([position]))).unwrap();
    _ = editor.ask("textDocument/rename", with("newName", json!("other")));
    let range = Range::new(Position::new(0, 0), Position::new(u32::MAX, u32::MAX));
    let mut params = with("range", json!(range));
    params["context"] = json!({"diagnostics": []});
    editor.ask("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

#[test]
fn places_that_are_not_there_are_the_nearest() {
    let text = "max_age: 1h\r\n# \u{1f600}\nallow_origins: \"*\"\r\n";
    for (start, end, expected) in [
        ((0, 9), (0, 99), "max_age: \r\n# \u{1f600}\nallow_origins: \"*\"\r\n"),
        ((2, 99), (9, 0), "max_age: 1h\r\n# \u{1f600}\nallow_origins: \"*\""),
        ((1, 3), (1, 4), "max_age: 1h\r\n# \nallow_origins: \"*\"\r\n"),
        ((0, 11), (0, 9), "max_age: \r\n# \u{1f600}\nallow_origins: \"*\"\r\n"),
        ((u32::MAX, u32::MAX), (0, 0), ""),
    ] {
        let mut editor = Editor::opened(text);
        let range = Range::new(Position::new(start.0, start.1), Position::new(end.0, end.1));
        editor.change(URI, json!([{"range": range, "text": ""}]), expected);
        assert_eq!(found(&mut editor), self::expected(expected), "{start:?} {end:?}");
        // And so is a place that is asked about.
        let selected = editor
            .ask(
                "textDocument/selectionRange",
                json!({"textDocument": {"uri": URI}, "positions": [{"line": 99, "character": 0}]}),
            )
            .unwrap();
        assert_eq!(selected[0]["range"]["end"], json!(end_of(expected)), "{start:?} {end:?}");
        editor.shut_down();
    }
}

#[test]
fn a_burst_of_edits_is_judged_at_its_end() {
    let mut editor = Editor::opened("");
    let mut text = String::new();
    for n in 0..500 {
        let line = format!("# {n} \u{1f600}\n");
        editor.change(
            URI,
            json!([{"range": Range::new(end_of(&text), end_of(&text)), "text": line}]),
            &(text.clone() + &line),
        );
        text += &line;
    }
    editor.change(
        URI,
        json!([{"range": Range::new(end_of(&text), end_of(&text)), "text": "allow_origins: [HTTPS://a.example]"}]),
        &(text.clone() + "allow_origins: [HTTPS://a.example]"),
    );
    text += "allow_origins: [HTTPS://a.example]";
    assert_eq!(found(&mut editor), expected(&text));
}

#[test]
fn a_line_of_megabytes_is_edited_like_another() {
    let line = "# é\u{1f600}x".repeat(400_000);
    let mut text = format!("{line}\nallow_origins: [HTTPS://a.example]\n");
    let mut editor = Editor::opened(&text);
    assert_eq!(found(&mut editor), expected(&text));
    let end = end_of(&line);
    let changes = json!([{"range": Range::new(end, end), "text": "\nmax_age: 1h"}, {"range": Range::new(Position::new(0, 5), end), "text": ""}]);
    text = format!("{}\nmax_age: 1h\nallow_origins: [HTTPS://a.example]\n", &line[.."# é\u{1f600}".len()]);
    editor.change(URI, changes, &text);
    assert_eq!(found(&mut editor), expected(&text));
    let json = format!("{{\"allow_origins\": [\"HTTPS://a.example\", \"{}\"]}}", "é\u{1f600}".repeat(300_000));
    editor.change(URI, json!([{"text": json}]), &json);
    assert_eq!(found(&mut editor), expected(&json));
    ask_everything(&mut editor, Position::new(0, 500_000));
}
