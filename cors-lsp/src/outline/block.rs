//! Lists and mappings by indentation.

use cors_compiler::Span;

use super::{
    Entry, Kind, Node, Style,
    cursor::{BLANK, Cursor},
};

impl Cursor<'_> {
    /// The value that stands next, if it is indented by `indentation` at least.
    pub(super) fn block(&mut self, indentation: usize) -> Node {
        let before = self.at;
        if !self.next_content() || self.column() < indentation || self.is_mark() {
            // What stands there is somebody else's.
            self.at = before;
            return Node { span: Span::empty(before), kind: Kind::Nothing };
        }
        let column = self.column();
        if self.is_dash() {
            self.nested(|cursor| cursor.block_list(column))
        } else if self.key_end().is_some() || self.is_before_key(column) {
            self.nested(|cursor| cursor.block_mapping(column))
        } else {
            self.inline(indentation)
        }
    }

    /// Whether this line is a word whose colon is not yet there: the next one is a key of the same mapping.
    fn is_before_key(&self, column: usize) -> bool {
        let mut ahead = Cursor::new(self.text);
        ahead.at = self.at;
        ahead.skip_line();
        !matches!(self.peek(), Some(b'[' | b'{'))
            && ahead.next_content()
            && ahead.column() == column
            && ahead.key_end().is_some()
    }

    /// Whether `-` stands here, and then a blank.
    fn is_dash(&self) -> bool {
        let line = self.line();
        line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }

    fn block_list(&mut self, column: usize) -> Node {
        let start = self.at;
        let mut items = Vec::new();
        loop {
            // What stands deeper and has no dash is half written.
            if self.column() == column && self.is_dash() {
                self.skip(1);
            }
            items.push(self.advancing(|cursor| cursor.block(column + 1)));
            let before = self.at;
            let goes_on = self.next_content()
                && !self.is_mark()
                && ((self.column() == column && self.is_dash()) || self.column() > column);
            if !goes_on {
                self.at = before;
                break;
            }
        }
        let end = items.last().map_or(start + 1, |item| item.span.end.max(start + 1));
        Node { span: Span::new(start, end), kind: Kind::List(items) }
    }

    fn block_mapping(&mut self, column: usize) -> Node {
        let start = self.at;
        let mut entries = Vec::new();
        loop {
            let is_key = self.column() == column && !self.is_dash();
            entries.push(if is_key { self.advancing(|cursor| cursor.entry(column)) } else { self.stray(column) });
            let before = self.at;
            if !self.next_content() || self.is_mark() || self.column() < column {
                self.at = before;
                break;
            }
        }
        let end = entries.last().map_or(start, |entry: &Entry| entry.value.span.end.max(entry.key.span.end));
        Node { span: Span::new(start, end), kind: Kind::Mapping(entries) }
    }

    /// A key and its value. A key whose colon is not yet there has none.
    fn entry(&mut self, column: usize) -> Entry {
        let Some(end) = self.key_end() else {
            let key = self.inline(column + 1);
            let value = Node { span: Span::empty(key.span.end), kind: Kind::Nothing };
            return Entry { key, value };
        };
        let key = match self.peek() {
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote, 0),
            _ => self.plain(end),
        };
        self.at = end + 1;
        self.skip_blanks();
        let behind = self.at;
        let value = match self.peek() {
            None | Some(b'\n' | b'\r' | b'#') => self.below(column),
            Some(_) => self.inline(column + 1),
        };
        let is_nothing = value.kind == Kind::Nothing;
        let value = if is_nothing { Node { span: Span::empty(behind), ..value } } else { value };
        Entry { key, value }
    }

    /// The value of a key, on the lines below it. A list may stand as far to the left as the key.
    fn below(&mut self, column: usize) -> Node {
        let before = self.at;
        if self.next_content() && self.column() == column && self.is_dash() && !self.is_mark() {
            return self.nested(|cursor| cursor.block_list(column));
        }
        self.at = before;
        self.block(column + 1)
    }

    /// What stands in a mapping and is none of its keys: a list, or what is indented deeper and belongs to none of them.
    fn stray(&mut self, column: usize) -> Entry {
        let key = self.advancing(|cursor| cursor.block(column));
        let value = Node { span: Span::empty(key.span.end), kind: Kind::Nothing };
        Entry { key, value }
    }

    /// A value that begins on this line, beside a key, a dash, or alone. Its further lines are indented by `indentation` at least.
    fn inline(&mut self, indentation: usize) -> Node {
        let node = match self.peek() {
            Some(open @ (b'[' | b'{')) => self.nested(|cursor| cursor.flow(open, indentation)),
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote, indentation),
            Some(b'|' | b'>') => return self.block_scalar(indentation),
            _ => return self.plain_lines(indentation),
        };
        // What follows on its line has no business there.
        self.skip_line();
        node
    }

    fn block_scalar(&mut self, indentation: usize) -> Node {
        let start = self.at;
        self.skip_line();
        let mut end = self.at;
        while self.at < self.text.len() {
            self.skip(self.line().len());
            self.skip(if self.rest().starts_with("\r\n") { 2 } else { 1 });
            let line = self.line();
            if line.trim_matches(BLANK).is_empty() {
                continue;
            }
            if line.len() - line.trim_start_matches(' ').len() < indentation {
                break;
            }
            end = self.at + line.len();
        }
        self.at = end;
        Node { span: Span::new(start, end), kind: Kind::Scalar(Style::Block) }
    }

    /// A plain scalar, and the lines below that go on with it.
    fn plain_lines(&mut self, indentation: usize) -> Node {
        let mut end = self.at + plain_length(self.line());
        let has_comment = end < self.at + self.line().len();
        let mut ahead = Cursor::new(self.text);
        ahead.at = self.at;
        ahead.skip_line();
        while !has_comment && ahead.skip_line_ends() {
            ahead.skip_blanks();
            let length = plain_length(ahead.line());
            let goes_on = ahead.column() >= indentation && length > 0 && ahead.key_end().is_none();
            if !goes_on {
                break;
            }
            end = ahead.at + length;
            if length < ahead.line().len() {
                break;
            }
            ahead.skip_line();
        }
        self.plain(end)
    }

    /// Moves over line ends and blank lines to the next line. `false` at the end.
    fn skip_line_ends(&mut self) -> bool {
        loop {
            match self.peek() {
                Some(b'\n') => {
                    self.at += 1;
                    if !self.line().trim_matches(BLANK).is_empty() {
                        return true;
                    }
                    self.skip_line();
                }
                Some(b'\r') => self.at += 1,
                _ => return false,
            }
        }
    }

    /// Where the colon of the key stands that begins here, if one does.
    pub(super) fn key_end(&self) -> Option<usize> {
        let line = self.line();
        let is_colon = |at: usize| {
            let rest = line.get(at..).and_then(|rest| rest.strip_prefix(':'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        match line.as_bytes().first()? {
            quote @ (b'"' | b'\'') => {
                let mut ahead = Cursor::new(self.text);
                ahead.at = self.at;
                let end = ahead.quoted(*quote, 0).span.end - self.at;
                let blanks = line.get(end..)?.len() - line.get(end..)?.trim_start_matches(BLANK).len();
                is_colon(end + blanks).then_some(self.at + end + blanks)
            }
            b'[' | b'{' | b'#' => None,
            _ => {
                let length = plain_length(line);
                let colons = line.get(..length)?.match_indices(':').map(|(at, _)| at);
                colons.into_iter().find(|at| is_colon(*at)).map(|at| self.at + at)
            }
        }
    }
}

/// How much of a line stands before a comment, blanks at its end not counted.
fn plain_length(line: &str) -> usize {
    if line.starts_with('#') {
        return 0;
    }
    let comment =
        line.match_indices('#').map(|(at, _)| at).find(|at| line.get(..*at).is_some_and(|l| l.ends_with([' ', '\t'])));
    line.get(..comment.unwrap_or(line.len())).unwrap_or_default().trim_end_matches(BLANK).len()
}
