//! A text that is no origin pattern, for no reason that has a rule of its own.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-syntax", "a text that is no origin");

/// What is wrong, and the cure if there is one.
pub(crate) fn fault(range: Range<usize>, message: impl Into<String>, help: Option<&str>) -> Fault {
    Fault { help: help.map(str::to_owned), ..Fault::new(&RULE, range, message) }
}
