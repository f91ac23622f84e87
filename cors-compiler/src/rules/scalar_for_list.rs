//! `allow_methods: GET`: a list is wanted, even of one.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::error("scalar-for-list", "one value where a list is wanted");

/// `written`, as it stands in the source, should be a list.
pub(crate) fn at(span: Span, written: &str, key: &str) -> Finding {
    let finding = Finding::new(&RULE, span, format!("`{key}` takes a list, found one value"));
    // A text of several lines, or one with the flow's own marks, is not wrapped blindly.
    if written.contains(['\n', ',', '[', ']', '{', '}']) && !written.starts_with(['"', '\'']) {
        return finding.help("make it a list: `[…]`");
    }
    finding.help(format!("write `[{written}]`")).fix(span, format!("[{written}]"))
}
