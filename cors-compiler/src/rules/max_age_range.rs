//! `max_age` is 0 to 86400 seconds.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("max-age-range", "a max age that cannot be");

/// The value, at `span`.
pub(crate) fn at(span: Span, written: &str) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{written}` is not within 0 and 86400 seconds, a day")).subject(written);
    if written.starts_with('-') {
        finding.help("`0` makes browsers ask every time; browsers read a negative number in different ways")
    } else {
        finding.help("browsers keep a preflight for at most two hours (Chromium) or a day (Firefox)")
    }
}
