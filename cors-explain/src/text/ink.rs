use anstyle::{AnsiColor, Effects, Style};
use cors_compiler::Shown;

use crate::{Sentence, Word};

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const BOLD: Effects = Effects::BOLD;
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();
pub(crate) const RED: Style = AnsiColor::Red.on_default();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// A text of which each character has its style. Nothing in it acts on a terminal: whatever comes in is [`Shown`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Ink(Vec<(char, Style)>);

impl Ink {
    /// Nothing.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// A text in a style.
    pub(crate) fn of(style: Style, text: &str) -> Self {
        // INVARIANT: the only way from text to ink.
        Self(Shown::line(text).to_string().chars().map(|c| (c, style)).collect())
    }

    /// A text without a style.
    pub(crate) fn plain(text: &str) -> Self {
        Self::of(PLAIN, text)
    }

    /// A sentence, its codes in backticks.
    pub(crate) fn sentence(sentence: &Sentence) -> Self {
        sentence.words().iter().fold(Self::new(), |ink, word| match word {
            Word::Plain(text) => ink.then(Self::plain(text)),
            Word::Code(text) => ink.then(Self::plain(&format!("`{text}`"))),
        })
    }

    /// This, and that behind it.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The same in one style.
    pub(crate) fn over(mut self, style: Style) -> Self {
        self.0.iter_mut().for_each(|(_, own)| *own = style);
        self
    }

    /// The blanks that it begins with, and the rest.
    pub(crate) fn split_blanks(&self) -> (Self, Self) {
        let blanks = self.0.iter().take_while(|(c, _)| *c == ' ').count();
        let (blanks, rest) = self.0.split_at_checked(blanks).unwrap_or_default();
        (Self(blanks.to_vec()), Self(rest.to_vec()))
    }

    /// Its characters.
    pub(crate) fn characters(&self) -> &[(char, Style)] {
        &self.0
    }

    /// How many columns it takes.
    pub(crate) fn width(&self) -> usize {
        self.0.iter().map(|(c, _)| width(*c)).sum()
    }

    pub(super) fn push(&mut self, character: (char, Style)) {
        self.0.push(character);
    }

    /// As a terminal reads it.
    pub(crate) fn ansi(&self) -> String {
        let mut text = String::new();
        let mut style = PLAIN;
        for (c, own) in &self.0 {
            if *own != style {
                text.push_str(&format!("{style:#}{own}"));
                style = *own;
            }
            text.push(*c);
        }
        text + &format!("{style:#}")
    }
}

/// How many columns a character takes.
pub(crate) fn width(c: char) -> usize {
    unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)
}
