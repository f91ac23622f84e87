//! `allow_origins: ["*"]`: to a browser the list is one value, `*`, or it is origins.

use crate::{Finding, Fix, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("any-origin-in-list", "`*` as an element of a list");

/// An element among others.
pub(crate) fn among_others(span: Span) -> Finding {
    found(span).help("remove it, or allow every site: `\"*\"` alone, without brackets")
}

/// The only element, and how it is taken out of the list.
pub(crate) fn alone(span: Span, fix: Option<Fix>) -> Finding {
    Finding { fix, ..found(span).help("to allow every site write `\"*\"` without brackets") }
}

/// `*` in an origin set, which only lists origins.
pub(crate) fn in_set(span: Span) -> Finding {
    Finding::new(&RULE, span, "`*` is no element of an origin set")
        .subject("*")
        .help("a policy allows every site by `allow_origins: \"*\"`")
}

fn found(span: Span) -> Finding {
    Finding::new(&RULE, span, "`*` is no element of a list of origins").subject("*")
}
