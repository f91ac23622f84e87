use std::fmt::{self, Display, Formatter, Write as _};

/// Text that others chose, as a terminal may have it: what would move the cursor, change colours, end a line or turn the reading
/// direction is shown as its escape. A file's name may hold all of that, and so may, by an escape, a policy that a message quotes.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    text: &'a str,
    /// What stays, though it is a control character.
    kept: &'static [char],
}

impl<'a> Shown<'a> {
    /// On one line, whatever the text holds.
    #[must_use]
    pub const fn line(text: &'a str) -> Self {
        Self { text, kept: &[] }
    }

    /// The lines and tabs of a file stay.
    #[must_use]
    pub const fn lines(text: &'a str) -> Self {
        Self { text, kept: &['\n', '\t'] }
    }
}

impl Shown<'_> {
    /// Reports whether all of the text stays as it is, as that of nearly everyone does.
    pub(crate) fn is_as_written(&self) -> bool {
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~');
        self.text.as_bytes().iter().all(is_plain) || !self.text.contains(|c| self.is_escaped(c))
    }

    fn is_escaped(&self, c: char) -> bool {
        acts(c) && !self.kept.contains(&c)
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_as_written() {
            return f.write_str(self.text);
        }
        for c in self.text.chars() {
            if self.is_escaped(c) {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// Reports whether a terminal obeys `c` instead of showing it: C0 and C1, line and paragraph separators, bidirectional controls.
fn acts(c: char) -> bool {
    // Not `escape_debug`: it doubles the author's backslashes and quotes.
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn what_acts_is_an_escape() {
        let text = "a\u{1b}[31m\u{7}\u{9b}\u{202e}\u{2066}\u{200f}\u{7f}\r\n\té\\\"";
        let line = r#"a\u{1b}[31m\u{7}\u{9b}\u{202e}\u{2066}\u{200f}\u{7f}\r\n\té\""#;
        assert_eq!(Shown::line(text).to_string(), line);
        assert_eq!(Shown::lines(text).to_string(), line.replace(r"\n\t", "\n\t"));
        assert_eq!(Shown::line(line).to_string(), line, "what is shown is not escaped again");
    }
}
