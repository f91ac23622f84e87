//! A document's text as an editor sees it: edited in place, and told in lines and columns.

use std::{cell::OnceCell, ops::Range};

use cors_compiler::Span;
use lsp_types::{Position, PositionEncodingKind};

/// A text that is edited in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    text: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    encoding: Encoding,
    /// How many code units stand before each multiple of [`STRIDE`]; counted when a column is first asked for.
    units: OnceCell<Vec<usize>>,
}

/// How many bytes lie between two places whose code units are counted at once. A document may be one line, and has as many columns to
/// tell as findings.
const STRIDE: usize = 1024;

/// What an editor counts columns in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol takes for granted.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The one of those that a client offers that costs least; UTF-16 where it offers none.
    pub(crate) fn of(offered: &[PositionEncodingKind]) -> Self {
        [Self::Utf8, Self::Utf32].into_iter().find(|own| offered.contains(&own.kind())).unwrap_or_default()
    }

    /// Its name in the protocol.
    pub(crate) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many code units the characters are that begin in `bytes`.
    fn count(self, bytes: &[u8]) -> usize {
        if self == Self::Utf8 || bytes.is_ascii() {
            return bytes.len();
        }
        let begins = bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count();
        let astral = bytes.iter().filter(|byte| **byte >= 0xf0).count();
        if self == Self::Utf16 { begins + astral } else { begins }
    }

    const fn units_of(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

impl Text {
    /// `text`, whose columns are told in `encoding`.
    pub(crate) fn new(text: String, encoding: Encoding) -> Self {
        let lines = std::iter::once(0).chain(line_starts(&text, 0, text.len())).collect();
        Self { text, lines, encoding, units: OnceCell::new() }
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// What its columns are told in.
    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The byte at a place. Past the end of a line it is that end, past the last line the end of the text, and within a character its
    /// beginning.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let Some(line) = usize::try_from(position.line).ok().filter(|line| *line < self.lines.len()) else {
            return self.text.len();
        };
        let (start, wanted) = (self.start(line), usize::try_from(position.character).unwrap_or(usize::MAX));
        let end = self.lines.get(line + 1).copied().unwrap_or(self.text.len());
        let content = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        // Editors mostly speak of lines that are ASCII so far: nothing need be counted.
        if content.as_bytes().get(..wanted).is_some_and(<[u8]>::is_ascii) {
            return start + wanted;
        }
        let mut units = 0;
        let past = content.char_indices().find(|(_, c)| {
            units += self.encoding.units_of(*c);
            units > wanted
        });
        start + past.map_or(content.len(), |(at, _)| at)
    }

    /// The place of a byte. Past the end, or within a character, the nearest one before.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.lines.partition_point(|start| *start <= byte).saturating_sub(1);
        let column = self.units_before(byte) - self.units_before(self.start(line));
        Position::new(narrow(line), narrow(column))
    }

    /// The place of a span.
    pub(crate) fn range(&self, span: Span) -> lsp_types::Range {
        lsp_types::Range::new(self.position(span.start), self.position(span.end))
    }

    /// The bytes of a range, whichever of its ends stands first.
    pub(crate) fn span(&self, range: lsp_types::Range) -> Span {
        let (a, b) = (self.offset(range.start), self.offset(range.end));
        Span::new(a.min(b), a.max(b))
    }

    /// Puts `by` in the place of `range`.
    pub(crate) fn replace(&mut self, range: lsp_types::Range, by: &str) {
        let span = self.span(range);
        self.text.replace_range(span.range(), by);
        self.units = OnceCell::new();
        self.lines_changed(span.range(), by.len());
    }

    /// Counts the lines anew where `length` bytes took the place of `old`, and no further: a batch may hold a thousand edits.
    fn lines_changed(&mut self, old: Range<usize>, length: usize) {
        // From one character before: it may be a carriage return whose line feed came or went.
        let first = self.lines.partition_point(|start| *start < old.start).saturating_sub(1);
        // To the first line whose whole line end lies behind the edit.
        let last = self.lines.partition_point(|start| *start <= old.end + 1);
        let moved = |start: usize| start - old.len() + length;
        let from = self.start(first);
        let to = self.lines.get(last).map_or(self.text.len(), |start| moved(*start));
        self.lines.iter_mut().skip(last).for_each(|start| *start = moved(*start));
        let is_known = last < self.lines.len();
        let found: Vec<usize> = line_starts(&self.text, from, to).filter(|start| !(is_known && *start == to)).collect();
        self.lines.splice(first + 1..last, found);
    }

    fn start(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }

    fn units_before(&self, byte: usize) -> usize {
        let bytes = self.text.as_bytes();
        let counted = self.units.get_or_init(|| {
            let mut counted = 0;
            let strides = bytes.chunks(STRIDE).map(|stride| {
                counted += self.encoding.count(stride);
                counted
            });
            std::iter::once(0).chain(strides).collect()
        });
        let rest = bytes.get(byte / STRIDE * STRIDE..byte).unwrap_or_default();
        counted.get(byte / STRIDE).copied().unwrap_or(0) + self.encoding.count(rest)
    }
}

/// Where lines begin behind the line ends within `from..to`: the protocol has three of them.
fn line_starts(text: &str, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = move |at: &usize| match bytes.get(*at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(*at + 1) != Some(&b'\n'),
        _ => false,
    };
    (from..to).filter(ends).map(|at| at + 1)
}

/// A number of lines or columns as the protocol holds it.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
