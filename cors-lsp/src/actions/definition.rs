use cors_compiler::{Edit, Finding, is_set_name, rules};

use crate::{
    document::Document,
    edits::insertion,
    outline::{Kind, Node},
};

use super::Remedy;

/// Defines a set that a policy names and that is not there: empty, so that it allows nobody.
pub(super) fn of(document: &Document, finding: &Finding) -> Option<Remedy> {
    if *finding.rule != rules::unknown_set::RULE {
        return None;
    }
    let name = finding.subject.as_deref()?.strip_prefix('$').filter(|name| is_set_name(name))?;
    let edit = edit(document, name)?;
    Some(Remedy { title: format!("Define the origin set `{name}`, empty"), edits: vec![edit], is_certain: false })
}

fn edit(document: &Document, name: &str) -> Option<Edit> {
    let (text, line_end) = (document.text.as_str(), document.line_end());
    let root = &document.outline().root;
    let first = root.entries().first()?.key.span.start;
    let is_json = root.is_flow(text);
    let quoted = |key: &str| if is_json { format!("\"{key}\"") } else { key.to_owned() };
    match root.get(text, "origin_sets") {
        Some(sets) if matches!(sets.kind, Kind::Mapping(_)) => {
            let before = sets.entries().first().map(|set| set.key.span.start);
            let separator =
                if sets.is_flow(text) { ", ".to_owned() } else { line_end.to_owned() + indentation(text, sets) };
            let at = before.unwrap_or(sets.span.start + 1);
            let separator = if before.is_some() { separator } else { String::new() };
            Some(insertion(at, format!("{}: []{separator}", quoted(name))))
        }
        Some(_) => None,
        None if is_json => Some(insertion(first, format!("\"origin_sets\": {{{}: []}}, ", quoted(name)))),
        None => Some(insertion(first, format!("origin_sets:{line_end}  {name}: []{line_end}"))),
    }
}

/// What stands before a block mapping on its first line.
fn indentation<'t>(text: &'t str, mapping: &Node) -> &'t str {
    let before = text.get(..mapping.span.start).unwrap_or_default();
    before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default()
}
