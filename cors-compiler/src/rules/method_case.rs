//! `put`: methods are compared byte for byte, and browsers send the standard ones in upper case.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("method-case", "a method in lower case");

/// The method, at `span`, what of it is between quotes, and its standard spelling.
pub(crate) fn at(span: Span, content: Option<Span>, method: &str, standard: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{method}` is not `{standard}`: methods are compared byte for byte"))
        .subject(method)
        .help(format!("write `{standard}`"))
        .fix_at(content, standard)
}
