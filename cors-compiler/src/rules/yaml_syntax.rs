//! What is no YAML 1.2 at all.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("yaml-syntax", "the text is not YAML");

/// What the YAML reader said of the place.
pub(crate) fn unreadable(span: Span, reason: &str) -> Finding {
    Finding::new(&RULE, span, format!("this is not YAML: {reason}"))
}
