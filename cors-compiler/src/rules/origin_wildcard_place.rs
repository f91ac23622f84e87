//! `https://*`, `https://a.*.example`, `https://app*`: a wildcard stands for whole labels in front, or within the first label.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-wildcard-place", "a wildcard where none may stand");

/// What holds the wildcard.
pub(crate) fn fault(range: Range<usize>, message: impl Into<String>) -> Fault {
    let help = "`https://*.example.com` allows every subdomain, `https://pr-*.example.com` one label, `:*` any port";
    Fault { help: Some(help.to_owned()), ..Fault::new(&RULE, range, message) }
}
