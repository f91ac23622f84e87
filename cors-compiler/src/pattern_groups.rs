use std::collections::BTreeMap;

use crate::origin_set::{HostPattern, Pattern, PortPattern};

/// Patterns by scheme and port: what those of one group have in common is asked once.
pub(crate) type Groups<'a> = BTreeMap<&'a str, BTreeMap<PortPattern, Hosts<'a>>>;

/// The hosts of patterns that have scheme and port in common.
#[derive(Debug, Default)]
pub(crate) struct Hosts<'a> {
    pub(crate) exact: Vec<&'a [u8]>,
    /// Of `*.example.com`, `.example.com`.
    pub(crate) parents: Vec<&'a [u8]>,
    /// Of `pr-*.example.com`, by `.example.com`, `pr-*`.
    pub(crate) labels: BTreeMap<&'a [u8], Vec<Label<'a>>>,
}

/// A label with a `*`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label<'a> {
    pub(crate) before: &'a [u8],
    pub(crate) after: &'a [u8],
}

/// The patterns, grouped. Any port is the last in order: its digits are split off once every other test has failed.
pub(crate) fn groups<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> Groups<'a> {
    let mut groups: Groups<'a> = BTreeMap::new();
    for pattern in patterns {
        groups.entry(&pattern.scheme).or_default().entry(pattern.port).or_default().add(&pattern.host);
    }
    groups
}

impl<'a> Hosts<'a> {
    fn add(&mut self, host: &'a HostPattern) {
        match host {
            HostPattern::Exact(host) => self.exact.push(host.as_bytes()),
            HostPattern::Subdomains { suffix } => self.parents.push(suffix.as_bytes()),
            HostPattern::Label { before, after, rest } => {
                let label = Label { before: before.as_bytes(), after: after.as_bytes() };
                self.labels.entry(rest.as_bytes()).or_default().push(label);
            }
        }
    }
}
