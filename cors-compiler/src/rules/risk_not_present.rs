//! An acceptance that outlived its risk would accept the next one unseen.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("risk-not-present", "an acceptance that nothing needs");

/// The acceptance, at `span`.
pub(crate) fn at(span: Span, risk: &str, origin: &str) -> Finding {
    Finding::new(&RULE, span, format!("nothing needs this: `{risk}` is not found at `{}`", origin.escape_debug()))
        .subject(origin)
        .help("remove it; `origin` is the pattern as written")
}
