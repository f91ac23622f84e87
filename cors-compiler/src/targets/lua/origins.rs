use std::{collections::BTreeSet, fmt::Write as _};

use crate::origin_set::{HostPattern, OriginSet};

use super::keys;

/// Lua that asks a set of origins: `is_in(set, origin)`. It depends on no policy.
pub(in super::super) const MATCHING: &str = include_str!("origins.lua");

/// A set of origins as the table that [`MATCHING`] asks.
pub(in super::super) fn origin_set(set: &OriginSet) -> String {
    let exact = keys(set.exact.iter().map(AsRef::as_ref), true);
    let mut text = format!("{{\n  exact = {exact},\n");
    if !set.patterns.is_empty() {
        let patterns: Vec<String> = set.patterns.iter().map(|pattern| pattern.value.to_string()).collect();
        let _ = writeln!(text, "  patterns = {},", keys(patterns.iter().map(String::as_str), true));
        let _ = writeln!(text, "  fillings = {},", fillings(set));
        let _ = writeln!(text, "  longest_scheme = {},", longest_scheme(set));
    }
    text.push('}');
    text
}

/// How many bytes the longest scheme has that a pattern begins with, `://` included.
fn longest_scheme(set: &OriginSet) -> usize {
    let longest = set.patterns.iter().map(|pattern| pattern.value.scheme.len()).max();
    longest.unwrap_or_default() + "://".len()
}

/// Of every `*` within a label: how many bytes of the label stand in front of it, and how many behind, all in a row.
///
/// Not the patterns once more, by the names that they share: as many as there are would be asked one by one.
fn fillings(set: &OriginSet) -> String {
    let lengths: BTreeSet<(usize, usize)> = set.patterns.iter().filter_map(|p| around(&p.value.host)).collect();
    let all: Vec<String> = lengths.iter().map(|(before, after)| format!("{before}, {after}")).collect();
    if all.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", all.join(", ")) }
}

fn around(host: &HostPattern) -> Option<(usize, usize)> {
    match host {
        HostPattern::Label { before, after, .. } => Some((before.len(), after.len())),
        HostPattern::Exact(_) | HostPattern::Subdomains { .. } => None,
    }
}
