//! `"https://a.example, https://b.example"`: a list in one text is one origin that nobody has.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-comma-list", "several origins in one text");

/// The whole text.
pub(crate) fn fault(range: Range<usize>) -> Fault {
    let message = "several origins stand in one text: no browser sends such an `Origin`";
    Fault { help: Some("make each an element of the list".to_owned()), ..Fault::new(&RULE, range, message) }
}
