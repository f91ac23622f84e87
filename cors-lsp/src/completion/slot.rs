use std::borrow::Cow;

use cors_compiler::Span;
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat, TextEdit};

use crate::{
    client::Client,
    document::Document,
    outline::{At, Node, Outline, Step},
};

/// The place that is completed. It is found by reading the text as if a letter stood there, so that a key or value always does.
#[derive(Debug)]
pub(super) struct Slot {
    /// The text with the letter in it, and what stands where in it.
    pub(super) text: String,
    pub(super) outline: Outline,
    /// Where the letter stands.
    letter: usize,
    /// How far what stands there is indented.
    pub(super) indentation: usize,
    /// What is replaced, in the text without the letter.
    replaced: Span,
    /// What is put in front: a blank where the colon of the key has none behind it.
    lead: &'static str,
    pub(super) place: Place,
}

/// What stands at the letter.
#[derive(Debug)]
pub(super) struct Place {
    /// The way to the value, or to the mapping of the key.
    pub(super) path: Vec<Step<'static>>,
    pub(super) is_key: bool,
    /// Whether lists and mappings stand between brackets here.
    pub(super) is_flow: bool,
    /// The quote in which it stands, or in which keys beside it do.
    pub(super) quote: Option<char>,
    /// Whether a colon follows already.
    pub(super) has_colon: bool,
    /// Whether it stands on a line below its key.
    pub(super) is_below: bool,
    /// Where it stands, as far as its line goes.
    span: Span,
}

/// Something that may stand there, before it is known how it is written there.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) label: String,
    pub(super) kind: CompletionItemKind,
    /// What it means, in Markdown.
    pub(super) meaning: Option<String>,
    /// What is inserted; a `\0` is where one goes on writing.
    pub(super) text: String,
    pub(super) sort_text: Option<String>,
}

impl Slot {
    /// The place at a byte. `None` in comments and where nothing can be told.
    pub(super) fn at(text: &str, byte: usize) -> Option<Self> {
        let (before, after) = text.split_at_checked(byte)?;
        let lead = if before.ends_with(':') { " " } else { "" };
        let text = format!("{before}{lead}x{after}");
        let outline = Outline::of(&text);
        let letter = byte + lead.len();
        let place = Place::at(&outline, &text, letter)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        // A word that goes on from the line above is none that anybody completes.
        let indentation = place.span.start.checked_sub(line_start)?;
        let replaced = Span::new(place.span.start.min(byte), place.span.end - lead.len() - 1);
        // Within quotes a colon is one of the text.
        let lead = if place.span.start == letter { lead } else { "" };
        Some(Self { text, outline, letter, indentation, replaced, lead, place })
    }

    /// The path in words: the keys, and `#` for any element.
    pub(super) fn words(&self) -> Vec<&str> {
        self.place.path.iter().map(Step::word).collect()
    }

    /// The same within the policy that it stands in, and that policy's mapping.
    pub(super) fn in_policy(&self) -> (Vec<&str>, &Node) {
        let words = self.words();
        match words.strip_prefix(&["routes", "#"]) {
            // The root and its list of routes stand around it.
            Some(within) => (within.to_vec(), self.around().get(2).copied().unwrap_or(&self.outline.root)),
            None => (words, &self.outline.root),
        }
    }

    /// The lists and mappings that it stands in, the root first.
    pub(super) fn around(&self) -> Vec<&Node> {
        self.outline.at(&self.text, self.letter + 1).map(|at| at.around).unwrap_or_default()
    }

    /// The other elements or keys there.
    pub(super) fn others(&self) -> Vec<Cow<'_, str>> {
        let is_other = |node: &&Node| !(node.span.start <= self.letter && self.letter < node.span.end);
        let Some(around) = self.around().pop() else { return Vec::new() };
        let keys = around.entries().iter().map(|entry| &entry.key);
        keys.chain(around.items()).filter(is_other).map(|node| node.value(&self.text)).collect()
    }

    /// A text as it is written there: in the quotes that stand there, or in some where it needs them.
    pub(super) fn quoted(&self, text: &str, needs_quotes: bool) -> String {
        match self.place.quote {
            Some(quote) => format!("{quote}{text}{quote}"),
            None if needs_quotes => format!("\"{text}\""),
            None => text.to_owned(),
        }
    }
}

