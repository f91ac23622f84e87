use super::{
    ink::{BOLD, Ink, PLAIN},
    wrap::wrap,
};

/// What is printed, line by line.
pub(crate) struct Paper {
    /// How many columns there are.
    pub(crate) width: usize,
    text: String,
}

impl Paper {
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, text: String::new() }
    }

    /// A line that is known to fit.
    pub(crate) fn row(&mut self, ink: &Ink) {
        let row = ink.ansi();
        self.text.push_str(row.trim_end());
        self.text.push('\n');
    }

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The title of a part.
    pub(crate) fn heading(&mut self, title: &str) {
        self.blank();
        self.row(&Ink::of(PLAIN | BOLD, title));
        self.blank();
    }

    /// As many lines as it takes.
    pub(crate) fn line(&mut self, ink: &Ink) {
        self.indented(0, ink);
    }

    /// As many lines as it takes, each behind so many blanks.
    pub(crate) fn indented(&mut self, indent: usize, ink: &Ink) {
        self.item(&" ".repeat(indent), ink);
    }

    /// As many lines as it takes: the first behind a mark, the others below it.
    pub(crate) fn item(&mut self, mark: &str, ink: &Ink) {
        self.marked(&Ink::plain(mark), ink);
    }

    /// The same with a mark in colours.
    pub(crate) fn marked(&mut self, mark: &Ink, ink: &Ink) {
        let lines = wrap(ink, self.width.saturating_sub(mark.width()));
        // What stands below a long mark would be a narrow column.
        if lines.len() > 1 && mark.width() * 3 > self.width {
            let (blanks, words) = mark.split_blanks();
            let indent = blanks.width() + 4;
            let lines = wrap(&words.then(ink.clone()), self.width.saturating_sub(indent));
            return self.hanging(&blanks, indent, &lines);
        }
        self.hanging(mark, mark.width(), &lines);
    }

    fn hanging(&mut self, mark: &Ink, indent: usize, lines: &[Ink]) {
        for (index, line) in lines.iter().enumerate() {
            let before = if index == 0 { mark.clone() } else { Ink::plain(&" ".repeat(indent)) };
            self.row(&before.then(line.clone()));
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
