//! The parts of an origin that wildcards stand for: the same on every target.

/// The bytes of the longest host that a wildcard matches.
pub const LONGEST_HOST: usize = 253;

/// The bytes of the longest label ([RFC 1035, 2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
pub const LONGEST_LABEL: usize = 63;

/// Reports whether `front` is what `*.` stands for: one label or more, each 1 to 63 of `a-z 0-9 - _`.
pub fn is_labels(front: &[u8]) -> bool {
    front.split(|b| *b == b'.').all(|label| (1..=LONGEST_LABEL).contains(&label.len()) && is_filling(label))
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
