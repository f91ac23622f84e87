use std::fmt::Write as _;

use cors_compiler::{Methods, Options, Program, ProgramRules, Source, compile};
use cors_core::{OnDenied, Preflight};

use super::meant::without_places;

/// What a program says, printed as a document, compiles to that program. Judges what compiles.
///
/// Nothing of the project prints whole documents, so the printer is the tests' own; what it prints are the compiler's own words: patterns
/// as they are displayed, lists as they go out, paths as they claim.
pub(super) fn reprinted(bytes: &[u8]) -> bool {
    let source = Source::from_bytes("cors.yaml", bytes.to_vec());
    let Ok((program, _)) = compile(&source, &Options::default()) else { return false };
    let printed = document(&program);
    let again = compile(&Source::new("cors.yaml", printed.as_str()), &Options::default());
    let (again, _) =
        again.unwrap_or_else(|report| panic!("{:?}\nprinted as\n{printed}\n{:?}", source.text(), report.findings()));
    assert_eq!(without_places(program), without_places(again), "{:?}\nprinted as\n{printed}", source.text());
    true
}

/// Those that an origin can bring.
const RISKS: [&str; 4] = ["null-origin", "insecure-origin", "public-suffix-wildcard", "loopback-with-credentials"];

fn document(program: &Program) -> String {
    let mut text = String::new();
    if let Some(name) = &program.name {
        let _ = writeln!(text, "name: {}", quoted(name));
    }
    text.push_str("origin_sets: {nobody: []}\n");
    if let Some(rules) = program.document() {
        block(&mut text, rules, "");
    }
    if program.routes.is_empty() {
        return text;
    }
    text.push_str("routes:\n");
    let own = program.rules.iter().filter(|rules| Some(rules.index) != program.document);
    for rules in own.map(Some).chain([None]) {
        let index = rules.map(|rules| rules.index);
        let routes = program.routes.iter().filter(|route| route.rules == index);
        let paths: Vec<String> = routes.map(|route| quoted(&route.path)).collect();
        if paths.is_empty() {
            continue;
        }
        let _ = writeln!(text, "- path: [{}]", paths.join(", "));
        match rules {
            Some(rules) => block(&mut text, rules, "  "),
            None => text.push_str("  cors: false\n"),
        }
    }
    text
}

fn block(text: &mut String, rules: &ProgramRules, indent: &str) {
    let mut line = |key: &str, value: &str| _ = writeln!(text, "{indent}{key}: {value}");
    let terms = &rules.terms;
    let patterns = rules.origins.patterns.iter().map(|pattern| pattern.value.to_string());
    let origins: Vec<String> = rules.origins.exact.iter().map(ToString::to_string).chain(patterns).collect();
    match origins.as_slice() {
        _ if terms.any_origin => line("allow_origins", "\"*\""),
        [] => line("allow_origins", "[$nobody]"),
        origins => line("allow_origins", &list(origins.iter().map(String::as_str))),
    }
    for (key, names) in [
        ("allow_methods", &terms.allow_methods),
        ("allow_headers", &terms.allow_headers),
        ("expose_headers", &terms.expose_headers),
    ] {
        match names.as_deref() {
            None => {}
            Some("*") => line(key, "\"*\""),
            Some(names) => line(key, &list(names.split(", "))),
        }
    }
    assert_eq!(rules.methods == Methods::Any, terms.allow_methods.as_deref() == Some("*"));
    line("allow_credentials", &terms.credentials.to_string());
    if let Some(seconds) = &terms.max_age {
        line("max_age", seconds);
    }
    match terms.preflight {
        Preflight::Answer(status) => line("preflight_status", &status.to_string()),
        Preflight::Forward => line("preflight", "forward"),
    }
    if terms.on_denied == OnDenied::Reject {
        line("on_denied", "reject");
    }
    // What nothing needs is warned of, and accepted.
    let risks = origins.iter().flat_map(|origin| RISKS.map(|risk| (quoted(origin), risk)));
    let accepted = risks.map(|(origin, risk)| format!("{{risk: {risk}, origin: {origin}, reason: printed}}"));
    line("accept_risks", &format!("[{}]", accepted.collect::<Vec<_>>().join(", ")));
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

/// In quotes of the kind that every reader reads alike. All texts of a program are ASCII without control characters.
fn quoted(text: &str) -> String {
    assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{text:?}");
    format!("'{}'", text.replace('\'', "''"))
}
