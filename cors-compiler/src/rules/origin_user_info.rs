//! `https://user@app.example.com`: no browser sends a user name in an origin.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-user-info", "an origin with a user name or password");

/// The user information with its `@`.
pub(crate) fn fault(range: Range<usize>) -> Fault {
    let message = "an origin has no user name and no password";
    Fault { help: Some("remove it, the `@` too".to_owned()), ..Fault::new(&RULE, range, message) }
}
