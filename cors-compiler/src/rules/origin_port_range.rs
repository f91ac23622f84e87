//! `https://app.example.com:0`: a port is 1 to 65535, in decimal and without a leading zero, or `*`.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-port-range", "a port that cannot be");

/// The colon and what follows.
pub(crate) fn fault(range: Range<usize>) -> Fault {
    let message = "a port is 1 to 65535 without a leading zero, or `*` for any";
    Fault::new(&RULE, range, message)
}
