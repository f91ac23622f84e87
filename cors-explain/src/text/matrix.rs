//! The matrix, for terminals.

use crate::{Cell, Matrix};

use super::{
    ink::{BOLD, DIM, GREEN, Ink, PLAIN, RED, YELLOW},
    paper::Paper,
    wrap::wrap,
};

/// A matrix, in colours, in lines of at most `width` columns. No text of others acts on a terminal.
///
/// Columns are numbered and named above, so that long paths and narrow terminals do no harm.
pub fn matrix(matrix: &Matrix, width: usize) -> String {
    let mut paper = Paper::new(width.clamp(super::NARROWEST, super::WIDEST));
    for (index, column) in matrix.columns.iter().enumerate() {
        let claimed = column.claimed_by.as_deref().map_or_else(|| "no policy".to_owned(), str::to_owned);
        let name =
            Ink::plain(&format!("{} {}", column.method, column.path)).then(Ink::of(DIM, &format!("  {claimed}")));
        paper.item(&format!("{:>3}  ", index + 1), &name);
    }
    paper.blank();
    let cells = matrix.columns.len() * 4;
    let names = paper.width.saturating_sub(cells + 2).max(20);
    let heads = (1..=matrix.columns.len()).map(|number| Ink::of(PLAIN | BOLD, &format!("{number:>4}")));
    paper.row(&heads.fold(Ink::plain(&" ".repeat(names)), Ink::then));
    for row in &matrix.rows {
        let name = Ink::plain(&row.origin).then(Ink::of(DIM, &format!("  {}", row.why)));
        let lines = wrap(&name, names);
        for (index, line) in lines.iter().enumerate() {
            let gap = Ink::plain(&" ".repeat(names.saturating_sub(line.width())));
            let line = line.clone().then(gap);
            let marks = row.cells.iter().map(|cell| mark(*cell));
            paper.row(&if index == 0 { marks.fold(line, Ink::then) } else { line });
        }
    }
    paper.blank();
    for (cell, words) in [
        (Cell::Readable { preflighted: false }, "readable, with credentials too"),
        (Cell::Readable { preflighted: true }, "the same, after a preflight"),
        (Cell::WithoutCredentials { preflighted: false }, "readable, but not with credentials"),
        (Cell::WithoutCredentials { preflighted: true }, "the same, after a preflight"),
        (Cell::Blocked { acted: true }, "blocked, and the request reaches the application"),
        (Cell::Blocked { acted: false }, "blocked, and it does not"),
        (Cell::Own, "the page's own origin"),
    ] {
        // No page is of the host that is called, unless it was asked for.
        if cell == Cell::Own && !matrix.rows.iter().any(|row| row.cells.contains(&cell)) {
            continue;
        }
        paper.marked(&mark(cell).then(Ink::plain("  ")), &Ink::plain(words));
    }
    paper.finish()
}

/// Four columns: a sign, and what stands behind it.
fn mark(cell: Cell) -> Ink {
    let (sign, style) = match cell {
        Cell::Own => ("   =", PLAIN),
        Cell::Readable { preflighted: false } => ("   ✓", GREEN),
        Cell::Readable { preflighted: true } => ("  ✓p", GREEN),
        Cell::WithoutCredentials { preflighted: false } => ("   ○", YELLOW),
        Cell::WithoutCredentials { preflighted: true } => ("  ○p", YELLOW),
        Cell::Blocked { acted: true } => ("  ✗!", RED),
        Cell::Blocked { acted: false } => ("   ✗", RED),
    };
    Ink::of(style, sign)
}
