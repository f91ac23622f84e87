//! `app.example.com`: an origin begins with its scheme.

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-missing-scheme", "an origin without a scheme");

/// `text` is a host, perhaps with a port.
pub(crate) fn fault(text: &str) -> Fault {
    let message = "an origin begins with its scheme, such as `https://`";
    let help = format!("write `https://{text}` or `http://{text}`, whichever is meant: they are two origins");
    Fault { help: Some(help), ..Fault::new(&RULE, 0..0, message) }
}
