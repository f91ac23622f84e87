//! Whatever the bytes: a result or findings, each with a place in the text; never a panic. What is accepted means the same to
//! another YAML reader.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here is a test that fails"
)]

use cors_compiler::{Options, Source, compile, judge, render};
use corsgen_tests::hostile::Hostile;

#[test]
fn any_bytes_end_in_a_result_or_in_findings() {
    let rounds = if std::env::var_os("CORSGEN_LONG").is_some() { 300_000 } else { 20_000 };
    let (mut accepted, mut refused, mut unread) = (0, 0, 0);
    for bytes in Hostile::new(1).take(rounds) {
        let source = Source::from_bytes("cors.yaml", bytes);
        let report = judge(&source, None);
        for finding in report.findings() {
            let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
            for span in spans.chain(finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span))) {
                let slice = source.text().get(span.range());
                assert!(slice.is_some(), "{} at {span:?} of {:?}", finding.rule.name, source.text());
            }
            assert!(render::plain(&source, finding).contains(finding.rule.name));
        }
        match compile(&source, &Options::default()) {
            Ok(_) => {
                accepted += 1;
                unread += usize::from(!is_the_same_to_another_reader(&source));
            }
            Err(report) => {
                refused += 1;
                assert!(report.refuses(), "refused without a reason: {:?}", source.text());
            }
        }
    }
    println!("{accepted} documents accepted, {unread} of them not by another YAML reader, {refused} refused");
    assert!(accepted > rounds / 20 && refused > rounds / 20, "the mutations aim too wide or too near");
    assert!(unread * 100 < accepted, "{unread} of {accepted} documents are not YAML to another reader");
}

/// Everything that decides is text, a number or a boolean: the other reader's tree, printed, must compile to the same program.
///
/// `false` if the other reader refuses the document, such as for a tab on a blank line: it is stricter than YAML 1.2 in corners
/// that only mutations find, and a reader that refuses takes nothing for something else.
fn is_the_same_to_another_reader(source: &Source) -> bool {
    let Ok(value) = serde_yaml::from_str::<serde_yaml::Value>(source.text()) else { return false };
    let json = serde_json::to_string(&value).unwrap();
    let again = Source::new("cors.yaml", json.clone());
    let strip = |source: &Source| {
        let (mut program, _) = compile(source, &Options::default()).unwrap_or_else(|report| {
            panic!("{:?}\nas JSON {json}\n{:?}", source.text(), report.findings());
        });
        for rules in &mut program.rules {
            rules.span = Default::default();
            rules.preflight_span = rules.preflight_span.map(|_| Default::default());
            rules.origins.patterns.iter_mut().for_each(|pattern| pattern.span = Default::default());
        }
        program.routes.iter_mut().for_each(|route| route.span = Default::default());
        program
    };
    assert_eq!(strip(source), strip(&again), "{:?}\nas JSON {json}", source.text());
    true
}
