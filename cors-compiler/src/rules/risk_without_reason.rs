//! A risk is accepted for a reason that the next reader can judge.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("risk-without-reason", "an acceptance without a reason");

/// The acceptance or its empty reason, at `span`.
pub(crate) fn at(span: Span) -> Finding {
    Finding::new(&RULE, span, "a risk is accepted without a reason")
        .help("say why it is safe here: `reason: sandboxed widgets read public data only`")
}
