use std::fmt;

use crate::{
    Browser, Check, Departure, HeaderList, Rung,
    header_list::normalized,
    mime_type::{ends_open, essence},
    range,
};

/// Bytes of a value above which a header is not safelisted.
const LONGEST_VALUE: usize = 128;

/// Bytes of all safelisted values together above which none is.
const LONGEST_TOGETHER: usize = 1024;

/// What makes a header need a preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsafe {
    /// Its name is not on the list.
    Name,
    /// Its value has this many bytes, which is more than 128.
    Length(usize),
    /// Its value holds such a byte, at this place.
    Byte(u8, usize),
    /// It is a `Content-Type` that no form can send.
    ContentType,
    /// It is a `Range` other than `bytes=100-` or `bytes=100-200`.
    Range,
    /// Its value does not have the syntax of a client hint.
    Hint,
}

/// Reports whether a header is a [CORS-safelisted request-header]: one that is sent elsewhere without a preflight.
///
/// [CORS-safelisted request-header]: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
pub fn is_safelisted(name: &str, value: &[u8]) -> bool {
    Unsafe::of(Browser::Standard, name, value).is_none()
}

impl Unsafe {
    /// What makes a header need a preflight in a browser; `None`: nothing does.
    pub fn of(browser: Browser, name: &str, value: &[u8]) -> Option<Self> {
        let value = normalized(value);
        let name = name.to_ascii_lowercase();
        let hint = browser.departs(Departure::ClientHints).then(|| is_hint(&name, value)).flatten();
        let judged = match name.as_str() {
            "accept" => unsafe_byte(browser, value),
            "accept-language" | "content-language" => Self::byte(value, is_of_language),
            "content-type" => content_type(browser, value),
            "range" => (!range::is_single(value)).then_some(Self::Range),
            _ => match hint {
                Some(is_well_formed) => (!is_well_formed).then_some(Self::Hint),
                None => return Some(Self::Name),
            },
        };
        if value.len() > LONGEST_VALUE { Some(Self::Length(value.len())) } else { judged }
    }

    fn byte(value: &[u8], is_fine: impl Fn(u8) -> bool) -> Option<Self> {
        let (at, byte) = value.iter().enumerate().find(|(_, byte)| !is_fine(**byte))?;
        Some(Self::Byte(*byte, at))
    }
}

/// The [CORS-unsafe request-header names], sorted, and how it came to them.
///
/// [CORS-unsafe request-header names]: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
pub(crate) fn unsafe_names(browser: Browser, headers: &HeaderList) -> (Vec<String>, Vec<Rung>) {
    let (mut names, mut safelisted, mut together, mut rungs) = (Vec::new(), Vec::new(), 0, Vec::new());
    for (name, value) in headers.iter() {
        let is_safelisted = Unsafe::of(browser, name, value).is_none();
        if is_safelisted {
            safelisted.push(name.to_owned());
            together += value.len();
        } else {
            names.push(name.to_owned());
        }
        rungs.push(Rung::choice(Check::HeaderSafelisted, is_safelisted, name, Some(value.to_vec())));
    }
    if together > LONGEST_TOGETHER && !browser.departs(Departure::NoTotalLength) {
        names.append(&mut safelisted);
        rungs.push(Rung::choice(Check::TotalLength, false, "", Some(together.to_string().into_bytes())));
    }
    names.sort();
    if !browser.departs(Departure::RepeatsNames) {
        names.dedup();
    }
    (names, rungs)
}

/// Reports whether a header is a [forbidden request-header]: what a page sets of it is dropped.
///
/// [forbidden request-header]: https://fetch.spec.whatwg.org/#forbidden-request-header
pub fn is_forbidden(name: &str, value: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "accept-charset" | "accept-encoding" | "access-control-request-headers" | "access-control-request-method" => {
            true
        }
        "connection" | "content-length" | "cookie" | "cookie2" | "date" | "dnt" | "expect" | "host" => true,
        "keep-alive" | "origin" | "referer" | "set-cookie" | "te" | "trailer" | "transfer-encoding" => true,
        "upgrade" | "via" => true,
        "x-http-method" | "x-http-method-override" | "x-method-override" => {
            let mut methods = value.split(|byte| *byte == b',').map(normalized);
            methods.any(|method| std::str::from_utf8(method).is_ok_and(crate::method::is_forbidden))
        }
        name => name.starts_with("proxy-") || name.starts_with("sec-"),
    }
}

/// Reports whether a header may be set in mode `no-cors`: a [no-CORS-safelisted request-header].
///
/// [no-CORS-safelisted request-header]: https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
pub(crate) fn is_safelisted_without_cors(name: &str, value: &[u8]) -> bool {
    let names = ["accept", "accept-language", "content-language", "content-type"];
    names.contains(&name.to_ascii_lowercase().as_str()) && is_safelisted(name, value)
}

/// Reports whether a byte is a [CORS-unsafe request-header byte].
///
/// [CORS-unsafe request-header byte]: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
const fn is_unsafe_byte(byte: u8) -> bool {
    matches!(byte, 0..=8 | 10..=31 | b'"' | b'(' | b')' | b':' | b'<' | b'>' | b'?' | b'@' | b'['..=b']' | b'{' | b'}' | 0x7f)
}

const fn is_of_language(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'*' | b',' | b'-' | b'.' | b';' | b'=')
}

fn unsafe_byte(browser: Browser, value: &[u8]) -> Option<Unsafe> {
    let is_strict = browser.departs(Departure::UnsafeNonAscii);
    Unsafe::byte(value, |byte| !(is_unsafe_byte(byte) || (is_strict && byte >= 0x80)))
}

fn content_type(browser: Browser, value: &[u8]) -> Option<Unsafe> {
    let of_forms = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
    let byte = unsafe_byte(browser, value);
    let is_of_form = essence(value).is_some_and(|essence| of_forms.contains(&essence.as_str()))
        && !(browser.departs(Departure::OpenParameters) && ends_open(value));
    byte.or_else(|| (!is_of_form).then_some(Unsafe::ContentType))
}

/// Reports whether a [client hint] has the syntax that Chromium lets pass; `None`: it is none.
///
/// [client hint]: https://wicg.github.io/responsive-image-client-hints/
fn is_hint(name: &str, value: &[u8]) -> Option<bool> {
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    Some(match name {
        "save-data" => value.eq_ignore_ascii_case(b"on"),
        "device-memory" | "dpr" | "downlink" => value.splitn(2, |byte| *byte == b'.').all(is_number),
        "rtt" | "viewport-width" | "width" => is_number(value),
        "ect" => [b"slow-2g".as_slice(), b"2g", b"3g", b"4g"].contains(&value),
        _ => return None,
    })
}

impl fmt::Display for Unsafe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("its name is not safelisted"),
            Self::Length(length) => write!(f, "its value has {length} bytes, more than {LONGEST_VALUE}"),
            Self::Byte(byte, at) => write!(f, "its value holds `{}` at byte {at}", byte.escape_ascii()),
            Self::ContentType => f.write_str("no form can send this type"),
            Self::Range => f.write_str("it is not a single range from a start"),
            Self::Hint => f.write_str("it is not a well-formed client hint"),
        }
    }
}
