use crate::Span;

/// A policy's text, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    /// The first byte that is not UTF-8.
    not_utf8: Option<usize>,
}

/// A place in a text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in Unicode scalar values.
    pub column: usize,
    /// Counted from 0.
    pub byte: usize,
}

impl Source {
    /// `text` as it stands in the file called `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, lines, not_utf8: None }
    }

    /// The bytes of the file called `name`. Those that are not UTF-8 are found by [`crate::parse`].
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(name, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Self { not_utf8: Some(at), ..Self::new(name, text) }
            }
        }
    }

    /// What the file is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first byte that is not UTF-8, if the file held one.
    pub const fn not_utf8(&self) -> Option<usize> {
        self.not_utf8
    }

    /// The text at `span`; empty if it is not within the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The file's name without folders and ending, if it may be a document's `name`.
    pub fn stem(&self) -> Option<&str> {
        let file = self.name.rsplit(['/', '\\']).next()?;
        let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
        crate::name::is_document_name(stem).then_some(stem)
    }

    /// The place of a byte. Past the end, or within a character, the nearest one before.
    pub fn position(&self, byte: usize) -> Position {
        let byte = (0..=byte.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(0);
        let column = self.text.get(start..byte).map_or(0, |before| before.chars().count()) + 1;
        Position { line, column, byte }
    }
}
