//! `allow_origins: ["*"]`: to a browser the list is one value, `*`, or it is origins.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("any-origin-in-list", "`*` as an element of a list");

/// The element, and the list if it is the only one.
pub(crate) fn at(span: Span, list: Option<Span>) -> Finding {
    let finding = Finding::new(&RULE, span, "`*` is no element of a list of origins").subject("*");
    match list {
        Some(list) => finding.help("to allow every site write `\"*\"` without brackets").fix(list, "\"*\""),
        None => finding.help("remove it, or allow every site: `\"*\"` alone, without brackets"),
    }
}

/// `*` in an origin set, which only lists origins.
pub(crate) fn in_set(span: Span) -> Finding {
    Finding::new(&RULE, span, "`*` is no element of an origin set")
        .subject("*")
        .help("a policy allows every site by `allow_origins: \"*\"`")
}
