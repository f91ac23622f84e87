//! `GET`, `HEAD`, `POST`: a page may send them whatever the policy lists.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::note("method-safelisted", "a method that is allowed without being listed");

/// The method, at `span`.
pub(crate) fn at(span: Span, method: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{method}` is allowed without being listed: it is CORS-safelisted"))
        .subject(method)
        .help("`GET`, `HEAD` and `POST` may stay in the list; they change nothing")
}