impl Place {
    fn at(outline: &Outline, text: &str, letter: usize) -> Option<Self> {
        let at = outline.at(text, letter + 1).filter(|at| at.node.is_scalar() && at.node.span.start <= letter)?;
        let line = text.get(letter..)?;
        let line_end = letter + line.find(['\r', '\n']).unwrap_or(line.len());
        let span = Span::new(at.node.span.start, at.node.span.end.min(line_end));
        let mut path: Vec<Step<'static>> = at.path.iter().map(Step::owned).collect();
        if at.is_key {
            path.pop();
        }
        Some(Self {
            path,
            is_key: at.is_key,
            is_flow: at.around.iter().any(|node| node.is_flow(text)),
            quote: quote(&at, at.around.last().copied(), text),
            has_colon: at.is_key && text.get(span.end..)?.trim_start_matches([' ', '\t']).starts_with(':'),
            is_below: is_below(&at, text),
            span,
        })
    }
}

impl Candidate {
    pub(super) fn new(label: impl Into<String>, kind: CompletionItemKind, text: impl Into<String>) -> Self {
        Self { label: label.into(), kind, meaning: None, text: text.into(), sort_text: None }
    }

    pub(super) fn meaning(self, meaning: Option<impl Into<String>>) -> Self {
        Self { meaning: meaning.map(Into::into), ..self }
    }

    /// The item for the editor.
    pub(super) fn placed(self, document: &Document, slot: &Slot, client: &Client) -> CompletionItem {
        let new_text = format!("{}{}", slot.lead, self.text);
        let is_snippet = client.snippets && new_text.contains('\0');
        let new_text = if is_snippet { snippet(&new_text) } else { new_text.replace('\0', "") };
        // Editors compare with all that is replaced, and an opening quote is a part of it.
        let filter = slot.place.quote.map_or_else(|| self.label.clone(), |quote| format!("{quote}{}", self.label));
        CompletionItem {
            kind: Some(self.kind),
            documentation: self.meaning.map(|meaning| Documentation::MarkupContent(client.markup(meaning))),
            sort_text: self.sort_text,
            filter_text: Some(format!("{}{filter}", slot.lead)),
            insert_text_format: Some(if is_snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(document.text.range(slot.replaced), new_text))),
            label: self.label,
            ..CompletionItem::default()
        }
    }
}

/// A text with a place to go on as a snippet.
fn snippet(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    escaped.replacen('\0', "$0", 1).replace('\0', "")
}

/// The quote around a place; at a key that has none yet, the one of the keys beside it.
fn quote(at: &At<'_, '_>, mapping: Option<&Node>, text: &str) -> Option<char> {
    let of = |node: &Node| node.slice(text).chars().next().filter(|c| matches!(c, '"' | '\''));
    let is_other = |node: &&Node| *node != at.node;
    let beside = || mapping?.entries().iter().map(|entry| &entry.key).find(is_other).and_then(of);
    of(at.node).or_else(|| beside().filter(|_| at.is_key))
}

/// Whether a value stands on another line than its key.
fn is_below(at: &At<'_, '_>, text: &str) -> bool {
    let Some(Step::Key(name)) = at.path.last().filter(|_| !at.is_key) else { return false };
    let entries = at.around.last().map(|node| node.entries()).unwrap_or_default();
    let entry = entries.iter().find(|entry| entry.key.value(text) == *name);
    let between = entry.and_then(|entry| text.get(entry.key.span.end..at.node.span.start));
    between.is_some_and(|between| between.contains('\n'))
}
