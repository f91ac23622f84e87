//! `cors: false` says that the path takes no part in CORS, and nothing else can be said of it.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("cors-false-with-policy-keys", "`cors: false` beside policy keys");

/// `key`, at `span`, beside `cors: false`.
pub(crate) fn at(span: Span, key: &str, cors: Span) -> Finding {
    Finding::new(&RULE, span, format!("`{key}` has no effect beside `cors: false`"))
        .subject(key)
        .label(cors, "this path takes no part in CORS")
        .help("remove one of the two")
}
