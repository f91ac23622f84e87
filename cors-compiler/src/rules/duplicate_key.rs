//! A key that stands twice in one mapping. Readers disagree about which of the two holds.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("duplicate-key", "a key stands twice");

/// `key` stands at `first` already.
pub(crate) fn repeated(span: Span, key: &str, first: Span) -> Finding {
    Finding::new(&RULE, span, format!("`{key}` stands twice"))
        .subject(key)
        .label(first, "it stands here already")
        .help("keep one of the two")
}
