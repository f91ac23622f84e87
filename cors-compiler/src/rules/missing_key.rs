//! A key without which nothing can be decided.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("missing-key", "a key that is required is missing");

/// `key` is missing in what stands at `span`.
pub(crate) fn at(span: Span, key: &str, place: &str) -> Finding {
    Finding::new(&RULE, span, format!("{place} needs `{key}`")).subject(key)
}

/// A route that says nothing.
pub(crate) fn route_without_policy(span: Span) -> Finding {
    at(span, "allow_origins", "a route").help("or say `cors: false`; a route inherits nothing")
}

/// A document that says nothing.
pub(crate) fn document_without_policy(span: Span) -> Finding {
    at(span, "allow_origins", "a document").help("or `routes`, if only some paths take part in CORS")
}
