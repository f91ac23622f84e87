//! Bytes that are not UTF-8, and characters that a reader cannot see or that two YAML readers take differently.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("encoding", "a byte or character that a policy cannot hold");

/// A byte that begins no character.
pub(crate) fn not_utf8(span: Span) -> Finding {
    Finding::new(&RULE, span, "the file is not UTF-8 from here on").help("save it as UTF-8")
}

/// A character that has no place in a policy, comments included.
pub(crate) fn character(span: Span, character: char) -> Finding {
    let code = u32::from(character);
    let (what, help) = match character {
        '\u{feff}' => ("a byte order mark", "save the file as UTF-8 without a byte order mark"),
        '\r' => ("a carriage return without a line feed", "end lines with a line feed"),
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{e0000}'..='\u{e007f}' => ("nobody sees it", "remove it"),
        '\u{85}' | '\u{2028}' | '\u{2029}' => ("a line break to some YAML readers only", "end lines with a line feed"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            ("it makes the text look other than it is", "remove it")
        }
        _ => ("a control character", "remove it"),
    };
    let found = Finding::new(&RULE, span, format!("U+{code:04X} has no place in a policy: {what}")).help(help);
    // At its beginning it says nothing but that the file is UTF-8.
    if character == '\u{feff}' && span.start == 0 { found.fix(span, "") } else { found }
}
