//! `http://127.1`, `http://[0:0::1]`: browsers send an IP address in one form.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-ip-not-canonical", "an IP address in another form than browsers send");

/// The address, and the form that browsers send.
pub(crate) fn fault(range: Range<usize>, canonical: String) -> Fault {
    Fault {
        help: Some(format!("write `{canonical}`")),
        replacement: Some(canonical),
        ..Fault::new(&RULE, range, "browsers send this address in another form, so this never matches")
    }
}
