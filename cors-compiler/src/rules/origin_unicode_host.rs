//! `https://bücher.example`: browsers send such a host in punycode.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-unicode-host", "a host that is not in punycode");

/// The host, and its punycode where that is known.
pub(crate) fn fault(range: Range<usize>, host: &str) -> Fault {
    let punycode = punycode(host);
    let help = match &punycode {
        Some(punycode) => format!("write `{punycode}`"),
        None => "write it in punycode: labels that begin with `xn--`".to_owned(),
    };
    let message = "browsers send this host in punycode, so this never matches";
    Fault { help: Some(help), replacement: punycode, ..Fault::new(&RULE, range, message) }
}

#[cfg(feature = "reports")]
fn punycode(host: &str) -> Option<String> {
    let (front, name) = host.strip_prefix("*.").map_or(("", host), |name| ("*.", name));
    let ascii = idna::domain_to_ascii_cow(name.as_bytes(), idna::AsciiDenyList::URL).ok()?;
    Some(format!("{front}{ascii}"))
}

// The table costs more crates than all else that the macro needs.
#[cfg(not(feature = "reports"))]
const fn punycode(_host: &str) -> Option<String> {
    None
}
