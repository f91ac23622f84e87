//! `Access-Control-Allow-Origin` in `allow_headers`: a server sends it, no page does.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("request-header-is-response-header", "a response-header among the request-headers");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{name}` is a response-header: no page sends it")).subject(name).help("remove it")
}
