//! Origin patterns: what `allow_origins` and origin sets hold.

use std::{fmt, ops::Range, sync::Arc};

use crate::{
    Fault,
    host::{self, HostFaults},
    origin_set::{HostPattern, Pattern, PortPattern, default_port},
    rules,
};

/// A pattern that denotes a set of serialised origins; in canonical form, so that its text is an origin wherever it has no `*`.
///
/// INVARIANT: it holds no upper-case letter. Targets whose look-up ignores case rest on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginPattern {
    written: Arc<str>,
    /// `None`: `null`.
    parts: Option<Pattern>,
}

impl OriginPattern {
    /// Reads a pattern: the only way to one.
    ///
    /// # Errors
    ///
    /// Everything in the text that no origin pattern holds, in the order of the text.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        if text == "null" {
            return Ok(Self { written: "null".into(), parts: None });
        }
        let mut reader = Reader { faults: Vec::new() };
        let parts = reader.pattern(text);
        match parts {
            Some(parts) if reader.faults.is_empty() => Ok(Self { written: text.into(), parts: Some(parts) }),
            _ => {
                reader.faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
                Err(reader.faults)
            }
        }
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The same, to be shared.
    pub(crate) const fn written(&self) -> &Arc<str> {
        &self.written
    }

    /// Scheme, host and port; `None` for `null`.
    pub const fn parts(&self) -> Option<&Pattern> {
        self.parts.as_ref()
    }

    /// The pattern, if it denotes more than one origin.
    pub fn wildcard(&self) -> Option<Pattern> {
        self.many().cloned()
    }

    /// The same, not cloned.
    pub(crate) fn many(&self) -> Option<&Pattern> {
        let parts = self.parts.as_ref()?;
        let one = matches!(parts.host, HostPattern::Exact(_)) && parts.port != PortPattern::Any;
        (!one).then_some(parts)
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Reads on after a fault wherever what follows can still be judged: authors want to see them all.
struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn pattern(&mut self, text: &str) -> Option<Pattern> {
        if text.trim().is_empty() {
            return self.wrong(0..text.len(), "an empty text is no origin", None);
        }
        if is_list(text) {
            self.faults.push(rules::origin_comma_list::fault(0..text.len()));
            return None;
        }
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        for blank in [0..start, end..text.len()] {
            if !blank.is_empty() {
                self.faults.push(rules::origin_whitespace::fault(blank));
            }
        }
        let trimmed = text.get(start..end)?;
        let Some((scheme, rest)) = trimmed.split_once("://") else {
            return self.without_scheme(trimmed, start, start != 0 || end != text.len());
        };
        let scheme_range = start..start + scheme.len();
        let scheme = self.scheme(scheme, scheme_range)?;
        let authority_start = end - rest.len();
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
        if !tail.is_empty() {
            let fault = rules::origin_has_path::fault(end - tail.len()..end, tail);
            // What would be left ends with a colon, and is a key to YAML where it has no quotes.
            let replacement = fault.replacement.filter(|_| !authority.ends_with(':'));
            self.faults.push(Fault { replacement, ..fault });
        }
        let authority = authority.rsplit_once('@').map_or(authority, |(_, rest)| rest);
        let host_start = end - tail.len() - authority.len();
        if host_start != authority_start {
            self.faults.push(rules::origin_user_info::fault(authority_start..host_start));
        }
        let (host, port) = split_port(authority);
        let port = self.port(port, host_start + host.len(), &scheme);
        let host = self.host(host, host_start, &scheme);
        Some(Pattern { scheme, host: host?, port: port? })
    }

    fn wrong<T>(&mut self, range: Range<usize>, message: &str, help: Option<&str>) -> Option<T> {
        self.faults.push(rules::origin_syntax::fault(range, message, help));
        None
    }

    fn without_scheme(&mut self, text: &str, start: usize, padded: bool) -> Option<Pattern> {
        let all = start..start + text.len();
        let (host, port) = split_port(text.split(['/', '?', '#']).next().unwrap_or_default());
        let is_port =
            port.is_none_or(|port| port == "*" || (!port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())));
        if text.eq_ignore_ascii_case("null") {
            let help = if padded { "remove the white space" } else { "the opaque origin is `null`, in lower case" };
            self.wrong(all, "this is no origin", Some(help))
        } else if text.contains("//") || !is_port || host.is_empty() || host::classify(host).is_err() {
            self.wrong(
                all,
                "an origin is `scheme://host` or `scheme://host:port`",
                Some("write `https://app.example.com`"),
            )
        } else {
            let fault = rules::origin_missing_scheme::fault(text);
            self.faults.push(Fault { range: all, ..fault });
            None
        }
    }

    fn scheme(&mut self, scheme: &str, range: Range<usize>) -> Option<Arc<str>> {
        let lower = scheme.to_ascii_lowercase();
        let is_scheme = lower.starts_with(|c: char| c.is_ascii_lowercase())
            && lower.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        if scheme.contains('*') {
            self.faults.push(rules::origin_wildcard_place::fault(range, "a scheme holds no wildcard"));
            return None;
        }
        if !is_scheme {
            return self.wrong(
                range,
                "this is no scheme",
                Some("a scheme is `https`, `http`, or an app's own, such as `capacitor`"),
            );
        }
        match lower.as_str() {
            "file" => {
                // Whatever follows is no host to judge.
                self.faults.push(rules::origin_scheme_file::fault(range));
                return None;
            }
            "ws" => self.faults.push(rules::origin_scheme_websocket::fault(range, "http")),
            "wss" => self.faults.push(rules::origin_scheme_websocket::fault(range, "https")),
            "data" | "blob" | "about" | "javascript" => {
                return self.wrong(
                    range,
                    "pages of this scheme have no origin of it",
                    Some("their origin is `null`, or that of the page that made them"),
                );
            }
            _ if lower != scheme => self.faults.push(rules::origin_upper_case::fault(range, scheme)),
            _ => {}
        }
        Some(lower.into())
    }

    /// `at` is where the colon stands.
    fn port(&mut self, port: Option<&str>, at: usize, scheme: &str) -> Option<PortPattern> {
        let Some(digits) = port else { return Some(PortPattern::Elided) };
        if digits == "*" {
            return Some(PortPattern::Any);
        }
        let range = at..at + 1 + digits.len();
        let plain = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
        let Some(port) = plain.then(|| digits.parse::<u16>().ok()).flatten() else {
            self.faults.push(rules::origin_port_range::fault(range));
            return None;
        };
        if default_port(scheme) == Some(port) {
            self.faults.push(rules::origin_default_port::fault(range, scheme, port));
        }
        Some(PortPattern::Fixed(port))
    }

    fn host(&mut self, host: &str, start: usize, scheme: &str) -> Option<HostPattern> {
        let range = start..start + host.len();
        if host.is_empty() {
            return self.wrong(range, "an origin has a host", None);
        }
        let lower = host.to_ascii_lowercase();
        if lower != host {
            self.faults.push(rules::origin_upper_case::fault(range, host));
        }
        let shifted = |faults: HostFaults| {
            faults
                .into_iter()
                .map(move |fault| Fault { range: fault.range.start + start..fault.range.end + start, ..fault })
        };
        let classified =
            if default_port(scheme).is_some() { host::classify(&lower) } else { host::classify_custom(&lower) };
        match classified {
            Ok(host) => Some(host),
            Err(faults) => {
                self.faults.extend(shifted(faults));
                None
            }
        }
    }
}

