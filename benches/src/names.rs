//! Origins as services have them, and what is nearly one. Every run has the same.

use std::collections::BTreeSet;

/// A generator of numbers that are as good as random and the same in every run: SplitMix64.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

const APPS: &[&str] = &[
    "account",
    "admin",
    "analytics",
    "api",
    "app",
    "auth",
    "billing",
    "blog",
    "booking",
    "cart",
    "catalog",
    "chat",
    "checkout",
    "console",
    "dashboard",
    "docs",
    "events",
    "files",
    "forum",
    "gateway",
    "help",
    "id",
    "inventory",
    "jobs",
    "login",
    "maps",
    "media",
    "members",
    "my",
    "news",
    "orders",
    "partners",
    "pay",
    "play",
    "portal",
    "preview",
    "reports",
    "search",
    "secure",
    "shop",
    "status",
    "store",
    "studio",
    "support",
    "tickets",
    "tools",
    "video",
    "web",
    "wiki",
    "www",
];
const WORDS: &[&str] = &[
    "acme", "alpine", "amber", "arc", "atlas", "aurora", "beacon", "birch", "blue", "bright", "brook", "canvas",
    "cedar", "city", "clear", "cloud", "cobalt", "coral", "crest", "delta", "ember", "falcon", "fern", "field",
    "flint", "forest", "garnet", "global", "golden", "granite", "green", "harbor", "hazel", "helix", "horizon",
    "indigo", "iron", "island", "jade", "juniper", "kite", "lake", "lark", "lumen", "maple", "meridian", "metro",
    "mint", "mosaic", "nimbus", "north", "nova", "oak", "ocean", "onyx", "opal", "orbit", "pacific", "pearl", "pine",
    "pixel", "polar", "prime", "quartz", "quick", "raven", "red", "ridge", "river", "rose", "sable", "sage", "scout",
    "sierra", "silver", "sky", "solar", "spark", "spring", "stone", "summit", "swift", "terra", "tidal", "topaz",
    "true", "union", "urban", "vale", "vector", "velvet", "vertex", "violet", "vista", "west", "wild", "willow",
    "wind", "zen", "zephyr",
];
const ENDINGS: &[&str] =
    &["app", "cloud", "co.uk", "com", "com", "com", "com.br", "de", "dev", "fr", "io", "io", "jp", "net", "org"];

/// `count` distinct origins: tenants of a few services, their environments, and customers' own domains.
pub fn origins(count: usize) -> Vec<String> {
    let random = &mut Random(1);
    distinct(count, || match random.below(8) {
        0..=2 => format!(
            "https://{}-{}.{}.com",
            random.of(WORDS),
            random.of(WORDS),
            random.of(&["northwind-crm", "tenantly", "hosted-shop"])
        ),
        3 | 4 => format!("https://{}.{}{}.{}", random.of(APPS), random.of(WORDS), random.of(WORDS), random.of(ENDINGS)),
        5 => format!(
            "https://{}.{}.{}.{}",
            random.of(APPS),
            random.of(&["eu", "us", "staging", "qa"]),
            random.of(WORDS),
            random.of(ENDINGS)
        ),
        6 => {
            format!("https://{}{}{}.{}", random.of(WORDS), random.of(WORDS), random.below(90) + 10, random.of(ENDINGS))
        }
        _ => format!(
            "https://{}.{}-{}.{}:{}",
            random.of(APPS),
            random.of(WORDS),
            random.of(WORDS),
            random.of(ENDINGS),
            8000 + random.below(1000)
        ),
    })
}

/// `count` distinct patterns of which none covers another: any subdomain of a customer's domain.
pub fn suffixes(count: usize) -> Vec<String> {
    let random = &mut Random(2);
    distinct(count, || format!("https://*.{}{}{}.com", random.of(WORDS), random.of(WORDS), random.below(900) + 100))
}

/// `count` distinct routes of an API, prefixes all.
pub fn paths(count: usize) -> Vec<String> {
    let random = &mut Random(3);
    distinct(count, || {
        format!("/{}/v{}/{}-{}/*", random.of(APPS), random.below(3) + 1, random.of(WORDS), random.of(WORDS))
    })
}

/// `count` origins below the wildcards: previews, tenants and plain names.
pub fn below(patterns: &[String], count: usize) -> Vec<String> {
    let random = &mut Random(4);
    let label = |random: &mut Random| match random.below(3) {
        0 => format!("pr-{}.preview", random.below(10_000)),
        1 => random.of(APPS).to_owned(),
        _ => format!("{}-{}", random.of(WORDS), random.of(WORDS)),
    };
    (0..count).map(|_| patterns[random.below(patterns.len())].replacen('*', &label(random), 1)).collect()
}

/// What is nearly `origin`: of the same length with one byte changed as often as not.
pub fn near_miss(origin: &str, random: &mut Random) -> String {
    let host = "https://".len();
    match random.below(8) {
        0 => format!("{origin}.evil.test"),
        1 => format!("{origin}:8443"),
        2 => origin.replacen("https://", "http://", 1),
        3 => origin.replacen("https://", "https://x", 1),
        _ => {
            let at = host + random.below(origin.len() - host);
            let other = |byte: char| if byte == 'q' { 'z' } else { 'q' };
            origin.char_indices().map(|(index, byte)| if index == at { other(byte) } else { byte }).collect()
        }
    }
}

/// `count` distinct strings, in the order in which they were made.
fn distinct(count: usize, make: impl FnMut() -> String) -> Vec<String> {
    let mut seen = BTreeSet::new();
    std::iter::repeat_with(make).filter(|name| seen.insert(name.clone())).take(count).collect()
}

impl Random {
    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(z ^ z >> 31) * bound as u128) >> 64) as usize
    }

    /// One of the choices.
    pub fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}
