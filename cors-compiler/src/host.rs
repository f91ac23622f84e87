//! Hosts of origin patterns: names, IP addresses, and the two places of a wildcard in a name.

use std::{net::Ipv6Addr, ops::Range};

use cors_core::origin::{LONGEST_HOST, LONGEST_LABEL};

use crate::{Fault, origin_set::HostPattern, rules};

/// What in a host no origin pattern holds; ranges count from the host's first byte.
pub(crate) type HostFaults = Vec<Fault>;

/// Reads the host of an http or https pattern. `host` is in lower case.
pub(crate) fn classify(host: &str) -> Result<HostPattern, HostFaults> {
    let all = 0..host.len();
    if let Some(inner) = host.strip_prefix('[') {
        return ipv6(host, inner.strip_suffix(']'));
    }
    if !host.is_ascii() {
        return Err(vec![rules::origin_unicode_host::fault(all, host)]);
    }
    if let Some(at) = host.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.*".contains(c))) {
        let odd = host.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
        let message = format!("a host holds no `{}`", odd.escape_debug());
        return Err(vec![rules::origin_syntax::fault(at..at + odd.len_utf8(), message, None)]);
    }
    if host.contains('*') { wildcard(host) } else { name(host, 0).map(|()| HostPattern::Exact(host.into())) }
}

/// Reads the host of a pattern with an app's own scheme: any non-empty run of `a-z 0-9 - . _`.
pub(crate) fn classify_custom(host: &str) -> Result<HostPattern, HostFaults> {
    let all = 0..host.len();
    if host.contains('*') {
        let message = "the host of a scheme that is not http or https holds no wildcard";
        return Err(vec![rules::origin_wildcard_place::fault(all, message)]);
    }
    if !host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')) {
        return Err(vec![rules::origin_syntax::fault(all, "a host holds only `a-z 0-9 - . _`", None)]);
    }
    if host.len() > LONGEST_HOST {
        return Err(vec![rules::origin_label::fault(all, format!("a host has at most {LONGEST_HOST} bytes"))]);
    }
    Ok(HostPattern::Exact(host.into()))
}

fn ipv6(host: &str, inner: Option<&str>) -> Result<HostPattern, HostFaults> {
    let all = 0..host.len();
    let Some(inner) = inner else {
        return Err(vec![rules::origin_syntax::fault(all, "the bracket of the address does not close", None)]);
    };
    if inner.contains('*') {
        return Err(vec![rules::origin_ip_wildcard::fault(all)]);
    }
    let Ok(address) = inner.parse::<Ipv6Addr>() else {
        return Err(vec![rules::origin_syntax::fault(all, "this is no IPv6 address", None)]);
    };
    let canonical = format!("[{}]", serialize_ipv6(address));
    if canonical == host {
        Ok(HostPattern::Exact(host.into()))
    } else {
        Err(vec![rules::origin_ip_not_canonical::fault(all, canonical)])
    }
}

/// [Serialises an IPv6 address](https://url.spec.whatwg.org/#concept-ipv6-serializer). The standard library writes an embedded
/// IPv4 address with dots, which browsers do not.
fn serialize_ipv6(address: Ipv6Addr) -> String {
    let pieces = address.segments();
    let mut longest = 0..0;
    let mut run: Range<usize> = 0..0;
    for (index, piece) in pieces.iter().enumerate() {
        run = match *piece {
            0 if run.is_empty() => index..index + 1,
            0 => run.start..index + 1,
            _ => 0..0,
        };
        if run.len() > longest.len() {
            longest = run.clone();
        }
    }
    let hex = |pieces: &[u16]| pieces.iter().map(|piece| format!("{piece:x}")).collect::<Vec<_>>().join(":");
    match (pieces.get(..longest.start), pieces.get(longest.end..)) {
        (Some(front), Some(back)) if longest.len() > 1 => format!("{}::{}", hex(front), hex(back)),
        _ => hex(&pieces),
    }
}

fn wildcard(host: &str) -> Result<HostPattern, HostFaults> {
    let all = 0..host.len();
    let misplaced = |message: &str| Err(vec![rules::origin_wildcard_place::fault(all.clone(), message)]);
    let is_digits = |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit());
    let others: Vec<&str> = host.split('.').filter(|label| !label.contains('*')).collect();
    if !others.is_empty() && others.iter().all(is_digits) {
        return Err(vec![rules::origin_ip_wildcard::fault(all)]);
    }
    if host.matches('*').count() > 1 {
        return misplaced("a host holds one wildcard");
    }
    let Some((first, rest)) = host.split_once('.') else {
        return misplaced("a wildcard needs a domain behind it");
    };
    let Some((before, after)) = first.split_once('*') else {
        return misplaced("a wildcard stands in front, or within the first label");
    };
    if rest.is_empty() {
        return misplaced("a wildcard needs a domain behind it");
    }
    let mut faults = name(rest, first.len() + 1).err().unwrap_or_default();
    // The shortest host that the pattern denotes must be one.
    if first.len() > LONGEST_LABEL {
        faults.push(rules::origin_label::fault(0..first.len(), format!("a label has at most {LONGEST_LABEL} bytes")));
    }
    if host.len() > LONGEST_HOST {
        faults.push(rules::origin_label::fault(all, format!("a host has at most {LONGEST_HOST} bytes")));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let rest = format!(".{rest}").into();
    Ok(if before.is_empty() && after.is_empty() {
        HostPattern::Subdomains { suffix: rest }
    } else {
        HostPattern::Label { before: before.into(), after: after.into(), rest }
    })
}

