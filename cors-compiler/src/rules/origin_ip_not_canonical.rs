//! `http://127.1`, `http://[0:0::1]`: browsers send an IP address in one form.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-ip-not-canonical", "an IP address in another form than browsers send");

/// What browsers read as an IPv4 address, and the form that they send. In `010.0.0.1` they read an octal number, in `10.1` an address
/// of four parts: perhaps its author did not.
pub(crate) fn lenient(range: Range<usize>, canonical: &str) -> Fault {
    let help = Some(format!("browsers read `{canonical}`: write that if it is meant"));
    Fault { help, ..Fault::new(&RULE, range, "browsers send this address in another form, so this never matches") }
}

/// An IPv6 address, and the form that browsers send.
pub(crate) fn fault(range: Range<usize>, canonical: String) -> Fault {
    Fault {
        help: Some(format!("write `{canonical}`")),
        replacement: Some(canonical),
        ..Fault::new(&RULE, range, "browsers send this address in another form, so this never matches")
    }
}
