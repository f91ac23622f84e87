//! With credentials `*` is the name of a method to browsers, and of none that exists.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("any-method-with-credentials", "`*` for methods, with credentials");

/// `*`, and where credentials are allowed.
pub(crate) fn at(span: Span, credentials: Span) -> Finding {
    Finding::new(&RULE, span, "with credentials, `*` is the literal name of a method to browsers")
        .subject("*")
        .label(credentials, "credentials are allowed here")
        .help("list the methods")
}
