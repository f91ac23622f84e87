use cors_compiler::Span;

use super::{Kind, Node, Style};

/// What stands between words of a line. Other white space is a part of words.
pub(super) const BLANK: [char; 2] = [' ', '\t'];

/// How deep lists and mappings are followed. The compiler follows them no further either.
const DEEPEST: usize = 64;

/// A place in a text, which only moves on.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: usize,
}

impl<'t> Cursor<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Reads a document.
    pub(super) fn document(mut self) -> Node {
        let mut root = Node::default();
        while self.next_content() {
            if self.is_mark() {
                self.skip_line();
                continue;
            }
            let node = self.advancing(|cursor| cursor.block(0));
            // What follows the first value is no part of it: another document, or a slip.
            if root.kind == Kind::Nothing {
                root = node;
            }
        }
        root
    }

    /// What follows.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The rest of this line, without its end.
    pub(super) fn line(&self) -> &'t str {
        let rest = self.rest();
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// How many bytes stand before this place on its line.
    pub(super) fn column(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.len() - before.rfind('\n').map_or(0, |at| at + 1)
    }

    /// The character that stands here.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.text.ceil_char_boundary(self.at.saturating_add(bytes));
    }

    /// Moves over blanks of this line.
    pub(super) fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    pub(super) fn skip_line(&mut self) {
        self.at += self.line().len();
    }

    /// Moves to what stands next that is neither blank nor a comment. `false` at the end.
    pub(super) fn next_content(&mut self) -> bool {
        loop {
            self.skip_blanks();
            match self.peek() {
                None => return false,
                Some(b'\n' | b'\r') => self.at += 1,
                Some(b'#') => self.skip_line(),
                Some(_) => return true,
            }
        }
    }

    /// Whether a line stands here that begins or ends a document.
    pub(super) fn is_mark(&self) -> bool {
        self.rest().starts_with(['-', '.'])
            && self.column() == 0
            && ["---", "..."].iter().any(|mark| {
                self.line().strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            })
    }

    /// Reads something. If that moves nowhere, the rest of the line is passed over: whatever a text holds, reading ends.
    pub(super) fn advancing<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.at;
        let read = read(self);
        if self.at == before {
            self.skip_line();
        }
        read
    }

    /// Reads what is nested, unless it is nested too deep: then the rest of the text is not followed.
    pub(super) fn nested(&mut self, read: impl FnOnce(&mut Self) -> Node) -> Node {
        if self.depth == DEEPEST {
            let span = Span::empty(self.at);
            self.at = self.text.len();
            return Node { span, kind: Kind::Nothing };
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// A scalar between quotes, which need not be closed: then it ends with its line. Its further lines are indented by `indentation`
    /// at least; where that is 0, as in JSON, it has none.
    pub(super) fn quoted(&mut self, quote: u8, indentation: usize) -> Node {
        let start = self.at;
        let style = if quote == b'"' { Style::Double } else { Style::Single };
        self.at = self
            .closing_quote(quote, indentation)
            .map_or_else(|| start + self.line().trim_end_matches(BLANK).len(), |at| at + 1);
        Node { span: Span::new(start, self.at), kind: Kind::Scalar(style) }
    }

    fn closing_quote(&self, quote: u8, indentation: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            match bytes.get(at)? {
                b'\\' if quote == b'"' && bytes.get(at + 1) != Some(&b'\n') => at += 2,
                byte if *byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
                byte if *byte == quote => return Some(at),
                b'\n' => {
                    let line = self.text.get(at + 1..)?.trim_start_matches(['\n', '\r']);
                    let blanks = line.len() - line.trim_start_matches(' ').len();
                    if indentation == 0 || blanks < indentation {
                        return None;
                    }
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// A plain scalar from here to `end`.
    pub(super) fn plain(&mut self, end: usize) -> Node {
        let start = self.at;
        let length = self.text.get(start..end).unwrap_or_default().trim_end_matches([' ', '\t', '\r', '\n']).len();
        self.at = end;
        Node { span: Span::new(start, start + length), kind: Kind::Scalar(Style::Plain) }
    }
}
