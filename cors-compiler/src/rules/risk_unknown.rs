//! `accept_risks` names risks by their rules.

use crate::{Finding, Level, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("risk-unknown", "a risk that the language does not have");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    let risks: Vec<String> =
        super::ALL.iter().filter(|rule| rule.level == Level::Risk).map(|rule| format!("`{}`", rule.name)).collect();
    let message = match super::find(name) {
        Some(rule) => format!("`{name}` is no risk but of level {}, which cannot be accepted", rule.level),
        None => format!("there is no risk `{}`", name.escape_debug()),
    };
    Finding::new(&RULE, span, message).subject(name).help(format!("the risks are {}", risks.join(", ")))
}
