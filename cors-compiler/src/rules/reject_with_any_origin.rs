//! `on_denied: reject` where every origin is allowed: nobody is left to reject.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("reject-with-any-origin", "requests are rejected from origins that are all allowed");

/// `reject`, and where every origin is allowed.
pub(crate) fn at(span: Span, any: Span) -> Finding {
    Finding::new(&RULE, span, "there is no origin to reject: all are allowed")
        .label(any, "every origin is allowed here")
        .help("remove `on_denied`, or list the origins that may read")
}
