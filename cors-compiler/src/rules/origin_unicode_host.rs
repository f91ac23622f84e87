//! `https://bücher.example`: browsers send such a host in punycode.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-unicode-host", "a host that is not in punycode");

/// The host, and its punycode where that is known.
pub(crate) fn fault(range: Range<usize>, host: &str) -> Fault {
    let punycode = punycode(host);
    let certain = punycode.as_ref().is_some_and(|punycode| punycode.is_certain);
    let help = match &punycode {
        Some(Punycode { text, is_certain: true }) => format!("write `{text}`"),
        Some(Punycode { text, .. }) => format!("write `{text}`, if these letters are meant and none that look like them"),
        None => "write it in punycode: labels that begin with `xn--`".to_owned(),
    };
    let message = "browsers send this host in punycode, so this never matches";
    let replacement = punycode.filter(|_| certain).map(|punycode| punycode.text);
    Fault { help: Some(help), replacement, ..Fault::new(&RULE, range, message) }
}

/// A host as browsers send it.
struct Punycode {
    text: String,
    /// Whether nobody could have meant another one.
    is_certain: bool,
}

#[cfg(feature = "reports")]
fn punycode(host: &str) -> Option<Punycode> {
    let text = idna::domain_to_ascii_cow(host.as_bytes(), idna::AsciiDenyList::URL).ok()?.into_owned();
    // A full-width star is a star to the mapping, and was none to whoever wrote it.
    if text.matches('*').count() != host.matches('*').count() || text.contains('$') {
        return None;
    }
    // The Latin letters of Western Europe have no look-alikes among themselves; Cyrillic and many others have some in ASCII. What the
    // mapping made another text of, such as full-width letters, is not what was written.
    let is_told_apart = |c: char| c.is_ascii() || (matches!(c, '\u{c0}'..='\u{ff}') && c.is_alphabetic());
    let is_certain = host.chars().all(is_told_apart) && idna::domain_to_unicode(&text).0 == host.to_lowercase();
    Some(Punycode { text, is_certain })
}

// The table costs more crates than all else that the macro needs.
#[cfg(not(feature = "reports"))]
const fn punycode(_host: &str) -> Option<Punycode> {
    None
}
