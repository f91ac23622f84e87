//! `app.example.com`: an origin begins with its scheme.

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-missing-scheme", "an origin without a scheme");

/// `text` is a host, perhaps with a port.
pub(crate) fn fault(text: &str) -> Fault {
    let message = "an origin begins with its scheme, such as `https://`";
    let help = Some(format!("write `https://{text}`"));
    Fault { help, replacement: Some("https://".to_owned()), ..Fault::new(&RULE, 0..0, message) }
}
