use lsp_types::CompletionItemKind;

use crate::{language::Described, outline::Step, policies::defined};

use super::slot::{Candidate, Slot};

/// The keys that may stand there and do not yet.
pub(super) fn items(slot: &Slot) -> Vec<Candidate> {
    let others = slot.others();
    let is_new = |key: &str| !others.iter().any(|other| other == key);
    if let ["profiles", _] = slot.words().as_slice() {
        let sets = defined(&slot.outline, &slot.text).iter().map(|set| set.key.value(&slot.text));
        let sets = sets.filter(|set| is_new(set));
        return sets.map(|set| key(slot, &set, None, "[\0]")).collect();
    }
    let Some(described) = Described::at(&slot.place.path) else { return Vec::new() };
    let keys = described.keys().into_iter().filter(|(name, _)| is_new(name));
    keys.map(|(name, described)| key(slot, name, described.meaning(), &value(slot, name, &described))).collect()
}

/// A key, and what its value begins with.
fn key(slot: &Slot, name: &str, meaning: Option<&str>, value: &str) -> Candidate {
    let quoted = slot.quoted(name, false);
    let text = match value {
        _ if slot.place.has_colon => quoted,
        "" => format!("{quoted}: \0"),
        below if below.starts_with('\n') => format!("{quoted}:{below}"),
        value => format!("{quoted}: {value}"),
    };
    Candidate::new(name, CompletionItemKind::PROPERTY, text).meaning(meaning)
}

/// What a value of this kind begins with.
fn value(slot: &Slot, name: &str, described: &Described) -> String {
    if name == "path" {
        return "/\0".to_owned();
    }
    let indentation = " ".repeat(slot.indentation);
    let is_text = described.is("string");
    match (described.is("array"), described.is("object")) {
        (true, _) if is_text || slot.place.is_flow => "[\0]".to_owned(),
        (true, _) => format!("\n{indentation}  - \0"),
        (_, true) if slot.place.is_flow => "{\0}".to_owned(),
        (_, true) => format!("\n{indentation}  \0"),
        _ => String::new(),
    }
}

impl Step<'_> {
    /// The same, with words of its own.
    pub(crate) fn owned(&self) -> Step<'static> {
        match self {
            Self::Key(key) => Step::Key(key.clone().into_owned().into()),
            Self::Item(index) => Step::Item(*index),
        }
    }
}
