//! Generated code against the compiler's own `Program`, and what it allocates.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

use cors_compiler::{Options, Program, Source, compile, origin_set::OriginSet};
use cors_core::{Policy as _, Rules as _};
use corsgen_counting::{Counting, allocations};
use corsgen_tests::{Failure, corpus, subjects::generated};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Numbers that are the same in every run: an error must be found again.
struct Random(u64);

impl Random {
    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// What a `*` in a pattern might stand for, or just not.
    fn filling(&mut self) -> String {
        match self.below(4) {
            0 => "a".repeat(self.below(66)),
            1 => ["a."; 130].concat()[..self.below(260)].to_owned(),
            _ => self
                .one_of(&["", "a", "7", "a.b", "a-b.c_d", "pr-1", "A", "a..b", ".a", "a.", "-", "xn--a", "a\0", "/a"])
                .to_owned(),
        }
    }

    /// An origin that a pattern of the program might cover, some of them changed in one place.
    fn origin(&mut self, program: &Program) -> Vec<u8> {
        let Some(rules) = program.rules.get(self.below(program.rules.len().max(1))) else { return Vec::new() };
        let set = &rules.origins;
        let written: Vec<String> = set.patterns.iter().map(|pattern| pattern.value.to_string()).collect();
        let mut all: Vec<&str> =
            set.exact.iter().map(|exact| &**exact).chain(written.iter().map(String::as_str)).collect();
        all.extend(["", "null", "https://", "*", "https://example.com"]);
        let port =
            self.one_of(&["", ":1", ":443", ":80", ":8443", ":65535", ":65536", ":0", ":01", ":", ":x", ":123456"]);
        let filling = self.filling();
        let origin = self.one_of(&all).replace(":*", port).replace('*', &filling);
        self.change(origin.into_bytes())
    }

    fn change(&mut self, mut origin: Vec<u8>) -> Vec<u8> {
        let at = self.below(origin.len() + 1);
        match self.below(12) {
            0 => origin
                .insert(at, *self.one_of(&[b"a", b".", b"-", b":", b"/", b"A", b"\0", b"\xff"]).first().unwrap_or(&0)),
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
    let mut random = Random(1);
    for (program, generated) in programs() {
        let mut seen = [0, 0];
        for _ in 0..3000 {
            let origin = random.origin(&program);
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
