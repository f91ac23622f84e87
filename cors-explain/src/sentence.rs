use std::fmt;

/// Words for people, in which what others wrote stands apart: a renderer sets it in its own way, and makes it harmless in its own way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Word>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Words of this crate.
    Plain(String),
    /// What others wrote, or what is to be written: a header, an origin, a line of a policy.
    Code(String),
}

impl Sentence {
    /// A sentence in which each `{}` is the next of `codes`.
    pub fn of(template: &str, codes: &[&str]) -> Self {
        let mut words = Vec::new();
        let mut codes = codes.iter();
        for (index, plain) in template.split("{}").enumerate() {
            if index > 0 {
                words.extend(codes.next().map(|code| Word::Code((*code).to_owned())));
            }
            if !plain.is_empty() {
                words.push(Word::Plain(plain.to_owned()));
            }
        }
        Self(words)
    }

    /// A sentence whose codes stand in backticks already.
    pub fn quoting(text: &str) -> Self {
        let words = text.split('`').enumerate().filter(|(_, text)| !text.is_empty());
        Self(words.map(|(index, text)| Word::in_turn(index, text)).collect())
    }

    /// This, and that behind it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Its pieces, in order.
    pub fn words(&self) -> &[Word] {
        &self.0
    }
}

impl Word {
    fn in_turn(index: usize, text: &str) -> Self {
        if index.is_multiple_of(2) { Self::Plain(text.to_owned()) } else { Self::Code(text.to_owned()) }
    }

    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Code(text) => text,
        }
    }
}

impl From<&str> for Sentence {
    fn from(plain: &str) -> Self {
        Self(vec![Word::Plain(plain.to_owned())])
    }
}

/// As plain text, codes in backticks.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| match word {
            Word::Plain(text) => f.write_str(text),
            Word::Code(text) => write!(f, "`{text}`"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Sentence, Word};

    #[test]
    fn codes_stay_apart() {
        let sentence = Sentence::of("{} is not {}", &["a`b", "{}"]);
        let [Word::Code(one), Word::Plain(between), Word::Code(other)] = sentence.words() else { panic!() };
        assert_eq!((one.as_str(), between.as_str(), other.as_str()), ("a`b", " is not ", "{}"));
        assert_eq!(Sentence::quoting("a `b` c"), Sentence::of("a {} c", &["b"]));
        assert_eq!(Sentence::quoting("`b` c").to_string(), "`b` c");
    }
}
