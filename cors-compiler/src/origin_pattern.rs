//! Origin patterns: what `allow_origins` and origin sets hold.

use std::{fmt, ops::Range, sync::Arc};

use crate::{
    Rule,
    origin_set::{HostPattern, Pattern, PortPattern},
};

/// A pattern that denotes a set of serialised origins; in canonical form, so that its text is an origin wherever it has no `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginPattern {
    written: Arc<str>,
    /// `None`: `null`.
    parts: Option<Pattern>,
}

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

impl OriginPattern {
    /// Reads a pattern: the only way to one.
    ///
    /// # Errors
    ///
    /// Everything in the text that no origin pattern holds.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let _ = text;
        Err(Vec::new())
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether it is `null`.
    pub const fn is_null(&self) -> bool {
        self.parts.is_none()
    }

    /// Scheme, host and port; `None` for `null`.
    pub const fn parts(&self) -> Option<&Pattern> {
        self.parts.as_ref()
    }

    /// The pattern, if it denotes more than one origin.
    pub fn wildcard(&self) -> Option<Pattern> {
        let parts = self.parts.as_ref()?;
        let one = matches!(parts.host, HostPattern::Exact(_)) && parts.port != PortPattern::Any;
        (!one).then(|| parts.clone())
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
