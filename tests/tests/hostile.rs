//! Whatever the bytes: a result or findings, each with a place in the text; never a panic. What is accepted means the same to
//! another YAML reader.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use std::fs;

use cors_compiler::{Options, Source, compile, judge, render};
use corsgen_tests::corpus;

/// Text that is put in anywhere: what YAML and the language have marks for, and what they refuse.
const PIECES: &[&str] = &[
    "*",
    "&a ",
    "*a",
    "!!str ",
    "%YAML 1.2\n",
    "---\n",
    "...\n",
    "<<: ",
    "? ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "'",
    "|\n",
    ">\n",
    "#",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "é",
    "𝕏",
    "null",
    "~",
    "true",
    "no",
    "0x1f",
    "-1",
    "1e9",
    "2h",
    "86401",
    "https://",
    "http://",
    "://",
    "$",
    "$first_party",
    "*.",
    ":*",
    ":443",
    "[::1]",
    "[",
    "%2e",
    "127.1",
    "/",
    "/*",
    "..",
    "@",
    "allow_origins: ",
    "routes:\n  - path: /x\n    cors: false\n",
    "origin_sets: {a: []}\n",
    "allow_credentials: true\n",
    "on_denied: reject\n",
    "xn--",
    "\\u0041",
    "\\x",
    "A",
    "_",
    "999999999999999999999999",
];

const SEEDS: &[&str] = &[
    "allow_origins: [https://app.example.com]\n",
    "allow_origins: \"*\"\nallow_methods: [GET, PUT]\nallow_headers: [\"*\", Authorization]\nmax_age: 2h\n",
    "{\"allow_origins\": [\"https://a.example\", \"null\"], \"accept_risks\": [{\"risk\": \"null-origin\", \"origin\": \"null\", \"reason\": \"r\"}]}",
    "# comment\r\norigin_sets:\r\n  a: [https://*.a.example, 'http://[::1]:*']\r\nprofiles: {dev: {a: [http://localhost:*]}}\r\nallow_origins: [$a]\r\n",
    "name: x\nroutes:\n  - path: [/a, /b/*]\n    allow_origins: [https://pr-*.example.com]\n    on_denied: reject\n  - {path: /c, cors: false}\n",
];

/// SplitMix64: the same documents in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }
}

fn mutated(random: &mut Random, seed: &str) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => _ = bytes.remove(at),
            2 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            3 => {
                let (from, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
                let piece = bytes[from.min(to)..from.max(to)].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => _ = bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes()).count(),
        }
    }
    bytes
}

fn seeds() -> Vec<String> {
    let mut seeds: Vec<String> = SEEDS.iter().map(ToString::to_string).collect();
    seeds.extend(corpus::groups().unwrap().into_iter().map(|group| group.policy));
    let storefront = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/storefront/cors.yaml");
    seeds.push(fs::read_to_string(storefront).unwrap());
    seeds
}

#[test]
fn any_bytes_end_in_a_result_or_in_findings() {
    let rounds = if std::env::var_os("CORSGEN_LONG").is_some() { 300_000 } else { 20_000 };
    let (mut random, seeds) = (Random(1), seeds());
    let (mut accepted, mut refused, mut unread) = (0, 0, 0);
    for _ in 0..rounds {
        let index = random.below(seeds.len());
        let bytes = mutated(&mut random, &seeds[index]);
        let source = Source::from_bytes("cors.yaml", bytes);
        let report = judge(&source, None);
        for finding in report.findings() {
            let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
            for span in spans.chain(finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span))) {
                let slice = source.text().get(span.range());
                assert!(slice.is_some(), "{} at {span:?} of {:?}", finding.rule.name, source.text());
            }
            assert!(render::plain(&source, finding).contains(finding.rule.name));
        }
        match compile(&source, &Options::default()) {
            Ok(_) => {
                accepted += 1;
                unread += usize::from(!is_the_same_to_another_reader(&source));
            }
            Err(report) => {
                refused += 1;
                assert!(report.refuses(), "refused without a reason: {:?}", source.text());
            }
        }
    }
    println!("{accepted} documents accepted, {unread} of them not by another YAML reader, {refused} refused");
    assert!(accepted > rounds / 20 && refused > rounds / 20, "the mutations aim too wide or too near");
    assert!(unread * 100 < accepted, "{unread} of {accepted} documents are not YAML to another reader");
}

/// Everything that decides is text, a number or a boolean: the other reader's tree, printed, must compile to the same program.
///
/// `false` if the other reader refuses the document, such as for a tab on a blank line: it is stricter than YAML 1.2 in corners
/// that only mutations find, and a reader that refuses takes nothing for something else.
fn is_the_same_to_another_reader(source: &Source) -> bool {
    let Ok(value) = serde_yaml::from_str::<serde_yaml::Value>(source.text()) else { return false };
    let json = serde_json::to_string(&value).unwrap();
    let again = Source::new("cors.yaml", json.clone());
    let strip = |source: &Source| {
        let (mut program, _) = compile(source, &Options::default()).unwrap_or_else(|report| {
            panic!("{:?}\nas JSON {json}\n{:?}", source.text(), report.findings());
        });
        for rules in &mut program.rules {
            rules.span = Default::default();
            rules.preflight_span = rules.preflight_span.map(|_| Default::default());
            rules.origins.patterns.iter_mut().for_each(|pattern| pattern.span = Default::default());
        }
        program.routes.iter_mut().for_each(|route| route.span = Default::default());
        program
    };
    assert_eq!(strip(source), strip(&again), "{:?}\nas JSON {json}", source.text());
    true
}
