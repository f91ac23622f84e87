//! The parts of an origin that wildcards stand for: the same on every target.

use crate::pieces::any_pair;

/// The bytes of the longest host that a wildcard matches.
pub const LONGEST_HOST: usize = 253;

/// The bytes of the longest label ([RFC 1035, 2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
pub const LONGEST_LABEL: usize = 63;

/// Reports whether `host` is what `*.` stands for, one label or more, and then `parent`, which begins with its dot.
#[inline]
pub fn is_below(host: &[u8], parent: &[u8]) -> bool {
    let labels = host.len().checked_sub(parent.len()).and_then(|end| host.get(..end.saturating_add(1)));
    labels.is_some_and(|labels| host.ends_with(parent) && are_labels(labels))
}

/// Reports whether `labels` is one label or more, each 1 to 63 of `a-z 0-9 - _` and a dot.
// `inline` so that the caller's compiler sees that it cannot panic, not to have it in place.
#[inline]
pub fn are_labels(labels: &[u8]) -> bool {
    let (Some((b'.', front)), false) = (labels.split_last(), labels.starts_with(b".")) else { return false };
    // What is no longer than a label has none that is too long.
    if front.len() <= LONGEST_LABEL {
        return !any_pair(labels, |byte, next| !is_of_host(byte) | ((byte == b'.') & (next == b'.')));
    }
    front.split(|b| *b == b'.').all(|label| (1..=LONGEST_LABEL).contains(&label.len()) && is_filling(label))
}

/// Reports whether the byte is one of `a-z 0-9 - _` and the dot, without a branch.
#[inline]
const fn is_of_host(byte: u8) -> bool {
    let digit_or_so = (byte.wrapping_sub(b'-') <= b'9' - b'-') & (byte != b'/');
    (byte.wrapping_sub(b'a') < 26) | digit_or_so | (byte == b'_')
}

/// Reports whether `filling` is what a `*` within a label stands for: one or more of `a-z 0-9 - _`, never a dot. The label's own
/// length is the caller's to bound.
pub fn is_filling(filling: &[u8]) -> bool {
    !filling.is_empty() && filling.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

/// Splits a host into its first label and the rest, which begins with its dot. `None`: it has no dot.
pub fn split_label(host: &[u8]) -> Option<(&[u8], &[u8])> {
    host.split_at_checked(host.iter().position(|byte| *byte == b'.')?)
}

/// Reports whether `label` is `before`, what a `*` stands for, and `after`.
pub fn is_label(label: &[u8], before: &[u8], after: &[u8]) -> bool {
    let filling = label.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    label.len() <= LONGEST_LABEL && filling.is_some_and(is_filling)
}

/// Splits the port off `authority`, what follows `scheme://`, where any port is allowed: the host before `:` and 1 to 65535 in
/// decimal without a leading zero, or all of it. `None` if the port is `default`, which browsers elide.
pub fn without_port(authority: &[u8], default: Option<u16>) -> Option<&[u8]> {
    let digits = authority.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let Some((front, port)) = authority.split_at_checked(authority.len() - digits) else { return Some(authority) };
    let (host, [b'1'..=b'9', ..]) = (front.strip_suffix(b":"), port) else { return Some(authority) };
    let Some(host) = host else { return Some(authority) };
    if port.len() > 5 {
        return None;
    }
    let port = port.iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (port <= 65535 && default.map(u32::from) != Some(port)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is short is looked at in another way than what is long.
    #[test]
    fn labels_are_of_the_same_bytes_however_long() {
        for byte in 0..=u8::MAX {
            let is_inside = is_filling(&[byte]) || byte == b'.';
            let mut long = [b'a'; 80];
            (long[40], long[45], long[79]) = (b'.', byte, b'.');
            assert_eq!(are_labels(&[byte, b'.']), is_filling(&[byte]), "{byte}");
            assert_eq!(are_labels(&[b'a', byte, b'b', b'.']), is_inside, "{byte}");
            assert_eq!(are_labels(&long), is_inside, "{byte}");
        }
    }
}
