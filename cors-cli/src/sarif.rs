//! What `corsgen check --format sarif` prints: [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), which
//! code-scanning services read.

use std::{collections::HashMap, fmt::Write as _};

use cors_compiler::{
    Finding, Fix, Level, Report, Rule, Source, Span,
    rules::{self, Group},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{json, stop::Stop};

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

/// A `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text<'static>,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Properties {
    /// What the rule has to do with.
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

/// A `result`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    partial_fingerprints: Fingerprints,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "corsgenFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

/// One log for all files. `successful`: each could be judged.
pub(crate) fn report<'a>(
    judged: impl Iterator<Item = (&'a Report, &'a Source)>,
    successful: bool,
) -> Result<String, Stop> {
    let mut seen = HashMap::new();
    let mut results = Vec::new();
    for (report, source) in judged {
        let place = ArtifactLocation { uri: uri(source.name()) };
        results.extend(report.findings().iter().map(|finding| Outcome::of(finding, source, &place, &mut seen)));
    }
    let driver = Driver {
        name: "corsgen",
        version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules::GROUPS.iter().flat_map(Descriptor::of_group).collect(),
    };
    let invocations = [Invocation { execution_successful: successful }];
    json::line(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        // `Position` counts scalar values.
        runs: [Run { tool: Tool { driver }, invocations, column_kind: "unicodeCodePoints", results }],
    })
}

impl Descriptor {
    /// Of each rule, in the order of `rules::ALL`.
    fn of_group(group: &Group) -> impl Iterator<Item = Self> {
        group.rules.iter().map(|rule| Self::of(rule, group.name))
    }

    fn of(rule: &Rule, group: &'static str) -> Self {
        let page = rules::pages::find(rule.name).unwrap_or(rule.summary);
        Self {
            id: rule.name,
            short_description: Text { text: rule.summary },
            help: Help { text: page, markdown: page },
            help_uri: format!("{}/blob/main/docs/rules.md#{}", env!("CARGO_PKG_REPOSITORY"), rule.name),
            default_configuration: Configuration { level: level(rule.level) },
            properties: Properties { tags: [group] },
        }
    }
}

impl<'a> Outcome<'a> {
    fn of(finding: &'a Finding, source: &Source, place: &ArtifactLocation, seen: &mut HashMap<String, usize>) -> Self {
        let related = finding.labels.iter().enumerate().map(|(index, label)| Location {
            id: Some(index + 1),
            message: Some(Text { text: &label.message }),
            ..Location::of(source, place, label.span)
        });
        Self {
            rule_id: finding.rule.name,
            rule_index: rules::ALL.iter().position(|rule| *rule == finding.rule),
            level: level(finding.rule.level),
            message: Message { text: text(finding) },
            locations: [Location::of(source, place, finding.span)],
            related_locations: related.collect(),
            fixes: finding
                .fix
                .iter()
                .filter(|fix| fix.safe)
                .map(|fix| SarifFix::of(fix, finding, source, place))
                .collect(),
            partial_fingerprints: Fingerprints { finding: fingerprint(finding, place, seen) },
        }
    }
}

impl Location<'_> {
    fn of(source: &Source, place: &ArtifactLocation, span: Span) -> Self {
        let physical_location = PhysicalLocation { artifact_location: place.clone(), region: Region::of(source, span) };
        Self { id: None, message: None, physical_location }
    }
}

impl Region {
    fn of(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
    }
}

impl<'a> SarifFix<'a> {
    fn of(fix: &'a Fix, finding: &Finding, source: &Source, place: &ArtifactLocation) -> Self {
        let replacement = |edit: &'a cors_compiler::Edit| Replacement {
            deleted_region: Region::of(source, edit.span),
            inserted_content: Text { text: &edit.text },
        };
        let replacements = fix.edits.iter().map(replacement).collect();
        let description = Message { text: finding.help.clone().unwrap_or_else(|| finding.message.clone()) };
        Self { description, artifact_changes: [ArtifactChange { artifact_location: place.clone(), replacements }] }
    }
}

/// What is wrong, with which profile, and the cure.
fn text(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    if let Some(profile) = &finding.profile {
        _ = write!(text, " (profile `{profile}`)");
    }
    if let Some(help) = &finding.help {
        _ = write!(text, "\nhelp: {help}");
    }
    text
}

/// A risk is an error until it is accepted.
const fn level(level: Level) -> &'static str {
    match level {
        Level::Error | Level::Risk => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// The same for the same finding after lines have moved: it rests on what is wrong, not on where; the second of two that are alike has
/// another.
fn fingerprint(finding: &Finding, place: &ArtifactLocation, seen: &mut HashMap<String, usize>) -> String {
    let about = finding.subject.as_deref().unwrap_or(&finding.message);
    let profile = finding.profile.as_deref().unwrap_or_default();
    let key = [&place.uri, finding.rule.name, about, profile].join("\0");
    let count = seen.entry(key.clone()).or_insert(0);
    *count += 1;
    let digest = Sha256::digest(format!("{key}\0{count}"));
    digest.iter().take(16).fold(String::new(), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A file's name as a URI reference.
fn uri(name: &str) -> String {
    let mut uri = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.trim_start_matches("./").bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_references() {
        for (name, expected) in [
            ("cors.yaml", "cors.yaml"),
            ("./policies/a b.yaml", "policies/a%20b.yaml"),
            ("/etc/cors:1.yaml", "file:///etc/cors%3A1.yaml"),
            ("<stdin>", "%3Cstdin%3E"),
            ("é.yaml", "%C3%A9.yaml"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }
}
