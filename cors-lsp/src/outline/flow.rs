//! Lists and mappings between brackets and braces.

use cors_compiler::Span;

use super::{Entry, Kind, Node, cursor::Cursor};

/// What follows in a flow collection.
#[derive(PartialEq, Eq)]
enum Next {
    /// An element.
    More,
    /// Its end, or what is no part of it.
    End,
}

impl Cursor<'_> {
    /// The list or mapping that begins here. It need not be closed: a line that is not indented by `indentation` at least, and is no
    /// closing bracket, is none of its lines.
    pub(super) fn flow(&mut self, open: u8, indentation: usize) -> Node {
        let start = self.at;
        let is_list = open == b'[';
        self.skip(1);
        let mut entries = Vec::new();
        while self.next_element(indentation) == Next::More {
            let before = self.at;
            entries.push(self.flow_entry(indentation, is_list));
            if self.at == before {
                self.skip(1);
            }
        }
        let kind = if is_list {
            Kind::List(entries.into_iter().map(element).collect())
        } else {
            Kind::Mapping(entries.into_iter().map(|(entry, _)| entry).collect())
        };
        Node { span: Span::new(start, self.at), kind }
    }

    /// Moves to the next element, or behind the end.
    fn next_element(&mut self, indentation: usize) -> Next {
        let mut end = self.at;
        loop {
            let line_end = self.at;
            if !self.next_content() {
                self.at = end;
                return Next::End;
            }
            let is_next_line = self.text.get(line_end..self.at).is_some_and(|between| between.contains('\n'));
            match self.peek() {
                Some(b']' | b'}') => {
                    self.skip(1);
                    return Next::End;
                }
                _ if is_next_line && self.is_outside(indentation) => {
                    self.at = end;
                    return Next::End;
                }
                Some(b',') => {
                    self.skip(1);
                    end = self.at;
                }
                _ => return Next::More,
            }
        }
    }

    /// Whether the line that begins here is one of the block around a flow collection.
    fn is_outside(&self, indentation: usize) -> bool {
        self.column() < indentation
    }

    /// A value, or a key with its value; and whether it had a colon.
    fn flow_entry(&mut self, indentation: usize, is_list: bool) -> (Entry, bool) {
        let key = self.flow_value(indentation);
        let nothing = |at| Node { span: Span::empty(at), kind: Kind::Nothing };
        let end = self.at;
        self.skip_blanks();
        let is_json_key = key.slice(self.text).starts_with(['"', '\'', '[', '{']);
        let after_colon = self.text.as_bytes().get(self.at + 1);
        let is_colon = self.peek() == Some(b':')
            && (is_json_key || matches!(after_colon, None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'}')));
        if !is_colon {
            self.at = if is_list { end } else { end.max(key.span.end) };
            let value = nothing(key.span.end);
            return (Entry { key, value }, false);
        }
        self.skip(1);
        let before = self.at;
        let has_value = self.next_content() && !matches!(self.peek(), Some(b',' | b']' | b'}'));
        let is_next_line = self.text.get(before..self.at).is_some_and(|between| between.contains('\n'));
        if !has_value || (is_next_line && self.is_outside(indentation)) {
            self.at = before;
            let value = nothing(before);
            return (Entry { key, value }, true);
        }
        let value = self.flow_value(indentation);
        (Entry { key, value }, true)
    }

    fn flow_value(&mut self, indentation: usize) -> Node {
        match self.peek() {
            Some(open @ (b'[' | b'{')) => self.nested(|cursor| cursor.flow(open, indentation)),
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote, indentation),
            _ => {
                let end = self.flow_plain_end(indentation);
                self.plain(end)
            }
        }
    }

    /// Where a plain scalar between brackets ends.
    fn flow_plain_end(&self, indentation: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        let mut end = self.at;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b',' | b'[' | b']' | b'{' | b'}' => break,
                b':' if matches!(
                    bytes.get(at + 1),
                    None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')
                ) =>
                {
                    break;
                }
                b'#' if matches!(bytes.get(at.wrapping_sub(1)), Some(b' ' | b'\t')) => break,
                b'\n' => {
                    let mut ahead = Self::new(self.text);
                    ahead.at = at;
                    if !ahead.next_content() || ahead.is_outside(indentation) {
                        break;
                    }
                    // A line that begins with a quote or a bracket is no more of it, whatever YAML says: a comma is missing.
                    at = ahead.at;
                    if matches!(ahead.peek(), Some(b'"' | b'\'' | b'#')) {
                        break;
                    }
                    continue;
                }
                b' ' | b'\t' | b'\r' => {}
                _ => end = at + 1,
            }
            at += 1;
        }
        end
    }
}

/// An element of a list; a pair is a mapping of one.
fn element((entry, is_pair): (Entry, bool)) -> Node {
    if !is_pair {
        return entry.key;
    }
    let span = Span::new(entry.key.span.start, entry.value.span.end.max(entry.key.span.end));
    Node { span, kind: Kind::Mapping(vec![entry]) }
}
