//! `Content-Type`: a page may read it whatever the policy exposes.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::note("expose-header-safelisted", "a response-header that pages read without its being exposed");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{name}` can be read without being exposed: it is CORS-safelisted"))
        .subject(name)
        .help("it may stay in the list; it changes nothing")
}
