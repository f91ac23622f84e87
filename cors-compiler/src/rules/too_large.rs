//! A limit of the language: hostile or mistaken input never costs unbounded time or memory.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("too-large", "the document is larger than a policy may be");

/// More than `limit` of `what`.
pub(crate) fn past(span: Span, limit: usize, what: &str) -> Finding {
    Finding::new(&RULE, span, format!("the limit of {limit} {what} ends here"))
        .help("split the policy into several documents")
}
