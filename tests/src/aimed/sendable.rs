use std::sync::LazyLock;

use cors_core::method::is_token;
use regex::bytes::Regex;

use crate::Request;

/// Reports whether a browser could send the request, as far as what is read of it goes. In doubt: no.
pub fn is_sendable(request: &Request) -> bool {
    let one = |name| match request.values(name).collect::<Vec<_>>()[..] {
        [] => Some(None),
        [value] if !value.is_empty() => Some(Some(value)),
        _ => None,
    };
    let lines = (
        one("origin"),
        one("access-control-request-method"),
        one("access-control-request-headers"),
        one("sec-fetch-site"),
    );
    let (Some(origin), Some(method), Some(list), Some(site)) = lines else { return false };
    let own = request.values("host").next().unwrap_or_default();
    let is_own = origin.is_some_and(|origin| [b"https://", own].concat() == origin);
    let is_preflight = request.method == b"OPTIONS" && method.is_some();
    let origin_fits = match origin {
        Some(origin) => is_origin(origin),
        None => matches!(request.method.as_slice(), b"GET" | b"HEAD"),
    };
    let site_fits = match site {
        None => true,
        Some(b"same-origin") => origin.is_none() || is_own,
        Some(b"none") => origin.is_none(),
        Some(site) => matches!(site, b"cross-site" | b"same-site") && !is_own,
    };
    let list_fits = list.is_none_or(|list| is_preflight && is_list(list));
    origin_fits
        && site_fits
        && list_fits
        && is_host(own)
        && is_method(&request.method)
        && (method.is_none() || is_preflight && !is_own && method.is_some_and(is_method))
        && is_target(&request.target)
}

/// As a browser normalises it, and none that it refuses.
fn is_method(method: &[u8]) -> bool {
    let upper = method.to_ascii_uppercase();
    let normalised: [&[u8]; 6] = [b"DELETE", b"GET", b"HEAD", b"OPTIONS", b"POST", b"PUT"];
    is_token(method)
        && !matches!(upper.as_slice(), b"CONNECT" | b"TRACE" | b"TRACK")
        && (method == upper || !normalised.contains(&upper.as_slice()))
}

/// Lower case, sorted, each once, `,` between.
fn is_list(list: &[u8]) -> bool {
    let names: Vec<&[u8]> = list.split(|byte| *byte == b',').collect();
    names.iter().all(|name| is_token(name) && !name.iter().any(u8::is_ascii_uppercase))
        && names.windows(2).all(|pair| pair[0] < pair[1])
}

fn is_origin(origin: &[u8]) -> bool {
    static ORIGIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\A(?:null|(https?)://([^:]+|\[[0-9a-f:]+\])(?::([1-9][0-9]{0,4}))?)\z").unwrap()
    });
    static APP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u)\A(?:capacitor|ionic|tauri|chrome-extension)://[a-z0-9._-]+\z").unwrap());
    let Some(found) = ORIGIN.captures(origin) else { return APP.is_match(origin) };
    let (Some(scheme), Some(host)) = (found.get(1), found.get(2)) else { return true };
    let Some(port) = found.get(3) else { return is_host(host.as_bytes()) };
    let number: u32 = String::from_utf8_lossy(port.as_bytes()).parse().unwrap_or(0);
    let default = if scheme.as_bytes() == b"https" { 443 } else { 80 };
    number <= 65535 && number != default && is_host(host.as_bytes())
}

/// What the URL standard's host parser leaves as it is, with a port or without.
fn is_host(authority: &[u8]) -> bool {
    static HOST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\A(?:(?:[a-z0-9_-]{1,63}\.)*(?:[a-z_-][a-z0-9_-]{0,62})\.?|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?\z").unwrap()
    });
    // Whether what follows `xn--` decodes is more than is asked here.
    let has_puny = authority.windows(4).any(|window| window == b"xn--");
    HOST.is_match(authority) && authority.len() <= 253 && !has_puny
}

/// As the URL parser leaves it: no dot segment in any spelling, nothing that it would encode.
fn is_target(target: &[u8]) -> bool {
    static TARGET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?-u)\A/[A-Za-z0-9._~!$&'()*+,;=:@%/\[\]|-]*(?:\?[A-Za-z0-9._~!$&()*+,;=:@%/?-]*)?\z").unwrap()
    });
    static DOTS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i-u)/(?:\.|%2e){1,2}(?:/|\?|\z)").unwrap());
    let path = target.split(|byte| *byte == b'?').next().unwrap_or_default();
    TARGET.is_match(target) && !DOTS.is_match(path)
}
