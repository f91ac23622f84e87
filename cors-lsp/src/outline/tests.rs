use std::{fs, path::Path};

use cors_compiler::{Report, Source, judge};
use serde_yaml::Value;

use super::{Entry, Kind, Node, Outline, Style};

/// Every policy of the tests, the examples and the pages of rules, in the styles in which policies are written.
fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut texts = Vec::new();
    for folder in ["tests/cases", "tests/refused", "tests/warned"] {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            let rows: Vec<Value> = serde_yaml::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
            let policies = rows.iter().flat_map(|row| [row.get("policy"), row.get("document")]).flatten();
            texts.extend(policies.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    for page in fs::read_dir(root.join("cors-compiler/rules")).unwrap() {
        let page = fs::read_to_string(page.unwrap().path()).unwrap();
        texts.extend(page.split("```yaml\n").skip(1).filter_map(|block| Some(block.split_once("```")?.0.to_owned())));
    }
    for example in ["storefront", "nginx", "envoy", "actix", "runtime-reload"] {
        texts.push(fs::read_to_string(root.join("examples").join(example).join("cors.yaml")).unwrap());
    }
    let crlf: Vec<String> = texts.iter().map(|text| text.replace("\r\n", "\n").replace('\n', "\r\n")).collect();
    let json = texts.iter().filter_map(|text| serde_yaml::from_str::<serde_json::Value>(text).ok());
    let json: Vec<String> = json.flat_map(|value| [value.to_string(), format!("{value:#}\n")]).collect();
    texts.into_iter().chain(crlf).chain(json).collect()
}

fn compiles(report: &Report) -> bool {
    !report.refuses()
}

/// The value of a node, its scalars as texts.
fn value(node: &Node, text: &str) -> Value {
    match &node.kind {
        Kind::Nothing => Value::Null,
        Kind::Scalar(_) => Value::String(node.value(text).into_owned()),
        Kind::List(items) => Value::Sequence(items.iter().map(|item| value(item, text)).collect()),
        Kind::Mapping(entries) => {
            Value::Mapping(entries.iter().map(|Entry { key, value: v }| (value(key, text), value(v, text))).collect())
        }
    }
}

/// The same with numbers and booleans as they are written.
fn as_texts(value: Value) -> Value {
    match value {
        Value::Bool(value) => Value::String(value.to_string()),
        Value::Number(value) => Value::String(value.to_string()),
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(as_texts).collect()),
        Value::Mapping(entries) => {
            Value::Mapping(entries.into_iter().map(|(key, value)| (as_texts(key), as_texts(value))).collect())
        }
        value => value,
    }
}

fn has_block_scalar(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar(Style::Block))
        || node.items().iter().any(has_block_scalar)
        || node.entries().iter().any(|entry| has_block_scalar(&entry.key) || has_block_scalar(&entry.value))
}

#[test]
fn what_compiles_is_read_as_the_compiler_reads_it() {
    let mut read = 0;
    for text in corpus() {
        if !compiles(&judge(&Source::new("cors.yaml", text.as_str()), None)) {
            continue;
        }
        let root = Outline::of(&text).root;
        // Nobody asks what stands in a block scalar.
        if has_block_scalar(&root) {
            continue;
        }
        read += 1;
        let expected: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(value(&root, &text), as_texts(expected), "{text}");
    }
    assert!(read > 400, "{read}");
}

#[test]
fn texts_are_read_as_they_are_written() {
    for text in [
        "it's: \"said \\\"so\\\"\"\n",
        "a: 'it''s'\nb: 'one\n\n  it''s\n  three'\n",
        "a: \"one\n  two\n\n\n  three\"\nb: one\n  two\n\n  three\n",
        "a: \"\\x61\\u00e9\\U0001f600\\n\\t\\\\n\\/\"\n",
        "a: \"\\\\\n  two\"\n",
        "a: \"one\\\n  two\"\nb: \"one \\\n  two\\\\\\\n  three\"\n",
        "a: \"one\\\n\n  two\"\n",
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let expected: Value = serde_yaml::from_str(&text).unwrap();
            assert_eq!(value(&Outline::of(&text).root, &text), expected, "{text}");
        }
    }
}

