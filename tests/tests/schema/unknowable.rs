//! What a schema cannot know, by rule. Every other error it must refuse.

use cors_compiler::{Document, Finding, OriginItem, Origins, PolicyBlock, Source, Span};
use serde_json::Value;

/// A document in which something was found.
pub(crate) struct Seen<'a> {
    pub(crate) source: &'a Source,
    pub(crate) value: &'a Value,
    pub(crate) document: &'a Document,
}

/// A rule some of whose errors no schema can know.
pub(crate) struct Unknowable {
    pub(crate) rule: &'static str,
    /// Which of them, and why. The test holds that these are refused by the compiler alone, and the others by the schema too.
    holds: fn(&Finding, &Seen<'_>) -> bool,
}

/// The rules of the text, of which a value has nothing: another YAML reader resolves it, or refuses the document.
pub(crate) const OF_THE_TEXT: &[&str] = &[
    "alias",
    "anchor",
    "directive",
    "duplicate-key",
    "encoding",
    "non-scalar-key",
    "several-documents",
    "tab-indentation",
    "tag",
    "unquoted-star",
    "yaml-syntax",
    // Its bytes, and how deep it goes: another reader goes as deep, or stops by itself.
    "too-large",
    // Unquoted words that readers of YAML 1.1 take for something else than text, `True`, `0x10`: their value is right.
    "wrong-type",
];

/// The rules of the value.
pub(crate) const OF_THE_VALUE: &[Unknowable] = &[
    // To JSON Schema `1.0` is an integer.
    Unknowable { rule: "wrong-type", holds: is_whole_float_for_a_number },
    // Which sets are defined cannot be compared with a name, only whether any are.
    Unknowable { rule: "unknown-set", holds: |finding, seen| has_sets(seen) && is_set_name(finding) },
    Unknowable { rule: "unknown-profile-set", holds: |_, seen| has_sets(seen) },
    // `*` twice beside `Authorization`: what a list contains cannot be counted.
    Unknowable { rule: "header-syntax", holds: |finding, seen| seen.source.slice(finding.span) == "\"*\"" },
    // Paths of other routes cannot be compared, nor ones in another letter case.
    Unknowable { rule: "route-duplicate", holds: |finding, seen| !twice_in_one_list(finding, seen) },
    // The contents of a set cannot be joined with the policy that names it. Nor can the pattern that is accepted be compared with
    // the one in the list: an acceptance of the same risk may be that of another pattern.
    Unknowable { rule: "credentials-with-null-origin", holds: |finding, seen| policy_of(finding, seen).is_none() },
    Unknowable { rule: "null-origin", holds: |finding, seen| policy_of(finding, seen).is_none() },
    Unknowable { rule: "insecure-origin", holds: may_be_accepted },
    Unknowable { rule: "loopback-with-credentials", holds: may_be_accepted },
    // The list of public suffixes has thousands of names and belongs to a release. That a name of one label is one is known.
    Unknowable {
        rule: "public-suffix-wildcard",
        holds: |finding, seen| may_be_accepted(finding, seen) || !is_below_one_label(seen.source.slice(finding.span)),
    },
    // Across lists there is no counting.
    Unknowable { rule: "too-large", holds: |_, seen| !has_a_long_list(seen.value) },
];

/// Whether no schema can know this of the document's value.
pub(crate) fn is_unknowable(finding: &Finding, seen: &Seen<'_>) -> bool {
    OF_THE_VALUE.iter().any(|listed| listed.rule == finding.rule.name && (listed.holds)(finding, seen))
}

fn is_whole_float_for_a_number(finding: &Finding, seen: &Seen<'_>) -> bool {
    let text = seen.source.slice(finding.span);
    let before = seen.source.text().get(..finding.span.start).unwrap_or_default();
    let takes_numbers =
        ["version", "max_age", "preflight_status"].iter().any(|key| before.ends_with(&format!("\"{key}\":")));
    takes_numbers && text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0) && text.contains(['.', 'e', 'E'])
}

fn has_sets(seen: &Seen<'_>) -> bool {
    seen.value["origin_sets"].as_object().is_some_and(|sets| !sets.is_empty())
}

fn is_set_name(finding: &Finding) -> bool {
    let name = finding.subject.as_deref().unwrap_or_default().trim_start_matches('$');
    let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.len() <= 40 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(rest)
}

fn twice_in_one_list(finding: &Finding, seen: &Seen<'_>) -> bool {
    let path = seen.source.slice(finding.span).trim_matches('"');
    let routes = seen.value["routes"].as_array().into_iter().flatten();
    let lists = routes.filter_map(|route| route["path"].as_array());
    lists.into_iter().any(|paths| paths.iter().filter(|known| *known == path).count() > 1)
}

/// The policy in whose own list it was found.
fn policy_of<'a>(finding: &Finding, seen: &Seen<'a>) -> Option<&'a PolicyBlock> {
    let routes = seen.document.routes.iter().flat_map(|routes| &routes.value).map(|route| &route.policy);
    std::iter::once(&seen.document.policy).chain(routes).find(|block| holds(block, finding.span))
}

fn holds(block: &PolicyBlock, span: Span) -> bool {
    let Some(Origins::List(items)) = block.allow_origins.as_ref().map(|origins| &origins.value) else { return false };
    items.iter().any(|item| item.span == span && matches!(item.value, OriginItem::Pattern(_)))
}

fn may_be_accepted(finding: &Finding, seen: &Seen<'_>) -> bool {
    let accepts = |policy: &PolicyBlock| policy.accept_risks.iter().any(|known| known.risk.value == finding.rule.name);
    policy_of(finding, seen).is_none_or(accepts)
}

fn is_below_one_label(written: &str) -> bool {
    let host = written.trim_matches('"').split_once("://").map_or("", |(_, host)| host);
    let name = host.split(':').next().and_then(|host| host.split_once('.')).map_or("", |(_, name)| name);
    !name.trim_end_matches('.').contains('.')
}

fn has_a_long_list(value: &Value) -> bool {
    let is_long = |list: &Value| list.as_array().is_some_and(|list| list.len() > 1_000);
    let routes = value["routes"].as_array().into_iter().flatten();
    is_long(&value["routes"]) || routes.into_iter().any(|route| is_long(&route["path"]))
}
