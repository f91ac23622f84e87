//! The page of each rule: what `corsgen rule <name>` prints.

use super::{ALL, GROUPS, Group};
use crate::{Level, Rule};

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
    "origin-is-public-suffix",
    "origin-covered",
    "origin-duplicate",
    "loopback-with-credentials",
    "loopback-without-profile",
    "method-syntax",
    "method-forbidden",
    "method-case",
    "method-duplicate",
    "method-safelisted",
    "method-cannot-be-withheld",
    "any-method-with-credentials",
    "header-syntax",
    "request-header-forbidden",
    "request-header-is-response-header",
    "header-duplicate",
    "any-header-with-credentials",
    "authorization-not-covered",
    "header-safelisted",
    "expose-header-forbidden",
    "expose-header-is-request-header",
    "expose-any-with-credentials",
    "expose-header-safelisted",
    "empty-list",
    "keys-without-origins",
    "any-in-list",
    "status-with-forward",
    "reject-with-any-origin",
    "max-age-range",
    "max-age-capped",
    "route-path-syntax",
    "route-duplicate",
    "route-narrows",
    "ambiguous-paths-lose-cors",
    "cors-false-with-policy-keys",
    "risk-unknown",
    "risk-not-present",
    "risk-expired",
    "risk-without-reason",
    "target-cannot-hold",
    "target-differs",
}

/// The page of the rule of this name, in Markdown.
pub fn find(name: &str) -> Option<&'static str> {
    PAGES.iter().find(|(own, _)| *own == name).map(|(_, page)| *page)
}

/// Every page, with a list of the rules by what they have to do with and one by level: `docs/rules.md`, in Markdown.
pub fn book() -> String {
    let mut book = BOOK.to_owned();
    for Group { name, rules } in GROUPS {
        book += &format!("\n## {name}\n\n| rule | level | what |\n| --- | --- | --- |\n");
        for rule in *rules {
            book += &format!("| {} | {} | {} |\n", link(rule), rule.level, rule.summary);
        }
    }
    book += "\n## By level\n\n";
    for level in [Level::Error, Level::Risk, Level::Warning, Level::Note] {
        let rules: Vec<String> = ALL.iter().filter(|rule| rule.level == level).map(|rule| link(rule)).collect();
        book += &format!("- {level}: {}\n", rules.join(", "));
    }
    book += "\n## The pages\n";
    for page in ALL.iter().filter_map(|rule| find(rule.name)) {
        book.push('\n');
        book += &lowered(page);
    }
    book
}

/// What the book begins with.
const BOOK: &str = "# The rules

Every finding has the name of its rule. Names are stable, and `corsgen rule NAME` prints the page. A policy with an error or a risk
is refused, a risk until the policy accepts it with a reason; warnings are reported, and notes with `--verbose`.

This file is generated from `cors-compiler/rules/`: `cargo run -- rule --all >docs/rules.md`.
";

fn link(rule: &Rule) -> String {
    format!("[`{0}`](#{0})", rule.name)
}

/// A page whose headings stand two levels lower. What begins with `#` in an example is a comment.
fn lowered(page: &str) -> String {
    let mut in_example = false;
    let mut lowered = String::with_capacity(page.len() + 64);
    for line in page.split_inclusive('\n') {
        in_example ^= line.starts_with("```");
        if line.starts_with('#') && !in_example {
            lowered += "##";
        }
        lowered += line;
    }
    lowered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_its_page() {
        let rules: Vec<&str> = super::super::ALL.iter().map(|rule| rule.name).collect();
        let pages: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        // Those of targets are listed with the feature `targets` alone.
        let pages: Vec<&str> =
            pages.into_iter().filter(|name| rules.contains(name) || !name.starts_with("target-")).collect();
        assert_eq!(pages, rules);
        for (name, page) in PAGES {
            assert!(page.starts_with(&format!("# {name}\n")), "{name}");
        }
    }
}
