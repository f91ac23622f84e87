//! Raw request paths, and the routes that claim them. Generated code and the run-time policy share both.

/// A route's path as its author wrote it: `/exact`, which claims `/exact/` too, or `/prefix/*`, which claims `/prefix` and all
/// below it. Unreserved characters and `/` alone: no server reads those in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    written: &'a str,
}

/// A route as it is searched for: many of them, sorted by [`Entry::key`] and, of one key, prefix before exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<Text, Rules> {
    /// As its author wrote it.
    pub written: Text,
    /// Its [`Pattern::parts`] in lower case, without `/*`.
    pub key: Text,
    /// The last entry before it whose key begins this one's: what may claim a path that this one does not.
    pub shorter: Option<usize>,
    /// What holds there.
    pub rules: Rules,
}

/// What the routes say to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a, Text, Rules> {
    /// This route claims it.
    Route(&'a Entry<Text, Rules>),
    /// Two servers could read it differently.
    Ambiguous,
    /// No route claims it.
    Nothing,
}

/// Finds the most specific route that claims `path`: exact before prefix, longer before shorter.
///
/// Work is in proportion to the length of the path and to the depth to which routes lie within each other.
#[inline]
pub fn find<'a, Text: AsRef<str>, Rules>(entries: &'a [Entry<Text, Rules>], path: &[u8]) -> Found<'a, Text, Rules> {
    let path = if path.is_empty() { b"/" } else { path };
    let seen = Seen::in_path(path);
    if !entries.is_empty() && seen.unusual && is_ambiguous(path) {
        return Found::Ambiguous;
    }
    let behind = entries.partition_point(|entry| match entry.key.as_ref().as_bytes() {
        key if seen.upper_case => key.iter().copied().le(path.iter().map(u8::to_ascii_lowercase)),
        key => key <= path,
    });
    // All keys that begin the path are this entry's, or lead on from it.
    let mut next = behind.checked_sub(1);
    while let Some(entry) = next.and_then(|index| entries.get(index)) {
        let pattern = Pattern::new(entry.written.as_ref());
        if pattern.claims(path) {
            return Found::Route(entry);
        }
        // `/ADMIN` where `/admin` has rules of its own: to Express and ASP.NET they are one resource.
        if pattern.claims_in_any_case(path) {
            return Found::Ambiguous;
        }
        next = entry.shorter;
    }
    Found::Nothing
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

/// What one look at each byte tells of a path: most are usual, and are not read again.
#[derive(Default)]
struct Seen {
    /// It has an upper-case letter.
    upper_case: bool,
    /// It may be ambiguous: it holds something other than letters, digits, `-`, `.`, `_` and `/`, or `//`, or `/.`.
    unusual: bool,
}

impl Seen {
    /// Looks at 16 bytes at once, or at 8, the last of them twice if need be: compilers make one instruction of each test.
    /// (A table of 256 classes is smaller code, and three times the instructions.)
    #[inline]
    fn in_path(path: &[u8]) -> Self {
        let mut seen = Self::default();
        let (Some((_, before)), Some((b'/', bytes))) = (path.split_last(), path.split_first()) else {
            return Self { unusual: true, ..seen };
        };
        if let (Some(before_last), Some(last)) = (before.last_chunk::<16>(), bytes.last_chunk()) {
            let pieces = before.as_chunks().0.iter().zip(bytes.as_chunks().0);
            pieces.for_each(|(before, bytes)| seen.look::<16>(before, bytes));
            seen.look(before_last, last);
        } else if let (Some(before_last), Some(last)) = (before.last_chunk::<8>(), bytes.last_chunk()) {
            let first = before.first_chunk().zip(bytes.first_chunk());
            first.into_iter().for_each(|(before, bytes)| seen.look::<8>(before, bytes));
            seen.look(before_last, last);
        } else {
            before.iter().zip(bytes).for_each(|(before, byte)| seen.look(&[*before], &[*byte]));
        }
        seen
    }

    /// Looks at bytes, each with the one before it.
    #[inline]
    fn look<const N: usize>(&mut self, before: &[u8; N], bytes: &[u8; N]) {
        let (mut upper_case, mut unusual) = (false, false);
        for (before, byte) in before.iter().zip(bytes) {
            let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
            let digit_or_so = byte.wrapping_sub(b'-') <= b'9' - b'-';
            let behind_slash = (*before == b'/') & ((*byte == b'/') | (*byte == b'.'));
            upper_case |= byte.wrapping_sub(b'A') < 26;
            unusual |= !(letter | digit_or_so | (*byte == b'_')) | behind_slash;
        }
        self.upper_case |= upper_case;
        self.unusual |= unusual;
    }
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
