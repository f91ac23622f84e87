use std::ops::Range;

use crate::Rule;

/// What in a text no origin pattern holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which rule is broken.
    pub rule: &'static Rule,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The cure, in words.
    pub help: Option<String>,
    /// The cure: what replaces the range, where that is certain.
    pub replacement: Option<String>,
}

impl Fault {
    pub(crate) fn new(rule: &'static Rule, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { rule, range, message: message.into(), help: None, replacement: None }
    }
}
