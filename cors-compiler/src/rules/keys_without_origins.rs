//! `allow_methods` beside `routes` in a document without `allow_origins`: routes inherit nothing, so it has no effect.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("keys-without-origins", "policy keys in a document that has no policy");

/// `key`, at `span`.
pub(crate) fn at(span: Span, key: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{key}` has no effect: the document has no `allow_origins`, and routes inherit nothing"))
        .subject(key)
        .help("move it into the routes, or give the document `allow_origins`")
}
