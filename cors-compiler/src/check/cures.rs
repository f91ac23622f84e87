use std::collections::HashMap;

use crate::{
    Document, Edit, Finding, Fix, Source, Span,
    edits::{content, removal},
    rules,
};

use super::blocks;

/// Fixes that need more than the place of their finding: what stands around it, and the acceptances of its risks.
pub(super) struct Cures<'a> {
    source: &'a Source,
    /// Where acceptances say a pattern, without quotes, by the pattern as written.
    accepted: HashMap<&'a str, Vec<Span>>,
    /// Which origin set each pattern of one stands in.
    sets: HashMap<Span, usize>,
}

impl<'a> Cures<'a> {
    pub(super) fn of(source: &'a Source, document: &'a Document) -> Self {
        let mut accepted: HashMap<&str, Vec<Span>> = HashMap::new();
        for acceptance in blocks(document).flat_map(|block| &block.accept_risks) {
            let pattern = acceptance.origin.value.as_str();
            accepted.entry(pattern).or_default().extend(content(source, acceptance.origin.span, pattern));
        }
        let sets = document.origin_sets.iter().enumerate();
        let sets = sets.flat_map(|(set, held)| held.origins.iter().map(move |origin| (origin.span, set))).collect();
        Self { source, accepted, sets }
    }

    pub(super) fn amend(&self, finding: Finding) -> Finding {
        match finding.rule {
            // What changes nothing can be removed by a tool.
            rule if [&rules::origin_covered::RULE, &rules::origin_duplicate::RULE].contains(&rule) => {
                let fix = removal::of_element(self.source, finding.span).filter(|_| !self.rests_on_a_set(&finding));
                Finding { fix, ..finding }
            }
            rule if *rule == rules::status_with_forward::RULE => {
                Finding { fix: removal::of_entry(self.source, "preflight_status", finding.span), ..finding }
            }
            // One text becomes several, and an acceptance is of one.
            rule if *rule == rules::origin_comma_list::RULE => finding,
            rule if rule.name.starts_with("origin-") => self.with_acceptances(finding),
            _ => finding,
        }
    }

    /// Reports whether what covers a pattern is in a set that the pattern is not in. A program may give that set other origins at its
    /// start, and then the pattern is missed.
    fn rests_on_a_set(&self, finding: &Finding) -> bool {
        let cover = finding.labels.first().and_then(|label| self.sets.get(&label.span));
        cover.is_some() && cover != self.sets.get(&finding.span)
    }

    /// An acceptance names a pattern as it is written: where a fix writes the pattern otherwise, the acceptance does too.
    fn with_acceptances(&self, finding: Finding) -> Finding {
        let edits = self.also_accepted(&finding);
        if edits.is_empty() { finding } else { Finding { fix: Some(Fix { safe: true, edits }), ..finding } }
    }

    fn also_accepted(&self, finding: &Finding) -> Vec<Edit> {
        let places = finding.subject.as_deref().and_then(|pattern| Some((pattern, self.accepted.get(pattern)?)));
        let edits = finding.fix.as_ref().map(|fix| fix.edits.as_slice());
        let (Some((pattern, places)), Some([edit])) = (places, edits) else { return Vec::new() };
        let Some(start) = self.start(pattern, edit.span) else { return Vec::new() };
        let moved = |place: &Span| Edit {
            span: Span::new(edit.span.start - start + place.start, edit.span.end - start + place.start),
            text: edit.text.clone(),
        };
        let mut edits: Vec<Edit> = places.iter().map(moved).chain([edit.clone()]).collect();
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    /// Where the text begins of which an edit replaces a part.
    fn start(&self, text: &str, edit: Span) -> Option<usize> {
        let first = edit.end.saturating_sub(text.len());
        let starts_at = |start: &usize| self.source.text().get(*start..).is_some_and(|rest| rest.starts_with(text));
        (first..=edit.start).find(starts_at)
    }
}
