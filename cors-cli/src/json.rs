//! What `corsgen check --format json` prints.

use cors_compiler::{Finding, Fix, Level, Position, Report, Source, Span};
use serde::Serialize;

use crate::stop::Stop;

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    findings: Vec<JsonFinding<'a>>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'static str,
    level: &'static str,
    subject: Option<&'a str>,
    profile: Option<&'a str>,
    message: &'a str,
    span: JsonSpan,
    labels: Vec<JsonLabel<'a>>,
    help: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    message: &'a str,
    span: JsonSpan,
}

#[derive(Serialize)]
struct JsonSpan {
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    start_byte: usize,
    end_byte: usize,
    text: &'a str,
}

/// One document for all files, on one line.
pub(crate) fn report<'a>(judged: impl Iterator<Item = (&'a Report, &'a Source)>) -> Result<String, Stop> {
    let files = judged.map(|(report, source)| File { path: source.name(), findings: findings(report, source) });
    line(&Document { version: VERSION, files: files.collect() })
}

/// A value on a line of its own.
pub(crate) fn line(value: &impl Serialize) -> Result<String, Stop> {
    let line =
        serde_json::to_string(value).map_err(|error| Stop::failure(format!("no JSON can be written: {error}")))?;
    Ok(line + "\n")
}

fn findings<'a>(report: &'a Report, source: &Source) -> Vec<JsonFinding<'a>> {
    report.findings().iter().map(|finding| JsonFinding::new(source, finding)).collect()
}

impl<'a> JsonFinding<'a> {
    fn new(source: &Source, finding: &'a Finding) -> Self {
        let label = |label: &'a cors_compiler::Label| JsonLabel {
            message: &label.message,
            span: JsonSpan::new(source, label.span),
        };
        Self {
            rule: finding.rule.name,
            level: Level::word(finding.rule.level),
            subject: finding.subject.as_deref(),
            profile: finding.profile.as_deref(),
            message: &finding.message,
            span: JsonSpan::new(source, finding.span),
            labels: finding.labels.iter().map(label).collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(JsonFix::new),
        }
    }
}

impl JsonSpan {
    fn new(source: &Source, span: Span) -> Self {
        Self { start: JsonPosition::new(source, span.start), end: JsonPosition::new(source, span.end) }
    }
}

impl JsonPosition {
    fn new(source: &Source, byte: usize) -> Self {
        let Position { line, column, byte } = source.position(byte);
        Self { line, column, byte }
    }
}

impl<'a> JsonFix<'a> {
    fn new(fix: &'a Fix) -> Self {
        let edit = |edit: &'a cors_compiler::Edit| JsonEdit {
            start_byte: edit.span.start,
            end_byte: edit.span.end,
            text: &edit.text,
        };
        Self { safe: fix.safe, edits: fix.edits.iter().map(edit).collect() }
    }
}
