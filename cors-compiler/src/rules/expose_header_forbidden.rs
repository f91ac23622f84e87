//! `Set-Cookie`: no page can read it.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("expose-header-forbidden", "a response-header that no page can read");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{name}` has no effect: browsers let no page read it")).subject(name).help("remove it")
}
