//! What a running server does, beside what its policy says.

use crate::{Beside, Difference, Explanation};

use super::{
    drawing::{FAILS, YES},
    paper::Paper,
};

pub(super) fn beside(explanation: &Explanation, paper: &mut Paper) {
    let Some(Beside { by_policy, by_server, differences }) = &explanation.beside else { return };
    let (matter, other): (Vec<&Difference>, Vec<&Difference>) = differences.iter().partition(|one| one.matters);
    paper.put("<section aria-labelledby=\"beside\">\n<div><h2 id=\"beside\">What the server does, beside what the policy says</h2></div>\n");
    paper.put("<div class=\"stack\">");
    if matter.is_empty() {
        paper.put("<p class=\"box is-good\">").put(YES).put("<span>the same, to every browser</span></p>");
    }
    for difference in matter {
        paper.put("<div><p class=\"box is-bad\">").put(FAILS).put("<span>");
        told(difference, paper);
        paper.put("</span></p>");
        values(difference, paper);
        if let Some(means) = &difference.means {
            paper.put("<p class=\"means\">").sentence(means).put("</p>");
        }
        paper.put("</div>\n");
    }
    if by_policy != by_server {
        paper
            .put("<p>By the policy it would be ")
            .put(by_policy.name())
            .put("; it is ")
            .put(by_server.name())
            .put(".</p>");
    }
    if !other.is_empty() {
        paper.put("<div><h3>Otherwise too, but no browser can tell</h3><ul class=\"limits\" role=\"list\">");
        for difference in other {
            paper.put("<li>");
            told(difference, paper);
            for (open, value) in [(": by the policy ", &difference.policy), (", by the server ", &difference.server)] {
                paper.put(open);
                match value {
                    Some(value) => paper.code(value),
                    None => paper.put("none"),
                };
            }
            paper.put("</li>\n");
        }
        paper.put("</ul></div>\n");
    }
    paper.put("</div>\n</section>\n");
}

fn told(difference: &Difference, paper: &mut Paper) {
    paper.code(&difference.what).put(" of ").put(difference.of());
}

fn values(difference: &Difference, paper: &mut Paper) {
    paper.put("<dl class=\"compare\">");
    for (name, value) in [("policy", &difference.policy), ("server", &difference.server)] {
        paper.put("<dt>").put(name).put("</dt><dd>").text(value.as_deref().unwrap_or("none")).put("</dd>");
    }
    paper.put("</dl>");
}
