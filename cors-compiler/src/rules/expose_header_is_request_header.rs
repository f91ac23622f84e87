//! `Origin`, `Access-Control-Request-Method`: request-headers; and the headers of a preflight's answer, which no page sees.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("expose-header-is-request-header", "a header that no page ever finds on a response");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{name}` has no effect: no page finds it on a response that it can read"))
        .subject(name)
        .help("remove it")
}
