//! `file://`: the origin of a page from a file is `null`.

use std::ops::Range;

use crate::{Fault, Rule};

/// See the module.
pub static RULE: Rule = super::error("origin-scheme-file", "an origin of files");

/// The scheme.
pub(crate) fn fault(range: Range<usize>) -> Fault {
    let message = "pages from files have the origin `null`, so this never matches";
    let help = "serve the page over http while developing: `http://localhost:*`";
    Fault { help: Some(help.to_owned()), ..Fault::new(&RULE, range, message) }
}
