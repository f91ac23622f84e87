//! `Accept`: a page may send it whatever the policy lists, as long as its value is an ordinary one.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::note("header-safelisted", "a request-header that is allowed without being listed");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{name}` is allowed without being listed, unless its value is an unusual one"))
        .subject(name)
        .help("it is needed only for values over 128 bytes, or with characters that the Fetch standard calls unsafe")
}
