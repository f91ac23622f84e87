//! `allow_methods: [GET]`: it looks as if `POST` were withheld, and no policy can do that.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::warning("method-cannot-be-withheld", "a list that leaves out safelisted methods, as if it withheld them");

/// The list, at `span`, and the safelisted methods that it leaves out: one or two.
pub(crate) fn at(span: Span, left_out: &[&str]) -> Finding {
    let named: Vec<String> = left_out.iter().map(|method| format!("`{method}`")).collect();
    let (verb, what) = if named.len() == 1 { ("is", "it") } else { ("are", "them") };
    Finding::new(
        &RULE,
        span,
        format!("{} {verb} allowed all the same: browsers ask no policy before they send {what}", named.join(" and ")),
    )
    .help("remove `allow_methods`; what must not be done by another site's page, refuse in the application")
}
