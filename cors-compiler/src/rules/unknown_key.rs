//! A key that would have no effect.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("unknown-key", "a key that the language does not have");

/// `key` is none of `known`; `place` says of what.
pub(crate) fn at(span: Span, key: &str, place: &str, nearest: Option<Nearest<'_>>) -> Finding {
    let finding = Finding::new(&RULE, span, format!("{place} has no key `{key}`")).subject(key);
    match nearest {
        Some(Nearest::Same(known, at)) => finding.help(format!("it is called `{known}`")).fix_at(at, known),
        Some(Nearest::Like(known)) => finding.help(format!("the nearest key is `{known}`")),
        Some(Nearest::Advice(advice)) => finding.help(advice),
        None => finding,
    }
}

/// The key that its author may have meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearest<'a> {
    /// The same in another spelling, and where it can be written so.
    Same(&'a str, Option<Span>),
    /// One that looks like it.
    Like(&'a str),
    /// What to do instead.
    Advice(&'a str),
}
