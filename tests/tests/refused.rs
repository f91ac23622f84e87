//! Documents that are refused, and those that are warned of: what is found in each, exactly and completely.

use std::collections::BTreeSet;

use cors_compiler::{Finding, Source, judge_for_target, parse, rules, targets};
use corsgen_tests::{Failure, refused};

#[test]
fn every_finding_of_every_document_stands_in_the_table() -> Result<(), Failure> {
    let mut wrong = Vec::new();
    for (file, documents) in refused::all()?.into_iter().chain(refused::warned()?) {
        for document in documents {
            let found = document.found();
            let mut expected = document.findings.clone();
            expected.sort();
            if found != expected {
                let text = document.source().text().escape_debug().to_string();
                wrong.push(format!("{file}: {text}\n  expected {expected:?}\n  found    {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} documents\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn every_document_is_refused() -> Result<(), Failure> {
    let documents: Vec<_> = refused::all()?.into_values().flatten().collect();
    assert!(documents.len() >= 120, "{} documents", documents.len());
    for document in documents {
        let refuses = |name: &str| rules::find(name).is_some_and(|rule| rule.level.refuses());
        assert!(document.findings.iter().any(|place| refuses(&place.rule)), "{document:?}");
    }
    Ok(())
}

#[test]
fn no_document_is_refused_that_is_only_warned_of() -> Result<(), Failure> {
    let documents: Vec<_> = refused::warned()?.into_values().flatten().collect();
    assert!(documents.len() >= 50, "{} documents", documents.len());
    for document in documents {
        let refuses = |name: &str| rules::find(name).is_some_and(|rule| rule.level.refuses());
        assert!(!document.findings.iter().any(|place| refuses(&place.rule)), "{document:?}");
    }
    Ok(())
}

#[test]
fn every_rule_is_in_the_table() -> Result<(), Failure> {
    let documents: Vec<_> = refused::all()?.into_iter().chain(refused::warned()?).flat_map(|(_, rows)| rows).collect();
    let named: BTreeSet<&str> = documents.iter().flat_map(|d| &d.findings).map(|place| place.rule.as_str()).collect();
    let missing: Vec<&str> = rules::ALL.iter().map(|rule| rule.name).filter(|rule| !named.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    Ok(())
}

/// What is too long for a server's parser is refused, and the finding says what that is.
#[test]
fn lists_that_a_target_cannot_hold_are_named() -> Result<(), Failure> {
    let target = targets::find("nginx").ok_or("no such target")?;
    let long = "x".repeat(4096);
    for (policy, what) in [
        (format!("allow_origins: [https://a.example]\nallow_methods: [{long}]\n"), "`allow_methods` takes 4096 bytes"),
        (format!("allow_origins: [https://a.example]\nallow_headers: [{long}]\n"), "`allow_headers` takes 4096 bytes"),
        (
            format!("allow_origins: [https://a.example]\nexpose_headers: [{long}]\n"),
            "`expose_headers` takes 4096 bytes",
        ),
        (format!("allow_origins: ['{long}://a']\n"), "an origin takes 4105 bytes"),
    ] {
        let source = Source::new("cors.yaml", format!("name: shop\n{policy}"));
        let report = judge_for_target(target, &parse(&source).0);
        let [finding] = report.findings() else { return Err(format!("{:?}", report.findings()).into()) };
        let why = format!(
            "target `nginx` cannot hold this policy: {what} in one piece, and nginx reads no parameter of more than 4000"
        );
        assert_eq!((finding.rule.name, finding.message.as_str()), ("target-cannot-hold", why.as_str()));
        assert_eq!(source.position(finding.span.start).line, 2);
    }
    Ok(())
}

/// What a target cannot hold under one profile alone names it; what it cannot hold at all is found once.
#[test]
fn what_a_target_cannot_hold_under_a_profile_names_the_profile() -> Result<(), Failure> {
    let (scheme, path) = ("a".repeat(4000), "b".repeat(4000));
    let text = format!(
        "name: shop\norigin_sets: {{apps: ['app://a:*']}}\nprofiles:\n  long: {{apps: ['{scheme}://a:*']}}\n  short: {{apps: ['app://b']}}\n\
         allow_origins: [$apps]\nroutes:\n  - path: /{path}\n    cors: false\n"
    );
    let source = Source::new("cors.yaml", text);
    let target = targets::find("nginx").ok_or("no such target")?;
    let report = judge_for_target(target, &parse(&source).0);
    let place = |finding: &Finding| (source.position(finding.span.start).line, finding.profile.clone());
    let found: Vec<_> = report.sorted().findings().iter().map(place).collect();
    assert_eq!(found, [(4, Some("long".to_owned())), (8, None)]);
    Ok(())
}
