//! Two routes claim the same path: which of them holds?

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("route-duplicate", "two routes claim one path");

/// `path`, at `span`, and where it stands already.
pub(crate) fn at(span: Span, path: &str, first: Span) -> Finding {
    Finding::new(&RULE, span, format!("`{path}` is claimed twice"))
        .subject(path)
        .label(first, "it is claimed here already")
        .help("keep one of the two")
}
