//! A path pattern is `/exact` or `/prefix/*`, of characters that every server reads alike.

use crate::{Finding, Rule, Span, path_pattern::Invalid};

/// See the module.
pub static RULE: Rule = super::error("route-path-syntax", "a text that is no path pattern");

/// What is wrong with the path, at `span`.
pub(crate) fn at(span: Span, written: &str, invalid: &Invalid) -> Finding {
    let shape = "a path is `/exact`, or `/prefix/*` for `/prefix` and all below it";
    let help = invalid.help.as_deref().unwrap_or(shape);
    Finding::new(&RULE, span, invalid.message.clone()).subject(written).help(help)
}
