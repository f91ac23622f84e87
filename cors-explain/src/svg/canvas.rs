use crate::{
    html::paper::Paper,
    text::{
        ink::{Ink, width},
        wrap::wrap,
    },
};

// All in tenths of a pixel, so that there are no fractions.

/// How wide the picture is.
pub(super) const WIDTH: usize = 8800;
/// Where the lifelines stand.
pub(super) const PAGE: usize = 240;
pub(super) const BROWSER: usize = 2840;
pub(super) const SERVER: usize = 8560;
/// From a line of text to the next.
pub(super) const LINE: usize = 180;
/// Between text and what is around it.
pub(super) const PAD: usize = 120;
/// A column: six tenths of the size of the text.
const COLUMN: usize = 72;
/// A column of the verdict.
const BIG: usize = 84;
/// How many columns there are between two lifelines.
pub(super) const LEFT: usize = (BROWSER - PAGE - 2 * PAD) / COLUMN;
pub(super) const RIGHT: usize = (SERVER - BROWSER - 2 * PAD) / COLUMN;

/// A picture that grows downwards.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    paper: Paper,
    /// Where what comes next begins.
    pub(super) y: usize,
}

impl Canvas {
    /// Text from the left, in as many lines as it needs.
    pub(super) fn lines(&mut self, class: &'static str, x: usize, text: &str, columns: usize) {
        for line in wrap(&Ink::plain(text), columns) {
            self.y += LINE;
            self.line(class, "start", x, &line, COLUMN);
        }
    }

    /// The verdict.
    pub(super) fn big(&mut self, class: &'static str, text: &str) {
        for line in wrap(&Ink::plain(text), (SERVER - PAGE) / BIG) {
            self.y += LINE + 30;
            self.line(class, "start", PAGE, &line, BIG);
        }
    }

    /// The head of a lane.
    pub(super) fn head(&mut self, x: usize, name: &'static str, says: &str, columns: usize) {
        let anchor = if x == SERVER { "end" } else { "start" };
        self.y += LINE;
        self.line("bold", anchor, x, &Ink::plain(name), COLUMN);
        for line in wrap(&Ink::plain(says), columns) {
            self.y += LINE;
            self.line("soft", anchor, x, &line, COLUMN);
        }
    }

    /// Text in a box.
    pub(super) fn boxed(&mut self, class: &'static str, x: usize, columns: usize, texts: &[(&'static str, &str)]) {
        let rows: usize = texts.iter().map(|(_, text)| wrap(&Ink::plain(text), columns - 2).len()).sum();
        self.y += 70;
        self.rectangle(class, x - 40, self.y, columns * COLUMN + 80, rows * LINE + 90);
        for (class, text) in texts {
            self.lines(class, x + COLUMN, text, columns - 2);
        }
        self.y += 110;
    }

    /// Text on a band, which joins the one above it.
    pub(super) fn band(&mut self, class: &'static str, x: usize, columns: usize, color: &'static str, text: &str) {
        let rows = wrap(&Ink::plain(text), columns - 1).len();
        self.rectangle(class, x - 40, self.y + 50, columns * COLUMN + 80, rows * LINE);
        self.lines(color, x, text, columns - 1);
    }

    /// Text in a box that ends at a lifeline.
    pub(super) fn boxed_at_end(
        &mut self,
        class: &'static str,
        x: usize,
        columns: usize,
        (color, text): (&'static str, &str),
    ) {
        let lines = wrap(&Ink::plain(text), columns - 4);
        let wide = (lines.iter().map(Ink::width).max().unwrap_or(0) + 3) * COLUMN;
        self.rectangle(class, x - wide, self.y, wide, lines.len() * LINE + 90);
        for line in lines {
            self.y += LINE;
            self.line(color, "start", x - wide + COLUMN, &line, COLUMN);
        }
        self.y += 120;
    }

    /// An arrow from one lifeline to another, or up to a gate at the left one.
    pub(super) fn arrow(&mut self, class: &'static str, left: usize, right: usize, is_forth: bool, is_stopped: bool) {
        self.y += PAD;
        let y = self.y;
        let begin = if is_stopped { left + 130 } else { left };
        let paper = self.paper.put("<line class=\"").put(class).put("\" x1=\"").number(begin).put("\" y1=\"").number(y);
        paper.put("\" x2=\"").number(right).put("\" y2=\"").number(y).put("\"/>\n");
        let (tip, back) = if is_forth { (right, right - 90) } else { (left, left + 90) };
        if is_stopped {
            // An octagon with a cross: told by its shape, too.
            self.path(
                "gate",
                &[
                    (left - 55, y - 130),
                    (left + 55, y - 130),
                    (left + 130, y - 55),
                    (left + 130, y + 55),
                    (left + 55, y + 130),
                    (left - 55, y + 130),
                    (left - 130, y + 55),
                    (left - 130, y - 55),
                    (left - 55, y - 130),
                ],
            );
            self.path("gate", &[(left - 45, y - 45), (left + 45, y + 45)]);
            self.path("gate", &[(left + 45, y - 45), (left - 45, y + 45)]);
        } else {
            let class = if class == "soft-line" { "" } else { class };
            self.path(class, &[(back, y - 50), (tip, y), (back, y + 50)]);
        }
        self.y += 40;
    }

    fn path(&mut self, class: &'static str, points: &[(usize, usize)]) {
        self.paper.put("<path class=\"").put(class).put("\" d=\"M");
        for (x, y) in points {
            self.paper.number(*x).put(" ").number(*y).put(" ");
        }
        self.paper.put("\"/>\n");
    }

    fn rectangle(&mut self, class: &'static str, x: usize, y: usize, width: usize, height: usize) {
        let paper =
            self.paper.put("<rect class=\"").put(class).put("\" rx=\"40\" x=\"").number(x).put("\" y=\"").number(y);
        paper.put("\" width=\"").number(width).put("\" height=\"").number(height).put("\"/>\n");
    }

    fn line(&mut self, class: &'static str, anchor: &'static str, x: usize, line: &Ink, column: usize) {
        let text: String = line.characters().iter().map(|(character, _)| character).collect();
        let columns: usize = text.chars().map(width).sum();
        if columns == 0 {
            return;
        }
        let paper =
            self.paper.put("<text class=\"").put(class).put("\" text-anchor=\"").put(anchor).put("\" x=\"").number(x);
        paper
            .put("\" y=\"")
            .number(self.y)
            .put("\" lengthAdjust=\"spacingAndGlyphs\" textLength=\"")
            .number(columns * column);
        paper.put("\">").text(&text).put("</text>\n");
    }

    /// All that was drawn.
    pub(super) fn finish(self) -> String {
        self.paper.finish()
    }
}
