//! `allow_methods: ["*"]`: `*` stands alone.

use crate::{Finding, Fix, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("any-in-list", "`*` as an element of a list");

/// An element of the list of `key` among others.
pub(crate) fn among_others(span: Span, key: &str) -> Finding {
    found(span, key).help(format!("remove it, or allow all: `{key}: \"*\"`"))
}

/// The only element, and how it is taken out of the list.
pub(crate) fn alone(span: Span, key: &str, fix: Option<Fix>) -> Finding {
    Finding { fix, ..found(span, key).help("write `\"*\"` without brackets") }
}

fn found(span: Span, key: &str) -> Finding {
    Finding::new(&RULE, span, format!("`*` is no element of the list of `{key}`")).subject("*")
}
