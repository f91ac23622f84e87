//! `until` is over: the risk counts again.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::risk("risk-expired", "an acceptance whose last day is over");

/// `until`, at `span`, of the risk at `risk`.
pub(crate) fn at(span: Span, until: &str, risk: &str, place: Span) -> Finding {
    Finding::new(&RULE, span, format!("the acceptance of `{risk}` held until {until}"))
        .subject(until)
        .label(place, "the risk is here")
        .help("look at the risk again; then move the day, or remove the origin")
}
