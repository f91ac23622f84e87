//! `https://app.example.com/`: an origin ends behind its port. No browser sends more, so such a pattern never matches.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-has-path", "an origin with a path");

/// `tail` is the path, query or fragment. A slash alone says nothing; whoever writes more means less than the origin, or another one.
pub(crate) fn fault(range: Range<usize>, tail: &str) -> Fault {
    if tail == "/" {
        let message = "an origin has no slash at its end: no browser sends one, so this never matches";
        let help = Some("remove it".to_owned());
        return Fault { help, replacement: Some(String::new()), ..Fault::new(&RULE, range, message) };
    }
    let message = format!("an origin has no path, query or fragment: no browser sends `{}`", tail.escape_debug());
    let help = "remove it if every page of the origin is meant: an origin cannot be narrowed to a path";
    Fault { help: Some(help.to_owned()), ..Fault::new(&RULE, range, message) }
}
