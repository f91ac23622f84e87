//! Where routes exist, a path that two servers could read differently has no policy.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::note("ambiguous-paths-lose-cors", "routes, by which ambiguous paths lose CORS");

/// The first route, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "since there are routes, a path with `%2F`, `//`, `;` or a lone `%` has no CORS")
        .help("pages that read such paths need a document without routes")
}
