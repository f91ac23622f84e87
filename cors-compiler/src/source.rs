use crate::Span;

/// A policy's text, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    /// How many characters begin before each multiple of [`STRIDE`].
    characters: Vec<usize>,
    /// The first byte that is not UTF-8.
    not_utf8: Option<usize>,
}

/// How many bytes lie between two places whose characters are counted when the text is read: what is left to count for a column. A
/// file may be one line, and has as many columns to tell as findings.
const STRIDE: usize = 1024;

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
    /// The most bytes that a document may have. Whoever reads one needs to read no more than one byte beyond: it is refused then.
    pub const LONGEST: usize = 64 * 1024 * 1024;

    /// `text` as it stands in the file called `name`.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let (name, text) = (name.into(), text.into());
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut counted = 0;
        let strides = text.as_bytes().chunks(STRIDE).map(|stride| {
            counted += characters(stride);
            counted
        });
        let characters = std::iter::once(0).chain(strides).collect();
        Self { name, text, lines, characters, not_utf8: None }
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
        let line = self.line(byte);
        let column = self.characters_before(byte) - self.characters_before(self.start(line)) + 1;
        Position { line, column, byte }
    }

    /// The whole lines that hold the bytes from `first` to `last`, without the line feed behind them.
    pub(crate) fn lines_around(&self, first: usize, last: usize) -> Span {
        let (start, line) = (self.start(self.line(first)), self.line(last));
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        Span::new(start, end.max(start))
    }

    /// The line that holds a byte, counted from 1.
    fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte)
    }

    /// The byte at which a line begins, counted from 1.
    fn start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(0)
    }

    fn characters_before(&self, byte: usize) -> usize {
        self.characters.get(byte / STRIDE).copied().unwrap_or(0) + characters(self.uncounted(byte))
    }

    /// What stands before a byte and was not counted when the text was read.
    fn uncounted(&self, byte: usize) -> &[u8] {
        self.text.as_bytes().get(byte / STRIDE * STRIDE..byte).unwrap_or_default()
    }
}

/// How many characters begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    // The standard library's test is optimised in a macro too, which is not.
    if bytes.is_ascii() {
        return bytes.len();
    }
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters_wherever_they_stand() {
        let texts = ["", "a", "aé: [b, €]\n\nç: d\n", "\n\n", &"x".repeat(STRIDE), &"€é\u{1f600}x".repeat(STRIDE)];
        for text in texts.into_iter().chain([&*format!("{0}\n{0}", "é".repeat(STRIDE))]) {
            let source = Source::new("cors.yaml", text);
            let (mut line, mut column) = (1, 1);
            for (byte, character) in text.char_indices() {
                assert_eq!(source.position(byte), Position { line, column, byte });
                assert_eq!(source.position(byte + character.len_utf8() - 1), Position { line, column, byte });
                (line, column) = if character == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            let end = Position { line, column, byte: text.len() };
            assert_eq!((source.position(text.len()), source.position(text.len() + 9)), (end, end));
        }
    }

    #[test]
    fn a_column_far_to_the_right_costs_no_more_than_another() {
        let source = Source::new("cors.yaml", format!("allow_origins: [{}]", "https://é.example/, ".repeat(10_000)));
        assert!((0..=source.text().len()).all(|byte| source.uncounted(byte).len() < STRIDE));
    }

    #[test]
    fn lines_are_whole() {
        let source = Source::new("cors.yaml", "a\nbc\n\nd");
        for (first, last, text) in [
            (0, 0, "a"),
            (1, 1, "a"),
            (2, 2, "bc"),
            (3, 4, "bc"),
            (0, 3, "a\nbc"),
            (5, 5, ""),
            (6, 7, "d"),
            (4, 6, "bc\n\nd"),
        ] {
            assert_eq!(source.slice(source.lines_around(first, last)), text, "{first} {last}");
        }
    }
}
