//! What an editor says of the place under the cursor.

mod examples;
mod pages;
mod path;
mod pattern;
mod set;

use cors_compiler::{Finding, OriginPattern, PathPattern, rules};
use lsp_types::{Hover, HoverContents, Position};

use crate::{
    document::Document,
    language::Described,
    markdown::code,
    outline::{At, Step},
    requests::Asking,
};

/// What stands at a place: what it means, and what was found there.
pub(crate) fn hover(document: &Document, position: Position, asking: &Asking<'_>) -> Option<Hover> {
    let text = document.text.as_str();
    let byte = document.text.offset(position);
    let at = document.outline().at(text, byte)?;
    if !at.node.is_scalar() {
        return None;
    }
    let mut sections: Vec<String> = meaning(document, &at).into_iter().collect();
    let found = document.report(asking.judge).findings().iter();
    let mut here: Vec<&Finding> = found.filter(|found| found.span.start <= byte && byte <= found.span.end).collect();
    here.dedup_by_key(|finding| finding.rule.name);
    sections.extend(here.into_iter().filter_map(|finding| pages::in_short(finding.rule)));
    if sections.is_empty() {
        return None;
    }
    let contents = HoverContents::Markup(asking.client.markup(sections.join("\n\n---\n\n")));
    Some(Hover { contents, range: Some(document.text.range(at.node.span)) })
}

fn meaning(document: &Document, at: &At<'_, '_>) -> Option<String> {
    let text = document.text.as_str();
    let value = at.node.value(text);
    let words = at.words();
    let place = words.strip_prefix(&["routes", "#"]).unwrap_or(&words);
    let special = match place {
        ["origin_sets", _] | ["profiles", _, _] if at.is_key => set::hover(document, &value),
        ["allow_origins", "#"] | ["allow_origins"] if value.starts_with('$') && !at.is_key => {
            set::hover(document, value.trim_start_matches('$'))
        }
        ["allow_origins", "#"]
        | ["origin_sets", _, "#"]
        | ["profiles", _, _, "#"]
        | ["accept_risks", "#", "origin"]
            if !at.is_key =>
        {
            OriginPattern::parse(&value).ok().map(|pattern| pattern::hover(&pattern))
        }
        ["path"] | ["path", "#"] if !at.is_key => PathPattern::parse(&value).ok().map(|path| path::hover(&path)),
        ["accept_risks", "#", "risk"] if !at.is_key => rules::find(&value).and_then(pages::whole),
        ["max_age"] if !at.is_key => seconds(&value),
        _ => None,
    };
    special.or_else(|| described(&at.path, &value))
}

/// What the schema says of a word, of an element, and of the key whose value it is.
fn described(path: &[Step<'_>], value: &str) -> Option<String> {
    let here = Described::at(path);
    let word = here.iter().flat_map(Described::words).find(|word| *word.as_text() == *value);
    let word = word.and_then(|word| word.meaning).map(|meaning| format!("{}: {meaning}", code(value)));
    let is_element = matches!(path.last(), Some(Step::Item(_)));
    let element = here.and_then(|here| here.meaning()).filter(|_| is_element).map(str::to_owned);
    let key = (1..=path.len()).rev().filter_map(|length| path.get(..length)).find_map(|path| match path.last()? {
        Step::Key(key) => Some(format!("**{}**\n\n{}", code(key), Described::at(path)?.meaning()?)),
        Step::Item(_) => None,
    });
    let sections: Vec<String> = [word, element, key].into_iter().flatten().collect();
    (!sections.is_empty()).then(|| sections.join("\n\n"))
}

/// A time with its unit, in seconds.
fn seconds(value: &str) -> Option<String> {
    let (number, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    let each = match unit {
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    let seconds = number.parse::<u32>().ok()?.checked_mul(each)?;
    let meaning = described(&[Step::Key("max_age".into())], value).unwrap_or_default();
    Some(format!("`{value}`: `Access-Control-Max-Age: {seconds}`\n\n{meaning}"))
}
