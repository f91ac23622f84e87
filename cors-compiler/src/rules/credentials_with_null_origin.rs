//! `"null"` with credentials: any site can have that origin, by a sandboxed frame.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("credentials-with-null-origin", "credentials are allowed from `null`");

/// `null`, and what makes it dangerous.
pub(crate) fn at(span: Span, cause: Span, rejects: bool) -> Finding {
    let label = if rejects { "what `reject` lets through may carry credentials" } else { "credentials are allowed here" };
    Finding::new(&RULE, span, "credentials are allowed from `null`, an origin that any site can take")
        .subject("null")
        .label(cause, label)
        .help("remove `\"null\"`, or give the path that needs it a route of its own without credentials")
}
