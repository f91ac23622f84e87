//! A list that says nothing.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("empty-list", "an empty list");

/// The list of `key`, at `span`.
pub(crate) fn at(span: Span, key: &str) -> Finding {
    Finding::new(&RULE, span, format!("the list of `{key}` is empty")).help(format!("remove `{key}`"))
}
