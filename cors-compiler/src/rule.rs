use std::fmt;

/// A kind of finding: its name, which is stable and names the problem, and its level.
#[derive(Debug)]
pub struct Rule {
    /// In kebab-case; never reused.
    pub name: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong in general, in a few words.
    pub summary: &'static str,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It can never do what it seems to say, or is unsafe in every setting: nothing is generated.
    Error,
    /// Legitimate in rare settings and dangerous in most: an error until the policy accepts it with a reason.
    Risk,
    /// It works, but surely not as meant.
    Warning,
    /// A fact that the author should know.
    Note,
}

impl Level {
    /// Whether a finding of this level refuses the policy.
    pub const fn refuses(self) -> bool {
        matches!(self, Self::Error | Self::Risk)
    }

    /// The level in a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Risk => "risk",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}
