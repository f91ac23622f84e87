//! `https://*.github.io`: below a public suffix anyone can have a name.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::risk("public-suffix-wildcard", "a wildcard over domains of different owners");

/// The pattern, and the suffix under which anyone can have a name.
pub(crate) fn at(span: Span, pattern: &str, suffix: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{pattern}` covers names of different owners: anyone can have one under `{suffix}`"))
        .subject(pattern)
        .help(super::accept("name your own domain", RULE.name, pattern))
}
