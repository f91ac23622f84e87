//! `allow_headers: "*"`: every header but the one that most APIs need.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("authorization-not-covered", "`*` for headers, which leaves out `Authorization`");

/// `*`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "`*` does not cover `Authorization`: a page may not send it")
        .subject("*")
        .help("write `[\"*\", Authorization]`, or list the headers that pages send")
}
