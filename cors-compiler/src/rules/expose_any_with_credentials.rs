//! With credentials `*` is the name of a header to browsers, and of none that exists.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("expose-any-with-credentials", "`*` for exposed headers, with credentials");

/// `*`, and where credentials are allowed.
pub(crate) fn at(span: Span, credentials: Span) -> Finding {
    Finding::new(&RULE, span, "with credentials, `*` is the literal name of a header to browsers")
        .subject("*")
        .label(credentials, "credentials are allowed here")
        .help("list the headers")
}
