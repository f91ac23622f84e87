//! `"null"`: the origin of every sandboxed frame, of any site.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::risk("null-origin", "`null` may read");

/// `null`, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "`null` may read: the origin of sandboxed frames, which any site can make")
        .subject("null")
        .help(super::accept("list the pages' real origins", RULE.name, "null"))
}
