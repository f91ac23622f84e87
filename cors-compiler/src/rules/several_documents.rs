//! A second document in one file, which most readers would never see.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("several-documents", "more than one YAML document");

/// The second document, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "a second YAML document begins here").help("keep one policy in one file")
}
