use crate::{Answer, Comparison, Explanation, Rung, Title as _};

use super::{
    drawing::{FAILS, MIND, NO, YES},
    paper::Paper,
};

pub(super) fn ladder(explanation: &Explanation, paper: &mut Paper) {
    paper.put("<section aria-labelledby=\"ladder\">\n<div><h2 id=\"ladder\">What ");
    paper
        .text(explanation.browser.title())
        .put(" asks</h2><p class=\"of\">Every question, in its order.</p></div>\n<div>");
    let next = explanation.ladder.rungs.iter().position(|rung| rung.answer == Answer::NextFails);
    let (asked, next) = explanation.ladder.rungs.split_at(next.unwrap_or(explanation.ladder.rungs.len()));
    rungs(asked, paper);
    if !next.is_empty() {
        paper.put("<p class=\"then\">Were that mended, you would hit next:</p>");
        rungs(next, paper);
    }
    paper.put("</div>\n</section>\n");
}

fn rungs(rungs: &[Rung], paper: &mut Paper) {
    paper.put("<ol class=\"ladder\" role=\"list\">\n");
    rungs.iter().for_each(|rung| self::rung(rung, paper));
    paper.put("</ol>\n");
}

fn rung(rung: &Rung, paper: &mut Paper) {
    let (open, sign, answer) = match rung.answer {
        Answer::Yes => ("<li class=\"rung yes\">", YES, "yes"),
        Answer::No => ("<li class=\"rung no\">", NO, "no"),
        Answer::Fails => ("<li class=\"rung fails\">", FAILS, "no: it fails here"),
        Answer::NextFails => ("<li class=\"rung next\">", MIND, "no: it would fail here"),
    };
    paper.put(open).put(sign).put("<div><p>").sentence(&rung.question);
    paper.put(" <span class=\"answer\">").put(answer).put("</span>");
    if let Some(why) = &rung.why {
        paper.put("; ").sentence(why);
    }
    if let (Some(found), None) = (&rung.found, &rung.comparison) {
        paper.put("<span class=\"soft\">, found</span> ").code(found);
    }
    paper.put("</p>");
    if let Some(comparison) = &rung.comparison {
        compare(comparison, paper);
    }
    if matches!(rung.answer, Answer::Fails | Answer::NextFails) {
        // INVARIANT: every one of them is an address in the standard.
        paper
            .put("<p class=\"spec\"><a rel=\"noreferrer\" href=\"")
            .put(rung.spec)
            .put("\">where it is specified</a></p>");
    }
    paper.put("</div></li>\n");
}

/// Both strings, one below the other. They begin alike and stand in one font, so that they break at the same places, and what differs
/// stands below what it differs from, whatever the width.
pub(super) fn compare(comparison: &Comparison, paper: &mut Paper) {
    paper.put("<dl class=\"compare\">");
    let pair = [(comparison.left_name, &comparison.left), (comparison.right_name, &comparison.right)];
    for (name, text) in pair {
        let (same, other) = text.split_at_checked(comparison.same_bytes).unwrap_or((text, ""));
        paper.put("<dt>").put(name).put("</dt><dd><span class=\"same\">").text(same).put("</span><mark>");
        if other.is_empty() {
            paper.put("<span class=\"end\"></span><span class=\"unseen\"> ends here</span>");
        }
        paper.text(other).put("</mark></dd>");
    }
    paper.put("<dd class=\"where\">the first byte that differs is number ").number(comparison.same_bytes + 1);
    paper.put("</dd></dl>");
}
