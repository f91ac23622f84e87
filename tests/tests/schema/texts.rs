//! Origins, methods, headers, paths and durations, right and slightly wrong: what the regular expressions of the schema accept is
//! what the compiler does.

use std::{collections::BTreeSet, net::Ipv6Addr};

use cors_compiler::OriginPattern;
use corsgen_tests::policies::Random;
use serde_json::{Value, json};

use crate::agreement::Agreement;

/// A kind of text: where it stands in a document, texts to begin with, and what is put into them.
struct Kind {
    document: fn(&str) -> Value,
    seeds: &'static [&'static str],
    pieces: &'static [&'static str],
}

const KINDS: [Kind; 8] = [
    Kind {
        document: |text| json!({ "allow_origins": [text] }),
        seeds: &[
            "null",
            "https://app.example.com",
            "http://app.example.com:8080",
            "https://*.example.com",
            "https://pr-*-x.preview.example.com:8443",
            "http://localhost:*",
            "https://192.0.2.1",
            "https://[2001:db8::1]:8443",
            "capacitor://localhost",
            "chrome-extension://abcdef",
            "https://a_b.example.",
            "https://app.1b",
            "http://3scale:8080",
            "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com",
        ],
        pieces: &[
            "*",
            "*.",
            ".",
            "..",
            ":",
            ":*",
            ":443",
            ":80",
            ":0",
            ":65535",
            ":65536",
            ":080",
            "/",
            "//",
            "@",
            "A",
            "é",
            " ",
            "\n",
            ",",
            "-",
            "_",
            "[",
            "]",
            "0",
            "1",
            "256",
            ".09",
            ".0x1",
            "0x",
            "x",
            "ws",
            "file:",
            "data:",
            "%",
            "?",
            "#",
            "\\",
            "$a",
            "+",
            "null",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
            "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.",
            ", https://b.example",
        ],
    },
    Kind {
        document: |text| json!({ "allow_origins": ["https://a.example"], "allow_methods": [text] }),
        seeds: &["GET", "PUT", "PATCH", "patch", "CONNECT", "TRACE", "X-Custom", "*", "options"],
        pieces: &["*", "a", "A", " ", ":", "é", "-", "get", "T", "", "1", "\n", "(", "|"],
    },
    Kind {
        document: |text| json!({ "allow_origins": ["https://a.example"], "allow_headers": [text, "Authorization"] }),
        seeds: &[
            "X-A",
            "Authorization",
            "Cookie",
            "Sec-X",
            "proxy-x",
            "Access-Control-Max-Age",
            "Host",
            "*",
            "date",
            "DNT",
        ],
        pieces: &["*", "a", "A", " ", ":", "é", "-", "sec-", "Access-Control-Request-", "", "1", "\n", "2"],
    },
    Kind {
        document: |text| json!({ "allow_origins": ["https://a.example"], "expose_headers": [text] }),
        seeds: &[
            "ETag",
            "Set-Cookie",
            "set-cookie2",
            "Origin",
            "Access-Control-Max-Age",
            "Access-Control-Request-Method",
            "*",
        ],
        pieces: &["*", "a", "A", " ", ":", "é", "-", "access-control-request-", "", "1", "\n", "2"],
    },
    Kind {
        document: |text| json!({ "routes": [{ "path": text, "cors": false }] }),
        seeds: &["/", "/*", "/a", "/a/*", "/a/b.c/~d/_e-f", "/..a", "/a/../b", "//", "//*"],
        pieces: &["/", "*", "/*", ".", "..", "/..", "%61", "?", "#", " ", "A", "é", ";", "\\", "\n", ""],
    },
    Kind {
        document: |text| json!({ "allow_origins": ["https://a.example"], "max_age": text }),
        seeds: &["0s", "90s", "10m", "24h", "1d", "86400s", "86401s", "1440m", "1441m", "25h", "2d", "600"],
        pieces: &["0", "1", "9", "s", "m", "h", "d", "-", "+", " ", ".", "", "w", "\n"],
    },
    Kind {
        document: |text| {
            let acceptance = json!({ "risk": "null-origin", "origin": "null", "reason": "none", "until": text });
            json!({ "allow_origins": ["null"], "accept_risks": [acceptance] })
        },
        seeds: &[
            "2027-01-31",
            "2028-02-29",
            "2027-02-29",
            "2000-02-29",
            "2100-02-29",
            "0000-02-29",
            "2027-04-30",
            "2027-12-31",
        ],
        pieces: &["0", "1", "2", "3", "9", "-", " ", "-0", "\n"],
    },
    Kind {
        document: |text| {
            let acceptance = json!({ "risk": "null-origin", "origin": "null", "reason": text });
            json!({ "allow_origins": ["null"], "accept_risks": [acceptance] })
        },
        seeds: &["x", " ", ""],
        pieces: &[
            "", " ", "x", "\t", "\n", "\u{85}", "\u{a0}", "\u{200b}", "\u{2003}", "\u{2028}", "\u{3000}", "\u{feff}",
        ],
    },
];

