//! Documents that were mutated: half-written, torn, and with text put in that YAML and the language have marks for.

use std::fs;

use crate::{corpus, policies::Random};

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

/// Mutated documents without end; the same seed gives the same.
#[derive(Clone, Debug)]
pub struct Hostile {
    random: Random,
    seeds: Vec<Vec<u8>>,
}

impl Hostile {
    /// Those of a seed.
    pub fn new(seed: u64) -> Self {
        Self { random: Random::new(seed), seeds: seeds() }
    }
}

impl Iterator for Hostile {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let index = self.random.below(self.seeds.len());
        let mutations = self.random.between(1, 4);
        Some(mutated(&self.seeds[index], mutations, &mut self.random))
    }
}

/// What is mutated: some documents that have a bit of everything, every policy of the corpus, and the storefront's.
///
/// # Panics
///
/// If the corpus cannot be read.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    seeds.extend(corpus::groups().unwrap().into_iter().map(|group| group.policy.into_bytes()));
    let storefront = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/storefront/cors.yaml");
    seeds.push(fs::read(storefront).unwrap());
    seeds
}

/// A document with so many mutations.
pub fn mutated(document: &[u8], mutations: usize, random: &mut Random) -> Vec<u8> {
    let mut bytes = document.to_vec();
    for _ in 0..mutations {
        mutate(&mut bytes, random);
    }
    bytes
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
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
        _ => _ = bytes.splice(at..at, random.pick(PIECES).bytes()).count(),
    }
}
