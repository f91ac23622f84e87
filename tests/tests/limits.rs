//! The limits of a document: at each the document is read, past it there is one error that names it, and neither takes long.

use std::time::{Duration, Instant};

use cors_compiler::{Level, Options, Source, compile, judge};

/// What only a document takes whose cost grows faster than its size: far more than any of these needs without optimisation, on a
/// machine that does much else. How long they take is for benchmarks to say.
const PATIENCE: Duration = Duration::from_secs(900);

/// The rules and lines of what is found in a document.
fn found(document: String) -> Vec<(&'static str, usize)> {
    let start = Instant::now();
    let source = Source::new("cors.yaml", document);
    let report = judge(&source, None).without_notes();
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    report.findings().iter().map(|found| (found.rule.name, source.position(found.span.start).line)).collect()
}

fn origins(count: usize) -> String {
    // Short patterns: what is measured here is how much is read, not how.
    let origins: String = (0..count).map(|n| format!("a://{n:x},")).collect();
    format!("allow_origins: [{origins}]\n")
}

fn routes(count: usize) -> String {
    let paths: String = (0..count).map(|n| format!("    - /p{n}\n")).collect();
    format!("routes:\n- cors: false\n  path:\n{paths}")
}

#[test]
fn a_thousand_paths() {
    assert_eq!(found(routes(1_000)), []);
    assert_eq!(found(routes(1_001)), [("too-large", 1_004)]);
}

#[test]
fn a_million_origins() {
    assert_eq!(found(origins(1_000_000)), []);
    assert_eq!(found(origins(1_000_001)), [("too-large", 1)]);
}

#[test]
fn a_million_origins_that_are_one() {
    let document = format!("allow_origins: [{}]\n", "a://b,".repeat(1_000_000));
    let report = judge(&Source::new("cors.yaml", document), None);
    assert_eq!(report.findings().len(), 1_000);
    assert!(report.findings().iter().all(|finding| finding.rule.name == "origin-duplicate"));
}

#[test]
fn a_thousand_origins_that_a_set_has_too() {
    let origins: String = (0..1_001).map(|n| format!("a://{n:x},")).collect();
    let found = found(format!("origin_sets: {{many: [{origins}]}}\nallow_origins: [$many,{origins}]\n"));
    assert_eq!(found, vec![("origin-duplicate", 2); 1_000]);
}

#[test]
fn ten_million_origins_that_profiles_put_in_place() {
    // Each profile is judged in every policy that names a set of its, with one more than it has origins.
    let document = |profiles: usize| {
        let profiles: String = (0..profiles).map(|n| format!("  p{n}: {{s: []}}\n")).collect();
        let routes: String = (0..1_000).map(|n| format!("- {{path: /p{n}, allow_origins: [$s]}}\n")).collect();
        found(format!("origin_sets: {{s: [https://a.example]}}\nprofiles:\n{profiles}routes:\n{routes}"))
    };
    assert_eq!(document(10_000), []);
    assert_eq!(document(10_001), [("too-large", 10_003)]);
}

#[test]
fn a_million_methods_that_are_one() {
    let document = format!("allow_origins: [a://b]\nallow_methods: [PUT,{}]\n", "GET,".repeat(1_000_000));
    let report = judge(&Source::new("cors.yaml", document), None);
    assert_eq!(report.count(Level::Warning), 100);
    assert_eq!(report.count(Level::Note), 100);
}

#[test]
fn a_million_origins_through_a_set() {
    // Each policy holds what the set holds: a short document must not become a long program.
    let set: String = (0..1_001).map(|n| format!("  - https://o{n}.example.com\n")).collect();
    let routes: String = (0..1_000).map(|n| format!("- {{path: /p{n}, allow_origins: [$many]}}\n")).collect();
    let found = found(format!("origin_sets:\n  many:\n{set}routes:\n{routes}"));
    assert!(!found.is_empty() && found.iter().all(|(rule, _)| *rule == "too-large"), "{found:?}");
}

#[test]
fn sixty_four_levels() {
    // The document's own mapping is one of them; what is within is one list or mapping more with each bracket.
    for (open, close, levels) in [("[", "]", 1), ("{a: ", "}", 1), ("[{a: ", "}]", 2)] {
        let nested = |count: usize| found(format!("allow_origins: {}x{}\n", open.repeat(count), close.repeat(count)));
        let fits = nested(63 / levels);
        assert!(fits.iter().all(|(rule, _)| *rule != "too-large"), "{open}: {fits:?}");
        assert_eq!(nested(63 / levels + 1), [("too-large", 1)], "{open}");
    }
    let nested = |depth: usize| found((0..depth).map(|n| format!("{}a:\n", " ".repeat(n))).collect());
    assert!(nested(64).iter().all(|(rule, _)| *rule != "too-large"), "{:?}", nested(64));
    assert_eq!(nested(65), [("too-large", 65)]);
}

#[test]
fn a_million_keys() {
    let keys = if std::env::var_os("CORSGEN_LONG").is_some() { 1_000_000 } else { 100_000 };
    let document: String = (0..keys).map(|n| format!("k{n}: 1\n")).collect();
    let found = found(document);
    assert_eq!(found.iter().filter(|(rule, _)| *rule == "unknown-key").count(), keys);
}

#[test]
fn sixty_four_mebibytes() {
    const POLICY: &str = "allow_origins: [https://app.example.com]\n";
    let comment = |length: usize| format!("{POLICY}#{}\n", "x".repeat(length - POLICY.len() - 2));
    assert_eq!(found(comment(64 << 20)), []);
    assert_eq!(found(comment((64 << 20) + 1)), [("too-large", 1)]);
}

#[test]
fn long_names_and_lists_compile() {
    let methods: String = (0..10_000).map(|n| format!("  - M{n}\n")).collect();
    let document = format!("allow_origins: [https://app.example.com]\nallow_methods:\n{methods}");
    let start = Instant::now();
    assert!(compile(&Source::new("cors.yaml", document), &Options::default()).is_ok());
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn profiles_cost_what_they_replace() {
    let profiles: String = (0..8_000).map(|n| format!("  p{n}: {{local: [http://localhost:*]}}\n")).collect();
    let many: String = (0..8_000).map(|n| format!("  - https://o{n}.example.com\n")).collect();
    let document = |profiles: &str| {
        format!(
            "origin_sets: {{local: []}}\nprofiles:\n{profiles}allow_credentials: true\nallow_origins:\n  - $local\n{many}"
        )
    };
    assert_eq!(found(document(&profiles)), []);
    let last = "  last: {local: [http://app.example.com]}\n";
    assert_eq!(found(document(&format!("{profiles}{last}"))), [("insecure-origin", 8_003)]);
}

#[test]
fn a_pattern_of_a_set_is_found_once() {
    let set: String = (0..1_000).map(|n| format!("  - http://o{n}.example.com\n")).collect();
    let route = |n| format!("- {{path: /p{n}, allow_credentials: true, allow_origins: [$many]}}\n");
    let routes: String = (0..500).map(route).collect();
    assert_eq!(found(format!("origin_sets:\n  many:\n{set}routes:\n{routes}")).len(), 1_000);
}
