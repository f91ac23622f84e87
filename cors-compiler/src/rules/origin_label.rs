//! A label that is empty or too long, a host that is too long, or one that browsers take for an IP address.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-label", "a host that cannot be");

/// What is wrong with it.
pub(crate) fn fault(range: Range<usize>, message: impl Into<String>) -> Fault {
    Fault::new(&RULE, range, message)
}
