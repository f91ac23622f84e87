use crate::{covering::Covering, origin_set::OriginSet};

impl OriginSet {
    /// The same set without what another element covers.
    #[must_use]
    pub fn minimal(self) -> Self {
        let Self { mut exact, mut patterns } = self;
        if patterns.is_empty() {
            return Self { exact, patterns };
        }
        let wildcards = Covering::of(patterns.iter().map(|pattern| &pattern.value));
        exact.retain(|origin| wildcards.of_origin(origin).is_none());
        let covered: Vec<bool> =
            patterns.iter().map(|pattern| wildcards.of_pattern(&pattern.value).is_some()).collect();
        drop(wildcards);
        let mut covered = covered.into_iter();
        patterns.retain(|_| !covered.next().unwrap_or(false));
        Self { exact, patterns }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, sync::Arc};

    use super::*;
    use crate::{OriginPattern, Span, Spanned};

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
            (&["https://a*z.example.com", "https://a*yz.example.com"], &["https://a*z.example.com"]),
            (&["https://a*z.example.com", "https://*z.example.com"], &["https://*z.example.com"]),
            (&["https://pr-7.example.com", "https://pr-*.example.com"], &["https://pr-*.example.com"]),
            (&["https://a7z.example.com", "https://a*z.example.com"], &["https://a*z.example.com"]),
            (
                &["https://az.example.com", "https://a*z.example.com"],
                &["https://az.example.com", "https://a*z.example.com"],
            ),
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
            (&["http://[::1]", "http://[::1]:*"], &["http://[::1]:*"]),
            (&["null", "https://*.example.com"], &["null", "https://*.example.com"]),
        ] {
            assert_eq!(minimal(patterns), kept, "{patterns:?}");
        }
    }
}
