//! `%YAML 1.1`: what two YAML readers could read differently has no place in a security policy.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("directive", "a YAML directive");

/// `%NAME`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "YAML directives are not part of the language").help("remove the line: a policy is YAML 1.2")
}
