use cors_core::method::is_token;

use crate::header_list::normalized;

/// The essence of a MIME type, in lower case: as much of [parse a MIME type] as the safelist asks for.
///
/// [parse a MIME type]: https://mimesniff.spec.whatwg.org/#parse-a-mime-type
pub(crate) fn essence(value: &[u8]) -> Option<String> {
    let mut parts = normalized(value).splitn(2, |byte| *byte == b'/');
    let (kind, rest) = (parts.next()?, parts.next()?);
    let subtype = rest.split(|byte| *byte == b';').next()?;
    // Blanks before a `;` are skipped, those before a subtype are not.
    let end = subtype.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).map_or(0, |last| last + 1);
    let subtype = subtype.get(..end)?;
    let is_one = is_token(kind) && is_token(subtype);
    is_one.then(|| String::from_utf8_lossy(&[kind, b"/", subtype].concat()).to_ascii_lowercase())
}

/// Reports whether a value ends with the `;` behind a parameter, if only behind an empty one.
pub(crate) fn ends_open(value: &[u8]) -> bool {
    value.ends_with(b";") && value.iter().filter(|byte| **byte == b';').nth(1).is_some()
}
