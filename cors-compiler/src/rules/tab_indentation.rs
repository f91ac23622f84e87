//! A tab where YAML counts blanks.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("tab-indentation", "a tab in the indentation");

/// The tab, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "a tab indents this line: YAML counts blanks alone").help("indent with blanks")
}
