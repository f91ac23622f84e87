//! Documents that were mutated: half-written, torn, and with text put in that YAML and the language have marks for.

use std::fs;

use crate::corpus;

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
    /// SplitMix64
    state: u64,
    seeds: Vec<String>,
}

impl Hostile {
    /// Those of a seed.
    pub fn new(seed: u64) -> Self {
        let mut seeds: Vec<String> = SEEDS.iter().map(ToString::to_string).collect();
        seeds.extend(corpus::groups().unwrap().into_iter().map(|group| group.policy));
        let storefront = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/storefront/cors.yaml");
        seeds.push(fs::read_to_string(storefront).unwrap());
        Self { state: seed, seeds }
    }

    fn below(&mut self, n: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len() + 1);
        match self.below(5) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => _ = bytes.remove(at),
            2 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            3 => {
                let (from, to) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
                let piece = bytes[from.min(to)..from.max(to)].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => _ = bytes.splice(at..at, PIECES[self.below(PIECES.len())].bytes()).count(),
        }
    }
}

impl Iterator for Hostile {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let index = self.below(self.seeds.len());
        let mut bytes = self.seeds[index].clone().into_bytes();
        for _ in 0..=self.below(4) {
            self.mutate(&mut bytes);
        }
        Some(bytes)
    }
}
