//! The policies that are measured. The build script compiles them, so that what is measured is what the macro makes.

use crate::names;

/// A policy and what its checker is called.
#[derive(Debug)]
pub struct Measured {
    /// The type's name.
    pub name: String,
    /// The text of `cors.yaml`.
    pub policy: String,
}

/// As many exact origins as are measured.
pub const COUNTS: [usize; 6] = [1, 3, 10, 100, 1000, 10_000];

/// All of them.
pub fn all() -> Vec<Measured> {
    let mut all: Vec<Measured> = COUNTS.iter().map(|count| exact(*count)).collect();
    all.push(suffixes());
    all.extend([10, 1000].map(routes));
    all
}

/// A thousand wildcards.
pub fn suffixes() -> Measured {
    Measured { name: "Suffixes1000".into(), policy: list(&names::suffixes(1000)) }
}

/// `count` origins, with the lists that a service with credentials has.
pub fn exact(count: usize) -> Measured {
    let policy = list(&names::origins(count))
        + "allow_credentials: true\nallow_methods: [PUT, DELETE]\nallow_headers: [Authorization, Content-Type]\nexpose_headers: [ETag]\nmax_age: 1h\n";
    Measured { name: format!("Exact{count}"), policy }
}

/// `count` routes over three origins.
fn routes(count: usize) -> Measured {
    let origins = names::origins(3);
    let mut policy = list(&origins) + "routes:\n";
    for path in names::paths(count) {
        policy += &format!(
            "  - path: \"{path}\"\n    allow_origins: [{}]\n    allow_credentials: true\n",
            origins.join(", ")
        );
    }
    Measured { name: format!("Routes{count}"), policy }
}

fn list(origins: &[String]) -> String {
    let lines: String = origins.iter().map(|origin| format!("  - \"{origin}\"\n")).collect();
    format!("allow_origins:\n{lines}")
}
