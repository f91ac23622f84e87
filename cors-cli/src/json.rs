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
pub(crate) fn report(judged: &[(Report, Source)]) -> Result<String, Stop> {
    let files = judged.iter().map(|(report, source)| File { path: source.name(), findings: findings(report, source) });
    line(&Document { version: VERSION, files: files.collect() })
}

/// A value on a line of its own.
pub(crate) fn line(value: &impl Serialize) -> Result<String, Stop> {
    let line =
        serde_json::to_string(value).map_err(|error| Stop::failure(format!("no JSON can be written: {error}")))?;
    Ok(line + "\n")
}

/// The findings of a file, which are sorted by their places.
fn findings<'a>(report: &'a Report, source: &Source) -> Vec<JsonFinding<'a>> {
    let mut last = source.position(0);
    let each = report.findings().iter().map(|finding| {
        last = position(source, last, finding.span.start);
        JsonFinding::new(source, last, finding)
    });
    each.collect()
}

/// The place of a byte, counted on from `before` if that is in the same line: from its beginning, each finding in a file of one
/// line would cost the whole line.
fn position(source: &Source, before: Position, byte: usize) -> Position {
    match source.text().get(before.byte..byte) {
        Some(between) if !between.contains('\n') => {
            Position { line: before.line, column: before.column + between.chars().count(), byte }
        }
        _ => source.position(byte),
    }
}

impl<'a> JsonFinding<'a> {
    fn new(source: &Source, start: Position, finding: &'a Finding) -> Self {
        let label = |label: &'a cors_compiler::Label| JsonLabel {
            message: &label.message,
            span: JsonSpan::new(source, start, label.span),
        };
        Self {
            rule: finding.rule.name,
            level: Level::word(finding.rule.level),
            subject: finding.subject.as_deref(),
            profile: finding.profile.as_deref(),
            message: &finding.message,
            span: JsonSpan::new(source, start, finding.span),
            labels: finding.labels.iter().map(label).collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(JsonFix::new),
        }
    }
}

impl JsonSpan {
    fn new(source: &Source, near: Position, span: Span) -> Self {
        let start = position(source, near, span.start);
        let end = position(source, start, span.end);
        let json = |at: Position| JsonPosition { line: at.line, column: at.column, byte: at.byte };
        Self { start: json(start), end: json(end) }
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

#[cfg(test)]
mod tests {
    use cors_compiler::Source;

    use super::position;

    #[test]
    fn places_that_are_counted_on_are_the_same() {
        let source = Source::new("cors.yaml", "aé: [b, €]\n\nç: d\n");
        for before in 0..=source.text().len() + 1 {
            for byte in 0..=source.text().len() + 1 {
                let near = source.position(before);
                assert_eq!(position(&source, near, byte), source.position(byte), "{before} {byte}");
            }
        }
    }
}
