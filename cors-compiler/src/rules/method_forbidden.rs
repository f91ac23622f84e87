//! `CONNECT`, `TRACE`, `TRACK`: browsers refuse them, whatever a server says.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("method-forbidden", "a method that no page can use");

/// The method, at `span`.
pub(crate) fn at(span: Span, method: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{method}` has no effect: browsers let no page use it"))
        .subject(method)
        .help("remove it")
}
