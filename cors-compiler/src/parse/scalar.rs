use crate::{
    Span, Spanned, rules,
    yaml::{Kind, Node},
};

use super::Reader;

/// A text, where it stands, and where its first byte stands if the source holds it byte for byte.
#[derive(Clone, Copy)]
pub(super) struct Text<'n> {
    pub(super) value: &'n str,
    pub(super) span: Span,
    pub(super) verbatim: Option<usize>,
}

impl Text<'_> {
    /// Where it stands without its quotes, if the source holds it byte for byte.
    pub(super) fn content(&self) -> Option<Span> {
        self.verbatim.map(|start| Span::new(start, start + self.value.len()))
    }
}

impl Reader<'_> {
    /// A text. What YAML readers may take for something else needs quotes.
    pub(super) fn text<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<Text<'n>> {
        match &node.kind {
            Kind::Scalar { value, plain, verbatim } => {
                if *plain && is_no_text(value) {
                    self.refuse(if value.is_empty() {
                        rules::wrong_type::at(node.span, wanted, "nothing")
                    } else {
                        rules::wrong_type::unquoted(node.span, value, wanted)
                    });
                    return None;
                }
                Some(Text { value, span: node.span, verbatim: *verbatim })
            }
            _ => self.wrong_type(node, wanted),
        }
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let found = match &node.kind {
            Kind::Scalar { value, .. } => words.iter().find(|(word, _)| word == value),
            _ => None,
        };
        let Some((_, meaning)) = found else {
            let words: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            return self.wrong_type(node, &words.join(" or "));
        };
        Some(Spanned::new(*meaning, node.span))
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, node: &Node) -> Option<Spanned<bool>> {
        let Kind::Scalar { value, plain, .. } = &node.kind else { return self.wrong_type(node, "`true` or `false`") };
        match (value.as_str(), *plain) {
            ("true", true) => Some(Spanned::new(true, node.span)),
            ("false", true) => Some(Spanned::new(false, node.span)),
            _ => match meant_boolean(value) {
                Some(meant) => {
                    self.refuse(rules::wrong_type::boolean(node.span, self.source.slice(node.span), meant));
                    None
                }
                None => self.wrong_type(node, "`true` or `false`"),
            },
        }
    }

    /// An integer in plain decimal digits, as text: no sign, no leading zero, no quotes.
    pub(super) fn digits<'n>(&mut self, node: &'n Node, wanted: &str) -> Option<Spanned<&'n str>> {
        match &node.kind {
            Kind::Scalar { value, plain: true, .. } if is_digits(value) => Some(Spanned::new(value, node.span)),
            _ => self.wrong_type(node, wanted),
        }
    }
}

/// What stands there, in words. `None` of what was refused already.
pub(super) fn found(node: &Node) -> Option<String> {
    Some(match &node.kind {
        Kind::List(_) => "a list".to_owned(),
        Kind::Mapping(_) => "a mapping".to_owned(),
        Kind::Scalar { value, plain: true, .. } if value.is_empty() => "nothing".to_owned(),
        Kind::Scalar { value, plain, .. } => match shortened(value) {
            Some(text) if *plain => format!("`{text}`"),
            Some(text) => format!("the text `{text}`"),
            None => format!("a text of {} characters", value.chars().count()),
        },
        Kind::Refused => return None,
    })
}

/// A text as a message shows it: no more than its first words. `None` where not even the first one is short.
fn shortened(value: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let escaped = |text: &str| text.chars().flat_map(char::escape_debug).collect::<String>();
    let Some((end, _)) = value.char_indices().nth(LONGEST) else { return Some(escaped(value)) };
    // One more, so that a word may end right there.
    let cut = value.get(..=end).or_else(|| value.get(..end))?;
    let words = cut.rsplit_once(char::is_whitespace)?.0.trim_end();
    (!words.is_empty()).then(|| format!("{}…", escaped(words)))
}

pub(super) fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) && (value == "0" || !value.starts_with('0'))
}

fn meant_boolean(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => Some(true),
        "false" | "no" | "off" | "n" => Some(false),
        _ => None,
    }
}

/// Whether a YAML reader, of 1.2 or 1.1, takes this for something else than text if it has no quotes.
fn is_no_text(value: &str) -> bool {
    matches!(value, "" | "~" | "null" | "Null" | "NULL" | "=" | "<<")
        || meant_boolean(value).is_some()
        || is_number_or_date(value)
}

fn is_number_or_date(value: &str) -> bool {
    let unsigned = value.strip_prefix(['-', '+']).unwrap_or(value);
    if matches!(unsigned.to_ascii_lowercase().as_str(), ".inf" | ".nan") {
        return true;
    }
    let begins = unsigned.starts_with(|c: char| c.is_ascii_digit())
        || unsigned.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let radix = ["0x", "0o", "0b"].iter().any(|prefix| unsigned.starts_with(prefix));
    let digits = if radix { unsigned.get(2..).unwrap_or_default() } else { unsigned };
    let is_of_numbers = |c: char| c.is_ascii_digit() || "._:eE+-".contains(c) || (radix && c.is_ascii_hexdigit());
    begins && digits.chars().all(is_of_numbers)
}
