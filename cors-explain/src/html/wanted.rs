use cors_browser::Response;

use crate::Explanation;

use super::paper::Paper;

/// What would make it work, where no policy is known.
pub(super) fn wanted(explanation: &Explanation, paper: &mut Paper) {
    let Some(wanted) = &explanation.wanted else { return };
    paper.put("<section aria-labelledby=\"wanted\">\n<div><h2 id=\"wanted\">What would make it work</h2>");
    paper.put("<p class=\"of\">No policy was given: this is one, and what a server says that has it.</p></div>\n<div class=\"stack\">");
    paper.put("<div class=\"card\"><h3>A policy that allows this call and no more</h3><div class=\"body\"><pre><code>");
    for (index, line) in wanted.text.lines().enumerate() {
        paper.put(if index == 0 { "" } else { "\n" }).text(line);
    }
    paper.put("</code></pre>");
    for price in &wanted.prices {
        paper.put("<p class=\"price\"><b>Price:</b> ").sentence(price).put("</p>");
    }
    paper.put("</div></div>\n");
    if let Some(preflight) = &wanted.preflight {
        paper.put("<div class=\"card\"><h3>The answer to the preflight</h3><div class=\"body\"><pre><code>");
        paper.number(preflight.status.into()).put("\n");
        lines(preflight, paper);
        paper.put("</code></pre></div></div>\n");
    }
    paper.put("<div class=\"card\"><h3>The answer to the request <span class=\"soft\">whatever its status</span></h3><div class=\"body\"><pre><code>");
    lines(&wanted.actual, paper);
    paper.put("</code></pre></div></div>\n</div>\n</section>\n");
}

fn lines(response: &Response, paper: &mut Paper) {
    for (index, (name, value)) in response.headers.iter().enumerate() {
        paper.put(if index == 0 { "" } else { "\n" }).text(name).put(": ").text(&String::from_utf8_lossy(value));
    }
}
