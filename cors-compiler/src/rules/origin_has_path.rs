//! `https://app.example.com/`: an origin ends behind its port. No browser sends more, so such a pattern never matches.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-has-path", "an origin with a path");

/// `tail` is the path, query or fragment; it may be replaced by `instead`.
pub(crate) fn fault(range: Range<usize>, tail: &str) -> Fault {
    let message = match tail {
        "/" => "an origin has no slash at its end: no browser sends one, so this never matches".to_owned(),
        _ => format!("an origin has no path, query or fragment: no browser sends `{}`", tail.escape_debug()),
    };
    Fault { help: Some("remove it".to_owned()), replacement: Some(String::new()), ..Fault::new(&RULE, range, message) }
}
