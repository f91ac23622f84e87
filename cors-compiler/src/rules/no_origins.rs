//! `allow_origins: []`: nobody, or everybody? Never guessed.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("no-origins", "an empty list of origins");

/// The list, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "the list of origins is empty")
        .help("to allow nobody say `cors: false` in a route; to allow everybody say `\"*\"`")
}
