//! Documents that mean harm: each is read, judged and shown in time that grows with its size and no faster.
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{fs, time::Duration};

use cors_compiler::{Source, judge, render};

/// A kind of document: its name, and one of about so many bytes.
type Shape = (&'static str, fn(usize) -> Vec<u8>);

const POLICY: &str = "allow_origins: [https://app.example.com]\n";

/// `piece`, as often as it fits, between two texts.
fn repeated(before: &str, piece: &str, after: &str, size: usize) -> Vec<u8> {
    [before, &piece.repeat(size / piece.len()), after].concat().into_bytes()
}

/// A piece for each number, as many as there are in `size` bytes.
fn numbered(before: &str, piece: impl Fn(usize) -> String, after: &str, size: usize) -> Vec<u8> {
    let mut text = before.to_owned();
    for n in 0.. {
        if text.len() >= size {
            break;
        }
        text += &piece(n);
    }
    (text + after).into_bytes()
}

const SHAPES: &[Shape] = &[
    ("sequences within sequences", |size| repeated("allow_origins: ", "[", "", size)),
    ("mappings within mappings", |size| repeated("", "{a: ", "", size)),
    ("sequences in a line of a block", |size| repeated("", "- ", "x\n", size)),
    ("keys without values", |size| repeated("", "? ", "\n", size)),
    ("deeper with each line", |size| {
        let depth = size.isqrt();
        (0..depth).flat_map(|n| format!("{}a:\n", " ".repeat(n)).into_bytes()).collect()
    }),
    ("a long plain scalar", |size| repeated("name: ", "x", "\n", size)),
    ("a long plain scalar of many lines", |size| repeated("name: x\n", "  x\n", "", size)),
    ("a long quoted scalar", |size| repeated("name: \"", "x", "\"\n", size)),
    ("a quoted scalar of escapes", |size| repeated("name: \"", "\\u0041", "\"\n", size)),
    ("a quoted scalar without an end", |size| repeated("name: \"", "x\n ", "", size)),
    ("a literal block", |size| repeated("name: |\n", "  x\n", "", size)),
    ("a long origin", |size| repeated("allow_origins: [\"https://", "a.", "example\"]\n", size)),
    ("a long wildcard", |size| repeated("allow_origins: [\"https://", "*.", "example.com\"]\n", size)),
    ("brackets of an address", |size| repeated("allow_origins: [\"http://[", ":", "]\"]\n", size)),
    ("a long path", |size| repeated("routes: [{cors: false, path: \"/", "%2e/", "\"}]\n", size)),
    ("a long method", |size| repeated("allow_methods: [", "GET ", "]\n", size)),
    ("a comment", |size| repeated(POLICY, "#", "\n", size)),
    ("empty lines", |size| repeated(POLICY, "\n", "", size)),
    ("blanks", |size| repeated(POLICY, " ", "\n", size)),
    ("tabs", |size| repeated("allow_origins:", "\t", "[]\n", size)),
    ("keys that are none", |size| numbered(POLICY, |n| format!("k{n}: 1\n"), "", size)),
    ("a key again and again", |size| repeated(POLICY, "max_age: 1\n", "", size)),
    ("keys that are nearly right", |size| numbered(POLICY, |n| format!("allow_origin{n}: 1\n"), "", size)),
    ("origins, each wrong", |size| numbered("allow_origins:\n", |n| format!("- https://a{n}.example/\n"), "", size)),
    ("origins, each covered", |size| {
        numbered("allow_origins:\n- https://*.example.com\n", |n| format!("- https://a{n}.example.com\n"), "", size)
    }),
    ("origins that are one", |size| repeated("allow_origins: [", "a://b,", "]\n", size)),
    ("labels of many wildcards", |size| {
        numbered("allow_origins:\n", |n| format!("- https://{}.a{n}.example.com\n", "*"), "", size)
    }),
    ("wildcards of the same ends", |size| {
        numbered("allow_origins:\n", |n| format!("- https://a{n}-*.example.com\n"), "", size)
    }),
    ("unknown sets", |size| numbered("allow_origins:\n", |n| format!("- $set{n}\n"), "", size)),
    ("sets that are not used", |size| {
        numbered("allow_origins: ['*']\norigin_sets:\n", |n| format!("  s{n}: [https://a{n}.example]\n"), "", size)
    }),
    ("header names that are one", |size| repeated("allow_headers: [", "x-a,X-A,", "]\n", size)),
    ("header names that differ", |size| numbered("allow_headers:\n", |n| format!("- x-{n}\n"), "", size)),
    ("risks that nobody takes", |size| {
        numbered(
            POLICY,
            |n| format!("{}{{risk: null-origin, reason: r{n}}}\n", if n == 0 { "accept_risks:\n- " } else { "- " }),
            "",
            size,
        )
    }),
    ("anchors", |size| numbered("", |n| format!("&a{n} "), "x\n", size)),
    ("aliases", |size| repeated("name: &a x\nallow_origins: [", "*a,", "]\n", size)),
    ("tags", |size| repeated("name: ", "!!str ", "x\n", size)),
    ("directives", |size| repeated("", "%YAML 1.2\n", "---\n", size)),
    ("documents", |size| repeated(POLICY, "---\n", "", size)),
    ("ends of documents", |size| repeated(POLICY, "...\n", "", size)),
    ("merges", |size| repeated(POLICY, "<<: {}\n", "", size)),
    ("NUL", |size| repeated(POLICY, "\0", "", size)),
    ("byte order marks", |size| repeated("", "\u{feff}", POLICY, size)),
    ("bidirectional controls", |size| repeated("name: ", "\u{202e}\u{2066}", "\n", size)),
    ("bidirectional controls in a comment", |size| repeated("# ", "\u{202e}\u{2066}", "\n", size)),
    ("lone CR", |size| repeated("", "max_age: 1\r", "", size)),
    ("CR LF", |size| repeated("allow_origins:\r\n", "- a://b\r\n", "", size)),
    ("line separators", |size| repeated("name: ", "\u{2028}", "\n", size)),
    ("combining characters", |size| repeated("name: a", "\u{301}", "\n", size)),
    ("bytes that are no UTF-8", |size| [POLICY.as_bytes(), &vec![0xff; size]].concat()),
    ("the first byte of a character, again and again", |size| [POLICY.as_bytes(), &vec![0xf0; size]].concat()),
    ("UTF-16", |size| repeated("", "allow_origins: []\n", "", size / 2).iter().flat_map(|byte| [*byte, 0]).collect()),
];

/// What the thread has had of a processor: what other programs take is not in it.
fn processor_time() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

/// What it takes to read a document, and to show all that was found.
fn cost(document: Vec<u8>) -> Duration {
    let size = document.len();
    let before = processor_time();
    let source = Source::from_bytes("cors.yaml", document);
    let report = judge(&source, None);
    let shown: usize = report.findings().iter().map(|finding| render::plain(&source, finding).len()).sum();
    let cost = processor_time() - before;
    // A document that is one line, or that is wrong in each line, must not be printed a thousand times.
    assert!(shown < 8 * size + 4_000 * (1 + report.findings().len()), "{shown} bytes are shown of {size}");
    cost
}

/// Eight times the size may take 24 times as long: what grows with the square takes 64 times as long. The best of three tries
/// counts, since a processor is not always as fast.
#[test]
fn eight_times_the_size_takes_eight_times_as_long() {
    let size = if std::env::var_os("CORSGEN_LONG").is_some() { 1 << 20 } else { 1 << 15 };
    let mut steep = Vec::new();
    for (name, document) in SHAPES {
        let mut tries = (0..3).map(|_| {
            let small = cost(document(size)).max(Duration::from_millis(1));
            let large = cost(document(8 * size));
            large.as_secs_f64() / small.as_secs_f64()
        });
        let mut seen = Vec::new();
        if !tries.any(|times| {
            seen.push(times);
            times < 24.0
        }) {
            steep.push(format!("{name}: {seen:.0?}"));
        }
    }
    assert!(steep.is_empty(), "what takes too long where there is more of it:\n{}", steep.join("\n"));
}

/// So that the test above can fail: what grows with the square is seen.
#[test]
fn what_grows_with_the_square_is_seen() {
    let of = |size: usize| {
        let before = processor_time();
        let mut found = 0usize;
        for a in 0..size {
            found += (0..size).filter(|b| std::hint::black_box(a ^ b) == 1).count();
        }
        assert!(found > 0);
        processor_time() - before
    };
    let (small, large) = (of(500), of(4_000));
    assert!(large > small * 24, "{small:?}, {large:?}");
}
