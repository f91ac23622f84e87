use std::collections::{HashMap, HashSet};

use crate::{
    Spanned,
    origin_set::{HostPattern, OriginSet, Pattern, PortPattern, default_port},
};

impl OriginSet {
    /// The same set without what another element covers.
    ///
    /// Each question costs look-ups by the dots and letters of one host, never by the number of patterns: a list of a million
    /// wildcards is a list like any other.
    #[must_use]
    pub fn minimal(self) -> Self {
        let Self { mut exact, mut patterns } = self;
        if patterns.is_empty() {
            return Self { exact, patterns };
        }
        let index = Index::of(&patterns);
        exact.retain(|origin| !index.covers_origin(origin));
        let covered: Vec<bool> = patterns.iter().map(|pattern| index.covers(&pattern.value)).collect();
        drop(index);
        let mut covered = covered.into_iter();
        patterns.retain(|_| !covered.next().unwrap_or(false));
        Self { exact, patterns }
    }
}

/// Patterns by what a question knows: scheme, port and the domain behind the wildcard.
#[derive(Default)]
struct Index<'p> {
    hosts: HashSet<(&'p str, PortPattern, &'p str)>,
    domains: HashMap<(&'p str, PortPattern, &'p str), Wildcards<'p>>,
}

/// The wildcards in front of one domain.
#[derive(Default)]
struct Wildcards<'p> {
    subdomains: bool,
    /// What may follow the `*` within its label, by what stands before it.
    labels: HashMap<&'p str, HashSet<&'p str>>,
}

impl<'p> Index<'p> {
    fn of(patterns: &'p [Spanned<Pattern>]) -> Self {
        let mut index = Self::default();
        for Spanned { value: Pattern { scheme, host, port }, .. } in patterns {
            match host {
                HostPattern::Exact(host) => _ = index.hosts.insert((scheme, *port, host)),
                HostPattern::Subdomains { suffix } => {
                    index.domains.entry((scheme, *port, suffix)).or_default().subdomains = true;
                }
                HostPattern::Label { before, after, rest } => {
                    let wildcards = index.domains.entry((scheme, *port, rest)).or_default();
                    wildcards.labels.entry(before).or_default().insert(after);
                }
            }
        }
        index
    }

    /// Whether one of the patterns denotes this one origin.
    fn covers_origin(&self, origin: &str) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => {
                (host, port.parse().map_or(PortPattern::Elided, PortPattern::Fixed))
            }
            _ => (authority, PortPattern::Elided),
        };
        [port, PortPattern::Any].into_iter().any(|port| self.covers_host(scheme, port, host))
    }

    /// Whether another of the patterns denotes all that `pattern` does.
    fn covers(&self, pattern: &Pattern) -> bool {
        let Pattern { scheme, host, port } = pattern;
        let own_port = self.covers_within(scheme, *port, host, true);
        let is_default = matches!(port, PortPattern::Fixed(port) if default_port(scheme) == Some(*port));
        own_port
            || (*port != PortPattern::Any && !is_default && self.covers_within(scheme, PortPattern::Any, host, false))
    }

    /// The same among the patterns of one port, of which the asked one is one itself if `own`.
    fn covers_within(&self, scheme: &str, port: PortPattern, host: &HostPattern, own: bool) -> bool {
        let subdomains = |domain: &str| self.domains.get(&(scheme, port, domain)).is_some_and(|w| w.subdomains);
        match host {
            HostPattern::Exact(host) => {
                self.covers_host_by_wildcard(scheme, port, host) || (!own && self.hosts.contains(&(scheme, port, host)))
            }
            HostPattern::Subdomains { suffix } => {
                domains(suffix).any(|domain| (!own || domain != &**suffix) && subdomains(domain))
            }
            HostPattern::Label { before, after, rest } => {
                let labels = self.domains.get(&(scheme, port, rest)).map(|wildcards| &wildcards.labels);
                let wider = |begin: &str, end: &str| !own || (begin, end) != (&**before, &**after);
                domains(rest).any(subdomains)
                    || labels.is_some_and(|labels| {
                        prefixes(before).any(|begin| {
                            labels
                                .get(begin)
                                .is_some_and(|ends| suffixes(after).any(|end| wider(begin, end) && ends.contains(end)))
                        })
                    })
            }
        }
    }

    fn covers_host(&self, scheme: &str, port: PortPattern, host: &str) -> bool {
        self.hosts.contains(&(scheme, port, host)) || self.covers_host_by_wildcard(scheme, port, host)
    }

    fn covers_host_by_wildcard(&self, scheme: &str, port: PortPattern, host: &str) -> bool {
        domains(host).skip_while(|domain| domain.len() == host.len()).any(|domain| {
            let Some(wildcards) = self.domains.get(&(scheme, port, domain)) else { return false };
            let front = host.get(..host.len() - domain.len()).unwrap_or_default();
            wildcards.subdomains || (!front.contains('.') && wildcards.matches_label(front))
        })
    }
}

