//! A profile is asked for that is not there.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("unknown-profile", "a profile that the document does not define");

/// `name` was asked for; `defined` are there.
pub fn asked(name: &str, defined: &[&str]) -> Finding {
    let help = if defined.is_empty() {
        "the document defines no profiles".to_owned()
    } else {
        let defined: Vec<String> = defined.iter().map(|name| format!("`{name}`")).collect();
        format!("the document defines {}", defined.join(", "))
    };
    Finding::new(&RULE, Span::empty(0), format!("there is no profile `{}`", name.escape_debug())).subject(name).help(help)
}
