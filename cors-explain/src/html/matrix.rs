//! The matrix as a page: who may call what, for whoever reviews a policy.
//!
//! It is no `<table>`: one with a column for each of forty calls fits no screen. Where there is room for all calls they are columns with
//! heads; else cells are equally wide and wrap, each with the number of its call. Each says in words what its sign means.

use crate::{Cell, Column, Matrix, Row, matrix::ASKED_FOR};

use super::{foot, head, paper::Paper};

/// A matrix as one file that needs no other, as [`html`](super::html) is.
pub fn matrix_html(matrix: &Matrix) -> String {
    let mut paper = Paper::default();
    head("Who may call what", &mut paper);
    paper.put(
        "<body class=\"green\">\n<header>\n<p class=\"eyebrow\"><b>corsgen explain</b> · the matrix of a policy</p>\n",
    );
    paper.put("<h1>Who may call what</h1>\n<p class=\"call\">");
    paper.number(matrix.rows.len()).put(" origins, ").number(matrix.columns.len());
    let is_derived = matrix.rows.iter().any(|row| row.why != ASKED_FOR);
    paper.put(if is_derived { " calls; near misses are among the origins." } else { " calls." });
    paper.put("</p>\n</header>\n<main>\n");
    paper.put("<section class=\"wide\" aria-labelledby=\"origins\">\n<div><h2 id=\"origins\">The origins</h2>");
    paper.put(
        "<p class=\"of\">What becomes of their calls. The signs are explained below, and so are the calls.</p></div>\n",
    );
    paper.put(match COLUMNS.get(matrix.columns.len().wrapping_sub(1)) {
        Some(open) => open,
        None => "<div>\n",
    });
    heads(&matrix.columns, &mut paper);
    paper.put("<ul class=\"matrix\" role=\"list\">\n");
    matrix.rows.iter().for_each(|row| self::row(row, &matrix.columns, &mut paper));
    paper.put("</ul>\n</div>\n</section>\n");
    signs(&mut paper);
    calls(&matrix.columns, &mut paper);
    foot(&mut paper);
    paper.finish()
}

/// What begins a matrix that has room for so many columns. No style stands in an attribute: the page's own policy forbids that.
const COLUMNS: [&str; 12] = [
    "<div class=\"few calls-1\">\n",
    "<div class=\"few calls-2\">\n",
    "<div class=\"few calls-3\">\n",
    "<div class=\"few calls-4\">\n",
    "<div class=\"few calls-5\">\n",
    "<div class=\"few calls-6\">\n",
    "<div class=\"few calls-7\">\n",
    "<div class=\"few calls-8\">\n",
    "<div class=\"few calls-9\">\n",
    "<div class=\"few calls-10\">\n",
    "<div class=\"few calls-11\">\n",
    "<div class=\"few calls-12\">\n",
];

/// What stands over columns. To those who do not see it each cell says the same.
fn heads(columns: &[Column], paper: &mut Paper) {
    paper.put("<div class=\"of-origin heads\" aria-hidden=\"true\"><p></p><div class=\"cells\">");
    for column in columns {
        paper.put("<p><b>").text(&column.method).put("</b>").text(&column.path).put("</p>");
    }
    paper.put("</div></div>\n");
}

fn calls(columns: &[Column], paper: &mut Paper) {
    paper.put("<section aria-labelledby=\"calls\">\n<div><h2 id=\"calls\">The calls</h2>");
    paper.put(
        "<p class=\"of\">In the order of the cells, with what of the policy claims each.</p></div>\n<ol class=\"calls\">",
    );
    for column in columns {
        paper.put("<li><code>").text(&column.method).put(" ").text(&column.path).put("</code> <span class=\"soft\">");
        paper.text(column.claimed_by.as_deref().unwrap_or("no policy")).put("</span></li>\n");
    }
    paper.put("</ol>\n</section>\n");
}

fn signs(paper: &mut Paper) {
    paper.put("<section aria-labelledby=\"signs\">\n<div><h2 id=\"signs\">The signs</h2></div>\n<ul class=\"signs\" role=\"list\">");
    for cell in [
        Cell::Own,
        Cell::Readable { preflighted: false },
        Cell::Readable { preflighted: true },
        Cell::WithoutCredentials { preflighted: false },
        Cell::WithoutCredentials { preflighted: true },
        Cell::Blocked { acted: true },
        Cell::Blocked { acted: false },
    ] {
        let (open, sign, words) = shown(cell);
        paper
            .put("<li>")
            .put(open)
            .put("<span aria-hidden=\"true\">")
            .put(sign)
            .put("</span></span> ")
            .put(words)
            .put("</li>\n");
    }
    paper.put("</ul>\n</section>\n");
}

fn row(row: &Row, columns: &[Column], paper: &mut Paper) {
    paper.put("<li class=\"of-origin\"><p><code>").host(&row.origin).put("</code> <span class=\"why\">").put(row.why);
    paper.put("</span></p><ol class=\"cells\" role=\"list\">");
    for (index, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
        let (open, sign, words) = shown(*cell);
        paper.put("<li>").put(open).put("<span aria-hidden=\"true\">").put(sign).put(" <small>").number(index + 1);
        paper.put("</small></span><span class=\"unseen\">").text(&column.method).put(" ").text(&column.path);
        paper.put(": ").put(words).put("</span></span></li>");
    }
    paper.put("</ol></li>\n");
}

/// What begins a cell, its sign, and what that means.
const fn shown(cell: Cell) -> (&'static str, &'static str, &'static str) {
    const GOOD: &str = "<span class=\"cell good\">";
    const MIND: &str = "<span class=\"cell mind\">";
    // Not in the colour of what fails: to a reviewer it is what is let through that matters.
    const CALM: &str = "<span class=\"cell soft\">";
    match cell {
        Cell::Own => ("<span class=\"cell\">", "=", "the page’s own origin"),
        Cell::Readable { preflighted: false } => (GOOD, "✓", "readable, with credentials too"),
        Cell::Readable { preflighted: true } => (GOOD, "✓p", "readable, with credentials too, after a preflight"),
        Cell::WithoutCredentials { preflighted: false } => (MIND, "○", "readable, but not with credentials"),
        Cell::WithoutCredentials { preflighted: true } => {
            (MIND, "○p", "readable, but not with credentials, after a preflight")
        }
        Cell::Blocked { acted: true } => (CALM, "✕!", "blocked, and the request reaches the application"),
        Cell::Blocked { acted: false } => (CALM, "✕", "blocked, and the request does not reach the application"),
    }
}