/// What people write between the origins of a list.
pub(crate) const SEPARATORS: [char; 5] = [',', ' ', '\t', '\n', ';'];

/// Whether a text holds several origins: what a comma or a blank divides, each with a scheme of its own.
fn is_list(text: &str) -> bool {
    // Nearly every text has one scheme, which is found sooner.
    let has_two = text.split_once("://").is_some_and(|(_, rest)| rest.contains("://"));
    has_two && text.split(SEPARATORS).filter(|part| part.contains("://")).count() > 1
}

/// Splits at the colon before the port; the brackets of an IPv6 address hold others.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn helps(text: &str) -> Vec<Option<String>> {
        OriginPattern::parse(text).unwrap_err().into_iter().map(|fault| fault.help).collect()
    }

    #[test]
    fn a_pattern_is_shown_as_it_is_written() {
        for text in ["null", "https://app.example.com", "http://*.localhost:*"] {
            assert_eq!(OriginPattern::parse(text).unwrap().to_string(), text);
        }
    }

    /// Where each begins, `tests/refused/` holds; here, where it ends.
    #[test]
    fn a_fault_is_where_it_is() {
        let ranges = |text| -> Vec<(usize, usize)> {
            OriginPattern::parse(text)
                .unwrap_err()
                .into_iter()
                .map(|fault| (fault.range.start, fault.range.end))
                .collect()
        };
        for (text, expected) in [
            ("", &[(0, 0)][..]),
            ("  app.example.com ", &[(0, 2), (2, 17), (17, 18)]),
            (" NULL", &[(0, 1), (1, 5)]),
            ("\tHTTPS://a.example:443/x ", &[(0, 1), (1, 6), (18, 22), (22, 24), (24, 25)]),
            ("https://user:secret@a.example#x", &[(8, 20), (29, 31)]),
            ("ht_tp://a.example", &[(0, 5)]),
            ("https://a.example:080", &[(17, 21)]),
            ("https://A.b..example", &[(8, 20), (12, 12)]),
            ("https://127.1", &[(8, 13)]),
            ("https://*.0x7f.1", &[(8, 16)]),
            ("https://app.x.09999", &[(14, 19)]),
            ("https://*.x.09999", &[(12, 17)]),
            (&format!("https://a.{}.b", "x".repeat(64)), &[(10, 74)]),
        ] {
            assert_eq!(ranges(text), expected, "{text:?}");
        }
    }

    /// Each limit of a host at its border and one past it.
    #[test]
    fn what_is_too_long() {
        let of = |length: usize| "a".repeat(length);
        // Hosts of so many bytes, of labels that are none of them too long.
        let host = |length: usize| {
            format!("{}a", "a.".repeat((length - 1) / 2)) + if length.is_multiple_of(2) { "a" } else { "" }
        };
        for (fits, is_past) in [
            (format!("app://{}", of(253)), format!("app://{}", of(254))),
            (format!("https://{}", host(253)), format!("https://{}", host(254))),
            (format!("https://*.{}", host(251)), format!("https://*.{}", host(252))),
            (format!("https://{}.example", of(63)), format!("https://{}.example", of(64))),
            (format!("https://*{}.example", of(62)), format!("https://*{}.example", of(63))),
            (format!("https://*.{}.example", of(63)), format!("https://*.{}.example", of(64))),
        ] {
            assert!(OriginPattern::parse(&fits).is_ok(), "{fits}");
            let faults = OriginPattern::parse(&is_past).unwrap_err();
            assert!(faults.iter().all(|fault| fault.rule.name == "origin-label"), "{is_past}");
        }
    }

    /// Of the zeros the first longest run is left out, and never one alone.
    #[test]
    fn an_ipv6_address_is_written_in_one_way() {
        for (canonical, others) in [
            ("[::1]", &["[0:0:0:0:0:0:0:1]", "[::0:1]"][..]),
            ("[1::]", &["[1:0::]"]),
            ("[1:2:3:4:5:6:7:8]", &["[1:2:3:4:5:6:7:08]"]),
            ("[1:0:2:3:4:5:6:7]", &["[1::2:3:4:5:6:7]"]),
            ("[1::2:0:0:3:4]", &["[1:0:0:2::3:4]"]),
            ("[1:0:0:2::3]", &["[1::2:0:0:0:3]"]),
            ("[::ffff:7f00:1]", &["[::ffff:127.0.0.1]"]),
        ] {
            assert!(OriginPattern::parse(&format!("http://{canonical}")).is_ok(), "{canonical}");
            for other in others {
                let faults = OriginPattern::parse(&format!("http://{other}")).unwrap_err();
                assert_eq!(faults[0].rule.name, "origin-ip-not-canonical", "{other}");
            }
        }
    }

    #[test]
    fn what_is_almost_null() {
        let lower_case = "the opaque origin is `null`, in lower case";
        for (text, help) in [
            ("NULL", lower_case),
            (" null", "remove the white space"),
            ("null ", "remove the white space"),
            (" null ", "remove the white space"),
        ] {
            assert!(helps(text).contains(&Some(help.to_owned())), "{text:?}: {:?}", helps(text));
        }
    }
}
