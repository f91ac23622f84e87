//! A method is a token.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("method-syntax", "a text that is no method");

/// The method, at `span`.
pub(crate) fn at(span: Span, method: &str) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{}` is no method", method.escape_debug())).subject(method);
    if method.contains(',') { finding.help("make each method an element of the list") } else { finding }
}
