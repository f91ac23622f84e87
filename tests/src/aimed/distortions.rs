use super::Line;
use crate::{Request, policies::Random};

const READ: [&str; 4] = ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers", "Sec-Fetch-Site"];

/// Changes a request in a way that browsers do not.
pub(super) fn distort(random: &mut Random, request: &mut Request) {
    let at = random.below(request.headers.len());
    if !READ.contains(&request.headers[at].0.as_str()) {
        return add(random, request);
    }
    let (name, value) = request.headers[at].clone();
    match random.below(9) {
        0 => request.headers.insert(at, (name, value)),
        1 => request.headers.insert(at, (name, Vec::new())),
        2 => request.headers.push((name.to_ascii_lowercase(), Vec::new())),
        3 => request.headers[at].1.clear(),
        4 => request.headers.push((name.to_ascii_uppercase(), other(random, request, &value))),
        5 => request.headers[at].1 = split(random, &value),
        6 => wrap(random, &mut request.headers[at]),
        7 => _ = request.headers.remove(at),
        _ => request.headers[at].0 = name.to_ascii_lowercase(),
    }
}

/// A line that is read, where it does not belong.
fn add(random: &mut Random, request: &mut Request) {
    let name = random.pick(&READ);
    let value: &[u8] = match name {
        "Origin" => b"https://evil.example",
        "Access-Control-Request-Method" => {
            random.pick(&[b"PUT".as_slice(), b"GET", b"P UT", b"PUT,PUT", b"(", b"\xff", b" "])
        }
        "Access-Control-Request-Headers" => random.pick(&[b"x-a".as_slice(), b"", b",", b"\x7f"]),
        _ => random.pick(&[
            b"same-origin".as_slice(),
            b"none",
            b"Same-Origin",
            b"none, none",
            b"cross-site",
            b"same-origin;",
        ]),
    };
    request.headers.push((name.to_owned(), value.to_vec()));
}

/// Another value: the same, another line's, or a stranger's.
fn other(random: &mut Random, request: &Request, value: &[u8]) -> Vec<u8> {
    match random.below(3) {
        0 => value.to_vec(),
        1 => request.headers[random.below(request.headers.len())].1.clone(),
        _ => b"null".to_vec(),
    }
}

/// Cut in two by what a list's elements, or a folded line's parts, stand between.
fn split(random: &mut Random, value: &[u8]) -> Vec<u8> {
    let at = random.below(value.len() + 1);
    let (front, back) = value.split_at(at);
    [front, random.pick(&[b", ".as_slice(), b",", b" ", b"\t"]), back].concat()
}

/// In blanks, which are no part of the value to any parser.
fn wrap(random: &mut Random, line: &mut Line) {
    let blank = random.pick(&[b" ".as_slice(), b"  ", b"\t", b" \t "]);
    line.1 = match random.below(3) {
        0 => [blank, &line.1].concat(),
        1 => [&line.1, blank].concat(),
        _ => [blank, &line.1, blank].concat(),
    };
}
