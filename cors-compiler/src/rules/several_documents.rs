//! A second document in one file, which most readers would never see.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("several-documents", "more than one YAML document");

/// The second document, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "a second YAML document begins here").help("keep one policy in one file")
}

/// `...`, at `span`, before anything else.
pub(crate) fn end_mark(span: Span) -> Finding {
    Finding::new(&RULE, span, "`...` ends a YAML document before the policy begins").help("remove the line")
}
