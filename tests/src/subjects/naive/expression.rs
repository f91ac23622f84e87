use std::sync::LazyLock;

use regex::bytes::Regex;

/// The regular expression of a text, over bytes.
pub(super) fn expression(text: &str) -> Regex {
    Regex::new(&format!("(?s-u){text}")).unwrap()
}

/// One that no policy changes. (To compile one takes a thousand times as long as to match it; so does a clone's first match.)
pub(super) type Constant = LazyLock<Regex>;
