//! A name with other characters, or longer, than every target can use.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("name-syntax", "a name that targets could not use");

/// `name` should be `[a-z][a-z0-9_]{0,rest}`.
pub(crate) fn at(span: Span, name: &str, what: &str, longest: usize) -> Finding {
    let message = format!("`{}` cannot be {what}", name.escape_debug());
    let help = format!("begin with `a-z`, go on with `a-z 0-9 _`, and use {longest} characters at most");
    Finding::new(&RULE, span, message).subject(name).help(help)
}
