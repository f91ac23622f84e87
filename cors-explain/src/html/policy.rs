//! The policy: the line that decides, and what would make the call work.

use crate::{Cure, DiffLine, Explanation, Nearest, PolicyLine, PolicyPart, Then};

use super::{ladder::compare, paper::Paper};

pub(super) fn policy(explanation: &Explanation, paper: &mut Paper) {
    let Some(policy) = &explanation.policy else { return };
    paper.put("<section aria-labelledby=\"policy\">\n<div><h2 id=\"policy\">The policy</h2>");
    paper.put("<p class=\"of\">What decides, and what an edit of it costs.</p></div>\n<div class=\"stack\">");
    match &policy.line {
        Some(line) => excerpt(line, policy, paper),
        None => {
            paper.put("<p>").sentence(&policy.says).put("</p>\n");
        }
    }
    if let Some(nearest) = &policy.nearest {
        self::nearest(nearest, paper);
    }
    if let Some(cure) = &policy.cure {
        self::cure(cure, paper);
    }
    if let Some(in_page) = &policy.in_page {
        paper
            .put("<div><h3>")
            .put(if policy.cure.is_some() { "Or, in the page" } else { "In the page" })
            .put("</h3><p>");
        paper.sentence(in_page).put("</p></div>\n");
    }
    paper.put("</div>\n</section>\n");
}

fn excerpt(line: &PolicyLine, policy: &PolicyPart, paper: &mut Paper) {
    // A running server may do otherwise, and the page be red.
    paper.put(if policy.allows { "<div class=\"card green\">" } else { "<div class=\"card\">" });
    paper.put("<p class=\"at\">");
    place(line, paper);
    paper
        .put("</p><div class=\"body\"><pre class=\"excerpt\"><code><span class=\"number\">")
        .number(line.line)
        .put(" │ </span>");
    let [before, marked, after] = cut(line);
    paper.text(&before).put("<mark>").text(&marked).put("</mark>").text(&after).put("</code></pre>");
    paper
        .put("<p class=\"says\"><span aria-hidden=\"true\">↑ </span>")
        .sentence(&policy.says)
        .put("</p></div></div>\n");
}

fn place(line: &PolicyLine, paper: &mut Paper) {
    paper.text(&line.file).put(":").number(line.line).put(":").number(line.column);
}

/// What stands before, in, and behind the mark.
fn cut(line: &PolicyLine) -> [String; 3] {
    let mut pieces = [String::new(), String::new(), String::new()];
    for (index, character) in line.text.chars().enumerate() {
        let [before, marked, after] = &mut pieces;
        match index {
            index if index < line.marked.start => before.push(character),
            index if index < line.marked.end => marked.push(character),
            _ => after.push(character),
        }
    }
    pieces
}

fn nearest(nearest: &Nearest, paper: &mut Paper) {
    paper.put("<div><h3>What comes closest: <span class=\"mono\">");
    place(&nearest.line, paper);
    paper.put("</span></h3><p>").sentence(&nearest.says).put("</p>");
    compare(&nearest.comparison, paper);
    paper.put("</div>\n");
}

fn cure(cure: &Cure, paper: &mut Paper) {
    paper.put("<div class=\"card\"><h3>").put(match cure.then {
        Then::Works => "It works with this edit",
        Then::Fails(_) => "This edit helps, but is not enough",
        Then::Refused { .. } => "This edit would do, but the policy is then refused",
    });
    paper.put("</h3><div class=\"body\"><ul>");
    for step in &cure.steps {
        paper.put("<li>").sentence(step).put("</li>");
    }
    paper.put("</ul><pre class=\"diff\"><code>");
    cure.diff.iter().for_each(|line| change(line, paper));
    paper.put("</code></pre>");
    match &cure.then {
        Then::Works => {}
        Then::Fails(why) => {
            paper.put("<p>Then: ").sentence(why).put("</p>");
        }
        Then::Refused { rule, message } => {
            paper
                .put("<p class=\"bad\"><b>")
                .put(rule)
                .put("</b>: ")
                .text(message)
                .put("</p><p class=\"soft\"><code>corsgen rule ");
            paper.put(rule).put("</code> says why, and what would do</p>");
        }
    }
    for price in &cure.prices {
        paper.put("<p class=\"price\"><b>Price:</b> ").sentence(price).put("</p>");
    }
    paper.put("</div></div>\n");
}

fn change(line: &DiffLine, paper: &mut Paper) {
    let (open, close) = if line.is_added { ("<ins>+ ", "</ins>") } else { ("<del>− ", "</del>") };
    paper.put(open).text(&line.text).put(close);
}
