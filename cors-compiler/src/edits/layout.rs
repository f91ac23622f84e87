//! How elements of lists stand in a text. Only what is next to an element is looked at: a list of a million elements may be one
//! line.

use crate::{Source, Span};

pub(super) const BLANK: [char; 2] = [' ', '\t'];

/// The text up to the dash of a block list's element that begins at `start`. `None`: it is one of a flow list.
pub(super) fn before_dash(text: &str, start: usize) -> Option<&str> {
    let dash = text.get(..start)?.trim_end_matches(BLANK).strip_suffix('-')?;
    after_line_break(dash).then_some(dash)
}

/// Reports whether nothing but blanks stands in the last line of the text.
pub(super) fn after_line_break(text: &str) -> bool {
    let text = text.trim_end_matches(BLANK);
    text.is_empty() || text.ends_with('\n')
}

/// Reports whether the line above that of what follows `before` is a comment, if nothing else stands in its own line.
pub(super) fn is_below_comment(before: &str) -> bool {
    let above = before.trim_end_matches(BLANK).strip_suffix('\n');
    above.is_some_and(|above| last_line(above).trim_start_matches(BLANK).starts_with('#'))
}

/// What stands behind the last line feed.
pub(super) fn last_line(text: &str) -> &str {
    text.rfind('\n').and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

/// How lines of the source end.
pub(super) fn line_break(source: &Source) -> &'static str {
    let text = source.text();
    let first = text.find('\n').and_then(|at| text.get(..at));
    if first.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Where the text between the quotes of `span` stands, if the source holds `value` byte for byte.
pub(crate) fn content(source: &Source, span: Span, value: &str) -> Option<Span> {
    let slice = source.slice(span);
    let inner = slice.get(1..slice.len().saturating_sub(1));
    match slice.as_bytes().first() {
        Some(b'"' | b'\'') if inner == Some(value) => Some(Span::new(span.start + 1, span.end - 1)),
        _ if slice == value => Some(span),
        _ => None,
    }
}
