//! The corpus's runner catches a subject that answers otherwise: a check that cannot fail is none.

use std::collections::BTreeSet;

use cors_compiler::{Exactness, target::Difference};
use corsgen_tests::{Answer, By, Failure, Group, Observed, Reply, Request, Subject, corpus, subjects::Reference};

/// The reference, but for what is altered of each of its answers.
struct Altered {
    alter: fn(&mut Observed),
    exactness: Exactness,
}

impl Altered {
    const fn by(alter: fn(&mut Observed)) -> Self {
        Self { alter, exactness: Exactness::HeaderExact(&[]) }
    }
}

impl Subject for Altered {
    fn name(&self) -> &'static str {
        "tower"
    }

    fn exactness(&self) -> Exactness {
        self.exactness
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let Reply::Answers(mut answers) = Reference.answers(group, requests)? else {
            return Err("the reference refuses nothing".into());
        };
        for answer in &mut answers {
            if let Answer::Observed(observed) = answer {
                (self.alter)(observed);
            }
        }
        Ok(Reply::Answers(answers))
    }
}

/// How many cases an alteration is found in.
fn caught(alter: fn(&mut Observed)) -> Result<usize, Failure> {
    Ok(corpus::run(&mut Altered::by(alter))?.differences.len())
}

#[test]
fn whatever_is_altered_is_caught() -> Result<(), Failure> {
    // The one difference that `tower` has in the corpus: it declares none here.
    assert_eq!(caught(|_| {})?, 1);
    assert!(caught(|answer| answer.cors.clear())? > 200);
    assert!(caught(|answer| _ = answer.cors.remove("access-control-allow-private-network"))? > 5);
    assert!(caught(|answer| _ = answer.cors.remove("access-control-max-age"))? > 20);
    assert!(caught(|answer| answer.cors.values_mut().for_each(|lines| lines.push(lines[0].clone())))? > 200);
    assert!(caught(|answer| _ = answer.vary.remove("origin"))? > 300);
    assert!(caught(|answer| _ = answer.vary.remove("accept-encoding"))? > 300);
    assert!(caught(|answer| answer.status += 1)? > 600);
    assert!(caught(|answer| answer.by = By::Application)? > 100);
    assert!(caught(|answer| answer.cache_control = None)? > 40);
    assert!(caught(|answer| answer.empty = false)? > 600);
    Ok(())
}

#[test]
fn a_reason_that_differs_is_caught() -> Result<(), Failure> {
    assert!(caught(|answer| answer.verdict.as_mut().unwrap().policy = None)? > 400);
    // Of a subject that cannot tell why, no reason is asked.
    assert_eq!(caught(|answer| answer.verdict = None)?, 1);
    Ok(())
}

#[test]
fn a_declared_difference_must_be_seen() -> Result<(), Failure> {
    const DIFFERENCES: &[Difference] = &[Difference { id: "fragment-is-cut", text: "" }];
    let mut same = Altered { alter: |_| {}, exactness: Exactness::HeaderExact(DIFFERENCES) };
    let tally = corpus::run(&mut same)?;
    assert!(
        matches!(&tally.differences[..], [one] if one.contains("does not differ by `fragment-is-cut`")),
        "{tally:?}"
    );
    Ok(())
}

#[test]
fn what_a_browser_can_send_must_be_answered() -> Result<(), Failure> {
    struct Refusing;
    impl Subject for Refusing {
        fn name(&self) -> &'static str {
            "refusing"
        }
        fn exactness(&self) -> Exactness {
            Exactness::HeaderExact(&[])
        }
        fn answers(&mut self, _: &Group, requests: &[Request]) -> Result<Reply, Failure> {
            Ok(Reply::Answers(vec![Answer::Unsendable(400); requests.len()]))
        }
    }
    let tally = corpus::run(&mut Refusing)?;
    assert_eq!(tally.cases, tally.unsendable + tally.differences.len());
    assert!(tally.differences.len() > 400, "{tally}");
    Ok(())
}

#[test]
fn every_subject_that_a_case_names_exists() -> Result<(), Failure> {
    let known = BTreeSet::from(["actix", "envoy", "envoy-lua", "nginx-1.22", "nginx-1.28", "runtime", "tower"]);
    for group in corpus::groups()? {
        let differing = group.cases.iter().flat_map(|case| case.differs.keys());
        for name in group.cannot_hold.keys().chain(differing) {
            assert!(known.contains(name.as_str()), "{name}");
        }
    }
    Ok(())
}
