//! A path pattern is `/exact` or `/prefix/*`, of characters that every server reads alike.

use crate::{Finding, Rule, Span, path_pattern::Invalid};

/// See the module.
pub static RULE: Rule = super::error("route-path-syntax", "a text that is no path pattern");

/// What is wrong with the path, at `span`, what of it is between quotes, and what would be right.
pub(crate) fn at(span: Span, content: Option<Span>, written: &str, invalid: &Invalid) -> Finding {
    let finding = Finding::new(&RULE, span, invalid.message.clone()).subject(written);
    match &invalid.corrected {
        Some(corrected) => finding.help(format!("write `{corrected}`")).fix_at(content, corrected),
        None => finding.help("a path is `/exact`, or `/prefix/*` for `/prefix` and all below it"),
    }
}
