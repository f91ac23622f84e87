//! `!!str`: what two YAML readers could read differently has no place in a security policy.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("tag", "a YAML tag");

/// `!tag`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "YAML tags are not part of the language").help("remove the tag; quote what is meant as text")
}
