//! A file without a policy. It allows nobody, and nobody could tell whether that is meant.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("empty-document", "there is no policy");

/// The whole file.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "there is no policy in this file")
        .help("begin with `allow_origins: [https://app.example.com]`, or run `corsgen init`")
}
