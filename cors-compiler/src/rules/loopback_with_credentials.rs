//! `http://localhost:3000` with credentials: any program on the user's machine can have that origin.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::risk("loopback-with-credentials", "a page on the user's own machine may read with credentials");

/// The pattern, and where credentials are allowed.
pub(crate) fn at(span: Span, pattern: &str, credentials: Span) -> Finding {
    Finding::new(&RULE, span, format!("`{pattern}` may read with credentials: any program on the user's machine can serve it"))
        .subject(pattern)
        .label(credentials, "credentials are allowed here")
        .help(super::accept(
            "move it into a profile; Capacitor and Ionic apps send `https://localhost`, `http://localhost`, \
             `capacitor://localhost` or `ionic://localhost`",
            RULE.name,
            pattern,
        ))
}
