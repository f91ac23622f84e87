//! `allow_origins: "*"` with `allow_credentials: true`: browsers refuse it, and servers that echo the origin instead hand every site the user's data.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("credentials-with-any-origin", "credentials are allowed from any origin");

/// `*`, and where credentials are allowed.
pub(crate) fn at(span: Span, credentials: Span) -> Finding {
    Finding::new(&RULE, span, "credentials are allowed from any origin")
        .subject("*")
        .caption("every site on the web")
        .label(credentials, "credentials are allowed here")
        .help("list the origins that may send credentials")
}
