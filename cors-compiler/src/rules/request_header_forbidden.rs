//! `Cookie`, `Host`, `Sec-…`: the browser alone sets them.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("request-header-forbidden", "a request-header that no page can set");

/// The name, at `span`.
pub(crate) fn at(span: Span, name: &str) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{name}` has no effect: browsers let no page set it")).subject(name);
    if name.eq_ignore_ascii_case("cookie") {
        finding.help("remove it; cookies are what `allow_credentials: true` is about")
    } else {
        finding.help("remove it")
    }
}
