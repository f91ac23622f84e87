//! A profile replaces the contents of sets that `origin_sets` defines, and nothing else.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("unknown-profile-set", "a profile replaces a set that is not there");

/// `name` stands in a profile at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    Finding::new(&RULE, span, format!("`origin_sets` defines no `{name}` that this profile could replace"))
        .subject(name)
        .help(format!("define it, empty if it is for profiles alone: `{name}: []`"))
}
