//! The same origin twice: whoever removes one of them has taken nothing away.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("origin-duplicate", "an origin that is listed twice");

/// The pattern, and where it stands already.
pub(crate) fn at(span: Span, pattern: &str, first: Span) -> Finding {
    Finding::new(&RULE, span, format!("`{pattern}` is listed twice"))
        .subject(pattern)
        .label(first, "it is listed here already")
        .help("keep one of the two")
}
