//! `<<`: of YAML 1.1; a reader of YAML 1.2 takes it for a key like any other.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("merge-key", "a YAML merge key");

/// `<<`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "YAML merge keys are not part of the language")
        .help("a route inherits nothing: write its policy out, or give several paths to one route")
}
