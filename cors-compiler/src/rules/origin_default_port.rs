//! `https://app.example.com:443`: browsers leave out the port that is the scheme's default.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-default-port", "an origin with the port that browsers leave out");

/// The colon and the port.
pub(crate) fn fault(range: Range<usize>, scheme: &str, port: u16) -> Fault {
    let message = format!("browsers leave out `:{port}`, the default of `{scheme}`, so this never matches");
    Fault { help: Some("remove it".to_owned()), replacement: Some(String::new()), ..Fault::new(&RULE, range, message) }
}
