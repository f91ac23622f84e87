//! The sequence: three lanes, messages as arrows between two of them.

use anstyle::Style;

use crate::{Event, HeaderLine, Lane, Message, Note, Part, Sequence, Tone, What};

use super::{
    ink::{BOLD, CYAN, DIM, GREEN, Ink, PLAIN, RED},
    paper::Paper,
    wrap::wrap,
};

/// Draws it.
pub(super) fn draw(sequence: &Sequence, paper: &mut Paper) {
    let drawing = Drawing::new(paper.width);
    drawing.head(sequence, paper);
    drawing.lanes(Ink::new(), Ink::new(), paper);
    for event in &sequence.events {
        match event {
            Event::Message(message) => drawing.message(message, paper),
            Event::Note(note) => drawing.note(note, paper),
        }
    }
}

/// Where the lanes are.
struct Drawing {
    /// Columns between the page's lane and the browser's.
    left: usize,
    /// Columns between the browser's lane and the server's: headers need room.
    right: usize,
}

impl Drawing {
    /// A blank, and three lanes, and what is between them.
    fn new(width: usize) -> Self {
        let left = (width / 4).clamp(12, 26);
        Self { left, right: width.saturating_sub(left + 4) }
    }

    /// The names of the lanes.
    fn head(&self, sequence: &Sequence, paper: &mut Paper) {
        let [page, browser, server] = &sequence.lanes;
        let names = ["page", "browser", "server"].map(|name| Ink::of(PLAIN | BOLD, name));
        let half = self.right / 2;
        let columns = [self.left.saturating_sub(1), half, self.right.saturating_sub(half)];
        let labels = [page, browser, server].map(|label| Ink::plain(label));
        let wrapped: Vec<Vec<Ink>> =
            labels.iter().zip(columns).map(|(label, columns)| wrap(label, columns.max(4))).collect();
        let rows = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |lane: usize, row: usize| match row.checked_sub(1) {
            None => names.get(lane).cloned().unwrap_or_default(),
            Some(row) => wrapped.get(lane).and_then(|lines| lines.get(row)).cloned().unwrap_or_default(),
        };
        for row in 0..=rows {
            let (page, browser, server) = (cell(0, row), cell(1, row), cell(2, row));
            let middle = (self.right + 2).saturating_sub(browser.width() + server.width());
            let ink = Ink::plain(" ").then(padded(page, self.left + 1)).then(browser).then(blanks(middle)).then(server);
            paper.row(&ink);
        }
    }

    /// The three lanes, and what stands between them.
    fn lanes(&self, left: Ink, right: Ink, paper: &mut Paper) {
        self.row(("│", PLAIN), padded(left, self.left), padded(right, self.right), paper);
    }

    fn row(&self, browser: (&str, Style), left: Ink, right: Ink, paper: &mut Paper) {
        let lane = || Ink::of(PLAIN, "│");
        let ink = Ink::plain(" ").then(lane()).then(left).then(Ink::of(browser.1, browser.0)).then(right).then(lane());
        paper.row(&ink);
    }

    fn message(&self, message: &Message, paper: &mut Paper) {
        let is_left = message.from.min(message.to) == Lane::Page;
        let columns = if is_left { self.left } else { self.right }.saturating_sub(2);
        let mut lines: Vec<Ink> = wrap(&Ink::of(PLAIN | BOLD, &message.title), columns);
        for line in message.lines.iter().filter(|line| line.part != Part::Aside) {
            lines.extend(header(line, columns));
        }
        if let Some(goes) = message.cookies {
            let words = if goes { "with the cookies that there are" } else { "without cookies" };
            let words = wrap(&Ink::of(DIM, words), columns.saturating_sub(2));
            lines.extend(words.into_iter().map(|line| blanks(2).then(line)));
        }
        for line in lines {
            let line = Ink::plain(" ").then(line);
            if is_left { self.lanes(line, Ink::new(), paper) } else { self.lanes(Ink::new(), line, paper) }
        }
        self.arrow(message, is_left, paper);
        self.lanes(Ink::new(), Ink::new(), paper);
    }

    fn arrow(&self, message: &Message, is_left: bool, paper: &mut Paper) {
        let style = match message.what {
            What::Exception => RED,
            _ if message.is_refused => RED,
            What::KeptPreflight => DIM,
            What::Result => GREEN,
            _ => CYAN,
        };
        let columns = if is_left { self.left } else { self.right };
        let stroke = if message.what == What::KeptPreflight { "╌" } else { "─" };
        let shaft = stroke.repeat(columns.saturating_sub(1));
        let arrow = if message.from < message.to { format!("{shaft}▶") } else { format!("◀{shaft}") };
        // The answer has come this far, and no farther.
        let gate = if message.is_refused { ("✗", RED | BOLD) } else { ("│", PLAIN) };
        let (arrow, none) = (Ink::of(style, &arrow), blanks(if is_left { self.right } else { self.left }));
        let (left, right) = if is_left { (arrow, none) } else { (none, arrow) };
        self.row(gate, left, right, paper);
    }

    fn note(&self, note: &Note, paper: &mut Paper) {
        let (mark, style) = match note.tone {
            Tone::Good => ("✓ ", GREEN),
            Tone::Bad => ("✗ ", RED | BOLD),
            Tone::Plain => ("• ", PLAIN | BOLD),
        };
        let columns = self.right.saturating_sub(4);
        for (index, line) in wrap(&Ink::sentence(&note.words), columns).into_iter().enumerate() {
            let mark = if index == 0 { mark } else { "  " };
            let line = Ink::plain(" ").then(Ink::of(style, mark)).then(line.over(style));
            let blank = if note.lane == Lane::Server { self.right.saturating_sub(line.width() + 1) } else { 0 };
            self.lanes(Ink::new(), blanks(blank).then(line), paper);
        }
        self.lanes(Ink::new(), Ink::new(), paper);
    }
}

/// A header line: what decides has a mark, and not a colour alone.
fn header(line: &HeaderLine, columns: usize) -> Vec<Ink> {
    let (mark, style) = match line.part {
        Part::Allows => ("✓ ", GREEN | BOLD),
        Part::Refuses => ("✗ ", RED | BOLD),
        Part::Plain | Part::Aside => ("  ", PLAIN),
    };
    let text = match &line.value {
        Some(value) => format!("{}: {value}", line.name),
        None => format!("no {}", line.name),
    };
    let lines = wrap(&Ink::of(style, &text), columns.saturating_sub(4));
    let marked = lines.into_iter().enumerate().map(|(index, line)| {
        let mark = if index == 0 { Ink::of(style, mark) } else { blanks(4) };
        mark.then(line)
    });
    marked.collect()
}

fn blanks(columns: usize) -> Ink {
    Ink::plain(&" ".repeat(columns))
}

fn padded(ink: Ink, columns: usize) -> Ink {
    let missing = columns.saturating_sub(ink.width());
    ink.then(blanks(missing))
}
