//! A way in which a target's servers answer otherwise than the decision does.

use crate::{Finding, Rule, Span, target::Difference};

/// See the module.
pub static RULE: Rule = super::note("target-differs", "a way in which the target differs from the decision");

/// The document, at `span`, compiled for a target that differs in this way.
pub(crate) fn at(target: &str, span: Span, difference: &Difference) -> Finding {
    Finding::new(&RULE, span, format!("target `{target}` differs: {}", difference.text))
        .subject(difference.id)
        .help("`corsgen targets` lists what each target holds, and how exactly")
}
