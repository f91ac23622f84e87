//! What a pattern denotes, said once more and plainly: brute force asks this of one origin after another.

/// Reports whether an origin is one of a pattern's, by the words of `docs/language.md`.
pub(super) fn denotes(pattern: &str, origin: &str) -> bool {
    let Some((scheme, own)) = pattern.split_once("://").filter(|_| pattern.contains('*')) else {
        return pattern == origin;
    };
    let Some((sent_scheme, sent)) = origin.split_once("://") else { return false };
    if sent_scheme != scheme {
        return false;
    }
    let Some(own) = own.strip_suffix(":*") else { return is_host(own, sent) };
    match sent.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => is_port(scheme, port) && is_host(own, host),
        _ => is_host(own, sent),
    }
}

/// In decimal as it is printed, and not the one that browsers leave out.
fn is_port(scheme: &str, port: &str) -> bool {
    let number = port.parse::<u16>().unwrap_or(0);
    let elided = match scheme {
        "http" => 80,
        "https" => 443,
        _ => 0,
    };
    number != 0 && number != elided && number.to_string() == port
}

/// `own` may end with a port, which then is one of the name behind the wildcard.
fn is_host(own: &str, sent: &str) -> bool {
    let Some((before, after)) = own.split_once('*') else { return own == sent };
    let filling = sent.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let host = sent.rsplit_once(':').map_or(sent, |(host, _)| host);
    let label = host.split('.').next().unwrap_or_default();
    let is_filling = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    let Some(filling) = filling.filter(|_| host.len() <= 253) else { return false };
    if own.starts_with("*.") {
        filling.split('.').all(|label| is_filling(label) && label.len() <= 63)
    } else {
        is_filling(filling) && label.len() <= 63
    }
}

/// Origins that a pattern denotes: with each of the fillings, and of any port some.
///
/// A filling of letters that no pattern is written with tells sets apart: who holds it has a wildcard there.
pub(super) fn instances(pattern: &str, fillings: &[&str]) -> Vec<String> {
    let (front, ports) = match pattern.strip_suffix(":*") {
        Some(front) => (front, &["", ":1", ":65535"][..]),
        None => (pattern, &[""][..]),
    };
    let hosts: Vec<String> = if front.contains('*') {
        fillings.iter().map(|filling| front.replacen('*', filling, 1)).collect()
    } else {
        vec![front.to_owned()]
    };
    let origins = hosts.iter().flat_map(|host| ports.iter().map(move |port| format!("{host}{port}")));
    origins.filter(|origin| denotes(pattern, origin)).collect()
}
