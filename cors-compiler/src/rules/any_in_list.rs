//! `allow_methods: ["*"]`: `*` stands alone.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("any-in-list", "`*` as an element of a list");

/// The element of `key`, and the list if it is the only one.
pub(crate) fn at(span: Span, key: &str, list: Option<Span>) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`*` is no element of the list of `{key}`")).subject("*");
    match list {
        Some(list) => finding.help("write `\"*\"` without brackets").fix(list, "\"*\""),
        None => finding.help(format!("remove it, or allow all: `{key}: \"*\"`")),
    }
}
