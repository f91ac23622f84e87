//! The public suffix list: below which names anyone can have one.

use crate::origin_set::HostPattern;

/// The day of the list.
pub const DATE: &str = "2026-10-22";

/// Two lines of comment, then a rule a line: labels reversed, `!` behind an exception, sorted by bytes.
static LIST: &str = include_str!("../data/public_suffixes.txt");

/// The byte at which each line of the list begins, and one for its end. Counted when this crate is compiled: nothing is built before
/// the first question, and bisecting the bytes themselves took ten times as long.
static LINES: [u32; lines(LIST) + 1] = line_starts(LIST);

/// A public suffix that a wildcard's hosts contain or lie directly under. `None`: they all belong to one owner, as far as the
/// list knows; or the host is no wildcard.
///
/// The question is asked of the *subtree*: `*.amazonaws.com` is no suffix itself, but has many below it. A name of one label that
/// the list does not know is a suffix by its implicit rule `*`.
pub fn within(host: &HostPattern) -> Option<String> {
    match host {
        HostPattern::Exact(_) => None,
        HostPattern::Subdomains { suffix } => {
            let name = name_of(suffix);
            let reversed = reverse(name);
            if is_suffix(&reversed) {
                return Some(name.to_owned());
            }
            first_with_prefix(&format!("{reversed}.")).map(reverse)
        }
        HostPattern::Label { before, after, rest } => {
            let name = name_of(rest);
            let reversed = reverse(name);
            if is_suffix(&reversed) {
                return Some(name.to_owned());
            }
            if has(&format!("{reversed}.*")) {
                return Some(format!("*.{name}"));
            }
            let begin = format!("{reversed}.{before}");
            let matches = |rule: &&str| {
                let label = rule.strip_prefix(begin.as_str()).and_then(|label| label.strip_suffix(&**after));
                label.is_some_and(|filling| cors_core::origin::is_filling(filling.as_bytes()))
            };
            with_prefix(&begin).find(matches).map(reverse)
        }
    }
}

/// Whether a host is a public suffix that the list knows. The implicit rule `*` does not count: `https://intranet` is a site.
pub fn is_listed(host: &str) -> bool {
    let reversed = reverse(name_of(host));
    if reversed.contains('.') { is_suffix(&reversed) } else { has(&reversed) }
}

/// Without the dot in front or at the end.
fn name_of(suffix: &str) -> &str {
    suffix.trim_matches('.')
}

fn is_suffix(reversed: &str) -> bool {
    let Some((parent, _)) = reversed.rsplit_once('.') else { return true };
    // So it is with nearly every host, and one look-up does.
    if with_prefix(parent).next().is_none() {
        return false;
    }
    has(reversed) || (has(&format!("{parent}.*")) && !has(&format!("{reversed}!")))
}

fn reverse(name: &str) -> String {
    let labels: Vec<&str> = name.trim_end_matches('!').rsplit('.').collect();
    labels.join(".")
}

fn has(rule: &str) -> bool {
    with_prefix(rule).next() == Some(rule)
}

/// The first rule of the list that lies below, exceptions excepted: they take a name out, and put none in.
fn first_with_prefix(prefix: &str) -> Option<&'static str> {
    with_prefix(prefix).find(|rule| !rule.ends_with('!'))
}

/// The rules that begin with `prefix`.
fn with_prefix(prefix: &str) -> impl Iterator<Item = &'static str> {
    let from = |start: &u32| LIST.get(*start as usize..).unwrap_or_default();
    // A rule with the rest of the list behind it comes before just what the rule itself does: a line feed precedes whatever a rule
    // holds. And no rule begins with what a comment does.
    let first = LINES.partition_point(|start| from(start).starts_with('#') || from(start) < prefix);
    let rules = LINES.get(first).map(from).unwrap_or_default().lines();
    let prefix = prefix.to_owned();
    rules.take_while(move |line| line.starts_with(&prefix))
}

/// How many lines a text has; the last ends as the others do.
const fn lines(text: &str) -> usize {
    let (mut bytes, mut count) = (text.as_bytes(), 0);
    while let [first, rest @ ..] = bytes {
        count += (*first == b'\n') as usize;
        bytes = rest;
    }
    count
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "it runs when this crate is compiled: what does not fit does not compile"
)]
const fn line_starts<const N: usize>(text: &str) -> [u32; N] {
    let (bytes, mut starts) = (text.as_bytes(), [0; N]);
    let (mut at, mut line) = (0, 1);
    while at < bytes.len() {
        at += 1;
        if bytes[at - 1] == b'\n' {
            starts[line] = at as u32;
            line += 1;
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use crate::OriginPattern;

    #[test]
    fn wildcards() {
        for (pattern, expected) in [
            ("https://*.com", Some("com")),
            ("https://*.github.io", Some("github.io")),
            ("https://myapp-*.vercel.app", Some("vercel.app")),
            ("https://*.kawasaki.jp", Some("*.kawasaki.jp")),
            ("https://x-*.kawasaki.jp", Some("*.kawasaki.jp")),
            ("https://*.x.kawasaki.jp", Some("x.kawasaki.jp")),
            ("https://*.city.kawasaki.jp", None),
            ("https://*.internal", Some("internal")),
            ("https://*.example.com", None),
            ("https://*.www.ck", None),
            ("https://*.ck", Some("ck")),
            ("https://pr-*.preview.example.com", None),
            ("https://*.co.uk", Some("co.uk")),
            ("https://*.co.uk.", Some("co.uk")),
            ("https://s3-*.amazonaws.com", Some("s3-1.amazonaws.com")),
        ] {
            let pattern = OriginPattern::parse(pattern).unwrap();
            let found = super::within(&pattern.parts().unwrap().host);
            assert_eq!(found.is_some(), expected.is_some(), "{pattern}: {found:?}");
            if !pattern.as_str().contains("s3-") {
                assert_eq!(found.as_deref(), expected, "{pattern}");
            }
        }
        assert!(
            super::within(&OriginPattern::parse("https://*.amazonaws.com").unwrap().parts().unwrap().host).is_some()
        );
        assert!(super::LIST.contains(&format!("version {}.", super::DATE)), "the date is the list's");
    }

    #[test]
    fn exact_hosts() {
        for (host, expected) in [
            ("github.io", true),
            ("co.uk", true),
            ("co.uk.", true),
            ("com", true),
            ("x.kawasaki.jp", true),
            ("city.kawasaki.jp", false),
            ("kawasaki.jp", false),
            ("intranet", false),
            ("octocat.github.io", false),
            ("127.0.0.1", false),
            ("[2001:db8::1]", false),
        ] {
            assert_eq!(super::is_listed(host), expected, "{host}");
        }
    }

    #[test]
    fn the_list_is_sorted() {
        let rules: Vec<&str> = super::LIST.lines().skip(2).collect();
        assert!(rules.len() > 9000 && rules.is_sorted());
    }
}
