//! `allow_methods: GET`: a list is wanted, even of one.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("scalar-for-list", "one value where a list is wanted");

/// A value that should be a list, and that list where it is certain.
pub(crate) fn at(span: Span, key: &str, list: Option<String>) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{key}` takes a list, found one value"));
    match list {
        Some(list) => finding.help(format!("write `{list}`")).fix(span, list),
        None => finding.help("make it a list: `[…]`"),
    }
}
