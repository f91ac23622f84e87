use cors_compiler::{
    ProgramRules,
    origin_set::{HostPattern, Pattern, PortPattern, default_port},
};

use crate::{Comparison, Judged, PolicyLine, Sentence};

/// The pattern that comes closest to an origin that no pattern allows, and what is between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Where it stands.
    pub line: PolicyLine,
    /// Both, one below the other.
    pub comparison: Comparison,
    /// What makes the difference.
    pub says: Sentence,
    /// Whether it only looks like an origin that is allowed, and is somebody else's.
    pub is_lookalike: bool,
}

/// Finds it; `None`: nothing comes close.
pub(crate) fn nearest(judged: &Judged, rules: &ProgramRules, origin: &str) -> Option<Nearest> {
    let (scheme, authority) = origin.split_once("://")?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let sent = Sent { scheme, host, port };
    let near = judged.patterns(rules).iter().filter_map(|pattern| {
        let (rank, says) = sent.difference(pattern.value.parts()?, pattern.value.as_str())?;
        Some((rank, says, pattern))
    });
    let (rank, says, pattern) = near.min_by_key(|(rank, ..)| *rank)?;
    Some(Nearest {
        line: PolicyLine::new(&judged.source, pattern.span),
        comparison: Comparison::new(("sent", origin), ("allowed", pattern.value.as_str())),
        says,
        is_lookalike: rank == LOOKALIKE,
    })
}

/// How far a name is from another that it only looks like.
const LOOKALIKE: usize = 3;

struct Sent<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<&'a str>,
}

impl Sent<'_> {
    /// What is between this and a pattern, and how far that is.
    fn difference(&self, pattern: &Pattern, written: &str) -> Option<(usize, Sentence)> {
        let is_scheme = *self.scheme == *pattern.scheme;
        let is_host = pattern.host.matches(self.host.as_bytes());
        let is_port = match pattern.port {
            PortPattern::Any => true,
            PortPattern::Elided => self.port.is_none(),
            PortPattern::Fixed(port) => self.port == Some(port.to_string().as_str()),
        };
        match (is_scheme, is_host, is_port) {
            (true, true, false) => Some((0, self.of_port(pattern))),
            (false, true, _) => {
                Some((1, Sentence::of("the scheme is {}, and {} is allowed", &[self.scheme, &pattern.scheme])))
            }
            (_, false, _) => self.of_host(&pattern.host, written),
            (true, true, true) => None,
        }
    }

    fn of_port(&self, pattern: &Pattern) -> Sentence {
        let elided = || default_port(self.scheme).map_or_else(|| "none".to_owned(), |port| port.to_string());
        let allowed = match pattern.port {
            PortPattern::Fixed(port) => port.to_string(),
            PortPattern::Elided | PortPattern::Any => elided(),
        };
        let sent = self.port.map_or_else(elided, str::to_owned);
        Sentence::of("the port is {}, and {} is allowed", &[&sent, &allowed])
    }

    fn of_host(&self, allowed: &HostPattern, written: &str) -> Option<(usize, Sentence)> {
        let host = self.host;
        match allowed {
            HostPattern::Subdomains { suffix } if suffix.strip_prefix('.') == Some(host) => {
                Some((2, Sentence::of("{} means the names below {}, not itself", &[written, host])))
            }
            HostPattern::Subdomains { suffix } if host.contains(&format!("{suffix}.")) => {
                Some((LOOKALIKE, Sentence::of("it only begins like a name below {}: it is somebody else's", &[suffix])))
            }
            HostPattern::Exact(own) if host.strip_suffix(&**own).is_some_and(|front| front.ends_with('.')) => {
                Some((2, Sentence::of("it is below {}, and {} means that name alone", &[own, written])))
            }
            HostPattern::Exact(own) if own.strip_suffix(host).is_some_and(|front| front.ends_with('.')) => {
                Some((2, Sentence::of("{} is allowed, which is below it", &[own])))
            }
            HostPattern::Exact(own) if host.starts_with(&format!("{own}.")) => {
                Some((LOOKALIKE, Sentence::of("it only begins like {}: it is somebody else's", &[own])))
            }
            HostPattern::Exact(own) if host.ends_with(&**own) => {
                Some((LOOKALIKE, Sentence::of("it only ends like {}: it is somebody else's", &[own])))
            }
            HostPattern::Exact(own) => {
                let distance = distance(host, own);
                (distance <= 2)
                    .then(|| (LOOKALIKE + distance, Sentence::of("the host is {}, and {} is allowed", &[host, own])))
            }
            HostPattern::Subdomains { .. } | HostPattern::Label { .. } => None,
        }
    }
}

/// In how many bytes two names differ, if it is few: what is inserted, left out or changed. More than 2 is all the same.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, byte) in one.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (above, own) in row.iter_mut().skip(1).zip(other) {
            let changed = diagonal + usize::from(byte != own);
            diagonal = *above;
            left = changed.min(*above + 1).min(left + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances() {
        for (one, other, expected) in
            [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ac", 1), ("", "ab", 2), ("a", "b", 1)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
