use cors_compiler::{Document, OriginItem, OriginPattern, Origins as Written, PolicyBlock};
use regex::bytes::Regex;

use super::expression::expression;

/// The origins that a policy allows.
pub(super) struct Origins {
    /// `allow_origins: "*"`.
    pub(super) any: bool,
    patterns: Vec<Pattern>,
}

enum Pattern {
    /// One without a `*` stands for itself.
    Exact(String),
    Wildcard(Wildcard),
}

/// A wildcard as a regular expression, and what such an expression cannot count.
struct Wildcard {
    expression: Regex,
    default_port: &'static [u8],
}

impl Origins {
    pub(super) fn of(document: &Document, profile: Option<&str>, policy: &PolicyBlock) -> Self {
        let items = match policy.allow_origins.as_ref().map(|origins| &origins.value) {
            Some(Written::Any) => return Self { any: true, patterns: Vec::new() },
            Some(Written::List(items)) => items.as_slice(),
            None => &[],
        };
        let mut patterns = Vec::new();
        for item in items {
            match &item.value {
                OriginItem::Pattern(pattern) => patterns.push(Pattern::of(pattern.as_str())),
                OriginItem::Set(name) => {
                    patterns.extend(set(document, profile, name).iter().map(|pattern| Pattern::of(pattern.as_str())));
                }
            }
        }
        Self { any: false, patterns }
    }

    pub(super) fn hold(&self, origin: &[u8]) -> bool {
        self.patterns.iter().any(|pattern| pattern.holds(origin))
    }
}

/// The contents of a set: the profile's, if it has any of this name.
fn set(document: &Document, profile: Option<&str>, name: &str) -> Vec<OriginPattern> {
    let selected = document.profiles.iter().filter(|own| Some(own.name.value.as_str()) == profile);
    let replaced = selected.flat_map(|own| &own.sets).find(|set| set.name.value == name);
    let set = replaced.or_else(|| document.origin_sets.iter().find(|set| set.name.value == name));
    set.unwrap().origins.iter().map(|pattern| pattern.value.clone()).collect()
}

impl Pattern {
    fn of(written: &str) -> Self {
        if written.contains('*') { Self::Wildcard(Wildcard::of(written)) } else { Self::Exact(written.to_owned()) }
    }

    fn holds(&self, origin: &[u8]) -> bool {
        match self {
            Self::Exact(written) => written.as_bytes() == origin,
            Self::Wildcard(wildcard) => wildcard.holds(origin),
        }
    }
}

impl Wildcard {
    fn of(written: &str) -> Self {
        let (scheme, authority) = written.split_once("://").unwrap();
        let default_port: &[u8] = match scheme {
            "http" => b"80",
            "https" => b"443",
            _ => b"",
        };
        let (host, port) = match authority.strip_suffix(":*") {
            Some(host) => (host, "(?::(?<port>[1-9][0-9]{0,4}))?"),
            None => (authority, ""),
        };
        let host = if let Some(name) = host.strip_prefix("*.") {
            format!(r"(?<host>(?:[a-z0-9_-]{{1,63}}\.)+{})", split_port(name))
        } else if let Some((label, rest)) = host.split_once('.').filter(|(label, _)| label.contains('*')) {
            let label = regex::escape(label).replace(r"\*", "[a-z0-9_-]+");
            format!(r"(?<host>(?<label>{label})\.{})", split_port(rest))
        } else {
            regex::escape(host)
        };
        let text = format!(r"\A{}://{host}{port}\z", regex::escape(scheme));
        Self { expression: expression(&text), default_port }
    }

    fn holds(&self, origin: &[u8]) -> bool {
        let Some(found) = self.expression.captures(origin) else { return false };
        let length = |name| found.name(name).map_or(0, |part| part.len());
        let port = found.name("port").map_or(b"".as_slice(), |port| port.as_bytes());
        let number: u32 = std::str::from_utf8(port).unwrap().parse().unwrap_or(1);
        length("host") <= 253
            && length("label") <= 63
            && number <= 65535
            && (port.is_empty() || port != self.default_port)
    }
}

/// The rest of a wildcard's name, with the written port outside the group `host`.
fn split_port(name: &str) -> String {
    match name.split_once(':') {
        Some((name, port)) => format!("{}):(?:{port}", regex::escape(name)),
        None => regex::escape(name),
    }
}
