//! A construct of the policy that a target has no way to hold. Nothing is silently weakened or silently widened.

use crate::{Finding, Refusal, Rule, Span, origin_set::Pattern};

/// See the module.
pub static RULE: Rule = super::error("target-cannot-hold", "the target has no way to hold this construct");

/// `preflight: forward`.
pub(crate) fn forwarded_preflights(target: &str, span: Span) -> Finding {
    Finding::new(&RULE, span, format!("target `{target}` cannot forward preflights: it answers them all"))
        .help("say `preflight: answer`, or compile for a target that can, such as `envoy-lua`")
}

/// A pattern.
pub(crate) fn pattern(target: &str, pattern: &Pattern, span: Span, refusal: Refusal) -> Finding {
    Finding::new(&RULE, span, format!("target `{target}` cannot hold this pattern: {}", refusal.why))
        .subject(pattern.to_string())
        .help(refusal.help)
}

/// The rest of some rules.
pub(crate) fn rules(target: &str, span: Span, refusal: Refusal) -> Finding {
    Finding::new(&RULE, span, format!("target `{target}` cannot hold this policy: {}", refusal.why)).help(refusal.help)
}

/// A route's path.
pub(crate) fn path(target: &str, path: &str, span: Span, refusal: Refusal) -> Finding {
    Finding::new(&RULE, span, format!("target `{target}` cannot hold this path: {}", refusal.why))
        .subject(path.to_owned())
        .help(refusal.help)
}

/// The name of the document.
pub(crate) fn no_name(target: &str) -> Finding {
    let message = format!("target `{target}` needs a `name` for what it defines, and the file's name gives none");
    Finding::new(&RULE, Span::empty(0), message).help("add a line such as `name: shop`")
}
