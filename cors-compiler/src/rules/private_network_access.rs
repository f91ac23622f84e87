//! `allow_private_network`: browsers have withdrawn Private Network Access.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("private-network-access", "Private Network Access, which browsers have withdrawn");

/// The key, at `span`.
pub(crate) fn at(span: Span, key: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{key}` has no effect: browsers have withdrawn Private Network Access"))
        .subject(key)
        .help("remove it; browsers ask the user instead (Local Network Access), and no header answers for the user")
}
