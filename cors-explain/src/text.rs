//! An explanation for terminals: it only prints what was decided.

mod diagnosis;
mod diagram;
pub(crate) mod ink;
mod matrix;
mod paper;
mod parts;
mod wanted;
pub(crate) mod wrap;

use crate::{Explanation, Light, because};
use ink::{BOLD, GREEN, Ink, RED, YELLOW};
use paper::Paper;

pub use diagnosis::diagnosis;
pub use matrix::matrix;

/// The fewest columns that a diagram needs.
const NARROWEST: usize = 44;

/// The most: longer lines are hard to read.
const WIDEST: usize = 120;

/// All nine parts, in colours as ANSI escapes, in lines of at most `width` columns. No text of others acts on a terminal.
pub fn text(explanation: &Explanation, width: usize) -> String {
    let mut paper = Paper::new(width.clamp(NARROWEST, WIDEST));
    verdict(explanation, &mut paper);
    paper.heading("What happens");
    diagram::draw(&explanation.sequence, &mut paper);
    parts::ladder(explanation, &mut paper);
    parts::console(explanation, &mut paper);
    parts::origins(&explanation.origins, &mut paper);
    parts::policy(explanation, &mut paper);
    wanted::wanted(explanation, &mut paper);
    parts::beside(explanation, &mut paper);
    parts::headers(&explanation.headers, &mut paper);
    parts::trials(&explanation.trials, &mut paper);
    paper.heading("What CORS does not do");
    for limit in &explanation.limits {
        paper.item("- ", &Ink::sentence(limit));
    }
    paper.finish()
}

fn verdict(explanation: &Explanation, paper: &mut Paper) {
    let color = match explanation.verdict.light {
        Light::Green => GREEN,
        Light::Amber => YELLOW,
        Light::Red => RED,
    };
    paper.line(&Ink::sentence(&explanation.verdict.sentence).over(color | BOLD));
    paper.blank();
    paper.indented(2, &Ink::sentence(&explanation.title));
    for next in &explanation.also_would_fail {
        paper.item("  you would hit next: ", &Ink::sentence(&because(next)));
    }
    for warning in &explanation.warnings {
        paper.item("  warning: ", &Ink::sentence(warning));
    }
    for assumption in &explanation.assumptions {
        paper.item("  taken for granted: ", &Ink::sentence(assumption));
    }
}
