use std::collections::HashMap;

use cors_core::{origin, perfect_hash::Set};

use crate::{
    origin_set::{OriginSet, PortPattern, default_port},
    pattern_groups::{self, groups},
    perfect_hash,
};

/// A set of origins, to be looked up in.
#[derive(Debug)]
pub(super) struct Origins {
    exact: Keys,
    groups: Vec<Group>,
}

/// Patterns that have scheme and port in common.
#[derive(Debug)]
struct Group {
    /// `https://`
    prefix: Box<[u8]>,
    port: Port,
    hosts: Keys,
    /// Of `*.example.com`, `.example.com`.
    parents: Keys,
    /// Of `pr-*.example.com`, by `.example.com`, `pr-` and nothing.
    labels: HashMap<Box<[u8]>, Vec<Label>>,
}

/// What stands behind the host.
#[derive(Debug)]
enum Port {
    Elided,
    /// `:8443`
    Fixed(Box<[u8]>),
    /// Any but this one, which browsers elide.
    Any(Option<u16>),
}

/// What stands around the `*` of a label.
#[derive(Debug)]
struct Label {
    before: Box<[u8]>,
    after: Box<[u8]>,
}

/// As many keys as are faster compared in turn than looked up.
const FEW: usize = 4;

/// Byte strings, none of them empty: as a perfect hash, unless they are few or have none.
#[derive(Debug)]
enum Keys {
    Hashed(Box<Set<Vec<u8>>>),
    Listed(Box<[Box<[u8]>]>),
}

impl Origins {
    pub(super) fn of(set: &OriginSet) -> Self {
        let exact: Vec<&[u8]> = set.exact.iter().map(|origin| origin.as_bytes()).collect();
        let mut all = Vec::new();
        for (scheme, ports) in groups(set.patterns.iter().map(|pattern| &pattern.value)) {
            all.extend(ports.into_iter().map(|(port, hosts)| Group::of(scheme, port, hosts)));
        }
        Self { exact: Keys::of(&exact), groups: all }
    }

    /// Reports whether the bytes are one of the origins.
    #[inline]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        self.exact.contain(origin) || (!self.groups.is_empty() && self.is_in_a_group(origin))
    }

    // A function of its own: most policies have no group, and what it puts on the stack they would pay for.
    #[inline(never)]
    fn is_in_a_group(&self, origin: &[u8]) -> bool {
        self.groups.iter().any(|group| group.contains(origin))
    }
}

impl Group {
    fn of(scheme: &str, port: PortPattern, hosts: pattern_groups::Hosts<'_>) -> Self {
        let port = match port {
            PortPattern::Elided => Port::Elided,
            PortPattern::Fixed(port) => Port::Fixed(format!(":{port}").into_bytes().into()),
            PortPattern::Any => Port::Any(default_port(scheme)),
        };
        let label =
            |label: &pattern_groups::Label<'_>| Label { before: label.before.into(), after: label.after.into() };
        let labels = hosts.labels.iter().map(|(rest, labels)| (Box::from(*rest), labels.iter().map(label).collect()));
        Self {
            prefix: format!("{scheme}://").into_bytes().into(),
            port,
            hosts: Keys::of(&hosts.exact),
            parents: Keys::of(&hosts.parents),
            labels: labels.collect(),
        }
    }

    fn contains(&self, origin: &[u8]) -> bool {
        let Some(authority) = origin.strip_prefix(&*self.prefix) else { return false };
        let host = match &self.port {
            Port::Elided => Some(authority),
            Port::Fixed(port) => authority.strip_suffix(&**port),
            Port::Any(default) => origin::without_port(authority, *default),
        };
        host.is_some_and(|host| self.hosts.contain(host) || (host.len() <= origin::LONGEST_HOST && self.matches(host)))
    }

    /// Reports whether the host is what a wildcard stands for.
    fn matches(&self, host: &[u8]) -> bool {
        let labelled = |(label, rest): (&[u8], &[u8])| {
            let labels = self.labels.get(rest).map_or(&[][..], Vec::as_slice);
            labels.iter().any(|own| origin::is_label(label, &own.before, &own.after))
        };
        self.parents.contain_parent(host)
            || (!self.labels.is_empty() && origin::split_label(host).is_some_and(labelled))
    }
}

impl Keys {
    fn of(keys: &[&[u8]]) -> Self {
        let hashed = if keys.len() > FEW { perfect_hash::set(&keys.iter().copied().collect()) } else { None };
        match hashed {
            Some(set) => Self::Hashed(Box::new(set)),
            None => Self::Listed(keys.iter().map(|key| Box::from(*key)).collect()),
        }
    }

    #[inline]
    fn contain(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Hashed(set) => set.contains(bytes),
            Self::Listed(keys) => is_listed(keys, bytes),
        }
    }

    /// Reports whether `host` is a key behind what `*.` stands for.
    fn contain_parent(&self, host: &[u8]) -> bool {
        match self {
            Self::Hashed(set) => set.contains_parent(host),
            Self::Listed(keys) => keys.iter().any(|key| origin::is_below(host, key)),
        }
    }
}

// A function of its own, for its sake the look-up would save seven registers.
#[inline(never)]
fn is_listed(keys: &[Box<[u8]>], bytes: &[u8]) -> bool {
    keys.iter().any(|key| **key == *bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_few_keys_are_hashed() {
        for (count, is_hashed) in [(0, false), (1, false), (FEW, false), (FEW + 1, true), (100, true)] {
            let keys: Vec<String> = (0..count).map(|n| format!("https://{n}.example.com")).collect();
            let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes()).collect();
            assert_eq!(matches!(Keys::of(&keys), Keys::Hashed(_)), is_hashed, "{count}");
        }
    }
}