/// Judges a name without a wildcard, or an IPv4 address, that begins `at` bytes into the host.
fn name(name: &str, at: usize) -> Result<(), HostFaults> {
    let all = at..at + name.len();
    let mut faults = Vec::new();
    let labels = name.strip_suffix('.').unwrap_or(name);
    let last = labels.rsplit('.').next().unwrap_or_default();
    if is_number(last) {
        match canonical_ipv4(labels) {
            Some(canonical) if canonical == name => {}
            Some(canonical) if at == 0 => faults.push(rules::origin_ip_not_canonical::lenient(all, &canonical)),
            Some(_) => faults.push(rules::origin_ip_wildcard::fault(0..all.end)),
            None => {
                let start = at + labels.len() - last.len();
                let message = "a last label that is a number makes a browser read an IP address, and this is none";
                faults.push(rules::origin_label::fault(start..start + last.len(), message));
            }
        }
        return if faults.is_empty() { Ok(()) } else { Err(faults) };
    }
    let mut start = at;
    for label in labels.split('.') {
        let range = start..start + label.len();
        if label.is_empty() {
            faults.push(rules::origin_label::fault(range, "a label is empty"));
        } else if label.len() > LONGEST_LABEL {
            faults.push(rules::origin_label::fault(range, format!("a label has at most {LONGEST_LABEL} bytes")));
        }
        start += label.len() + 1;
    }
    if name.len() > LONGEST_HOST && at == 0 {
        faults.push(rules::origin_label::fault(all, format!("a host has at most {LONGEST_HOST} bytes")));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// What the URL standard takes for the end of an IPv4 address, whatever stands [before it]: `1`, `09`, `0x1b`, but not `1b`.
///
/// [before it]: https://url.spec.whatwg.org/#ends-in-a-number-checker
fn is_number(label: &str) -> bool {
    let is_decimal = !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit());
    let hex = label.strip_prefix("0x");
    is_decimal || hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// [Parses an IPv4 address](https://url.spec.whatwg.org/#concept-ipv4-parser) as leniently as browsers do, and serialises it:
/// `127.1`, `0x7f.0.0.1` and `2130706433` are all `127.0.0.1`.
fn canonical_ipv4(host: &str) -> Option<String> {
    let parts: Vec<u64> = host.split('.').map(ipv4_number).collect::<Option<_>>()?;
    let (last, front) = parts.split_last()?;
    if parts.len() > 4
        || front.iter().any(|part| *part > 255)
        || *last >= 256u64.pow(5 - u32::try_from(parts.len()).ok()?)
    {
        return None;
    }
    let mut address = *last;
    for (index, part) in front.iter().enumerate() {
        address += part << (8 * (3 - index));
    }
    Some(std::net::Ipv4Addr::from(u32::try_from(address).ok()?).to_string())
}

fn ipv4_number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (text.get(1..)?, 8),
        None => (text, 10),
    };
    match digits {
        "" if radix == 16 => Some(0),
        _ if digits.starts_with('+') => None,
        _ => u64::from_str_radix(digits, radix).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::canonical_ipv4;

    /// As the URL standard reads them: of less than four numbers the last fills what is left.
    #[test]
    fn ipv4_addresses() {
        for (host, address) in [
            ("127.0.0.1", Some("127.0.0.1")),
            ("1.2.3.255", Some("1.2.3.255")),
            ("1.2.3.256", None),
            ("1.2.65535", Some("1.2.255.255")),
            ("1.2.65536", None),
            ("1.16777215", Some("1.255.255.255")),
            ("1.16777216", None),
            ("4294967295", Some("255.255.255.255")),
            ("4294967296", None),
            ("255.1", Some("255.0.0.1")),
            ("256.1", None),
            ("1.256.1", None),
            ("1.2.3.4.0", None),
            ("0x7f.0.0.0x1", Some("127.0.0.1")),
            ("0x", Some("0.0.0.0")),
            ("0xfffffffff", None),
            ("0", Some("0.0.0.0")),
            ("00.010.1", Some("0.8.0.1")),
            ("08", None),
            ("1.", None),
            ("1..2", None),
            ("+1", None),
            ("0x+1", None),
            ("0+1", None),
            ("a", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(canonical_ipv4(host).as_deref(), address, "{host}");
        }
    }
}