/// Every node holds its children, and these stand in order.
fn assert_nested(node: &Node, text: &str) {
    assert!(node.span.start <= node.span.end && node.span.end <= text.len(), "{node:?}");
    assert!(text.is_char_boundary(node.span.start) && text.is_char_boundary(node.span.end), "{node:?} in {text:?}");
    let children = node.items().iter().chain(node.entries().iter().flat_map(|entry| [&entry.key, &entry.value]));
    let mut end = node.span.start;
    for child in children {
        assert!(end <= child.span.start && child.span.end <= node.span.end, "{child:?} of {node:?} in {text:?}");
        end = child.span.start;
        assert_nested(child, text);
    }
}

#[test]
fn whatever_is_cut_off_or_left_out_is_read() {
    for text in corpus() {
        // Every 25th place: all of them are minutes of an unoptimised build.
        for (at, _) in text.char_indices().step_by(25) {
            let (front, back) = text.split_at(at);
            let next = back.chars().next().map_or(0, char::len_utf8);
            for broken in [front.to_owned(), back.to_owned(), front.to_owned() + &back[next..]] {
                assert_nested(&Outline::of(&broken).root, &broken);
            }
        }
    }
}

#[test]
fn what_is_half_written_leaves_the_rest_where_it_is() {
    for (text, expected) in [
        (
            "allow_origins: [https://a.example, \nallow_methods: [PUT]\n",
            "{allow_origins: [https://a.example], allow_methods: [PUT]}",
        ),
        (
            "allow_origins: [\"https://a.example\nallow_methods: [PUT]\n",
            "{allow_origins: [https://a.example], allow_methods: [PUT]}",
        ),
        ("al\nallow_methods: [PUT]\n", "{al: , allow_methods: [PUT]}"),
        ("allow_methods: [PUT]\nal\n", "{allow_methods: [PUT], al: }"),
        ("routes:\n  - pa\n    cors: false\n  - path: /x\n", "{routes: [{pa: , cors: 'false'}, {path: /x}]}"),
        ("routes:\n  - path: /x\n    allow_\nmax_age: 1h\n", "{routes: [{path: /x, allow_: }], max_age: 1h}"),
        ("routes:\n  -\nmax_age: 1h\n", "{routes: [], max_age: 1h}"),
        ("{\"allow_origins\": [\"https://a.example\", \"}", "{allow_origins: [https://a.example, '}']}"),
        ("{\"allow_origins\": , \"max_age\": 1}", "{allow_origins: , max_age: '1'}"),
        ("allow_origins:\n  - $a\n - b\nmax_age: 1h", "{allow_origins: [$a], [b]: , max_age: 1h}"),
        ("a: b: c\nd: e", "{a: 'b: c', d: e}"),
    ] {
        let root = Outline::of(text).root;
        let expected: Value = serde_yaml::from_str(expected).unwrap();
        let mut found = value(&root, text);
        // An element that is not there yet is none to the oracle.
        if let Some(Value::Sequence(items)) = found.get_mut("routes") {
            items.retain(|item| !item.is_null());
        }
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn soups_of_marks_end() {
    const PIECES: [&str; 26] = [
        "a", "é", "\u{a0}", "\u{2003}", "\u{b}", "\u{c}", "\r", "\n", "\r\n", " ", "  ", "\t", ":", ": ", "- ", "-",
        "[", "]", "{", "}", ",", "\"", "'", "# ", "| ", "---\n",
    ];
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..5_000 {
        let mut text = String::new();
        for _ in 0..24 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            text += PIECES[usize::try_from(random >> 12).unwrap() % PIECES.len()];
        }
        assert_nested(&Outline::of(&text).root, &text);
    }
}

#[test]
fn hostile_texts_end() {
    let deep = "[".repeat(100_000);
    let dashes = "- ".repeat(100_000);
    let maps = (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>();
    let quotes = "['\"\n".repeat(20_000);
    let line = format!("{{\"allow_origins\": [{}]}}", "\"https://a.example\", ".repeat(100_000));
    for text in [deep, dashes, maps, quotes, line, ":".repeat(100_000), "? ".repeat(100_000), "a\n".repeat(100_000)] {
        assert_nested(&Outline::of(&text).root, &text);
    }
}
