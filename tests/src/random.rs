//! Random policies, and random requests that come close to them. The same seed gives the same.

mod origins;
mod paths;

use std::fmt::Write as _;

use crate::Request;

/// Numbers that look random.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Those of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    /// One of `0..limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        // xorshift64*
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    /// Once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Some of these, in their order, `most` at most; none twice.
    pub fn some<T: Copy>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..self.below(most + 1)).map(|_| self.below(from.len())).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| from[place]).collect()
    }
}

const METHODS: [&str; 7] = ["GET", "PUT", "DELETE", "PATCH", "X-$a", "M!#|~", "POST"];
const HEADERS: [&str; 9] =
    ["Authorization", "Content-Type", "X-A", "X-A-B", "X-$a", "x.y", "X!#%&'*+^_`|~", "Default", "DPoP"];
const EXPOSED: [&str; 4] = ["ETag", "X-Request-Id", "$x", "X-$host-$"];

/// The text of a policy, called `name`. Not all of them are accepted.
pub fn policy(random: &mut Random, name: &str) -> String {
    let mut text = format!("name: {name}\n");
    let has_routes = !random.one_in(3);
    if !has_routes || !random.one_in(3) {
        rules(random, &mut text, "");
    }
    if has_routes {
        text.push_str("routes:\n");
        for paths in paths::routes(random) {
            let _ = writeln!(text, "  - path: [{}]", paths.join(", "));
            if random.one_in(4) {
                text.push_str("    cors: false\n");
            } else {
                rules(random, &mut text, "    ");
            }
        }
    }
    text
}

fn rules(random: &mut Random, text: &mut String, indent: &str) {
    let mut line = |content: String| {
        let _ = writeln!(text, "{indent}{content}");
    };
    let any_origin = random.one_in(4);
    let credentials = !any_origin && random.one_in(2);
    let rejects = random.one_in(3);
    if any_origin {
        line("allow_origins: \"*\"".to_owned());
    } else {
        let origins = origins::patterns(random, credentials || rejects);
        line(format!("allow_origins: [{}]", quoted(&origins)));
        line("accept_risks:".to_owned());
        for (risk, origin) in origins::risks(&origins) {
            line(format!("  - {{risk: {risk}, origin: \"{origin}\", reason: test}}"));
        }
    }
    for (key, names) in
        [("allow_methods", METHODS.as_slice()), ("allow_headers", &HEADERS), ("expose_headers", &EXPOSED)]
    {
        let some = random.some(names, 5);
        if !credentials && random.one_in(4) {
            line(format!("{key}: \"*\""));
        } else if key == "allow_headers" && !credentials && random.one_in(6) {
            line(format!("{key}: [Authorization, \"*\"]"));
        } else if !some.is_empty() {
            line(format!("{key}: [{}]", quoted(&some)));
        }
    }
    let mut sometimes = |times, key: &str, value: &str| {
        if random.one_in(times) {
            line(format!("{key}: {value}"));
        }
    };
    sometimes(2, "max_age", "2h");
    sometimes(3, "preflight", "forward");
    sometimes(3, "preflight_status", "200");
    if credentials {
        line("allow_credentials: true".to_owned());
    }
    if rejects {
        line("on_denied: reject".to_owned());
    }
}

fn quoted(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| format!("\"{}\"", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// A request. `repeats_lines`: perhaps with a header line twice, which not all servers see.
pub fn request(random: &mut Random, repeats_lines: bool) -> Request {
    let origin = origins::sent(random);
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    let host = origin.split(|byte| *byte == b'/').nth(2).unwrap_or_default();
    let is_host = !host.is_empty() && host.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(byte));
    if is_host && random.one_in(3) {
        headers.push(("Host".to_owned(), host.to_vec()));
    }
    let sites: [&[u8]; 6] = [b"same-origin", b"none", b"cross-site", b"Same-Origin", b"", b"same-site"];
    let lines = [
        (7, "Origin", origin),
        (1, "Access-Control-Request-Method", method(random)),
        (1, "Access-Control-Request-Headers", list(random)),
        (1, "Sec-Fetch-Site", random.pick(&sites).to_vec()),
    ];
    for (often, name, value) in lines {
        if random.below(often + 1) == 0 {
            continue;
        }
        headers.push((name.to_owned(), value.clone()));
        if repeats_lines && random.one_in(25) {
            headers.push((name.to_owned(), if random.one_in(2) { value } else { Vec::new() }));
        }
    }
    let methods = ["GET", "OPTIONS", "OPTIONS", "OPTIONS", "POST", "PUT", "HEAD"];
    Request::new(random.pick(&methods), paths::sent(random), headers)
}

fn method(random: &mut Random) -> Vec<u8> {
    let odd = ["", "get", "put", "patch", "P UT", "PUT,PUT", "\u{ff}", "OPTIONS", "M!#|", "PUTT"];
    let text = if random.one_in(3) { random.pick(&odd) } else { random.pick(&METHODS) };
    latin1(text)
}

fn list(random: &mut Random) -> Vec<u8> {
    let mut list = String::new();
    let odd = ["X-B", "", " ", "\t", "a b", "X-A-", "(", "\u{ff}", "authorization", "x-a-b-c"];
    for _ in 0..random.below(6) {
        let separators = [",", ", ", " ,", "\t,", ",,"];
        let name = if random.one_in(5) { random.pick(&odd) } else { random.pick(&HEADERS) };
        if !list.is_empty() {
            list.push_str(random.pick(&separators));
        }
        list.push_str(&if random.one_in(2) { name.to_ascii_lowercase() } else { name.to_owned() });
    }
    match random.below(12) {
        0 => list.push_str(&",".repeat(random.below(200))),
        1 => list.push_str(&",x-a".repeat(random.below(1100))),
        _ => {}
    }
    latin1(&list)
}

/// The bytes of a header's value: no blank around it, which parsers treat differently.
fn latin1(text: &str) -> Vec<u8> {
    text.trim_matches([' ', '\t']).chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}
