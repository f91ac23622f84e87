//! Origins, allowed ones and others that look like them.

use super::{Random, latin1};

/// Patterns of every form; some of them longer than an nginx key may be, in one step and in two.
const PATTERNS: [&str; 27] = [
    "https://app.example.com",
    "https://a.example",
    "https://a_b.example.",
    "https://app.example.com:8443",
    "http://localhost:3000",
    "http://127.0.0.1:8080",
    "http://[::1]:3000",
    "https://[2001:db8::1]",
    "capacitor://localhost",
    "com.example.app+x://a-b.c_d",
    "null",
    "https://this-is-46-bytes-long-exactly-so.example.c1",
    "https://this-is-46-bytes-long-exactly-so.example.co",
    "https://this-is-46-bytes-long-exactly-so.example.com",
    "https://this-is-46-bytes-long-exactly-so.example.com:8443",
    "https://this-one-is-longer-than-46-bytes-and-shorter-than-85.sub.example.org:12345",
    "https://this-one-has-85-bytes-which-is-all-that-two-steps-can-hold-a.sub.example.org:123",
    "https://this-one-is-too-long-even-for-two-steps-and-so-it-becomes-a.regex.of.its.own.example.org:12345",
    "https://*.shop.example.com",
    "https://*.ported.example.com:8443",
    "https://*.any.example.com:*",
    "https://pr-*.preview.example.com",
    "https://*-x.preview.example.com:*",
    "https://a-*-z.preview.example.com:81",
    "http://localhost:*",
    "http://[::1]:*",
    "tauri://localhost:*",
];

/// A list of patterns. `guarded`: none that credentials exclude.
pub(super) fn patterns(random: &mut Random, guarded: bool) -> Vec<&'static str> {
    let mut patterns = vec![random.pick(&PATTERNS)];
    patterns.extend(random.some(&PATTERNS, 9));
    patterns.retain(|pattern| !guarded || *pattern != "null");
    patterns.sort_unstable();
    patterns.dedup();
    if patterns.is_empty() { vec!["https://a.example"] } else { patterns }
}

/// The risks that patterns bring. That some of them are not there in every policy is a warning.
pub(super) fn risks<'a>(patterns: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let mut risks = Vec::new();
    for pattern in patterns {
        risks.push((if *pattern == "null" { "null-origin" } else { "loopback-with-credentials" }, *pattern));
    }
    risks
}

/// What a request sends.
pub(super) fn sent(random: &mut Random) -> Vec<u8> {
    let label = |random: &mut Random| {
        let length = random.pick(&[1, 2, 58, 59, 60, 61, 62, 63, 64]);
        "a1-_".chars().cycle().take(length).collect::<String>()
    };
    let pattern = random.pick(&PATTERNS);
    let front = match random.below(6) {
        0 => (0..random.below(5)).map(|_| label(random)).collect::<Vec<_>>().join("."),
        1 => label(random),
        2 => "a.b".to_owned(),
        3 => "x".to_owned(),
        4 => random.pick(&["", ".", "a.", "a..b", "A", "\u{e9}", "*", "a:1"]).to_owned(),
        _ => "c-d_e".to_owned(),
    };
    let ports =
        ["", ":", ":80", ":443", ":8080", ":1", ":0", ":01", ":65535", ":65536", ":99999", ":100000", ":8a", ":70000"];
    let origin = match pattern.strip_suffix(":*") {
        Some(portless) => format!("{}{}", portless.replacen('*', &front, 1), random.pick(&ports)),
        None => pattern.replacen('*', &front, 1),
    };
    latin1(&changed(random, origin))
}

/// Mostly the same; else close to it.
fn changed(random: &mut Random, mut origin: String) -> String {
    let at = random.below(origin.len());
    match random.below(24) {
        0 => origin.make_ascii_uppercase(),
        1 => origin.push('/'),
        2 => origin.push_str(".evil.com"),
        3 => origin = origin.replacen('.', "x", 1),
        4 => origin = origin.replacen("https", "http", 1),
        5 => origin.push_str(random.pick(&[":443", ":8443", ":80", "\u{ff}", " ", ", null", "/a", "?", "#"])),
        6 if origin.is_char_boundary(at) => origin.truncate(at),
        7 if origin.is_char_boundary(at) => {
            origin.insert(at, random.pick(&['a', '.', '-', ' ', '"', '\\', '$', 'Z', '\u{80}']))
        }
        8 => origin = format!("0 {}", &origin[origin.len().min(46)..]),
        9 => {
            origin = (random.pick(&["", "null", "NULL", "*", "https://", "://", "null,null", "https://evil.example"]))
                .to_owned()
        }
        10 => origin = origin.replacen("example", "Example", 1),
        _ => {}
    }
    origin
}
