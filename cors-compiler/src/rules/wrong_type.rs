//! A value of another kind than the key takes.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("wrong-type", "a value of another kind than is wanted");

/// `wanted` should stand where `found` does.
pub(crate) fn at(span: Span, wanted: &str, found: &str) -> Finding {
    Finding::new(&RULE, span, format!("expected {wanted}, found {found}"))
}

/// Text that YAML does not read as text: `null`, `true`, `1.5`. Its author may have meant nothing, and not the text: quotes would
/// make `reason: ~` a reason, and `[null]` the opaque origin.
pub(crate) fn unquoted(span: Span, written: &str, wanted: &str) -> Finding {
    let message = match written {
        "null" => "`null` without quotes is YAML's empty value, not a text".to_owned(),
        _ => format!("expected {wanted}, found `{written}`, which YAML readers may take for something else than text"),
    };
    Finding::new(&RULE, span, message).help(format!("write `\"{written}\"` if the text is meant"))
}

/// A boolean in words of another YAML, or in quotes.
pub(crate) fn boolean(span: Span, written: &str, meant: bool) -> Finding {
    let why = if written.starts_with(['"', '\'']) { "in quotes it is a text" } else { "only YAML 1.1 takes it for a boolean" };
    let message = format!("expected `true` or `false`, found `{written}`: {why}");
    Finding::new(&RULE, span, message).help(format!("write `{meant}`")).fix(span, meant.to_string())
}
