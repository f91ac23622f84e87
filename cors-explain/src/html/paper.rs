use std::fmt::{self, Display, Write as _};

use cors_compiler::Shown;

use crate::{Sentence, Word};

/// As many characters as a line of a lane has on a screen of 360 pixels.
const SHORT: usize = 14;

/// HTML, or SVG, that grows.
///
/// INVARIANT: markup is `'static`, so that it is written here; whatever is not is text, and goes through [`Escaped`].
#[derive(Debug, Default)]
pub(crate) struct Paper(String);

impl Paper {
    /// Markup.
    pub(crate) fn put(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text: whatever it holds, it is shown.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        // INVARIANT: a `String` takes whatever is written to it.
        _ = write!(self.0, "{}", Escaped(text));
        self
    }

    /// A host or an origin: it may break behind a dot sooner than within a name.
    pub(crate) fn host(&mut self, host: &str) -> &mut Self {
        for label in host.split_inclusive('.') {
            self.text(label).put("<wbr>");
        }
        self
    }

    /// A number.
    pub(crate) fn number(&mut self, number: usize) -> &mut Self {
        self.text(&number.to_string())
    }

    /// Text of others in a sentence. One that fits every line is not cut at its hyphens.
    pub(crate) fn code(&mut self, text: &str) -> &mut Self {
        let is_short = text.len() <= SHORT && text.is_ascii() && !text.contains(|c: char| c.is_ascii_control());
        self.put(if is_short { "<code class=\"short\">" } else { "<code>" }).text(text).put("</code>")
    }

    /// A sentence, in which what others wrote is set apart.
    pub(crate) fn sentence(&mut self, sentence: &Sentence) -> &mut Self {
        self.words(sentence.words())
    }

    /// Pieces of a sentence.
    pub(crate) fn words(&mut self, words: &[Word]) -> &mut Self {
        for word in words {
            match word {
                Word::Plain(text) => self.text(text),
                Word::Code(text) => self.code(text),
            };
        }
        self
    }

    /// All of it.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Text as HTML and XML have it, between tags and in quoted attributes: no character of it is markup. What would act unseen, as control characters
/// and turns of the reading direction do, is shown as its escape.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown::line(self.0).to_string().chars().try_for_each(|character| match character {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            // In XML these are no characters.
            '\u{fffe}' | '\u{ffff}' => write!(f, "{}", character.escape_unicode()),
            character => f.write_char(character),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn no_text_is_markup() {
        let text = "</style><script>a&b=\"c\" d='e'\u{202e}\0\n-->]]>é\u{fffe}\u{ffff}";
        let shown = r"&lt;/style&gt;&lt;script&gt;a&amp;b=&quot;c&quot; d=&#39;e&#39;\u{202e}\u{0}\n--&gt;]]&gt;é\u{fffe}\u{ffff}";
        assert_eq!(Escaped(text).to_string(), shown);
    }
}
