//! What an editor offers to do about findings.

mod acceptance;
mod definition;
mod fixing;

use cors_compiler::{Edit, Finding};
use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionTriggerKind};

use crate::{diagnostics, document::Document, edits, requests::Asking};

/// Everything that is certain, at once: what an editor may do whenever a document is saved.
pub(crate) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.corsgen");

/// What can be done about a finding.
struct Remedy {
    title: String,
    edits: Vec<Edit>,
    /// Whether it is what the author certainly meant.
    is_certain: bool,
}

/// What can be done about what is found within a range.
pub(crate) fn actions(document: &Document, params: &CodeActionParams, asking: &Asking<'_>) -> Vec<CodeActionOrCommand> {
    let context = &params.context;
    let is_asked =
        |kind: &CodeActionKind| context.only.as_ref().is_some_and(|only| only.iter().any(|o| covers(o, kind)));
    let report = document.report(asking.judge);
    let mut actions = Vec::new();
    if context.only.is_none() || is_asked(&CodeActionKind::QUICKFIX) {
        let asked = document.text.span(params.range);
        let here = |finding: &&Finding| finding.span.start <= asked.end && asked.start <= finding.span.end;
        for finding in report.findings().iter().filter(here) {
            actions.extend(remedies(document, finding).map(|remedy| quick_fix(document, finding, remedy, asking)));
        }
    }
    // It costs a few checks of the whole document: not for every move of the cursor.
    let by_hand = context.only.is_none() && context.trigger_kind != Some(CodeActionTriggerKind::AUTOMATIC);
    if by_hand || is_asked(&FIX_ALL) {
        actions.extend(fixing::all(document, asking));
    }
    actions.dedup();
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

fn remedies(document: &Document, finding: &Finding) -> impl Iterator<Item = Remedy> {
    let fix = fixing::of(document, finding);
    let others = [acceptance::of(document, finding), definition::of(document, finding)];
    fix.into_iter().chain(others.into_iter().flatten())
}

fn quick_fix(document: &Document, finding: &Finding, remedy: Remedy, asking: &Asking<'_>) -> CodeAction {
    CodeAction {
        title: remedy.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostics::diagnostic(document, finding, asking.client)]),
        edit: Some(edits::of(document, &remedy.edits, asking.client)),
        is_preferred: Some(remedy.is_certain),
        ..CodeAction::default()
    }
}

/// Whether a kind is the one that is asked for, or a kind of it.
fn covers(asked: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let (asked, kind) = (asked.as_str(), kind.as_str());
    asked.is_empty() || kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
