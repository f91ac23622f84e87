use std::collections::HashMap;

use crate::origin_set::{HostPattern, Pattern, PortPattern, default_port};

/// Patterns, asked which of them covers another: denotes all that it does.
///
/// Each question costs look-ups by the dots and letters of one host, never by the number of patterns: a list of a million
/// wildcards is a list like any other. An answer is the place of a pattern in what the index was made of, the first where there
/// are several.
///
/// That several together denote what none denotes alone is not found: `x*` for each character, say, instead of `*` in a label.
/// Nobody writes that, and taking such patterns for uncovered is harmless.
#[derive(Default)]
pub(crate) struct Covering<'p> {
    /// By scheme, port and host.
    hosts: HashMap<(&'p str, PortPattern, &'p str), usize>,
    /// By scheme, port and the domain behind the wildcard.
    domains: HashMap<(&'p str, PortPattern, &'p str), Wildcards<'p>>,
}

/// The wildcards in front of one domain.
#[derive(Default)]
struct Wildcards<'p> {
    subdomains: Option<usize>,
    /// What may follow the `*` within its label, by what stands before it.
    labels: HashMap<&'p str, HashMap<&'p str, usize>>,
}

impl<'p> Covering<'p> {
    pub(crate) fn of(patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        let mut index = Self::default();
        for (place, Pattern { scheme, host, port }) in patterns.into_iter().enumerate() {
            match host {
                HostPattern::Exact(host) => _ = index.hosts.entry((scheme, *port, host)).or_insert(place),
                HostPattern::Subdomains { suffix } => {
                    let wildcards = index.domains.entry((scheme, *port, suffix)).or_default();
                    wildcards.subdomains.get_or_insert(place);
                }
                HostPattern::Label { before, after, rest } => {
                    let wildcards = index.domains.entry((scheme, *port, rest)).or_default();
                    wildcards.labels.entry(before).or_default().entry(after).or_insert(place);
                }
            }
        }
        index
    }

    /// Which of the patterns denotes this one origin.
    pub(crate) fn of_origin(&self, origin: &str) -> Option<usize> {
        let (scheme, authority) = origin.split_once("://")?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => {
                (host, port.parse().map_or(PortPattern::Elided, PortPattern::Fixed))
            }
            _ => (authority, PortPattern::Elided),
        };
        [port, PortPattern::Any].into_iter().find_map(|port| self.of_host(scheme, port, host))
    }

    /// Which other pattern denotes all that `pattern` does.
    pub(crate) fn of_pattern(&self, pattern: &Pattern) -> Option<usize> {
        let Pattern { scheme, host, port } = pattern;
        let is_default = matches!(port, PortPattern::Fixed(port) if default_port(scheme) == Some(*port));
        let at_any_port = *port != PortPattern::Any && !is_default;
        self.within(scheme, *port, host, true)
            .or_else(|| at_any_port.then(|| self.within(scheme, PortPattern::Any, host, false)).flatten())
    }

    /// The same among the patterns of one port, of which the asked one is one itself if `own`.
    fn within(&self, scheme: &str, port: PortPattern, host: &HostPattern, own: bool) -> Option<usize> {
        let subdomains = |domain: &str| self.domains.get(&(scheme, port, domain)).and_then(|w| w.subdomains);
        match host {
            HostPattern::Exact(host) => self
                .of_host_by_wildcard(scheme, port, host)
                .or_else(|| if own { None } else { self.hosts.get(&(scheme, port, host)).copied() }),
            HostPattern::Subdomains { suffix } => {
                domains(suffix).filter(|domain| !own || *domain != &**suffix).find_map(subdomains)
            }
            HostPattern::Label { before, after, rest } => domains(rest).find_map(subdomains).or_else(|| {
                let labels = &self.domains.get(&(scheme, port, rest))?.labels;
                let wider = |begin: &str, end: &str| !own || (begin, end) != (&**before, &**after);
                prefixes(before).find_map(|begin| {
                    let ends = labels.get(begin)?;
                    suffixes(after).filter(|end| wider(begin, end)).find_map(|end| ends.get(end).copied())
                })
            }),
        }
    }

    fn of_host(&self, scheme: &str, port: PortPattern, host: &str) -> Option<usize> {
        let exact = self.hosts.get(&(scheme, port, host)).copied();
        exact.or_else(|| self.of_host_by_wildcard(scheme, port, host))
    }

    fn of_host_by_wildcard(&self, scheme: &str, port: PortPattern, host: &str) -> Option<usize> {
        domains(host).skip_while(|domain| domain.len() == host.len()).find_map(|domain| {
            let wildcards = self.domains.get(&(scheme, port, domain))?;
            let front = host.get(..host.len() - domain.len()).unwrap_or_default();
            wildcards.subdomains.or_else(|| (!front.contains('.')).then(|| wildcards.of_label(front)).flatten())
        })
    }
}

impl Wildcards<'_> {
    fn of_label(&self, label: &str) -> Option<usize> {
        prefixes(label).find_map(|begin| {
            let ends = self.labels.get(begin)?;
            // The `*` stands for one character at least.
            let rest = label.get(begin.len() + 1..)?;
            suffixes(rest).find_map(|end| ends.get(end).copied())
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
