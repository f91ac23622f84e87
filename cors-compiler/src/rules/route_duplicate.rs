//! Two routes claim the same path: which of them holds?

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("route-duplicate", "two routes claim one path");

/// A path, and where it stands already, each with its place. They may differ in letter case.
pub(crate) fn at((span, path): (Span, &str), (first, known): (Span, &str)) -> Finding {
    let message = if path == known {
        format!("`{path}` is claimed twice")
    } else {
        format!("`{path}` and `{known}` differ in letter case alone: to many servers they are one path")
    };
    Finding::new(&RULE, span, message).subject(path).label(first, "it is claimed here already").help("keep one of the two")
}
