//! `https://github.io`: a public suffix is hardly anybody's site. What was meant is a name below it.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("origin-is-public-suffix", "an exact origin whose host is a public suffix");

/// The pattern, and its host.
pub(crate) fn at(span: Span, pattern: &str, suffix: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{suffix}` is a public suffix: sites have names below it"))
        .subject(pattern)
        .help("name the site itself, with every label of its host")
}
