use std::collections::BTreeSet;

use cors_compiler::{Options, Source, compile, judge};

use super::denoted::{denotes, instances};
use crate::policies::Random;

/// A `c` stands in no pattern: what holds `c` holds whatever a wildcard stands for.
const FILLINGS: [&str; 14] = ["a", "b", "c", "ab", "ba", "aa", "bb", "cc", "ac", "ca", "c.c", "c.a", "a.c", "c.c.c"];

/// Which patterns of a list another covers, which stand there twice, and what is left when both are gone: as brute force says, over
/// patterns of few letters. Judges all bytes.
pub(super) fn covered(bytes: &[u8]) -> bool {
    let mut random = Random::of_bytes(bytes);
    let own = patterns(&mut random, 1);
    let set = patterns(&mut random, 0);
    let own_lines: String = own.iter().map(|pattern| format!("  - '{pattern}'\n")).collect();
    let set_lines: String = set.iter().map(|pattern| format!("    - '{pattern}'\n")).collect();
    let named = if set.is_empty() { "" } else { "  - $s\n" };
    let sets = if set.is_empty() { String::new() } else { format!("origin_sets:\n  s:\n{set_lines}") };
    let text = format!("{sets}allow_origins:\n{own_lines}{named}");
    // Of those that are the same, the first in this order stays: the set's, and then the policy's own.
    let all: Vec<&str> = set.iter().chain(&own).map(String::as_str).collect();
    assert_findings(&text, &all, set.len());
    assert_minimal(&text, &all);
    true
}

/// Few letters and few names, so that patterns come to cover each other.
fn patterns(random: &mut Random, least: usize) -> Vec<String> {
    let count = random.between(least, 6);
    (0..count).map(|_| pattern(random)).collect()
}

fn pattern(random: &mut Random) -> String {
    let scheme = random.pick(&["https", "https", "https", "a"]);
    let port = random.pick(&["", "", ":1", ":*"]);
    let domain = random.pick(&["x.example", "a.x.example", "b.a.x.example"]);
    let label = |random: &mut Random| random.pick(&["a", "b", "ab", "ba", "aa", "bb"]);
    let front = match random.below(5) {
        // An app's own scheme has no wildcard but for the port.
        _ if scheme == "a" => label(random).to_owned() + ".",
        0 => String::new(),
        1 => "*.".to_owned(),
        2 | 3 => {
            let (before, after) = (random.pick(&["", "a", "b", "ab"]), random.pick(&["", "a", "b", "ba"]));
            if before.len() + after.len() == 0 { "*.".to_owned() } else { format!("{before}*{after}.") }
        }
        _ => format!("{}.", label(random)),
    };
    format!("{scheme}://{front}{domain}{port}")
}

/// Whether all that the one denotes, the other does too.
fn is_within(one: &str, other: &str) -> bool {
    instances(one, &FILLINGS).iter().all(|origin| denotes(other, origin))
}

/// The findings of the list are those of brute force. `all`: the set's, of which there are `of_set`, and then the policy's own.
fn assert_findings(text: &str, all: &[&str], of_set: usize) {
    let source = Source::new("cors.yaml", text);
    // The n-th pattern stands in the n-th line of a list.
    let first_lines = [3, if of_set == 0 { 2 } else { 4 + of_set }];
    let line = |index: usize| {
        if index < of_set { first_lines[0] + index } else { first_lines[1] + index - of_set }
    };
    let judged = |index: usize, others: &[&str], before: &[&str]| {
        let one = all[index];
        let is_wider = |other: &&str| is_within(one, other) && !is_within(other, one);
        if others.iter().any(is_wider) {
            Some("origin-covered")
        } else {
            before.contains(&one).then_some("origin-duplicate")
        }
    };
    let mut expected = BTreeSet::new();
    for index in 0..all.len() {
        // What its own list says of it is said first, and then no other.
        let (first, last) = if index < of_set { (0, of_set) } else { (of_set, all.len()) };
        let within = judged(index, &all[first..last], &all[first..index]);
        expected.extend(within.or_else(|| judged(index, all, &all[..index])).map(|rule| (line(index), rule)));
    }
    let mut found = BTreeSet::new();
    for finding in judge(&source, None).findings() {
        let at = source.position(finding.span.start).line;
        if matches!(finding.rule.name, "origin-covered" | "origin-duplicate") {
            assert!(found.insert((at, finding.rule.name)), "line {at} twice: {text}");
            let cover = source.slice(finding.labels[0].span).trim_matches('\'');
            assert!(
                is_within(source.slice(finding.span).trim_matches('\''), cover),
                "line {at} not by {cover}:\n{text}"
            );
        }
    }
    assert_eq!(found, expected, "{text}");
}

/// What is compiled denotes the same, and nothing of it what another part does.
fn assert_minimal(text: &str, all: &[&str]) {
    let (program, _) = compile(&Source::new("cors.yaml", text), &Options::default())
        .unwrap_or_else(|report| panic!("{text}{:?}", report.findings()));
    let set = &program.rules[0].origins;
    let patterns = set.patterns.iter().map(|pattern| pattern.value.to_string());
    let left: Vec<String> = set.exact.iter().map(ToString::to_string).chain(patterns).collect();
    for origin in all.iter().flat_map(|pattern| instances(pattern, &FILLINGS)) {
        assert!(left.iter().any(|left| denotes(left, &origin)), "{origin} is lost: {left:?} of\n{text}");
        assert!(set.contains(origin.as_bytes()), "{origin} is not found: {left:?} of\n{text}");
    }
    for (index, one) in left.iter().enumerate() {
        assert!(all.contains(&one.as_str()), "{one} came from nowhere:\n{text}");
        let is_covered = left.iter().enumerate().any(|(place, other)| place != index && is_within(one, other));
        assert!(!is_covered, "{one} is covered within {left:?} of\n{text}");
    }
}
