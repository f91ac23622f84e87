//! `allow_origins: *`: YAML reads `*` as the beginning of an alias.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("unquoted-star", "`*` without quotes");

/// `*` or what begins with it, at `span`, and what it needs.
pub(crate) fn at(span: Span, written: &str) -> Finding {
    // Between quotes, a quote or a backslash would be more than itself.
    let is_verbatim = !written.contains(['"', '\\']);
    Finding::new(&RULE, span, "`*` needs quotes: YAML reads it as the beginning of an alias")
        .help(format!("write `\"{written}\"`"))
        .fix_at(is_verbatim.then_some(span), format!("\"{written}\""))
}
