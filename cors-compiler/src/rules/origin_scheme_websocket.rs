//! `wss://app.example.com`: the `Origin` of a WebSocket is that of its page.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-scheme-websocket", "an origin of WebSockets");

/// The scheme, and that of the page.
pub(crate) fn fault(range: Range<usize>, page: &str) -> Fault {
    Fault {
        help: Some(format!("write `{page}`")),
        replacement: Some(page.to_owned()),
        ..Fault::new(&RULE, range, format!("a WebSocket comes with its page's origin, which begins with `{page}://`"))
    }
}
