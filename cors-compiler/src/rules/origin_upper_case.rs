//! `https://App.example.com`: browsers send origins in lower case, and origins are compared byte for byte.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-upper-case", "an origin with upper-case letters");

/// The part with upper-case letters.
pub(crate) fn fault(range: Range<usize>, part: &str) -> Fault {
    let lower = part.to_ascii_lowercase();
    Fault {
        help: Some(format!("write `{lower}`")),
        replacement: Some(lower),
        ..Fault::new(&RULE, range, "browsers send origins in lower case, so this never matches")
    }
}
