//! `*name`: what two YAML readers could read differently has no place in a security policy.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("alias", "a YAML alias");

/// `*name`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "YAML aliases are not part of the language")
        .help("name an origin set, such as `$first_party`; a value that begins with `*` needs quotes")
}
