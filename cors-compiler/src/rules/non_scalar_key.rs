//! `? [a]`, or `{a: b}: c`: every key of a policy is a word.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("non-scalar-key", "a key that is a list or a mapping");

/// The key, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "a key is a word, not a list or a mapping").help("a value with `{` or `[` needs quotes")
}