#[test]
fn each_text_is_one_to_both() {
    let rounds = if std::env::var_os("CORSGEN_LONG").is_some() { 20_000 } else { 1_000 };
    let mut agreement = Agreement::new();
    let mut random = Random::new(1);
    for kind in &KINDS {
        let before = agreement.counts;
        for seed in kind.seeds {
            agreement.compare_value(&(kind.document)(seed));
        }
        for _ in 0..rounds {
            let text = distorted(&mut random, kind);
            agreement.compare_value(&(kind.document)(&text));
        }
        let (accepted, refused) = (agreement.counts.0 - before.0, agreement.counts.1 - before.1);
        assert!(accepted > rounds / 100 && refused > rounds / 20, "{accepted} and {refused} of {:?}", kind.seeds);
    }
}

fn distorted(random: &mut Random, kind: &Kind) -> String {
    let mut text: Vec<char> = random.pick(kind.seeds).chars().collect();
    for _ in 0..=random.below(2) {
        let at = random.below(text.len() + 1);
        match random.below(3) {
            0 if at < text.len() => _ = text.remove(at),
            1 => {
                let to = (at + random.below(4)).min(text.len());
                _ = text.splice(at..to, random.pick(kind.pieces).chars()).count();
            }
            _ => _ = text.splice(at..at, random.pick(kind.pieces).chars()).count(),
        }
    }
    text.into_iter().collect()
}

/// Every run of zeros, wherever it stands, in the one form that browsers write and in others.
#[test]
fn each_address_has_one_form() {
    let mut agreement = Agreement::new();
    let mut random = Random::new(1);
    for zeros in 0..=255u32 {
        let mut pieces = [0u16; 8];
        for (index, piece) in pieces.iter_mut().enumerate() {
            if zeros >> index & 1 == 0 {
                *piece = u16::try_from(random.between(1, 0xffff)).unwrap();
            }
        }
        let full: Vec<String> = pieces.iter().map(|piece| format!("{piece:x}")).collect();
        let mut forms = BTreeSet::from([full.join(":"), Ipv6Addr::from(pieces).to_string()]);
        // Each run of zeros left out, and each single zero.
        for start in 0..8 {
            for end in start + 1..=8 {
                if pieces[start..end].iter().all(|piece| *piece == 0) {
                    forms.insert(format!("{}::{}", full[..start].join(":"), full[end..].join(":")));
                }
            }
        }
        let valid = forms.iter().filter(|form| accepts(&mut agreement, form)).count();
        assert_eq!(valid, 1, "{forms:?}");
    }
}

fn accepts(agreement: &mut Agreement, address: &str) -> bool {
    let before = agreement.counts.0;
    agreement.compare_value(&json!({ "allow_origins": [format!("https://[{address}]")] }));
    agreement.counts.0 > before
}

/// Which last labels are numbers, and what becomes of their hosts: as another reader of URLs has it, whose word is that of browsers.
#[test]
fn a_host_that_ends_in_a_number_is_an_address_or_none() {
    let mut agreement = Agreement::new();
    let lasts =
        ["1b", "1", "0", "09", "0x", "0x1b", "0x1g", "0b1", "1e3", "1_0", "-1", "1-", "256", "0xffffffffff", "a1"];
    let mut accepted = 0;
    for last in lasts {
        for front in ["", "app.", "1.2.3.", "1.", "0.0.0.0."] {
            for end in ["", "."] {
                let text = format!("http://{front}{last}{end}");
                let is_sent = url::Url::parse(&text).is_ok_and(|url| url.origin().ascii_serialization() == text);
                assert_eq!(OriginPattern::parse(&text).is_ok(), is_sent, "{text}");
                agreement.compare_value(&json!({ "allow_origins": [text] }));
                accepted += usize::from(is_sent);
            }
        }
    }
    assert!(accepted > 50, "only {accepted} were accepted");
}
