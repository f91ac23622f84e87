//! `preflight_status` beside `preflight: forward`: the application chooses the status.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("status-with-forward", "a status for preflights that the application answers");

/// The status, and where preflights are forwarded.
pub(crate) fn at(span: Span, forward: Span) -> Finding {
    Finding::new(&RULE, span, "this status is never sent: the application answers preflights")
        .label(forward, "they are forwarded here")
        .help("remove `preflight_status`, or say `preflight: answer`")
}
