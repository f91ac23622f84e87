//! The same method twice.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("method-duplicate", "a method that is listed twice");

/// The method, and where it stands already.
pub(crate) fn at(span: Span, method: &str, first: Span) -> Finding {
    Finding::new(&RULE, span, format!("`{method}` is listed twice"))
        .subject(method)
        .label(first, "it is listed here already")
        .help("keep one of the two")
}
