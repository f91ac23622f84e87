use cors_browser::Origin;
use cors_compiler::public_suffix;

/// Reports whether two origins are of one [site], by the public suffix list: it decides what `Sec-Fetch-Site` says, and which cookies
/// go along.
///
/// [site]: https://html.spec.whatwg.org/multipage/browsers.html#same-site
pub fn are_same_site(one: &Origin, other: &Origin) -> bool {
    let (Some((scheme, host, _)), Some((other_scheme, other_host, _))) = (one.parts(), other.parts()) else {
        return false;
    };
    scheme == other_scheme && site(host) == site(other_host)
}

/// The [registrable domain](https://url.spec.whatwg.org/#host-registrable-domain) of a host; of an address or a suffix, itself.
fn site(host: &str) -> &str {
    let is_address = host.starts_with('[') || host.rsplit('.').next().is_some_and(|label| label.parse::<u8>().is_ok());
    let mut name = host;
    while let (false, Some((_, parent))) = (is_address, name.split_once('.')) {
        if !parent.contains('.') || public_suffix::is_listed(parent) {
            return name;
        }
        name = parent;
    }
    host
}

#[cfg(test)]
mod tests {
    use super::site;

    #[test]
    fn registrable_domains() {
        for (host, expected) in [
            ("app.example.com", "example.com"),
            ("a.b.example.co.uk", "example.co.uk"),
            ("co.uk", "co.uk"),
            ("me.github.io", "me.github.io"),
            ("a.me.github.io", "me.github.io"),
            ("localhost", "localhost"),
            ("a.localhost", "a.localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(site(host), expected, "{host}");
        }
    }
}
