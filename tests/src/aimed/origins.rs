use crate::policies::Random;

const STRANGERS: [&str; 8] = [
    "https://evil.example",
    "null",
    "http://localhost",
    "https://example.com",
    "https://api.example.com",
    "file://",
    "x://y",
    "https://a",
];
const PORTS: [&str; 18] = [
    "",
    "",
    "",
    ":1",
    ":8443",
    ":65535",
    ":80",
    ":443",
    ":444",
    ":0",
    ":01",
    ":",
    ":65536",
    ":70000",
    ":99999",
    ":100000",
    ":8a",
    ":4294967376",
];

/// An `Origin` that is one of a pattern's, or nearly.
pub(super) fn sent(random: &mut Random, patterns: &[&str]) -> Vec<u8> {
    if patterns.is_empty() || random.one_in(12) {
        return random.pick(&STRANGERS).into();
    }
    let pattern = random.pick(patterns);
    let mut origin = instance(random, pattern).into_bytes();
    match random.below(10) {
        0..=4 => {}
        5..=7 => change_byte(random, &mut origin),
        _ => trick(random, pattern, &mut origin),
    }
    origin
}

/// One of the origins that a pattern denotes; at times what its wildcards just do not stand for.
fn instance(random: &mut Random, pattern: &str) -> String {
    let (pattern, port) = match pattern.strip_suffix(":*") {
        Some(front) => (front, random.pick(&PORTS)),
        None => (pattern, ""),
    };
    let filling =
        if pattern.contains("*.") && pattern.contains("//*.") { labels(random, pattern) } else { filling(random) };
    format!("{}{port}", pattern.replacen('*', &filling, 1))
}

/// What a `*` within a label stands for.
fn filling(random: &mut Random) -> String {
    let length = random.pick(&[1, 1, 2, 5, 5, 5, 9, 57, 58, 59, 60, 61, 62, 63, 64]);
    match random.below(8) {
        0 => random.pick(&["", "a.b", "A", "a b", "\u{e9}", ".", "*", "a/", "a:1", "-", "_", "xn--a"]).to_owned(),
        _ => random.text("abz019-_", length),
    }
}

/// What `*.` stands for, without its dot; often up to the length that a host may have.
fn labels(random: &mut Random, pattern: &str) -> String {
    if random.one_in(5) {
        let host = pattern.split("://").nth(1).unwrap_or_default().len() - 1;
        let wanted = (253 + random.pick(&[0, 0, 1])) - (host.min(251));
        let mut text = random.text("ab", wanted);
        for at in (20..wanted.saturating_sub(1)).step_by(40) {
            text.replace_range(at..=at, ".");
        }
        return text;
    }
    let labels: Vec<String> = (0..random.pick(&[1, 1, 1, 2, 3, 6])).map(|_| filling(random)).collect();
    labels.join(".")
}

fn change_byte(random: &mut Random, origin: &mut Vec<u8>) {
    let at = random.below(origin.len());
    match random.below(7) {
        0 => _ = origin.remove(at),
        1 => origin.insert(at, random.pick(b"ax0.-_:/ A*\\\"$'\x80\xff\x01\t%@[]")),
        2 => origin[at] = random.pick(b"ax0.-_:/ A*\\\"$'\x80\xff\x01\t%@[]"),
        3 => origin[at] = origin[at].to_ascii_uppercase(),
        4 => origin[at] ^= 1 << random.below(7),
        5 => origin.truncate(at),
        _ => {
            // A dot that is none to a regular expression without its backslash.
            if let Some(dot) = origin.iter().position(|byte| *byte == b'.') {
                origin[dot] = random.pick(b"ax-_");
            }
        }
    }
    // What would end the line is no part of it.
    origin.retain(|byte| !matches!(byte, b'\r' | b'\n'));
}

fn trick(random: &mut Random, pattern: &str, origin: &mut Vec<u8>) {
    let ends = [
        ".evil.example",
        ":443",
        ":80",
        ":8443",
        "/",
        "x",
        ".",
        "?",
        "#",
        "@evil.example",
        ", null",
        " null",
        "\u{0}",
        ":*",
        "..",
    ];
    let fronts = ["https://evil.example/", "x", " ", "null, ", "https://evil.example, ", "HTTPS://", "//"];
    match random.below(12) {
        0..=2 => origin.extend(random.pick(&ends).bytes()),
        3 => _ = origin.splice(0..0, random.pick(&fronts).bytes()),
        4 => *origin = pattern.as_bytes().to_vec(),
        5 => origin.make_ascii_uppercase(),
        6 => replace(origin, "https://", "http://"),
        7 => replace(origin, "http://", "https://"),
        8 => replace(origin, "://", random.pick(&["://evil-", "://evil.", "://a@", "://", ":/", "://www."])),
        9 => _ = origin.drain(..origin.len().min(46)),
        10 => *origin = random.pick(&["", "null", "NULL", "Null", "*", "null ", "https://", "://", "0 null"]).into(),
        _ => *origin = origin.repeat(2),
    }
}

fn replace(origin: &mut Vec<u8>, from: &str, to: &str) {
    let at = origin.windows(from.len()).position(|window| window == from.as_bytes());
    if let Some(at) = at {
        origin.splice(at..at + from.len(), to.bytes());
    }
}
