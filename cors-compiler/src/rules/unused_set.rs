//! A set that has no effect.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("unused-set", "an origin set that no policy names");

/// The set's name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("no policy names `${name}`")).subject(name).help("remove it, or name it")
}
