use cors_compiler::{Edit, Finding, Fixed, Span};
use lsp_types::CodeAction;

use crate::{document::Document, edits, requests::Asking};

use super::{FIX_ALL, Remedy};

/// The longest text that is told in the title of an action, in characters, but for a word that is longer.
const LONGEST: usize = 40;

/// The fix that a finding has.
pub(super) fn of(document: &Document, finding: &Finding) -> Option<Remedy> {
    let fix = finding.fix.as_ref()?;
    Some(Remedy { title: title(document, finding, &fix.edits), edits: fix.edits.clone(), is_certain: fix.safe })
}

/// Everything that is certain, as `corsgen check --fix` does it.
pub(super) fn all(document: &Document, asking: &Asking<'_>) -> Option<CodeAction> {
    let report = document.report(asking.judge);
    if !report.findings().iter().any(Finding::is_fixable) {
        return None;
    }
    let fixed = Fixed::from(document.source().clone(), report.clone(), |source| asking.judge.report_to_fix(source));
    let changes = changes(document.text.as_str(), fixed.source.text());
    (!changes.is_empty()).then(|| CodeAction {
        title: "Fix all that corsgen can fix for certain".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(edits::of(document, &changes, asking.client)),
        ..CodeAction::default()
    })
}

fn title(document: &Document, finding: &Finding, edits: &[Edit]) -> String {
    let [Edit { span, text }] = edits else { return format!("Fix `{}`", finding.rule.name) };
    let old = shortened(document.source().slice(*span));
    match (old.as_str(), text.as_str()) {
        ("", new) => format!("Insert `{}`", shortened(new)),
        (old, "") => format!("Remove `{old}`"),
        (old, new) => format!("Replace `{old}` by `{}`", shortened(new)),
    }
}

/// A text in a line, without the layout around it.
fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let line = line.strip_prefix("- ").unwrap_or(&line).trim_matches([',', ' ']);
    let line = if line.is_empty() { text.trim() } else { line };
    let Some((end, _)) = line.char_indices().nth(LONGEST) else { return line.to_owned() };
    // No word is cut: the last blank that fits, or the first there is.
    let fits = line.get(..end).and_then(|line| line.rfind(' ')).or_else(|| line.find(' '));
    fits.and_then(|end| line.get(..end)).map_or_else(|| line.to_owned(), |words| format!("{words} …"))
}

/// The edits that make `new` of `old`: one a line, so that cursors and folds elsewhere stay, or one in all where lines come or go.
fn changes(old: &str, new: &str) -> Vec<Edit> {
    let (old_lines, new_lines) = (old.split_inclusive('\n'), new.split_inclusive('\n'));
    if old_lines.clone().count() != new_lines.clone().count() {
        return change(0, old, new).into_iter().collect();
    }
    let mut start = 0;
    let each = old_lines.zip(new_lines).filter_map(|(old, new)| {
        start += old.len();
        change(start - old.len(), old, new)
    });
    each.collect()
}

/// The edit of what stands between what both begin and end with; `old` stands at `at`.
fn change(at: usize, old: &str, new: &str) -> Option<Edit> {
    if old == new {
        return None;
    }
    let same = |(a, b): &(char, char)| a == b;
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (old.get(start..)?, new.get(start..)?);
    let end: usize =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let span = Span::new(at + start, at + old.len() - end);
    Some(Edit { span, text: new_rest.get(..new_rest.len() - end)?.to_owned() })
}
