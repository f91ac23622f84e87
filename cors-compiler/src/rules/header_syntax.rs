//! A header name is a token.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("header-syntax", "a text that is no header name");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{}` is no header name", name.escape_debug())).subject(name);
    if name.contains(',') {
        finding.help("make each name an element of the list")
    } else if name.contains('*') {
        finding.help("`*` stands for every name, and only alone: there are no patterns")
    } else {
        finding
    }
}
