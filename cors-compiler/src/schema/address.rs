//! IP addresses as browsers write them, and no other way, as regular expressions.

/// An IPv4 address.
pub(super) fn ipv4() -> String {
    let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    format!(r"{octet}(?:\.{octet}){{3}}")
}

/// An [IPv6 address](https://url.spec.whatwg.org/#concept-ipv6-serializer) with its brackets: the longest run of zeros, of two or
/// more and the first of those, is left out.
pub(super) fn ipv6() -> String {
    let mut forms = vec![format!(r"(?!(?:{ANY}:)*0:0[:\]]){PIECE}(?::{PIECE}){{7}}")];
    for before in 0..=6 {
        for after in 0..=(6 - before) {
            forms.push(shortened(before, after));
        }
    }
    format!(r"\[(?:{})\]", forms.join("|"))
}

const ANY: &str = "[0-9a-f]{1,4}";
const PIECE: &str = "(?:0|[1-9a-f][0-9a-f]{0,3})";
const NOT_ZERO: &str = "[1-9a-f][0-9a-f]{0,3}";

/// One with so many pieces before and after what is left out. Neither ends in a zero there: it would be left out too.
fn shortened(before: usize, after: usize) -> String {
    let left_out = 8 - before - after;
    let mut form = String::new();
    // A run as long would come first, and be the one that is left out.
    if before > left_out {
        form += &format!("(?!(?:{ANY}:)*(?:0:){{{left_out}}})");
    }
    form += &match before {
        0 => String::new(),
        _ => format!("(?:{PIECE}:){{{}}}{NOT_ZERO}", before - 1),
    };
    form += "::";
    // So would a longer one that comes later.
    if after > left_out + 1 {
        form += &format!(r"(?!(?:{ANY}:)*0(?::0){{{left_out}}}[:\]])");
    }
    form += &match after {
        0 => String::new(),
        _ => format!("{NOT_ZERO}(?::{PIECE}){{{}}}", after - 1),
    };
    form
}
