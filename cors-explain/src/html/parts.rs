//! The parts that need no drawing.

use crate::{Console, Explanation, HeaderRow, Origins, Reading, ResponseHeaders, Sentence, Title as _, Trial};

use super::{
    drawing::{FAILS, HIDDEN, YES},
    paper::Paper,
};

pub(super) fn console(explanation: &Explanation, paper: &mut Paper) {
    paper.put("<section aria-labelledby=\"console\">\n<div><h2 id=\"console\">The console</h2>");
    paper.put("<p class=\"of\">What each browser says, to the letter.</p></div>\n<div class=\"stack\">");
    explanation.console.iter().for_each(|console| said(console, paper));
    paper.put("</div>\n</section>\n");
}

fn said(console: &Console, paper: &mut Paper) {
    paper.put("<div class=\"card\"><h3>").text(console.browser.title());
    if let Some(departs) = &console.departs {
        paper.put(" <span class=\"mind\">").sentence(departs).put("</span>");
    }
    paper.put("</h3><div class=\"body\">");
    if console.lines.is_empty() && console.exception.is_none() {
        paper.put("<p class=\"soft\">says nothing</p>");
    }
    for line in &console.lines {
        paper.put(if console.works { "<p class=\"said is-warning\">" } else { "<p class=\"said is-error\">" });
        paper.text(line).put("</p>");
    }
    if let Some(exception) = &console.exception {
        paper.put("<p>the page gets ").code(exception).put("</p>");
    }
    paper.put("</div></div>\n");
}

pub(super) fn origins(origins: &Origins, paper: &mut Paper) {
    paper.put("<section aria-labelledby=\"origins\">\n<div><h2 id=\"origins\">");
    paper.put(if origins.is_same { "The two origins are the same" } else { "The two origins" });
    paper.put("</h2><p class=\"of\">Scheme, host and port: where one differs, it is another origin.</p></div>\n<div class=\"stack\"><table>");
    paper.put("<thead><tr><th scope=\"col\" class=\"narrow\">part</th><th scope=\"col\">page</th><th scope=\"col\">server</th></tr></thead><tbody>");
    for row in &origins.rows {
        paper.put(if row.differs { "<tr class=\"differs\"><th scope=\"row\">" } else { "<tr><th scope=\"row\">" });
        paper.put(row.name).put(if row.differs {
            " <span class=\"mind differ\">≠ differs</span></th>"
        } else {
            " <span class=\"soft\">=</span></th>"
        });
        for cell in [&row.page, &row.server] {
            paper.put("<td><code>").host(cell.as_deref().unwrap_or("none")).put("</code></td>");
        }
        paper.put("</tr>");
    }
    paper.put("</tbody></table>\n");
    if origins.is_same_site && !origins.is_same {
        paper.put("<p class=\"soft\">One site, for cookies; to CORS that is not one origin.</p>\n");
    }
    paper.put("</div>\n</section>\n");
}

pub(super) fn headers(headers: &ResponseHeaders, paper: &mut Paper) {
    if headers.rows.is_empty() {
        return;
    }
    paper.put("<section aria-labelledby=\"headers\">\n<div><h2 id=\"headers\">Response headers</h2>");
    paper.put("<p class=\"of\">What the page’s code may read of the answer.</p></div>\n<div class=\"stack\">");
    let (there, often): (Vec<&HeaderRow>, Vec<&HeaderRow>) = headers.rows.iter().partition(|row| row.is_there);
    kinds(&there, paper);
    if !often.is_empty() {
        paper.put("<h3>And of what applications often send, were it there</h3>");
        kinds(&often, paper);
    }
    if let Some(line) = &headers.expose {
        paper.put("<p>A hidden header becomes readable in <code>expose_headers</code>, <span class=\"mono\">");
        paper.text(&line.file).put(":").number(line.line).put("</span></p>");
    }
    paper.put("</div>\n</section>\n");
}

fn kinds(rows: &[&HeaderRow], paper: &mut Paper) {
    if rows.is_empty() {
        return;
    }
    paper.put("<dl class=\"kinds\">");
    for reading in [Reading::Always, Reading::Exposed, Reading::Hidden, Reading::Never] {
        let mut names = rows.iter().filter(|row| row.reading == reading).peekable();
        if names.peek().is_none() {
            continue;
        }
        let (open, words) = match reading {
            Reading::Always => ("<div><dt class=\"good\">", "readable, always"),
            Reading::Exposed => ("<div><dt class=\"good\">", "readable, since it is exposed"),
            Reading::Hidden => ("<div><dt class=\"mind\">", "hidden, since it is not exposed"),
            Reading::Never => ("<div><dt class=\"bad\">", "never readable"),
        };
        paper.put(open).put(sign(reading)).put(words).put("</dt><dd>");
        for row in names {
            paper.code(&row.name).put(" ");
        }
        paper.put("</dd></div>");
    }
    paper.put("</dl>\n");
}

pub(super) fn trials(trials: &[Trial], paper: &mut Paper) {
    if trials.is_empty() {
        return;
    }
    paper.put("<section aria-labelledby=\"trials\">\n<div><h2 id=\"trials\">Try it</h2>");
    paper.put("<p class=\"of\">In a shell, against a running server.</p></div>\n<div class=\"stack\">");
    for trial in trials {
        paper.put("<div class=\"card\"><h3>").sentence(&trial.what).put("</h3><div class=\"body\"><pre><code>");
        for (index, piece) in trial.command.iter().enumerate() {
            paper.put(if index == 0 { "" } else { " \\\n  " }).text(piece);
        }
        paper.put("</code></pre>");
        // Of a running server that was not asked this, nothing is known.
        if !trial.expect.is_empty() {
            paper.put("<p class=\"soft\">What comes back, among others:</p><pre class=\"expect\"><code>");
            for (index, line) in trial.expect.iter().enumerate() {
                paper.put(if index == 0 { "" } else { "\n" }).text(line);
            }
            paper.put("</code></pre>");
        }
        if let Some(not) = &trial.expect_not {
            paper.put("<p>and no ").code(not).put("</p>");
        }
        paper.put("</div></div>\n");
    }
    paper.put("</div>\n</section>\n");
}

pub(super) fn limits(limits: &[Sentence], paper: &mut Paper) {
    paper.put("<section aria-labelledby=\"limits\">\n<div><h2 id=\"limits\">What CORS does not do</h2></div>\n<ul class=\"limits\" role=\"list\">");
    for limit in limits {
        paper.put("<li>").sentence(limit).put("</li>\n");
    }
    paper.put("</ul>\n</section>\n");
}

/// The sign of a kind of header.
const fn sign(reading: Reading) -> &'static str {
    match reading {
        Reading::Always | Reading::Exposed => YES,
        Reading::Hidden => HIDDEN,
        Reading::Never => FAILS,
    }
}