impl Wildcards<'_> {
    fn matches_label(&self, label: &str) -> bool {
        prefixes(label).any(|begin| {
            let rest = label.get(begin.len() + 1..).unwrap_or_default();
            begin.len() < label.len()
                && self.labels.get(begin).is_some_and(|ends| suffixes(rest).any(|end| ends.contains(end)))
        })
    }
}

/// `.a.b`, `.b` of `x.a.b` or of `.a.b`: what may stand behind a wildcard.
fn domains(host: &str) -> impl Iterator<Item = &str> {
    host.match_indices('.').filter_map(|(at, _)| host.get(at..))
}

/// From the empty one to all of it.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    (0..=text.len()).filter_map(|end| text.get(..end))
}

/// From all of it to the empty one.
fn suffixes(text: &str) -> impl Iterator<Item = &str> {
    (0..=text.len()).filter_map(|start| text.get(start..))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::{OriginPattern, Span};

    fn minimal(patterns: &[&str]) -> Vec<String> {
        let mut set = OriginSet::default();
        let mut exact = BTreeSet::new();
        for text in patterns {
            let pattern = OriginPattern::parse(text).unwrap();
            match pattern.wildcard() {
                Some(wildcard) => set.patterns.push(Spanned::new(wildcard, Span::empty(0))),
                None => _ = exact.insert(Arc::from(*text)),
            }
        }
        set.exact = exact.into_iter().collect();
        let set = set.minimal();
        let exact = set.exact.iter().map(ToString::to_string);
        exact.chain(set.patterns.iter().map(|pattern| pattern.value.to_string())).collect()
    }

    #[test]
    fn nothing_covers_another() {
        for (patterns, kept) in [
            (&["https://a.example.com", "https://*.example.com"][..], &["https://*.example.com"][..]),
            (&["https://example.com", "https://*.example.com"], &["https://example.com", "https://*.example.com"]),
            (&["https://*.a.example.com", "https://*.example.com"], &["https://*.example.com"]),
            (&["https://pr-*.example.com", "https://*.example.com"], &["https://*.example.com"]),
            (&["https://pr-*.example.com", "https://pr-1*.example.com"], &["https://pr-*.example.com"]),
            (&["https://pr-*.example.com", "https://pr-1*x.example.com"], &["https://pr-*.example.com"]),
            (&["https://pr-7.example.com", "https://pr-*.example.com"], &["https://pr-*.example.com"]),
            (
                &["https://pr-.example.com", "https://pr-*.example.com"],
                &["https://pr-.example.com", "https://pr-*.example.com"],
            ),
            (
                &["https://a.pr-7.example.com", "https://pr-*.example.com"],
                &["https://a.pr-7.example.com", "https://pr-*.example.com"],
            ),
            (&["http://localhost:3000", "http://localhost", "http://localhost:*"], &["http://localhost:*"]),
            (&["http://a.localhost:3000", "http://*.localhost:*"], &["http://*.localhost:*"]),
            (&["http://*.localhost:3000", "http://*.localhost:*"], &["http://*.localhost:*"]),
            (&["http://*.localhost", "https://*.localhost:*"], &["http://*.localhost", "https://*.localhost:*"]),
            (&["http://[::1]:8080", "http://[::1]:*"], &["http://[::1]:*"]),
            (&["null", "https://*.example.com"], &["null", "https://*.example.com"]),
        ] {
            assert_eq!(minimal(patterns), kept, "{patterns:?}");
        }
    }
}
