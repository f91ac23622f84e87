//! What stands where in a document that is perhaps half written.
//!
//! The compiler's reader stops at the first place that is no YAML, and a document is mostly that while somebody types. This one reads
//! on, knows nothing of what is allowed, and decides nothing: what a policy means is the compiler's to say. Of every document that
//! compiles it reads what the compiler reads, which the tests show.

mod block;
mod cursor;
mod flow;
mod path;

use std::borrow::Cow;

use cors_compiler::Span;

use cursor::Cursor;
pub(crate) use path::{At, Step};

/// The tree of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    pub(crate) root: Node,
}

/// A value, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing stands there.
    #[default]
    Nothing,
    /// A text, a number, or another word.
    Scalar(Style),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Mapping(Vec<Entry>),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Single,
    Double,
    /// Behind `|` or `>`.
    Block,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Node,
    pub(crate) value: Node,
}

impl Outline {
    /// Reads a text, whatever it holds.
    pub(crate) fn of(text: &str) -> Self {
        Self { root: Cursor::new(text).document() }
    }
}

impl Node {
    /// The entries of a mapping; of anything else none.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; of anything else none.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The value of a key.
    pub(crate) fn get(&self, text: &str, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key.value(text) == key).map(|entry| &entry.value)
    }

    /// Whether it is a scalar.
    pub(crate) const fn is_scalar(&self) -> bool {
        matches!(self.kind, Kind::Scalar(_))
    }

    /// Whether it stands between brackets or braces.
    pub(crate) fn is_flow(&self, text: &str) -> bool {
        !self.is_scalar() && self.slice(text).starts_with(['[', '{'])
    }

    /// As it is written, quotes included.
    pub(crate) fn slice<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.range()).unwrap_or_default()
    }

    /// Where its text stands, without quotes.
    pub(crate) fn content(&self, text: &str) -> Span {
        let quote = match self.kind {
            Kind::Scalar(Style::Single) => "'",
            Kind::Scalar(Style::Double) => "\"",
            _ => return self.span,
        };
        let slice = self.slice(text);
        let closes = slice.len() > 1 && slice.ends_with(quote);
        Span::new(self.span.start + 1, self.span.end - usize::from(closes))
    }

    /// The text that a scalar is; empty if it is none.
    pub(crate) fn value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let content = text.get(self.content(text).range()).unwrap_or_default();
        match self.kind {
            Kind::Scalar(Style::Plain) => folded(content, Ends::Blank),
            Kind::Scalar(Style::Single) => match folded(content, Ends::Blank) {
                Cow::Borrowed(line) if !line.contains("''") => Cow::Borrowed(line),
                line => Cow::Owned(line.replace("''", "'")),
            },
            Kind::Scalar(Style::Double) if content.contains('\\') => {
                Cow::Owned(unescaped(&folded(content, Ends::BlankUnlessEscaped)))
            }
            Kind::Scalar(Style::Double) => folded(content, Ends::Blank),
            Kind::Scalar(Style::Block) => Cow::Borrowed(content),
            _ => Cow::Borrowed(""),
        }
    }
}

/// What a line's end is within a flow scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Blank,
    /// Nothing behind a backslash that no other escapes.
    BlankUnlessEscaped,
}

/// Lines of a flow scalar as one: an empty line is a line end.
fn folded(content: &str, ends: Ends) -> Cow<'_, str> {
    if !content.contains('\n') {
        return Cow::Borrowed(content);
    }
    let mut folded = String::new();
    let mut empty = 0;
    let last = content.lines().count().saturating_sub(1);
    for (at, line) in content.lines().enumerate() {
        let line = if at == 0 { line } else { line.trim_start_matches([' ', '\t']) };
        let line = if at == last { line } else { line.trim_end_matches([' ', '\t', '\r']) };
        if line.is_empty() && at != 0 && at != last {
            empty += 1;
            continue;
        }
        let is_escaped = ends == Ends::BlankUnlessEscaped && backslashes(&folded) % 2 == 1;
        if is_escaped {
            folded.pop();
        }
        match (at, empty) {
            (0, _) => {}
            (_, 0) if is_escaped => {}
            (_, 0) => folded.push(' '),
            (_, count) => folded.push_str(&"\n".repeat(count)),
        }
        empty = 0;
        folded.push_str(line);
    }
    Cow::Owned(folded)
}

/// How many a text ends with.
fn backslashes(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count()
}

/// The text that is written with escapes. Of those that name a character by its number only the usual are known: no name in a policy
/// needs others.
fn unescaped(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        let digits = match rest.next() {
            Some('n') => {
                text.push('\n');
                continue;
            }
            Some('t') => {
                text.push('\t');
                continue;
            }
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            other => {
                text.extend(other);
                continue;
            }
        };
        let number: String = rest.by_ref().take(digits).collect();
        text.extend(u32::from_str_radix(&number, 16).ok().and_then(char::from_u32));
    }
    text
}

#[cfg(test)]
mod tests;
