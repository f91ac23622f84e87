//! `http://app.example.com`: whoever sits on the network can put scripts into that page.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::risk("insecure-origin", "a page that came over plain http may read");

/// The pattern, and where credentials are allowed.
pub(crate) fn at(span: Span, pattern: &str, credentials: Option<Span>) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{pattern}` is plain http: whoever is on the network can speak for it"))
        .subject(pattern)
        .help(super::accept("use `https`", RULE.name, pattern));
    match credentials {
        Some(credentials) => finding.label(credentials, "and credentials are allowed"),
        None => finding,
    }
}
