use std::fmt::{self, Write as _};

use super::variable::Variable;

/// A parameter of an nginx directive, to be printed in double quotes: the only way by which text of a policy reaches the output.
///
/// What is ours is `&'static str` and goes in as it stands, a backslash, a `"` or a `$` with the meaning that nginx gives it. What
/// is the policy's goes through one of the three `push`es that say where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quoted {
    inside: String,
}

/// The longest parameter that nginx reads, with room for its quotes: a configuration is read in pieces of 4096 bytes, and none may
/// hold less than a parameter.
pub(super) const LONGEST: usize = 4000;

impl Quoted {
    /// Our own text.
    pub(super) fn new(ours: &'static str) -> Self {
        Self { inside: ours.to_owned() }
    }

    /// The variable alone.
    pub(super) fn variable(variable: &Variable) -> Self {
        Self::default().and_variable(variable)
    }

    /// A regex that must match the whole value. Our own text and escaped text of the policy follow; [`Quoted::ending`] closes it.
    pub(super) fn regex() -> Self {
        Self::new(r"~\A")
    }

    /// The same, letter case ignored.
    pub(super) fn regex_ignoring_case() -> Self {
        Self::new(r"~*\A")
    }

    /// Our own text, as it stands.
    #[must_use]
    pub(super) fn and(mut self, ours: &'static str) -> Self {
        self.inside.push_str(ours);
        self
    }

    /// What has been quoted already.
    #[must_use]
    pub(super) fn and_quoted(mut self, other: &Self) -> Self {
        self.inside.push_str(&other.inside);
        self
    }

    /// A number.
    #[must_use]
    pub(super) fn and_number(mut self, number: usize) -> Self {
        let _ = write!(self.inside, "{number}");
        self
    }

    /// A variable's value. What is put behind it must be nothing that a name may hold.
    #[must_use]
    pub(super) fn and_variable(mut self, variable: &Variable) -> Self {
        let _ = write!(self.inside, "${variable}");
        self
    }

    /// The end of the value; unlike `$`, `\z` does not match in front of a line feed.
    #[must_use]
    pub(super) fn ending(self) -> Self {
        self.and(r"\z")
    }

    /// How many bytes nginx reads.
    pub(super) fn len(&self) -> usize {
        self.inside.len()
    }
}

impl Quoted {
    /// Text of the policy that must stand there as it is: an origin, or a part of one, in a map's key.
    ///
    /// An origin holds nothing that nginx reads in a way of its own. Anything else would become a line feed, which no header of a
    /// request holds: such a key equals nothing.
    #[must_use]
    pub(super) fn and_key(mut self, origin: &str) -> Self {
        for c in origin.chars() {
            match c {
                'a'..='z' | '0'..='9' | '-' | '.' | '_' | '+' | ':' | '/' | '[' | ']' => self.inside.push(c),
                _ => self.inside.push_str(r"\n"),
            }
        }
        self
    }

    /// Text of the policy that a regex must match as it is. Whatever is not plain is written by its number.
    #[must_use]
    pub(super) fn and_literal(mut self, text: &str) -> Self {
        for byte in text.bytes() {
            let _ = match byte {
                b'.' => self.inside.write_str(r"\."),
                b'-' | b'_' | b'/' | b':' => self.inside.write_char(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => self.inside.write_char(char::from(byte)),
                _ => write!(self.inside, r"\x{byte:02x}"),
            };
        }
        self
    }

    /// A list of tokens in a header's value. A `$` would open the name of a variable and cannot be escaped: `dollar` holds one.
    #[must_use]
    pub(super) fn and_tokens(mut self, list: &str, dollar: &Variable) -> Self {
        for c in list.chars() {
            let _ = match c {
                '$' => write!(self.inside, "${{{}}}", dollar),
                // The rest of what a token may hold (RFC 9110, 5.6.2), and what stands between two. Nothing else comes here.
                '!' | '#' | '%' | '&' | '\'' | '*' | '+' | '-' | '.' | '^' | '_' | '`' | '|' | '~' | ',' | ' ' => {
                    self.inside.write_char(c)
                }
                _ if c.is_ascii_alphanumeric() => self.inside.write_char(c),
                _ => Ok(()),
            };
        }
        self
    }
}

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'_' | b'-');
        if !self.inside.is_empty() && self.inside.bytes().all(is_word) {
            return f.write_str(&self.inside);
        }
        // INVARIANT: nothing above pushes a `"` or a backslash of the policy's.
        write!(f, "\"{}\"", self.inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::nginx::variable::Names;

    /// Every character up to U+02FF, one by one and between others.
    fn texts() -> impl Iterator<Item = String> {
        let characters = ('\0'..='\u{2ff}').chain(['\u{2028}', '\u{1f600}']);
        characters.flat_map(|c| [c.to_string(), format!("a{c}b"), format!("{c}{c}")])
    }

    #[test]
    fn no_text_leaves_its_quotes() {
        let dollar = Names::new("shop").variable("dollar");
        for text in texts() {
            let key = Quoted::default().and_key(&text).inside.replace(r"\n", "");
            assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._+:/[]".contains(&b)), "{text:?}: {key}");
            let literal = Quoted::default().and_literal(&text).inside;
            assert!(
                literal.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/:\\".contains(&b)),
                "{text:?}: {literal}"
            );
            let tokens = Quoted::default().and_tokens(&text, &dollar).inside.replace("${cors_shop_dollar}", "");
            assert!(!tokens.contains(['$', '"', '\\', '\n', '\0']), "{text:?}: {tokens}");
        }
    }

    #[test]
    fn a_key_never_opens_a_regex_or_a_directive_of_its_own() {
        assert_eq!(Quoted::default().and_key("~.").to_string(), r#""\n.""#);
        assert_eq!(Quoted::default().and_key("https://a.example").to_string(), r#""https://a.example""#);
        assert_eq!(Quoted::default().and_key("Https://a.example").to_string(), r#""\nttps://a.example""#);
    }
}
