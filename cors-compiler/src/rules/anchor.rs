//! `&name`: what two YAML readers could read differently has no place in a security policy.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("anchor", "a YAML anchor");

/// `&name`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "YAML anchors are not part of the language")
        .help("share origins through `origin_sets`, and a whole policy through a list of paths")
}
