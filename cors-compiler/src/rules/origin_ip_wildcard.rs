//! `http://192.168.*.1`: the parts of an address are no domains.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-ip-wildcard", "a wildcard in an IP address");

/// The address.
pub(crate) fn fault(range: Range<usize>) -> Fault {
    let message = "a wildcard has no place in an IP address";
    Fault { help: Some("list the addresses; `:*` allows any port".to_owned()), ..Fault::new(&RULE, range, message) }
}
