//! `http://localhost:3000` in what production serves.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("loopback-without-profile", "a page on the user's own machine may read, profile or not");

/// The pattern.
pub(crate) fn at(span: Span, pattern: &str) -> Finding {
    Finding::new(&RULE, span, format!("`{pattern}` may read in production too: any program on the user's machine can serve it"))
        .subject(pattern)
        .help(
            "move it into a profile; Capacitor and Ionic apps send `https://localhost`, `http://localhost`, \
             `capacitor://localhost` or `ionic://localhost`",
        )
}
