//! Names that authors give: to documents, origin sets and profiles.

/// The most characters of a document's name; nginx bounds the length of variables.
pub(crate) const LONGEST_DOCUMENT_NAME: usize = 15;

/// The most characters of a set's or a profile's name.
pub(crate) const LONGEST_SET_NAME: usize = 40;

/// Whether `[a-z][a-z0-9_]{0,14}`.
pub(crate) fn is_document_name(name: &str) -> bool {
    is_name(name, LONGEST_DOCUMENT_NAME)
}

/// Whether `[a-z][a-z0-9_]{0,39}`.
pub fn is_set_name(name: &str) -> bool {
    is_name(name, LONGEST_SET_NAME)
}

fn is_name(name: &str, longest: usize) -> bool {
    name.len() <= longest
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
