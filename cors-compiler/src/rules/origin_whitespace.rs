//! `" https://app.example.com"`: white space around an origin never comes from a browser.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-whitespace", "an origin with white space around it");

/// The white space.
pub(crate) fn fault(range: Range<usize>) -> Fault {
    let message = "white space stands around the origin, so this never matches";
    Fault { help: Some("remove it".to_owned()), replacement: Some(String::new()), ..Fault::new(&RULE, range, message) }
}
