//! Generated code against the compiler's own `Program`, and what it allocates.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

use cors_compiler::{
    Options, Program, Source, compile,
    origin_set::{HostPattern, OriginSet, PortPattern},
};
use cors_core::{Policy as _, Rules as _};
use corsgen_counting::{Counting, allocations};
use corsgen_tests::{Failure, corpus, policies::Random, subjects::generated};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a `*` in a pattern might stand for, or just not.
fn filling(random: &mut Random) -> String {
    match random.below(4) {
        0 => "a".repeat(random.below(66)),
        1 => ["a."; 130].concat()[..random.below(260)].to_owned(),
        _ => random
            .pick(&["", "a", "7", "a.b", "a-b.c_d", "pr-1", "A", "a..b", ".a", "a.", "-", "xn--a", "a\0", "/a"])
            .to_owned(),
    }
}

/// The origins and patterns of a program as written, and some of no policy.
fn written(program: &Program) -> Vec<String> {
    let sets = program.rules.iter().map(|rules| &rules.origins);
    let written = sets.flat_map(|set| {
        let patterns = set.patterns.iter().map(|pattern| pattern.value.to_string());
        set.exact.iter().map(ToString::to_string).chain(patterns)
    });
    written.chain(["", "null", "https://", "*", "https://example.com"].map(str::to_owned)).collect()
}

/// An origin that one of the patterns might cover, often changed in one place.
fn origin(random: &mut Random, written: &[String]) -> Vec<u8> {
    let ports = ["", ":1", ":443", ":80", ":8443", ":65535", ":65536", ":0", ":01", ":", ":x", ":123456"];
    let (port, filling) = (random.pick(&ports), filling(random));
    let origin = written[random.below(written.len())].replace(":*", port).replace('*', &filling);
    changed(random, origin.into_bytes())
}

fn changed(random: &mut Random, mut origin: Vec<u8>) -> Vec<u8> {
    let at = random.below(origin.len() + 1);
    match random.below(12) {
        0 => origin.insert(at, random.pick(b"a.-:/A\0\xff")),
        1 if at < origin.len() => drop(origin.remove(at)),
        2 if at < origin.len() => origin[at] = origin[at].wrapping_add(1),
        3 if at < origin.len() => origin[at] = origin[at].to_ascii_uppercase(),
        4 => origin.truncate(at),
        5 => drop(origin.drain(..at)),
        6 => origin.extend(b".evil.com"),
        7 => origin.extend(b":8443"),
        _ => {}
    }
    origin
}

fn programs() -> impl Iterator<Item = (Program, &'static generated::Entry)> {
    generated::ALL.iter().map(|generated| {
        let profile = (!generated.profile.is_empty()).then(|| generated.profile.to_owned());
        let compiled = compile(&Source::new("cors.yaml", generated.policy), &Options { profile });
        (compiled.expect("what was generated was accepted").0, generated)
    })
}

#[test]
fn origins_are_those_of_the_program() {
    let mut random = Random::new(1);
    for (program, generated) in programs() {
        let (written, mut seen) = (written(&program), [0, 0]);
        for _ in 0..3000 {
            let origin = origin(&mut random, &written);
            for rules in program.all() {
                let expected = rules.allows_origin(&origin);
                let answered = generated.checker.allows_origin(rules.index, &origin);
                assert_eq!(answered, Some(expected), "{}\n{}", origin.escape_ascii(), generated.policy);
                seen[usize::from(expected)] += 1;
            }
        }
        // Else these origins would prove little.
        let is_empty = program.rules.iter().all(|rules| rules.origins == OriginSet::default());
        assert!(is_empty || seen.iter().all(|count| *count > 20), "{seen:?}\n{}", generated.policy);
    }
}

#[test]
fn hosts_have_at_most_253_bytes_and_labels_63() {
    let mut patterns = 0;
    for (program, generated) in programs() {
        for rules in &program.rules {
            for pattern in &rules.origins.patterns {
                let (HostPattern::Subdomains { suffix }, PortPattern::Elided) =
                    (&pattern.value.host, pattern.value.port)
                else {
                    continue;
                };
                let allows = |front: String| {
                    let origin = format!("{}://{front}{suffix}", pattern.value.scheme);
                    generated.checker.allows_origin(rules.index, origin.as_bytes()) == Some(true)
                };
                let long = |bytes: usize| {
                    let room = bytes - suffix.len();
                    "a.".repeat(room / 2 - 1) + if room.is_multiple_of(2) { "aa" } else { "a.a" }
                };
                assert!(
                    allows("a".into()) && allows("a".repeat(63)) && allows(long(252)) && allows(long(253)),
                    "{suffix}"
                );
                assert!(
                    !allows(String::new()) && !allows("a".repeat(64)) && !allows(long(254)) && !allows(long(255)),
                    "{suffix}"
                );
                patterns += 1;
            }
        }
    }
    assert!(patterns > 100, "{patterns}");
}

#[test]
fn every_shape_is_accepted_and_generated() {
    let shapes = corsgen_tests::shapes::policies();
    for policy in &shapes {
        assert!(generated::ALL.iter().any(|generated| generated.policy == policy), "not generated:\n{policy}");
    }
}

#[test]
fn a_decision_allocates_nothing() -> Result<(), Failure> {
    let mut decisions = 0;
    for group in corpus::groups()? {
        let requests = group.requests();
        for generated in generated::ALL.iter().filter(|generated| generated.policy == group.policy) {
            for request in &requests {
                let (word, count) = allocations(|| generated.checker.word(request));
                assert_eq!(count, 0, "{word}: {}\n{}", request.bytes().escape_ascii(), group.policy);
                decisions += 1;
            }
        }
    }
    assert!(decisions > 0, "nothing was decided");
    Ok(())
}
