//! The page of each rule: what `corsgen rule <name>` prints.

macro_rules! pages {
    ($($name:literal,)*) => {
        /// Each rule's name and its page, in the order of [`super::ALL`].
        static PAGES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../rules/", $name, ".md"))),)*];
    };
}

pages! {
    "yaml-syntax",
    "encoding",
    "too-large",
    "duplicate-key",
    "anchor",
    "alias",
    "unquoted-star",
    "tag",
    "merge-key",
    "directive",
    "several-documents",
    "tab-indentation",
    "non-scalar-key",
    "empty-document",
    "unknown-key",
    "private-network-access",
    "wrong-type",
    "scalar-for-list",
    "missing-key",
    "unsupported-version",
    "name-syntax",
    "unknown-set",
    "unknown-profile",
    "unknown-profile-set",
    "unused-set",
    "no-origins",
    "origin-syntax",
    "origin-missing-scheme",
    "origin-has-path",
    "origin-upper-case",
    "origin-default-port",
    "origin-whitespace",
    "origin-unicode-host",
    "origin-user-info",
    "origin-comma-list",
    "origin-ip-not-canonical",
    "origin-ip-wildcard",
    "origin-label",
    "origin-port-range",
    "origin-scheme-file",
    "origin-scheme-websocket",
    "origin-wildcard-place",
    "any-origin-in-list",
    "credentials-with-any-origin",
    "credentials-with-null-origin",
    "null-origin",
    "insecure-origin",
    "public-suffix-wildcard",
    "loopback-with-credentials",
    "method-syntax",
    "method-forbidden",
    "method-case",
    "any-method-with-credentials",
    "header-syntax",
    "request-header-forbidden",
    "request-header-is-response-header",
    "any-header-with-credentials",
    "expose-header-forbidden",
    "expose-header-is-request-header",
    "expose-any-with-credentials",
    "empty-list",
    "keys-without-origins",
    "any-in-list",
    "max-age-range",
    "route-path-syntax",
    "route-duplicate",
    "cors-false-with-policy-keys",
    "risk-unknown",
    "risk-not-present",
    "risk-expired",
    "risk-without-reason",
    "target-cannot-hold",
}

/// The page of the rule of this name, in Markdown.
pub fn find(name: &str) -> Option<&'static str> {
    PAGES.iter().find(|(own, _)| *own == name).map(|(_, page)| *page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_its_page() {
        let rules: Vec<&str> = super::super::ALL.iter().map(|rule| rule.name).collect();
        let pages: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        // `target-cannot-hold` is listed with the feature `targets` alone.
        let pages: Vec<&str> =
            pages.into_iter().filter(|name| rules.contains(name) || *name != "target-cannot-hold").collect();
        assert_eq!(pages, rules);
        for (name, page) in PAGES {
            assert!(page.starts_with(&format!("# {name}\n")), "{name}");
        }
    }
}
