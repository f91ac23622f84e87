use cors_compiler::OriginPattern;

use super::Random;

const LABEL: &str = "abcdefghijklmnopqrstuvwxyz0123456789-_";
const DOMAINS: [&str; 10] = [
    "example.com",
    "example.org",
    "shop.example.com",
    "a.b.example.net",
    "example.co.uk",
    "x_y.example",
    "preview.example.com",
    "xn--bcher-kva.example",
    "example.com.",
    "internal",
];
const PORTS: [&str; 9] = ["", "", "", ":8443", ":1", ":65535", ":444", ":*", ":*"];
/// Wildcards below which anyone can have a name.
const PUBLIC: [&str; 5] = [
    "https://*.com",
    "https://*.github.io",
    "https://myapp-*.vercel.app",
    "https://*.amazonaws.com:*",
    "https://*.co.uk",
];
/// Where look-ups of a server change their way: nginx holds a key of 46 bytes in one step, and one of 85 in two.
const LENGTHS: [usize; 14] = [16, 32, 45, 46, 47, 48, 84, 85, 86, 87, 128, 200, 260, 261];

/// Patterns of every form: `null` only if `with_null`.
pub(super) fn patterns(random: &mut Random, with_null: bool) -> Vec<String> {
    let count = match random.below(40) {
        0 => {
            let count = random.between(500, 2000);
            return many(random, count);
        }
        1..=3 => random.between(20, 200),
        4..=12 => 1,
        _ => random.between(2, 12),
    };
    let mut patterns: Vec<String> = Vec::new();
    for tries in 1.. {
        if patterns.len() >= count {
            break;
        }
        assert!(tries <= 1_000 * count, "the compiler takes hardly any pattern");
        patterns.extend(accepted(one(random, &patterns)));
    }
    if with_null && random.one_in(6) {
        patterns.push("null".to_owned());
    }
    patterns
}

/// So many, most of which look alike.
pub(super) fn many(random: &mut Random, count: usize) -> Vec<String> {
    let mut patterns: Vec<String> = Vec::new();
    for tries in 1.. {
        if patterns.len() >= count {
            break;
        }
        assert!(tries <= 1_000 * count, "the compiler takes hardly any pattern");
        let is_odd = random.one_in(20);
        patterns.extend(accepted(if is_odd { one(random, &patterns) } else { tenant(random, patterns.len()) }));
    }
    patterns
}

/// The compiler judges: what is written here only comes close to what a pattern may be.
fn accepted(pattern: String) -> Option<String> {
    OriginPattern::parse(&pattern).is_ok().then_some(pattern)
}

/// One of many that look alike.
fn tenant(random: &mut Random, number: usize) -> String {
    let host = format!("tenant-{number}.shop{}.example.com", number % 13);
    match random.below(30) {
        0 => format!("https://{host}:{}", 1 + number),
        1 => format!("https://*.{host}"),
        _ => format!("https://{host}"),
    }
}

fn one(random: &mut Random, others: &[String]) -> String {
    let scheme = random.pick(&["https", "https", "https", "https", "http"]);
    let port = random.pick(&PORTS);
    match random.below(16) {
        0 | 1 => format!("{scheme}://{}{port}", host(random)),
        2 => format!("{scheme}://{}{port}", random.pick(&["localhost", "app.localhost", "localhost.", "*.localhost"])),
        3 => format!("{scheme}://{}{port}", random.pick(&["127.0.0.1", "10.0.0.255", "192.168.1.10", "0.0.0.0"])),
        4 => format!(
            "{scheme}://{}{port}",
            random.pick(&["[::1]", "[2001:db8::1]", "[::]", "[::ffff:102:304]", "[fe80::1:0:0:1]"])
        ),
        5 => custom(random),
        6 | 7 => format!("{scheme}://*.{}{port}", host(random)),
        8 | 9 => format!("{scheme}://{}.{}{port}", label_with_star(random), random.pick(&DOMAINS)),
        10 => random.pick(&PUBLIC).to_owned(),
        11 | 12 => long(random),
        _ => neighbour(random, others).unwrap_or_else(|| format!("{scheme}://{}{port}", host(random))),
    }
}

fn host(random: &mut Random) -> String {
    let domain = random.pick(&DOMAINS);
    let labels: String = (0..random.below(3))
        .map(|_| {
            let length = random.pick(&[1, 2, 3, 8, 62, 63]);
            random.text(LABEL, length) + "."
        })
        .collect();
    labels + domain
}

fn label_with_star(random: &mut Random) -> String {
    let (before, after) =
        random.pick(&[("pr-", ""), ("", "-x"), ("a", "b"), ("a-", "-z"), ("a", "a"), ("_", ""), ("0", "")]);
    match random.below(8) {
        // No room but for one byte.
        0 => format!("{}*{after}", random.text("ab-", 62 - after.len())),
        _ => format!("{before}*{after}"),
    }
}

/// An app's own scheme.
fn custom(random: &mut Random) -> String {
    let scheme = random.pick(&[
        "capacitor",
        "ionic",
        "tauri",
        "chrome-extension",
        "com.example.app+x",
        "a",
        "h2-t.p+s",
        "httpss",
    ]);
    let host = random.pick(&["localhost", "a", "a-b.c_d", "aaaabbbbccccddddeeeeffffgggghhhh", ".", "-_.", "127.1"]);
    let port = random.pick(&["", "", ":80", ":443", ":65535", ":*"]);
    format!("{scheme}://{host}{port}")
}

/// One of exactly so many bytes, or as many as a host has.
fn long(random: &mut Random) -> String {
    let wanted = random.pick(&LENGTHS);
    let front = random.pick(&["https://", "https://*.", "https://p-*.", "http://"]);
    let port = random.pick(&["", "", ":8443", ":*"]);
    let mut host = String::from(".example.org");
    while front.len() + host.len() + port.len() < wanted {
        let room = wanted - front.len() - host.len() - port.len();
        let label = random.text("abcdefghijklmnopqrstuvwxyz", room.min(62));
        host.insert_str(0, &label);
        if room > 63 {
            host.insert(0, '.');
        }
    }
    format!("{front}{}{port}", host.trim_start_matches('.'))
}

/// Another with one byte changed, added or left out, or with another port or scheme.
fn neighbour(random: &mut Random, others: &[String]) -> Option<String> {
    let other = others.get(random.below(others.len() + 1))?;
    let (scheme, rest) = other.split_once("://")?;
    let mut rest = rest.to_owned();
    let at = random.below(rest.len());
    match random.below(6) {
        0 => rest.insert(at, char::from(random.pick(LABEL.as_bytes()))),
        1 => _ = rest.remove(at),
        2 => rest.replace_range(at..=at, &random.text(LABEL, 1)),
        3 => rest.push_str(random.pick(&[":8443", ":*", "."])),
        4 => rest.insert_str(0, random.pick(&["*.", "a.", "x"])),
        _ => rest = rest.replacen("*.", "", 1),
    }
    let scheme = if random.one_in(5) { random.pick(&["http", "https", "app"]) } else { scheme };
    Some(format!("{scheme}://{rest}"))
}
