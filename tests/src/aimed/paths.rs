use crate::policies::Random;

const TAILS: [&str; 12] =
    ["", "/", "/x", "/b/c", "/B", "/a", "/...", "/%20", "/%C3%a9", "/@:!$&'()*+,=", "/[|]", "/a/b/c/d/e"];
/// What makes a path ambiguous, or nearly.
const ODD: [&[u8]; 32] = [
    b"/",
    b"//",
    b"/.",
    b"/..",
    b"/./",
    b"/../",
    b"/%2e",
    b"/%2E%2e/",
    b"%61",
    b"%41",
    b"%2f",
    b"%2F",
    b"%5c",
    b"%3B",
    b"%00",
    b"%",
    b"%4",
    b"%zz",
    b"%20",
    b"%7E",
    b"%7b",
    b";",
    b";a=b",
    b"\\",
    b"^",
    b"{",
    b"\xff",
    b"\"",
    b"<",
    b"`",
    b"#",
    b"#/a",
];
const QUERIES: [&[u8]; 6] = [b"?", b"?a=/b/../c", b"?%", b"?//;", b"??", b"?x=%2f"];

/// A target whose path a route claims, or nearly.
pub(super) fn sent(random: &mut Random, route: &str, all: &[&str]) -> Vec<u8> {
    let mut path = match route.strip_suffix("/*") {
        Some(prefix) => format!("{prefix}{}", random.pick(&TAILS)).into_bytes(),
        None => route.as_bytes().to_vec(),
    };
    if path.is_empty() {
        path.push(b'/');
    }
    let at = random.below(path.len() + 1).max(1);
    match random.below(14) {
        0 => flip_case(random, &mut path),
        1 => _ = path.splice(at..at, random.pick(&ODD).iter().copied()),
        2 => path.extend(random.pick(&ODD)),
        3 => encode(random, &mut path),
        4 => path.push(b'/'),
        5 => _ = path.pop().filter(|_| path.len() > 1),
        6 => path.push(random.pick(b"xA0-.~_!$&'()*+,=:@|[]")),
        7 if !all.is_empty() => dots(random, &mut path, random_route(random.clone(), all)),
        8 => path = [b"/".as_slice(), &path].concat(),
        _ => {}
    }
    if path.is_empty() {
        path.push(b'/');
    }
    if random.one_in(6) {
        path.extend(random.pick(&QUERIES));
    }
    path
}

fn random_route<'a>(mut random: Random, all: &[&'a str]) -> &'a str {
    random.pick(all).trim_end_matches('*').trim_end_matches('/')
}

/// A way to another route that only some servers take.
fn dots(random: &mut Random, path: &mut Vec<u8>, other: &str) {
    let back = random.pick(&["/..", "/%2e%2e", "/.%2E", "/x/../..", "/.", ";/.."]);
    path.extend(back.bytes().chain(other.bytes()));
}

fn flip_case(random: &mut Random, path: &mut [u8]) {
    if random.one_in(2) {
        return path.make_ascii_uppercase();
    }
    let at = random.below(path.len());
    path[at] =
        if path[at].is_ascii_lowercase() { path[at].to_ascii_uppercase() } else { path[at].to_ascii_lowercase() };
}

/// One byte as a triplet.
fn encode(random: &mut Random, path: &mut Vec<u8>) {
    let at = random.below(path.len()).max(1).min(path.len() - 1);
    let triplet = if random.one_in(2) { format!("%{:02x}", path[at]) } else { format!("%{:02X}", path[at]) };
    path.splice(at..=at, triplet.bytes());
}
