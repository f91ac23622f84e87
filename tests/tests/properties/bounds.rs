//! Memory and work are bounded by the size of a document, whatever stands in it. Nothing here is timed: what is allocated is counted, and work that
//! grows faster than its document allocates more for each byte of the longer one.

use cors_compiler::{Fixed, Options, Source, compile, judge, judge_to_fix};
use corsgen_counting::{Memory, memory};
use corsgen_tests::{hostile::Hostile, properties::seeds};

/// A document holds up to so many times its bytes, and what depends on no document.
const HELD: usize = 400;
/// All that is allocated for each byte, one behind the other.
const ALLOCATED: usize = 3_000;
/// What a short document needs too.
const LEAST: usize = 400_000;

/// What is hostile to readers of YAML, or makes many findings: each is repeated.
const REPEATED: [(&str, &str, &str); 30] = [
    ("", "[", ""),
    ("", "{a: ", ""),
    ("", "- ", ""),
    ("", "? ", ""),
    ("", "a: ", ""),
    ("", "\"", ""),
    ("", "'", ""),
    ("", "&a ", ""),
    ("", "*a ", ""),
    ("", "*", ""),
    ("", "!!str ", ""),
    ("", "#", ""),
    ("", "# \n", ""),
    ("", "\t\n", ""),
    ("", "\n", ""),
    ("", "---\n", ""),
    ("", "\0", ""),
    ("", "\u{feff}", ""),
    ("", "\u{202e}", ""),
    ("", "a", ""),
    ("", "a: b\n", ""),
    ("allow_origins: [", "https://a.example, ", "]\n"),
    ("allow_origins: [", "https://*.a.example,https://b.a.example,", "]\n"),
    ("allow_origins: [", "'https://A.example/ ',", "]\n"),
    ("allow_origins: [\"", "https://a.example,", "\"]\n"),
    ("allow_origins: ['*']\nallow_methods: [", "put,", "]\n"),
    ("allow_origins: ['*']\nallow_headers: [", "x-a,X-A,Cookie,", "]\n"),
    ("allow_origins: ['*']\nallow_origins: [", "$a,", "]\n"),
    ("routes:\n", "- {path: /a, cors: false}\n", ""),
    ("allow_origins: \"", "\\u0041", "\"\n"),
];

fn repeated(row: (&str, &str, &str), size: usize) -> Vec<u8> {
    let (begin, piece, end) = row;
    format!("{begin}{}{end}", piece.repeat(size / piece.len())).into_bytes()
}

/// What reading and judging a document takes.
fn taken(bytes: &[u8]) -> Memory {
    memory(|| {
        let source = Source::from_bytes("cors.yaml", bytes.to_vec());
        (compile(&source, &Options::default()).is_ok(), judge(&source, None))
    })
    .1
}

fn assert_bounded(bytes: &[u8], Memory { most, all }: Memory) {
    let begin: String = String::from_utf8_lossy(bytes).chars().take(60).collect();
    let size = bytes.len();
    assert!(most <= HELD * size + LEAST, "{most} bytes are held for {size}: {begin:?}");
    assert!(all <= ALLOCATED * size + 10 * LEAST, "{all} bytes are allocated for {size}: {begin:?}");
}

#[test]
fn what_is_hostile_takes_no_more_than_in_proportion() {
    for row in REPEATED {
        let [short, long] = [4 << 10, 64 << 10].map(|size| {
            let bytes = repeated(row, size);
            let taken = taken(&bytes);
            assert_bounded(&bytes, taken);
            taken
        });
        // Sixteen times the size: with each byte of the longer no more than half as much again.
        assert!(long.all <= 24 * short.all + 10 * LEAST, "{row:?}: {short:?} becomes {long:?}");
    }
}

#[test]
fn what_is_mutated_takes_no_more_than_in_proportion() {
    let rounds = if std::env::var_os("CORSGEN_LONG").is_some() { 50_000 } else { 1_500 };
    for bytes in seeds::documents().into_iter().chain(Hostile::new(3).take(rounds)) {
        assert_bounded(&bytes, taken(&bytes));
    }
}

/// To mend a document it is read again and again: a few times more than there is to mend one behind the other.
#[test]
fn what_is_mended_takes_no_more_than_in_proportion() {
    for row in REPEATED {
        let [short, long] = [2 << 10, 16 << 10].map(|size| {
            let source = Source::from_bytes("cors.yaml", repeated(row, size));
            memory(|| Fixed::of(&source, |source| judge_to_fix(source, None))).1
        });
        assert!(long.all <= 24 * short.all + 10 * LEAST, "{row:?}: {short:?} becomes {long:?}");
    }
}
