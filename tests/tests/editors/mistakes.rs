//! What is underlined, and what is said of it.

use std::collections::BTreeSet;

use cors_compiler::{Source, judge};
use corsgen_tests::{Failure, corpus, refused};
use serde::Deserialize;
use serde_json::Value;

use crate::{rows, server::Server};

/// A row of `mistakes.yaml`: a document, and everything that the server says of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistake {
    document: String,
    found: Vec<Found>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    /// Counted from 1.
    line: u64,
    /// Counted from 1.
    column: u64,
    message: String,
}

/// What the server says where a schema gives it no better words.
const VAGUE: [&str; 7] = [
    "not valid under",
    "Matches multiple schemas",
    "Matches a schema that is not allowed",
    "Value is not accepted",
    "Value must be",
    "does not match the pattern",
    "Expected one of",
];

fn found(diagnostics: &[Value]) -> Vec<Found> {
    let number = |diagnostic: &Value, part: &str| diagnostic["range"]["start"][part].as_u64().unwrap() + 1;
    let mut found: Vec<Found> = diagnostics
        .iter()
        .map(|diagnostic| Found {
            line: number(diagnostic, "line"),
            column: number(diagnostic, "character"),
            message: diagnostic["message"].as_str().unwrap().to_owned(),
        })
        .collect();
    found.sort();
    found
}

#[test]
fn each_mistake_is_underlined_and_named() -> Result<(), Failure> {
    let mut server = Server::start("mistakes")?;
    let rows: Vec<Mistake> = rows("mistakes.yaml");
    assert!(rows.len() >= 40, "{} mistakes", rows.len());
    let uris = rows.iter().map(|row| server.open(&row.document)).collect::<Result<Vec<_>, _>>()?;
    let mut wrong = Vec::new();
    for (row, uri) in rows.iter().zip(&uris) {
        let said = found(&server.client.diagnostics(uri)?);
        let mut expected = row.found.clone();
        expected.sort();
        if said != expected || said.is_empty() {
            let said = said.iter().map(|found| format!("{}:{} {}", found.line, found.column, found.message));
            wrong.push(format!("{}{}", row.document, said.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), rows.len(), wrong.join("\n---\n"));
    Ok(())
}

/// Over every document that is refused: where the server says something, it says it in words of ours, of a rule that the compiler
/// found in that line.
#[test]
fn whatever_is_refused_is_named_by_its_rule() -> Result<(), Failure> {
    let mut server = Server::start("refused")?;
    let documents: Vec<Source> =
        refused::all()?.values().flatten().map(refused::Refused::source).filter(is_of_the_value).collect();
    let uris = documents.iter().map(|source| server.open(source.text())).collect::<Result<Vec<_>, _>>()?;
    let (mut named, mut astray) = (0, Vec::new());
    for (source, uri) in documents.iter().zip(&uris) {
        let report = judge(source, None);
        let findings: BTreeSet<(u64, &str)> = report
            .findings()
            .iter()
            .map(|finding| (source.position(finding.span.start).line as u64, finding.rule.name))
            .collect();
        let said = found(&server.client.diagnostics(uri)?);
        for found in &said {
            let vague = VAGUE.iter().find(|vague| found.message.contains(*vague));
            assert_eq!(vague, None, "{found:?}\n{}", source.text());
        }
        let rule = |found: &Found| Some(found.message.strip_suffix(')')?.rsplit_once('(')?.1.to_owned());
        let rules: Vec<(u64, String)> = said.iter().filter_map(|found| Some((found.line, rule(found)?))).collect();
        if rules.iter().any(|(line, rule)| findings.contains(&(*line, rule))) {
            named += 1;
        } else if !rules.is_empty() {
            astray.push(format!("{}{said:?}\n{findings:?}", source.text()));
        }
    }
    assert!(astray.is_empty(), "{} are called by another name:\n{}", astray.len(), astray.join("\n---\n"));
    assert!(named > 150, "{named} of {}", documents.len());
    Ok(())
}

/// Whether what is wrong is wrong of the value, and not of the text alone.
fn is_of_the_value(source: &Source) -> bool {
    let rules = |source: &Source| -> BTreeSet<&str> {
        let report = judge(source, None);
        report
            .findings()
            .iter()
            .filter(|finding| finding.rule.level.refuses())
            .map(|finding| finding.rule.name)
            .collect()
    };
    let value = serde_yaml::from_str::<Value>(source.text());
    let found = rules(source);
    // Past a limit the compiler reads no further, and a schema does.
    !found.contains("too-large")
        && value.is_ok_and(|value| rules(&Source::new("cors.json", value.to_string())) == found)
}

#[test]
fn nothing_is_said_of_what_compiles() -> Result<(), Failure> {
    let mut server = Server::start("accepted")?;
    let policies = corpus::groups()?.into_iter().map(|group| group.policy);
    // One names a schema in the web, which the server would ask for.
    let policies: BTreeSet<String> =
        policies.filter(|policy| !policy.contains("https://example.com/cors.schema.json")).collect();
    let uris = policies.iter().map(|policy| server.open(policy)).collect::<Result<Vec<_>, _>>()?;
    for (policy, uri) in policies.iter().zip(&uris) {
        assert_eq!(found(&server.client.diagnostics(uri)?), [], "{policy}");
    }
    assert!(policies.len() > 60, "{}", policies.len());
    Ok(())
}
