//! `version: 2`, to a corsgen that knows version 1.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("unsupported-version", "a version of the language that this corsgen does not know");

/// The number, at `span`.
pub(crate) fn at(span: Span, version: &str) -> Finding {
    Finding::new(&RULE, span, format!("version {version} of the language is not known to this corsgen"))
        .subject(version)
        .help(format!("it knows version {}", crate::LANGUAGE_VERSION))
}
