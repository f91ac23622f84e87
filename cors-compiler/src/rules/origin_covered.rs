//! `https://app.example.com` beside `https://*.example.com`: whoever removes the first has taken nothing away.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("origin-covered", "an origin that another pattern of the list covers");

/// The pattern, and the one that covers it, each with its place.
pub(crate) fn at((span, pattern): (Span, &str), (cover, wider): (Span, &str)) -> Finding {
    Finding::new(&RULE, span, format!("`{wider}` covers `{pattern}` already"))
        .subject(pattern)
        .label(cover, "this covers it")
        .help("remove it, or narrow the wildcard")
}
