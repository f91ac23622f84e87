//! What a text of a console means, for terminals.

use crate::{Diagnosis, Sentence, Title as _, because};

use super::{
    ink::{BOLD, DIM, Ink, PLAIN, RED, YELLOW},
    paper::Paper,
    parts,
};

/// A diagnosis, in colours, in lines of at most `width` columns. No text of others acts on a terminal.
pub fn diagnosis(diagnosis: &Diagnosis, width: usize) -> String {
    let mut paper = Paper::new(width.clamp(super::NARROWEST, super::WIDEST));
    paper.line(&Ink::of(PLAIN | BOLD, &format!("{} says so", diagnosis.browser().title())));
    paper.blank();
    if diagnosis.message.follows {
        paper.indented(2, &Ink::plain("this line stands behind every failure of CORS: the one before it says why"));
        if !diagnosis.findings.is_empty() {
            paper.indented(2, &Ink::plain("if there is none before it:"));
        }
    } else if diagnosis.findings.is_empty() {
        let words = "a page is told this of every failure: the reason stands in the console, beside it";
        paper.indented(2, &Ink::plain(words));
    }
    for found in &diagnosis.findings {
        paper.marked(&Ink::of(RED | BOLD, "  ✗ "), &Ink::sentence(&found.means));
        paper.item("    check: ", &Ink::plain(found.reason.check().name()));
        paper.item("    key:   ", &Ink::plain(found.key.unwrap_or("none: the policy is not what decides")));
        paper.item("    cure:  ", &Ink::sentence(&found.cure));
        paper.indented(4, &Ink::of(DIM, found.reason.check().spec()));
    }
    let Some(explanation) = &diagnosis.explanation else { return paper.finish() };
    if diagnosis.agrees == Some(false) {
        paper.blank();
        let words = match &explanation.outcome.failed {
            Some(failed) => Sentence::from("by the policy this call fails otherwise: ").then(because(failed)),
            None => {
                "by the policy this call works: the server has another, or something on the way changes its answers"
                    .into()
            }
        };
        paper.marked(&Ink::of(YELLOW | BOLD, "  ! "), &Ink::sentence(&words));
    }
    parts::policy(explanation, &mut paper);
    paper.finish()
}
