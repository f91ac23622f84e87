//! Raw request paths, and the patterns that claim them.

use crate::pieces::any_pair;

/// A route's path as its author wrote it: `/exact`, which claims `/exact/` too, or `/prefix/*`, which claims `/prefix` and all
/// below it. Unreserved characters and `/` alone: no server reads those in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    written: &'a str,
}

impl<'a> Pattern<'a> {
    /// The pattern that is `written` so. The compiler has validated it.
    pub const fn new(written: &'a str) -> Self {
        Self { written }
    }

    /// The pattern as written.
    pub const fn written(self) -> &'a str {
        self.written
    }

    /// The path that the pattern names, without `/*`, and whether all below it is claimed too. Of `/*` that path is empty.
    pub fn parts(self) -> (&'a str, bool) {
        self.written.strip_suffix("/*").map_or((self.written, false), |prefix| (prefix, true))
    }

    /// Reports whether the pattern claims `path`.
    ///
    /// ```
    /// use cors_core::path::Pattern;
    ///
    /// assert!(Pattern::new("/items/*").claims(b"/items/1"));
    /// assert!(Pattern::new("/items/*").claims(b"/items"));
    /// assert!(!Pattern::new("/items").claims(b"/items/1"));
    /// ```
    pub fn claims(self, path: &[u8]) -> bool {
        self.claims_by(path, <[u8]>::eq)
    }

    /// Reports whether it would if ASCII case did not count.
    pub fn claims_in_any_case(self, path: &[u8]) -> bool {
        self.claims_by(path, <[u8]>::eq_ignore_ascii_case)
    }

    #[inline]
    fn claims_by(self, path: &[u8], same: impl Fn(&[u8], &[u8]) -> bool) -> bool {
        let (own, below) = self.parts();
        let Some((start, rest)) = path.split_at_checked(own.len()) else { return false };
        let ends = match rest {
            [] | b"/" => true,
            [b'/', ..] => below,
            _ => false,
        };
        ends && same(start, own.as_bytes())
    }
}

/// Reports whether two servers could read the path differently, so that no rules may be chosen by it.
///
/// `;`: servers of the Servlet family cut `;…` off a segment. A percent-triplet of an unreserved character: `/%61dmin` equals
/// `/admin` (RFC 3986, 6.2.2.2), and nginx, Go's `ServeMux` and Django serve it as such.
#[inline]
pub fn is_ambiguous(path: &[u8]) -> bool {
    let Some((b'/', rest)) = path.split_first() else { return true };
    let mut segments = rest.split(|b| *b == b'/').peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        if matches!(segment, b"." | b"..") || (segment.is_empty() && !last) || !is_plain(segment) {
            return true;
        }
    }
    false
}

/// Reports whether a look at each byte tells that the path is not [ambiguous](is_ambiguous): it holds letters, digits, `-`, `.`, `_`
/// and `/`, and no segment that is empty or begins with a dot. Most paths do.
#[inline]
pub(crate) fn is_usual(path: &[u8]) -> bool {
    let odd = |before: u8, byte: u8| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit_or_so = byte.wrapping_sub(b'-') <= b'9' - b'-';
        let behind_slash = (before == b'/') & (byte | 1 == b'/');
        !(letter | digit_or_so | (byte == b'_')) | behind_slash
    };
    path.first() == Some(&b'/') && !any_pair(path, odd)
}

#[inline]
fn is_plain(mut segment: &[u8]) -> bool {
    loop {
        segment = match segment {
            [] => return true,
            [b'%', high, low, rest @ ..] => {
                let (Some(high), Some(low)) = (hex(*high), hex(*low)) else { return false };
                let byte = high * 16 + low;
                if is_unreserved(byte) || matches!(byte, 0 | b'/' | b'\\' | b';') {
                    return false;
                }
                rest
            }
            [byte, rest @ ..] if is_plain_byte(*byte) => rest,
            _ => return false,
        }
    }
}

const fn is_plain_byte(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(
            byte,
            b'!' | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b'='
                | b':'
                | b'@'
                | b'['
                | b']'
                | b'|'
                | b'^'
        )
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

const fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it says of itself, whatever two bytes a path holds. What is less usual costs more instructions, and nothing else.
    #[test]
    fn what_is_usual() {
        let is_held = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let path = [b'/', b'a', first, second, b'a'];
                let begins_oddly = path.windows(2).any(|pair| matches!(pair, b"//" | b"/."));
                let expected = is_held(first) && is_held(second) && !begins_oddly;
                assert_eq!(is_usual(&path), expected, "{}", path.escape_ascii());
                assert!(!expected || !is_ambiguous(&path), "{}", path.escape_ascii());
            }
        }
        assert!(is_usual(b"/") && !is_usual(b"") && !is_usual(b"a/"));
    }

    #[test]
    fn a_pattern_is_as_it_was_written() {
        for (written, parts) in [("/items/*", ("/items", true)), ("/items", ("/items", false)), ("/*", ("", true))] {
            assert_eq!((Pattern::new(written).written(), Pattern::new(written).parts()), (written, parts));
        }
    }
}
