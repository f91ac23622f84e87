//! Origin patterns as regexes, each for the whole `Origin`.

use cors_core::origin;

use super::quoted::Quoted;
use crate::origin_set::{HostPattern, Pattern, PortPattern, default_port};

/// The regex that matches the pattern's origins and no others.
pub(super) fn regex(pattern: &Pattern) -> Quoted {
    let regex = Quoted::regex().and_literal(&pattern.scheme).and("://");
    port(host(regex, pattern), pattern).ending()
}

fn host(regex: Quoted, pattern: &Pattern) -> Quoted {
    match &pattern.host {
        HostPattern::Exact(host) => regex.and_literal(host),
        // No two ways to read a label: each ends at its dot, so a failure costs one pass.
        HostPattern::Subdomains { suffix } => within_253(regex, pattern)
            .and("(?:[a-z0-9_-]{1,63}")
            .and(r"\.)+")
            .and_literal(suffix.trim_start_matches('.')),
        HostPattern::Label { before, after, rest } => {
            let may_be_too_long = rest.len() + origin::LONGEST_LABEL > origin::LONGEST_HOST;
            let regex = if may_be_too_long { within_253(regex, pattern) } else { regex };
            let regex = regex.and(r"(?=[a-z0-9_-]{1,63}\.)").and_literal(before).and("[a-z0-9_-]+").and_literal(after);
            regex.and_literal(rest)
        }
    }
}

/// Looks ahead: the whole host is short enough.
fn within_253(regex: Quoted, pattern: &Pattern) -> Quoted {
    let regex = regex.and("(?=[a-z0-9._-]{1,253}");
    match pattern.port {
        PortPattern::Elided => regex.and(r"\z)"),
        PortPattern::Fixed(_) => regex.and(":)"),
        PortPattern::Any => regex.and(r"(?::|\z))"),
    }
}

/// Any port: none, or 1 to 65535 without leading zero, but for the one that browsers elide.
fn port(regex: Quoted, pattern: &Pattern) -> Quoted {
    match pattern.port {
        PortPattern::Elided => regex,
        PortPattern::Fixed(port) => regex.and(":").and_number(usize::from(port)),
        PortPattern::Any => {
            let regex = regex.and("(?::");
            let regex = match default_port(&pattern.scheme) {
                Some(default) => regex.and("(?!").and_number(usize::from(default)).and(r"\z)"),
                None => regex,
            };
            regex.and("(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// A host is measured where it could be too long, and only there: that is a pass over it.
    #[test]
    fn hosts_that_can_be_too_long_are_measured() {
        let label = |rest: usize| HostPattern::Label {
            before: Arc::from("pr-"),
            after: Arc::default(),
            rest: Arc::from(format!(".{}", "a".repeat(rest - 1))),
        };
        for (host, is_measured) in [
            (label(10), false),
            (label(189), false),
            (label(190), false),
            (label(191), true),
            (label(192), true),
            (HostPattern::Subdomains { suffix: Arc::from(".a.example") }, true),
            (HostPattern::Exact(Arc::from("a.example")), false),
        ] {
            let pattern = Pattern { scheme: Arc::from("https"), host, port: PortPattern::Any };
            assert_eq!(regex(&pattern).to_string().contains("{1,253}"), is_measured, "{pattern}");
        }
    }
}
