//! The same header twice, in whatever letter case.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("header-duplicate", "a header that is listed twice");

/// The name, and how and where it stands already.
pub(crate) fn at((span, name): (Span, &str), (first, known): (Span, &str)) -> Finding {
    let message = if name == known {
        format!("`{name}` is listed twice")
    } else {
        format!("`{name}` and `{known}` are one header: letter case does not count")
    };
    Finding::new(&RULE, span, message).subject(name).label(first, "it is listed here already").help("keep one of the two")
}
