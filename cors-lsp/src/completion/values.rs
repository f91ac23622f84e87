use lsp_types::CompletionItemKind;
use serde_json::Value;

use crate::{
    language::Described,
    outline::Node,
    policies::{PolicyPlace, defined, replaced},
};

use super::{
    keys,
    names::{METHODS, REQUEST_HEADERS, RESPONSE_HEADERS},
    slot::{Candidate, Slot},
};

/// How many origins are offered where a risk is accepted.
const MOST: usize = 200;

/// What may stand where a value does.
pub(super) fn items(slot: &Slot) -> Vec<Candidate> {
    let (words, policy) = slot.in_policy();
    match words.as_slice() {
        ["allow_origins", "#"] => set_names(slot),
        ["allow_methods", "#"] => names(slot, &METHODS),
        ["allow_headers", "#"] => names(slot, &REQUEST_HEADERS),
        ["expose_headers", "#"] => names(slot, &RESPONSE_HEADERS),
        ["accept_risks", "#", "origin"] => origins(slot, policy),
        [key @ ("allow_origins" | "allow_methods" | "allow_headers" | "expose_headers")] => lists(slot, key),
        _ => {
            let Some(described) = Described::at(&slot.place.path) else { return Vec::new() };
            // A mapping whose first key is being written is a word so far.
            if described.is("object") {
                return keys::items(slot);
            }
            words_and_examples(slot, &described)
        }
    }
}

/// The sets that are not named yet.
fn set_names(slot: &Slot) -> Vec<Candidate> {
    let others = slot.others();
    let sets = defined(&slot.outline, &slot.text).iter();
    let sets = sets.map(|set| (format!("${}", set.key.value(&slot.text)), set.value.items().len()));
    let sets = sets.filter(|(name, _)| !others.iter().any(|other| other == name));
    sets.map(|(name, count)| set_name(slot, &name, count)).collect()
}

fn set_name(slot: &Slot, name: &str, count: usize) -> Candidate {
    let meaning = if count == 1 { "1 origin".to_owned() } else { format!("{count} origins") };
    Candidate::new(name, CompletionItemKind::VARIABLE, slot.quoted(name, false)).meaning(Some(meaning))
}

/// Names that are often listed and are not yet.
fn names(slot: &Slot, known: &[&str]) -> Vec<Candidate> {
    let others = slot.others();
    let new = known.iter().filter(|name| !others.iter().any(|other| other.eq_ignore_ascii_case(name)));
    new.map(|name| Candidate::new(*name, CompletionItemKind::VALUE, slot.quoted(name, false))).collect()
}

/// A whole list, or `"*"`; below the key, an element of one.
fn lists(slot: &Slot, key: &str) -> Vec<Candidate> {
    let elements: Vec<Candidate> = match key {
        "allow_origins" => set_names(slot),
        "allow_methods" => names(slot, &METHODS),
        "allow_headers" => names(slot, &REQUEST_HEADERS),
        _ => names(slot, &RESPONSE_HEADERS),
    };
    let before = if slot.place.is_below && !slot.place.is_flow { "- " } else { "[" };
    let after = if before == "[" { "\0]" } else { "" };
    let listed =
        elements.into_iter().map(|element| Candidate { text: format!("{before}{}{after}", element.text), ..element });
    let described = Described::at(&slot.place.path);
    let any =
        described.iter().filter(|_| !slot.place.is_below).flat_map(|described| words_and_examples(slot, described));
    any.chain(listed).collect()
}

/// The words and examples that the schema has.
fn words_and_examples(slot: &Slot, described: &Described) -> Vec<Candidate> {
    let words = described.words();
    let words = words.iter().map(|word| {
        let label = plain(word.value);
        Candidate::new(&label, CompletionItemKind::ENUM_MEMBER, written(slot, word.value)).meaning(word.meaning)
    });
    let examples = described.examples().iter().map(|example| {
        Candidate::new(plain(example), CompletionItemKind::VALUE, written(slot, example)).meaning(described.meaning())
    });
    words.chain(examples).collect()
}

/// The origins of a policy, those of its sets included: an acceptance names one of them.
fn origins(slot: &Slot, policy: &Node) -> Vec<Candidate> {
    let text = slot.text.as_str();
    let place = PolicyPlace { mapping: policy, path: policy.get(text, "path") };
    let named = place.sets(text);
    let is_named = |key: &Node| named.iter().any(|naming| naming.name == key.value(text));
    let sets = defined(&slot.outline, text).iter().filter(|set| is_named(&set.key));
    let of_profiles = replaced(&slot.outline, text).into_iter().map(|(_, set)| set).filter(|set| is_named(&set.key));
    let of_sets = sets.chain(of_profiles).flat_map(|set| set.value.items());
    let own = place.origins(text).iter().filter(|item| !item.value(text).starts_with('$'));
    let mut origins: Vec<_> = own.chain(of_sets).map(|item| item.value(text)).collect();
    origins.sort_unstable();
    origins.dedup();
    let origins = origins.into_iter().take(MOST);
    origins.map(|origin| Candidate::new(&*origin, CompletionItemKind::VALUE, slot.quoted(&origin, true))).collect()
}

/// A value of JSON as people read it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => format!("[{}]", values.iter().map(plain).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

/// The same as it is written in the document.
fn written(slot: &Slot, value: &Value) -> String {
    let is_json =
        slot.place.is_flow && slot.outline.root.entries().iter().any(|e| e.key.slice(&slot.text).starts_with('"'));
    match value {
        _ if is_json && slot.place.quote.is_none() => value.to_string(),
        Value::String(text) => slot.quoted(text, text == "*"),
        Value::Array(_) => plain(value),
        value => value.to_string(),
    }
}
